import {X509Certificate} from 'node:crypto'
import {goAddress} from '../../errors/go-address.js'

/** Why a certificate is not for a name; undefined when it is. */
type Check<C> = (name: string, certificate: C) => Error | undefined

/**
 * Node's own check with IPv6 addresses looked up in the certificate itself: some releases (22.23) take them for names, which no
 * certificate is for.
 */
export function knowingAddresses<C extends {readonly raw?: Uint8Array}>(check: Check<C>): Check<C> {
  return (name, certificate) => {
    // no name has a colon
    if (!name.includes(':') || !certificate.raw) return check(name, certificate)
    const read = new X509Certificate(certificate.raw)
    return read.checkIP(name) === undefined ? mismatch(name, read, certificate) : undefined
  }
}

function mismatch(host: string, {subjectAltName = ''}: X509Certificate, cert: object): Error {
  const addresses = subjectAltName
    .split(', ')
    .flatMap((text) => /^IP Address:(.*)/.exec(text)?.[1] ?? [])
    .map(goAddress)
  const reason = `IP: ${host} is not in the cert's list: ${addresses.join(', ')}`
  const message = `Hostname/IP does not match certificate's altnames: ${reason}`
  return Object.assign(new Error(message), {code: 'ERR_TLS_CERT_ALTNAME_INVALID', reason, host, cert})
}
