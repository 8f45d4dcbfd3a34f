import {goAddress} from './go-address.js'
import {socketError} from './go-dial.js'

const REFUSED = 'tls: failed to verify certificate: x509: '
const UNKNOWN = 'certificate signed by unknown authority'
const OUT_OF_DATE = 'certificate has expired or is not yet valid'

/** What Go's x509 says, by Node's code of a check that failed; '' where OpenSSL's own words decide. */
const CHECKS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN,
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: UNKNOWN,
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: UNKNOWN,
  // one of the right name that has not signed it, or may not sign at all
  CERT_SIGNATURE_FAILURE: UNKNOWN,
  INVALID_CA: UNKNOWN,
  CERT_UNTRUSTED: UNKNOWN,
  CERT_HAS_EXPIRED: OUT_OF_DATE,
  CERT_NOT_YET_VALID: OUT_OF_DATE,
  PATH_LENGTH_EXCEEDED: 'too many intermediates for path length constraint',
  INVALID_PURPOSE: 'certificate specifies an incompatible key usage',
  CERT_REJECTED: '',
  CERT_REVOKED: '',
  CERT_CHAIN_TOO_LONG: '',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: '',
  ERROR_IN_CERT_NOT_AFTER_FIELD: '',
  UNSPECIFIED: '',
}

/** So many names of a certificate are counted, not told. */
const MANY = 100

const NOT_FOR_NAME = 'a root or intermediate certificate is not authorized to sign for this name'

/** ... and by OpenSSL's words for what Node has no code of. */
const SAID: Readonly<Record<string, string>> = {
  'permitted subtree violation': NOT_FOR_NAME,
  'excluded subtree violation': NOT_FOR_NAME,
  'key usage does not include certificate signing': UNKNOWN,
}

/** Go's names of the alerts by which a server ends a handshake (RFC 8446 6), but for those that it has numbers for only. */
const ALERTS: Readonly<Record<string, string>> = {
  10: 'unexpected message',
  20: 'bad record MAC',
  21: 'decryption failed',
  22: 'record overflow',
  30: 'decompression failure',
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  44: 'revoked certificate',
  45: 'expired certificate',
  46: 'unknown certificate',
  47: 'illegal parameter',
  48: 'unknown certificate authority',
  49: 'access denied',
  50: 'error decoding message',
  51: 'error decrypting message',
  60: 'export restriction',
  70: 'protocol version not supported',
  71: 'insufficient security level',
  80: 'internal error',
  86: 'inappropriate fallback',
  90: 'user canceled',
  100: 'no renegotiation',
  109: 'missing extension',
  110: 'unsupported extension',
  111: 'certificate unobtainable',
  112: 'unrecognized name',
  113: 'bad certificate status response',
  114: 'bad certificate hash value',
  115: 'unknown PSK identity',
  116: 'certificate required',
  120: 'no application protocol',
  121: 'encrypted client hello required',
}

/** Why a server's certificate was refused, in the words of Go's x509; undefined for other errors, and for one of another name. */
export function goCertificateText(error: unknown): string | undefined {
  const {code = '', message = ''} = socketError(error) ?? {}
  const known = Object.hasOwn(CHECKS, code) ? CHECKS[code] : undefined
  if (known !== '') return known
  // newer Nodes append advice; HTTP clients of ours have put it in words before
  const said = message.split(';')[0]!.replace(REFUSED, '')
  return SAID[said] ?? said
}

/**
 * A TLS handshake that failed in the words of Go: `remote error: tls: certificate required`, `tls: failed to verify certificate: x509: ...`.
 * Undefined for what is no such failure, for a certificate of another name and for an answer that is no TLS.
 */
export function goTlsText(error: unknown): string | undefined {
  const certificate = goCertificateText(error)
  if (certificate !== undefined) return `${REFUSED}${certificate}`
  const {message = ''} = socketError(error) ?? {}
  const alert = /:SSL alert number (\d+)\s*$/.exec(message)?.[1]
  // an end without a reason
  if (alert === '0') return 'EOF'
  if (alert !== undefined) return `remote error: tls: ${ALERTS[alert] ?? `alert(${alert})`}`
  if (isNoTls(error)) return undefined
  const reason = /:error:[0-9A-F]+:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1]
  return reason === undefined ? undefined : `tls: ${reason}`
}

/**
 * Whom a certificate is for and who was asked, in the words of Go's x509; `alternatives` as Node writes them: `DNS:a.example, IP Address:10.0.0.1`.
 */
export function otherNames(alternatives: string, asked: string): string {
  // names with a colon are IPv6 addresses
  const isAddress = /^[\d.]+$|:/.test(asked)
  const prefix = isAddress ? 'IP Address:' : 'DNS:'
  const named = alternatives.split(', ').flatMap((text) => (text.startsWith(prefix) ? [text.slice(prefix.length)] : []))
  const valid = isAddress ? named.map(goAddress) : named
  if (valid.length >= MANY)
    return `certificate is valid for ${valid.length} ${isAddress ? 'IP SANs' : 'names'}, but none matched ${asked}`
  if (valid.length > 0) return `certificate is valid for ${valid.join(', ')}, not ${asked}`
  return isAddress
    ? `cannot validate certificate for ${asked} because it doesn't contain any IP SANs`
    : `certificate is not valid for any names, but wanted to match ${asked}`
}

/** The same of Node's own error about a certificate of another name; undefined for other errors. */
export function otherNamesOf(error: unknown): string | undefined {
  const {code, host = '', cert} = (error ?? {}) as {code?: string; host?: string; cert?: {subjectaltname?: string}}
  return code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? otherNames(cert?.subjectaltname ?? '', host) : undefined
}

/** A certificate of another name in the words of Go: for whom it is, and who was asked; undefined for other errors. */
export function goNameText(error: unknown): string | undefined {
  const names = otherNamesOf(error)
  return names === undefined ? undefined : `${REFUSED}${names}`
}

/** True when what answered a TLS greeting speaks something else. */
export function isNoTls(error: unknown): boolean {
  return /:wrong version number:|packet length too long/.test(socketError(error)?.message ?? '')
}
