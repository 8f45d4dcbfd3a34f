import {FluxError} from '../errors/flux-error.js'
import {goDialText, socketError} from '../errors/go-dial.js'

const CERTIFICATES: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate signed by unknown authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate signed by unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate signed by unknown authority',
  CERT_HAS_EXPIRED: 'certificate has expired or is not yet valid',
}

/** The API server cannot be reached; `dial` is the reason without the request. */
export class UnreachableError extends FluxError {
  override readonly name = 'UnreachableError'

  constructor(
    readonly server: string,
    readonly dial: string,
    cause: unknown,
    path: string,
  ) {
    super('unreachable', wordsFor(server, path, dial), {cause})
  }
}

/** flux asks what a server serves before it asks for anything else, but for its version. */
function wordsFor(server: string, path: string, dial: string): string {
  return path === '/version' ? `Get "${server}/version": ${dial}` : `failed to get server groups: Get "${server}/api": ${dial}`
}

/** An UnreachableError for a failed connection, with the words that flux's users know; any other error as it is. */
export function dialError(error: unknown, server: string, path: string): unknown {
  const reason = error instanceof FluxError ? undefined : reasonOf(error, new URL(server).hostname)
  return reason === undefined ? error : new UnreachableError(server, reason, error, path)
}

function reasonOf(error: unknown, host: string): string | undefined {
  const found = socketError(error)
  const certificate = found?.code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? otherName(found.message) : CERTIFICATES[found?.code ?? '']
  return certificate === undefined ? goDialText(error, host) : `tls: failed to verify certificate: x509: ${certificate}`
}

/** Whom a certificate is for and who was asked, from node's sentence about it. */
function otherName(message: string): string {
  const [, kind, asked, names = ''] = /(IP|Host): (\S+?)\.? is not in the cert's (?:list|altnames): (.*)$/.exec(message) ?? []
  if (kind === undefined) return message
  const dns = names.split(', ').flatMap((name) => (name.startsWith('DNS:') ? [name.slice('DNS:'.length)] : []))
  const valid = kind === 'IP' ? names : dns.join(', ')
  if (kind === 'IP' && valid === '') return `cannot validate certificate for ${asked} because it doesn't contain any IP SANs`
  return valid === ''
    ? `certificate is not valid for any names, but wanted to match ${asked}`
    : `certificate is valid for ${valid}, not ${asked}`
}
