import type {X509Certificate} from 'node:crypto'
import {certificateOf} from './certificate-of.js'
import type {PemBlock} from './pem-blocks.js'

/** The certificate in a block, or what Go's x509 says of what is none. */
export function certificateIn({bytes, text}: PemBlock): X509Certificate | string {
  if (hasMore(bytes)) return 'x509: trailing data'
  try {
    return certificateOf(text)
  } catch {
    return 'x509: malformed certificate'
  }
}

/** Whether anything follows the sequence (DER, X.690 8.1.3) that a certificate is. */
function hasMore(bytes: Buffer): boolean {
  if (bytes.length < 2 || bytes[0] !== 0x30) return false
  const first = bytes[1]!
  const size = first < 0x80 ? 0 : first & 0x7f
  if (size > 4 || bytes.length < 2 + size) return false
  const length = size === 0 ? first : bytes.readUIntBE(2, size)
  return bytes.length > 2 + size + length
}
