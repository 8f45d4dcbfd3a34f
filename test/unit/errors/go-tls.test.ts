import {describe, expect, it} from 'vitest'
import {goCertificateText, goTlsText, isNoTls} from '../../../src/lib/errors/go-tls.js'

const failure = (code: string, message = 'x') => Object.assign(new Error(message), {code})
const line = (reason: string, end = '') =>
  `803C0AB17A7F0000:error:0A000410:SSL routines:ssl3_read_bytes:${reason}:../deps/openssl/openssl/ssl/record/rec_layer_s3.c:1601:${end}\n`
const alert = (number: number, before = '') =>
  failure('EPROTO', `${before}${line('sslv3 alert something', `SSL alert number ${number}`)}`)

/** What CNCF's flux 2.9 said when a server sent each of them. */
const ALERTS: readonly (readonly [number, string])[] = [
  [10, 'unexpected message'],
  [20, 'bad record MAC'],
  [21, 'decryption failed'],
  [22, 'record overflow'],
  [30, 'decompression failure'],
  [40, 'handshake failure'],
  [41, 'alert(41)'],
  [42, 'bad certificate'],
  [43, 'unsupported certificate'],
  [44, 'revoked certificate'],
  [45, 'expired certificate'],
  [46, 'unknown certificate'],
  [47, 'illegal parameter'],
  [48, 'unknown certificate authority'],
  [49, 'access denied'],
  [50, 'error decoding message'],
  [51, 'error decrypting message'],
  [60, 'export restriction'],
  [70, 'protocol version not supported'],
  [71, 'insufficient security level'],
  [80, 'internal error'],
  [86, 'inappropriate fallback'],
  [90, 'user canceled'],
  [100, 'no renegotiation'],
  [109, 'missing extension'],
  [110, 'unsupported extension'],
  [111, 'certificate unobtainable'],
  [112, 'unrecognized name'],
  [113, 'bad certificate status response'],
  [114, 'bad certificate hash value'],
  [115, 'unknown PSK identity'],
  [116, 'certificate required'],
  [117, 'alert(117)'],
  [120, 'no application protocol'],
  [121, 'encrypted client hello required'],
  [200, 'alert(200)'],
]

describe('a TLS handshake that failed', () => {
  it.each(ALERTS)('alert %i', (number, words) => {
    expect(goTlsText(alert(number))).toBe(`remote error: tls: ${words}`)
    expect(goTlsText(alert(number, 'write EPROTO '))).toBe(`remote error: tls: ${words}`)
  })

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'x', 'certificate signed by unknown authority'],
    ['UNABLE_TO_GET_ISSUER_CERT', 'x', 'certificate signed by unknown authority'],
    ['CERT_SIGNATURE_FAILURE', 'certificate signature failure', 'certificate signed by unknown authority'],
    ['INVALID_CA', 'invalid CA certificate', 'certificate signed by unknown authority'],
    ['CERT_NOT_YET_VALID', 'x', 'certificate has expired or is not yet valid'],
    ['PATH_LENGTH_EXCEEDED', 'x', 'too many intermediates for path length constraint'],
    ['INVALID_PURPOSE', 'unsuitable certificate purpose', 'certificate specifies an incompatible key usage'],
    ['UNSPECIFIED', 'unhandled critical extension', 'unhandled critical extension'],
    ['UNSPECIFIED', 'unhandled critical extension; some advice', 'unhandled critical extension'],
    ['UNSPECIFIED', 'permitted subtree violation', 'a root or intermediate certificate is not authorized to sign for this name'],
    ['UNSPECIFIED', 'excluded subtree violation', 'a root or intermediate certificate is not authorized to sign for this name'],
    ['UNSPECIFIED', 'key usage does not include certificate signing', 'certificate signed by unknown authority'],
    ['CERT_REVOKED', 'certificate revoked', 'certificate revoked'],
  ])('%s: %s', (code, message, words) => {
    const error = failure(code, message)
    expect(goCertificateText(error)).toBe(words)
    const text = `tls: failed to verify certificate: x509: ${words}`
    expect(goTlsText(error)).toBe(text)
    expect(goTlsText(failure(code, text))).toBe(text)
  })

  it('is an end where a server says nothing but that', () => {
    expect(goTlsText(alert(0))).toBe('EOF')
  })

  it("has OpenSSL's reason alone for others", () => {
    expect(goTlsText(failure('ERR_SSL_UNSUPPORTED_PROTOCOL', line('unsupported protocol')))).toBe('tls: unsupported protocol')
  })

  it('leaves what speaks no TLS, and other errors', () => {
    const plain = failure('EPROTO', `write EPROTO ${line('wrong version number')}`)
    expect(isNoTls(plain)).toBe(true)
    for (const error of [plain, failure('ECONNREFUSED'), failure('ERR_TLS_CERT_ALTNAME_INVALID'), new TypeError('y'), 'z'])
      expect(goTlsText(error)).toBeUndefined()
    expect(isNoTls(alert(40))).toBe(false)
  })
})
