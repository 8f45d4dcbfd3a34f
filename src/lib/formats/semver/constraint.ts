import {FluxError} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'
import {comparePrerelease, compareVersions, parseVersion, type Version} from './version.js'

/** A range of versions: groups joined by `||`, each a list of comparisons that must all hold. */
export interface Constraint {
  readonly text: string
  check(version: Version): boolean
}

interface Comparison {
  readonly operator: string
  readonly version: Version
  /** which parts were left out or written as x, X or * */
  readonly any: boolean
  readonly anyMinor: boolean
  readonly anyPatch: boolean
}

interface Group {
  readonly comparisons: readonly Comparison[]
  /** one comparison with a prerelease admits prereleases to the whole group */
  readonly prereleases: boolean
}

const MAX_LENGTH = 512
const MAX_GROUPS = 32
/** longest first, so that `>=` is not read as `>` */
const OPERATORS = ['!=', '>=', '=>', '<=', '=<', '~>', '=', '>', '<', '~', '^', '']
const PATTERN =
  'v?([0-9|xX*]+)(\\.[0-9|xX*]+)?(\\.[0-9|xX*]+)?(-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?'
const BLANK = '[\\t\\n\\f\\r ]'

/**
 * Reads a constraint with Masterminds' grammar: `,` or blanks join, `a - b` is a range, `~ ^ ~>` and x-ranges as there.
 * @throws FluxError `bad-semver` with Masterminds' own text
 */
export function parseConstraint(text: string): Constraint {
  if (text.length > MAX_LENGTH) throw bad(`constraint string is too long (max ${MAX_LENGTH} bytes)`)
  const parts = expandRanges(text).split('||')
  if (parts.length > MAX_GROUPS) throw bad(`too many constraint groups (max ${MAX_GROUPS})`)
  const groups = parts.map(parseGroup)
  return {
    text,
    check: (version) =>
      groups.some((group) => group.comparisons.every((comparison) => holds(comparison, version, group.prereleases))),
  }
}

function expandRanges(text: string): string {
  const capture = PATTERN.replaceAll('(?:', '(').replaceAll('(', '(?:')
  return text.replace(
    new RegExp(`${BLANK}*(${capture})${BLANK}+-${BLANK}+(${capture})${BLANK}*`, 'g'),
    (_all, low: string, high: string) => `>= ${low}, <= ${high} `,
  )
}

/** One pass from left to right: Masterminds' own regular expression backtracks without bound in JavaScript. */
function parseGroup(text: string): Group {
  const version = new RegExp(PATTERN, 'y')
  const blanks = new RegExp(`${BLANK}*`, 'y')
  const found: [string, RegExpExecArray][] = []
  let at = skip(blanks, text, 0)
  for (;;) {
    const operator = OPERATORS.find((candidate) => text.startsWith(candidate, at))!
    version.lastIndex = skip(blanks, text, at + operator.length)
    const match = version.exec(text)
    if (!match) throw bad(`improper constraint: ${goQuote(text)}`)
    found.push([operator, match])
    const end = skip(blanks, text, version.lastIndex)
    if (end === text.length) break
    const comma = text[end] === ','
    if (!comma && end === version.lastIndex) throw bad(`improper constraint: ${goQuote(text)}`)
    at = comma ? skip(blanks, text, end + 1) : end
  }
  // the grammar is complained about before the versions in it
  const comparisons = found.map(([operator, match]) => comparisonOf(operator, match))
  return {comparisons, prereleases: comparisons.some((comparison) => comparison.version.pre !== '')}
}

function skip(blanks: RegExp, text: string, at: number): number {
  blanks.lastIndex = at
  blanks.exec(text)
  return Math.max(blanks.lastIndex, at)
}

function comparisonOf(operator: string, match: RegExpExecArray): Comparison {
  const [, major = '', minor = '', patch = '', pre = ''] = match
  const anyMajor = isAny(major)
  const anyMinor = !anyMajor && isAny(minor.slice(1))
  const anyPatch = !anyMajor && !anyMinor && isAny(patch.slice(1))
  const any = anyMajor || anyMinor || anyPatch
  const text = anyMajor ? '0.0.0' : anyMinor ? `${major}.0.0` : anyPatch ? `${major}${minor}.0` : `${major}${minor}${patch}`
  const metadata = any ? '' : (match[5] ?? '')
  try {
    return {operator, version: parseVersion(text + pre + metadata), any, anyMinor, anyPatch}
  } catch (error) {
    throw new FluxError('bad-semver', 'constraint parser error', {cause: error})
  }
}

function isAny(text: string): boolean {
  return text === '' || text === 'x' || text === 'X' || text === '*'
}

function holds(comparison: Comparison, version: Version, prereleases: boolean): boolean {
  if (version.pre !== '' && !prereleases) return false
  const difference = compareVersions(version, comparison.version)
  switch (comparison.operator) {
    case '!=':
      return differs(comparison, version)
    case '>':
      return greater(comparison, version, difference)
    case '<':
      return difference < 0
    case '>=':
    case '=>':
      return difference >= 0
    case '<=':
    case '=<':
      return lessOrEqual(comparison, version, difference)
    case '~':
    case '~>':
      return tilde(comparison, version, difference)
    case '^':
      return caret(comparison, version, difference)
    default:
      return comparison.any ? tilde(comparison, version, difference) : difference === 0
  }
}

function differs({version: own, any, anyMinor, anyPatch}: Comparison, version: Version): boolean {
  if (any) {
    if (own.major !== version.major) return true
    if (anyMinor) return false
    if (own.minor !== version.minor) return true
    if (anyPatch) return (version.pre !== '' || own.pre !== '') && comparePrerelease(version.pre, own.pre) !== 0
    if (own.patch !== version.patch) return true
  }
  return compareVersions(version, own) !== 0
}

function greater({version: own, any, anyMinor, anyPatch}: Comparison, version: Version, difference: number): boolean {
  if (!any || (!anyMinor && !anyPatch && version.major === own.major)) return difference > 0
  if (version.major !== own.major) return version.major > own.major
  return anyPatch && version.minor > own.minor
}

function lessOrEqual({version: own, any, anyMinor}: Comparison, version: Version, difference: number): boolean {
  if (!any) return difference <= 0
  if (version.major > own.major) return false
  return !(version.major === own.major && version.minor > own.minor && !anyMinor)
}

function tilde({version: own, anyMinor, anyPatch}: Comparison, version: Version, difference: number): boolean {
  if (difference < 0) return false
  const zero = own.major === 0 && own.minor === 0 && own.patch === 0
  if (zero && !anyMinor && !anyPatch) return true
  return version.major === own.major && (anyMinor || version.minor === own.minor)
}

function caret({version: own, anyMinor, anyPatch}: Comparison, version: Version, difference: number): boolean {
  if (difference < 0) return false
  if (own.major > 0 || anyMinor) return version.major === own.major
  if (version.major > 0) return false
  if (own.minor > 0 || anyPatch) return version.minor === own.minor
  return version.minor === 0 && version.patch === own.patch
}

function bad(message: string): FluxError {
  return new FluxError('bad-semver', message)
}
