/** `sha1:<hex>` (source-controller 1.4); 64 digits would be sha256. */
function digestOf(hash: string): string {
  return hash.length === 64 ? `sha256:${hash}` : `sha1:${hash}`
}

/** `main@sha1:<hex>`: everything after the second slash of the reference; the digest alone without one. */
export function shortRevision(reference: string | undefined, hash: string): string {
  const parts = (reference ?? '').split('/')
  return parts.length < 3 ? digestOf(hash) : `${parts.slice(2).join('/')}@${digestOf(hash)}`
}

/** `refs/heads/main@sha1:<hex>`, for objects that name their reference in full. */
export function fullRevision(reference: string, hash: string): string {
  return reference === '' ? digestOf(hash) : `${reference}@${digestOf(hash)}`
}

/** Old forms (`main/<hex>`, `HEAD/<hex>`, bare hex) in today's form; everything else as it is (source-controller 9.4). */
export function upgradeRevision(revision: string): string {
  if (revision === '' || revision.includes(':')) return revision
  const slash = revision.lastIndexOf('/')
  const pointer = slash < 0 ? '' : revision.slice(0, slash)
  const hash = revision.slice(slash + 1)
  return pointer === '' || pointer === 'HEAD' ? digestOf(hash) : `${pointer}@${digestOf(hash)}`
}
