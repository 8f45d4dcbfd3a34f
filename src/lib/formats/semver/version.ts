import {FluxError} from '../../errors/flux-error.js'

/** A semantic version as Masterminds v3 reads it: `v` prefix, missing minor or patch and leading zeros are tolerated. */
export interface Version {
  readonly major: number | bigint
  readonly minor: number | bigint
  readonly patch: number | bigint
  readonly pre: string
  readonly metadata: string
  /** the text it was read from */
  readonly original: string
}

const VERSION =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/
const MAX_LENGTH = 256
const MAX_SEGMENT = (1n << 64n) - 1n

/**
 * Reads a version loosely.
 * @throws FluxError `bad-semver` with Masterminds' own text
 */
export function parseVersion(text: string): Version {
  if (text.length > MAX_LENGTH) throw bad(`version string is too long (max ${MAX_LENGTH} bytes)`)
  const match = VERSION.exec(text)
  if (!match) throw bad('invalid semantic version')
  const pre = match[4] ?? ''
  for (const part of pre.split('.')) if (/^0\d+$/.test(part)) throw bad('version segment starts with 0')
  return {
    major: segment(match[1]),
    minor: segment(match[2]),
    patch: segment(match[3]),
    pre,
    metadata: match[5] ?? '',
    original: text,
  }
}

/** As `parseVersion` for texts of three dotted parts, undefined for everything else: the rule for tags (source-controller 9.2). */
export function parseTagVersion(text: string): Version | undefined {
  if (text.split('.', 3).length !== 3) return undefined
  try {
    return parseVersion(text)
  } catch {
    return undefined
  }
}

/** Negative, zero or positive by semver precedence; build metadata does not count. */
export function compareVersions(left: Version, right: Version): number {
  return (
    order(left.major, right.major) ||
    order(left.minor, right.minor) ||
    order(left.patch, right.patch) ||
    comparePrerelease(left.pre, right.pre)
  )
}

/** `1.2.3-rc.1+build`, without the `v` and zeros of the original. */
export function formatVersion(version: Version): string {
  const pre = version.pre === '' ? '' : `-${version.pre}`
  const metadata = version.metadata === '' ? '' : `+${version.metadata}`
  return `${version.major}.${version.minor}.${version.patch}${pre}${metadata}`
}

/** -1, 0 or 1; no prerelease is higher than any. */
export function comparePrerelease(left: string, right: string): number {
  if (left === right) return 0
  if (left === '') return 1
  if (right === '') return -1
  const lefts = left.split('.')
  const rights = right.split('.')
  const length = Math.max(lefts.length, rights.length)
  for (let index = 0; index < length; index++) {
    const result = comparePart(lefts[index] ?? '', rights[index] ?? '')
    if (result !== 0) return result
  }
  return 0
}

function comparePart(left: string, right: string): number {
  if (left === right) return 0
  if (left === '') return -1
  if (right === '') return 1
  const leftNumber = numeric(left)
  const rightNumber = numeric(right)
  if (leftNumber === undefined && rightNumber === undefined) return left > right ? 1 : -1
  if (leftNumber === undefined) return 1
  if (rightNumber === undefined) return -1
  return leftNumber > rightNumber ? 1 : -1
}

function numeric(text: string): bigint | undefined {
  if (!/^\d+$/.test(text)) return undefined
  const value = BigInt(text)
  return value <= MAX_SEGMENT ? value : undefined
}

function order(left: number | bigint, right: number | bigint): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function segment(text: string | undefined): number | bigint {
  if (text === undefined) return 0
  if (text.length < 16) return Number(text)
  const value = BigInt(text)
  if (value > MAX_SEGMENT) {
    throw bad(`error parsing version segment: strconv.ParseUint: parsing "${text}": value out of range`)
  }
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}

function bad(message: string): FluxError {
  return new FluxError('bad-semver', message)
}
