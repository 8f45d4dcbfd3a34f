import {parseConstraint} from './constraint.js'
import {compareVersions, parseTagVersion, type Version} from './version.js'

/**
 * The index of the version that a wish means: the one with exactly that text, else the newest one within the range; of equal
 * ones the first. An empty wish is `*`, so that prereleases do not count. A range finds versions of three parts only (source-controller
 * reference 12.3).
 * @param exact whether a text of the same wording counts before the range
 * @returns -1 when there is none
 * @throws the constraint's error when the wish is neither a known version nor a range
 */
export function newestMatching(versions: readonly string[], wish: string, exact = true): number {
  const same = exact && wish !== '' ? versions.indexOf(wish) : -1
  if (same >= 0) return same
  const range = parseConstraint(wish === '' ? '*' : wish)
  let best: {version: Version; index: number} | undefined
  versions.forEach((text, index) => {
    const version = parseTagVersion(text)
    if (version === undefined || !range.check(version)) return
    if (best === undefined || compareVersions(version, best.version) > 0) best = {version, index}
  })
  return best?.index ?? -1
}
