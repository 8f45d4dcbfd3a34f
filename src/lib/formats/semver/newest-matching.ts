import {parseConstraint} from './constraint.js'
import {compareVersions, parseVersion, type Version} from './version.js'

/**
 * The index of the version that a wish means: the one with exactly that text, else the newest one within the range; of equal
 * ones the first. An empty wish is `*`, so that prereleases do not count (source-controller reference 12.3).
 * @returns -1 when there is none
 * @throws the constraint's error when the wish is neither a known version nor a range
 */
export function newestMatching(versions: readonly string[], wish: string): number {
  const exact = versions.indexOf(wish)
  if (exact >= 0 && wish !== '') return exact
  const range = parseConstraint(wish === '' ? '*' : wish)
  let best: {version: Version; index: number} | undefined
  versions.forEach((text, index) => {
    const version = parsed(text)
    if (version === undefined || !range.check(version)) return
    if (best === undefined || compareVersions(version, best.version) > 0) best = {version, index}
  })
  return best?.index ?? -1
}

function parsed(text: string): Version | undefined {
  try {
    return parseVersion(text)
  } catch {
    return undefined
  }
}
