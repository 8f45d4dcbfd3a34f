import {X509Certificate} from 'node:crypto'

/** Of one kubeconfig: three readers look at each of them. */
const MOST_KEPT = 4
const kept = new Map<string, X509Certificate>()

/**
 * The certificate that a PEM block holds; the last few are not read twice.
 * @throws Error of OpenSSL for what is none
 */
export function certificateOf(pem: string): X509Certificate {
  const known = kept.get(pem)
  if (known) return known
  const read = new X509Certificate(pem)
  if (kept.size === MOST_KEPT) kept.clear()
  kept.set(pem, read)
  return read
}
