import {isIP} from 'node:net'
import {type ConnectionOptions, checkServerIdentity, type PeerCertificate} from 'node:tls'
import {knowingAddresses} from '../../formats/pem/server-identity.js'
import type {HttpRequest} from '../../ports/http.js'

const checkIdentity = knowingAddresses(checkServerIdentity)

type Tls = NonNullable<HttpRequest['tls']>

/** node's settings of a connection over TLS, but for whom it goes to. */
export type TlsOptions = Pick<
  ConnectionOptions,
  'ca' | 'allowPartialTrustChain' | 'cert' | 'key' | 'servername' | 'checkServerIdentity' | 'rejectUnauthorized'
>

export function tlsOptions(tls: Tls): TlsOptions {
  return {
    // whatever is given is trusted, the server's own certificate too
    ...(tls.ca === undefined ? {} : {ca: tls.ca, allowPartialTrustChain: true}),
    ...(tls.cert === undefined ? {} : {cert: tls.cert}),
    ...(tls.key === undefined ? {} : {key: tls.key}),
    checkServerIdentity: checkIdentity,
    ...(tls.serverName === undefined ? {} : namedServer(tls.serverName)),
    rejectUnauthorized: tls.insecure !== true,
  }
}

/** The name that a client says in its TLS greeting: none for an IP address (RFC 6066 3), brackets or not. */
export function sniName(host: string): string {
  return isIP(bareHost(host)) ? '' : host
}

/** A host as sockets take it: an IPv6 address without brackets. */
export const bareHost = (host: string): string => host.replace(/^\[|\]$/g, '')

/** The server's certificate must be for `name`, whatever host is dialled. */
function namedServer(name: string): TlsOptions {
  if (sniName(name) !== '') return {servername: name}
  return {
    servername: '',
    checkServerIdentity: (_: string, certificate: PeerCertificate) => checkIdentity(name, certificate),
  }
}
