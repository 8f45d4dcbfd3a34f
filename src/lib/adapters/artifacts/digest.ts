import {createHash} from 'node:crypto'
import {FluxError} from '../../errors/flux-error.js'

export type DigestAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'blake3'

const ALGORITHMS: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512', 'blake3'])

/** True for the algorithms that `--artifact-digest-algo` takes. */
export function isDigestAlgorithm(name: string): name is DigestAlgorithm {
  return ALGORITHMS.has(name)
}

/** `<algorithm>:<hex>` of some bytes. */
export async function digestBytes(algorithm: DigestAlgorithm, bytes: Uint8Array): Promise<string> {
  if (algorithm === 'blake3') {
    const {blake3} = await import('@noble/hashes/blake3.js')
    return `blake3:${Buffer.from(blake3(bytes)).toString('hex')}`
  }
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}

/**
 * Whether bytes have a digest; one without an algorithm is taken as sha256.
 * @throws FluxError `bad-digest` when it is empty or of an unknown kind
 */
export async function hasDigest(digest: string, bytes: Uint8Array): Promise<boolean> {
  if (digest === '') throw new FluxError('bad-digest', 'empty digest')
  const full = digest.includes(':') ? digest : `sha256:${digest}`
  const algorithm = full.slice(0, full.indexOf(':'))
  if (!isDigestAlgorithm(algorithm)) throw new FluxError('bad-digest', `unsupported digest algorithm: ${algorithm}`)
  return (await digestBytes(algorithm, bytes)) === full
}
