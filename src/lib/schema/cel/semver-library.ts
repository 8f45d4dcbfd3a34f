import {goQuote} from '../../errors/go-quote.js'
import {CelError} from '../../formats/cel/errors.js'
import type {Registry} from '../../formats/cel/registry.js'
import {Opaque} from '../../formats/cel/values.js'

const TYPE = 'kubernetes.Semver'
const strict =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/

class Semver extends Opaque {
  override readonly typeName = TYPE

  constructor(
    readonly numbers: readonly bigint[],
    readonly pre: readonly string[],
  ) {
    super()
  }

  override equals(other: Opaque): boolean {
    return other instanceof Semver && compare(this, other) === 0
  }
}

function read(text: string, normalise: boolean): Semver {
  const version = normalise ? normalised(text) : text
  const fault = faultOf(version)
  if (fault !== undefined) throw new CelError(fault)
  const match = strict.exec(version)
  if (!match) throw new CelError('No Major.Minor.Patch elements found')
  return new Semver(match.slice(1, 4).map(BigInt), match[4]?.split('.') ?? [])
}

/** Why a text is no version, in the server's words. */
function faultOf(text: string): string | undefined {
  if (text === '') return 'Version string empty'
  const [major, minor, rest] = splitThree(text)
  if (minor === undefined || rest === undefined) return 'No Major.Minor.Patch elements found'
  const [, patch = '', pre, build] = /^([^+-]*)(?:-([^+]*))?(?:\+(.*))?$/s.exec(rest) ?? [undefined, rest]
  const numbers = numberFault('major', major!) ?? numberFault('minor', minor) ?? numberFault('patch', patch)
  return numbers ?? pre?.split('.').map(preFault).find(Boolean) ?? build?.split('.').map(buildFault).find(Boolean)
}

function splitThree(text: string): string[] {
  const parts = text.split('.')
  return parts.length > 3 ? [parts[0]!, parts[1]!, parts.slice(2).join('.')] : parts
}

function numberFault(name: string, text: string): string | undefined {
  if (!/^\d*$/.test(text)) return `Invalid character(s) found in ${name} number ${goQuote(text)}`
  if (/^0./.test(text)) return `${name[0]!.toUpperCase()}${name.slice(1)} number must not contain leading zeroes ${goQuote(text)}`
  if (text === '') return 'strconv.ParseUint: parsing "": invalid syntax'
  return BigInt(text) >= 2n ** 64n ? `strconv.ParseUint: parsing ${goQuote(text)}: value out of range` : undefined
}

function preFault(text: string): string | undefined {
  if (text === '') return 'Prerelease is empty'
  if (/^0\d+$/.test(text)) return `Numeric PreRelease version must not contain leading zeroes ${goQuote(text)}`
  return /^[\da-zA-Z-]+$/.test(text) ? undefined : `Invalid character(s) found in prerelease ${goQuote(text)}`
}

function buildFault(text: string): string | undefined {
  if (text === '') return 'Build meta data is empty'
  return /^[\da-zA-Z-]+$/.test(text) ? undefined : `Invalid character(s) found in build meta data ${goQuote(text)}`
}

/** Drops a leading v and leading zeros, and adds missing numbers. */
function normalised(text: string): string {
  const parts = splitThree(text.replace(/^v/, ''))
  if (parts.length < 3 && /[+-]/.test(parts.at(-1)!))
    throw new CelError('short version cannot contain PreRelease/Build meta data')
  while (parts.length < 3) parts.push('0')
  return parts.map((part) => (part.length > 1 ? part.replace(/^0+/, '').replace(/^(?!\d)/, '0') : part)).join('.')
}

function canRead(text: string, normalise: boolean): boolean {
  try {
    read(text, normalise)
    return true
  } catch {
    return false
  }
}

function compare(a: Semver, b: Semver): number {
  for (const [at, number] of a.numbers.entries()) {
    const other = b.numbers[at]!
    if (number !== other) return number < other ? -1 : 1
  }
  if (a.pre.length === 0 || b.pre.length === 0) return Math.sign(b.pre.length - a.pre.length)
  for (let at = 0; at < Math.max(a.pre.length, b.pre.length); at += 1) {
    const order = comparePart(a.pre[at], b.pre[at])
    if (order !== 0) return order
  }
  return 0
}

function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (left && right) return Number(BigInt(a) > BigInt(b)) - Number(BigInt(a) < BigInt(b))
  if (left !== right) return left ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

/** Kubernetes' `semver()` and its methods. */
export function addSemver(registry: Registry): void {
  registry
    .add('semver', `(string): ${TYPE}`, (text: string) => read(text, false))
    .add('semver', `(string, bool): ${TYPE}`, read)
    .add('isSemver', '(string): bool', (text: string) => canRead(text, false))
    .add('isSemver', '(string, bool): bool', canRead)
    .add('isGreaterThan', `${TYPE}.(${TYPE}): bool`, (a: Semver, b: Semver) => compare(a, b) > 0)
    .add('isLessThan', `${TYPE}.(${TYPE}): bool`, (a: Semver, b: Semver) => compare(a, b) < 0)
    .add('compareTo', `${TYPE}.(${TYPE}): int`, (a: Semver, b: Semver) => BigInt(compare(a, b)))
    .add('major', `${TYPE}.(): int`, (value: Semver) => value.numbers[0]!)
    .add('minor', `${TYPE}.(): int`, (value: Semver) => value.numbers[1]!)
    .add('patch', `${TYPE}.(): int`, (value: Semver) => value.numbers[2]!)
}
