import {FluxError} from '../../errors/flux-error.js'

/** Milliseconds per unit of Go's `time.ParseDuration`. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  '\u00b5s': 1e-3,
  '\u03bcs': 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** 2^63 nanoseconds */
const MAX_MS = 2 ** 63 / 1e6
const PART = /(\d*)(\.\d*)?([^\d.]*)/y

/**
 * Milliseconds (may be fractional) of a Go duration such as `1h30m`, `1.5s` or `-250ms`.
 * @throws FluxError `bad-duration` with Go's own words (`time: missing unit in duration "5"`).
 */
export function parseDuration(text: string): number {
  const invalid = () => new FluxError('bad-duration', `time: invalid duration ${quote(text)}`)
  const negative = text.startsWith('-')
  const rest = negative || text.startsWith('+') ? text.slice(1) : text
  if (rest === '0') return 0
  if (rest === '') throw invalid()
  let total = 0
  let at = 0
  while (at < rest.length) {
    PART.lastIndex = at
    const [all, whole, fraction, unit] = PART.exec(rest) as unknown as [string, string, string | undefined, string]
    if (whole === '' && (fraction === undefined || fraction === '.')) throw invalid()
    if (unit === '') throw new FluxError('bad-duration', `time: missing unit in duration ${quote(text)}`)
    const scale = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined
    if (scale === undefined) {
      throw new FluxError('bad-duration', `time: unknown unit ${quote(unit)} in duration ${quote(text)}`)
    }
    total += scaled(whole, fraction, scale)
    if (total > MAX_MS) throw invalid()
    at += all.length
  }
  // `-0` would compare equal but print differently
  return negative && total !== 0 ? -total : total
}

/** Quotes as package time does, which is not strconv: what is not printable ASCII is shown byte by byte. */
function quote(text: string): string {
  const bytes = (part: string) => Buffer.from(part).toString('hex').replaceAll(/../g, '\\x$&')
  return `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll(/[^\x20-\x7f]+/gu, bytes)}"`
}

function scaled(whole: string, fraction: string | undefined, scale: number): number {
  const value = Number(whole || '0')
  // the dot alone (`1.s`) is legal in Go
  const part = fraction === undefined || fraction === '.' ? 0 : Number(`0${fraction}`)
  // Go counts whole nanoseconds and drops what is finer
  return value * scale + Math.floor(part * scale * 1e6 + 1e-6) / 1e6
}

/** Go's `Duration.String()` of milliseconds: `1h30m0s`, `1.5s`, `250ms`, `0s`; finer than a nanosecond is dropped. */
export function formatDuration(ms: number): string {
  const negative = ms < 0
  const absolute = Math.abs(ms)
  let seconds = Math.floor(absolute / 1000)
  let nanos = Math.round((absolute - seconds * 1000) * 1e6)
  if (nanos >= 1e9) {
    seconds += 1
    nanos -= 1e9
  }
  if (seconds === 0 && nanos === 0) return '0s'
  return (negative ? '-' : '') + (seconds === 0 ? formatSmall(nanos) : formatLarge(seconds, nanos))
}

function formatSmall(nanos: number): string {
  if (nanos < 1000) return `${nanos}ns`
  if (nanos < 1e6) return `${decimal(nanos, 3)}\u00b5s`
  return `${decimal(nanos, 6)}ms`
}

function formatLarge(seconds: number, nanos: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = `${seconds % 60}${fractionOf(nanos, 9)}s`
  if (hours > 0) return `${hours}h${minutes}m${rest}`
  return minutes > 0 ? `${minutes}m${rest}` : rest
}

/** `nanos / 10^digits` without trailing zeros. */
function decimal(nanos: number, digits: number): string {
  const scale = 10 ** digits
  return `${Math.floor(nanos / scale)}${fractionOf(nanos % scale, digits)}`
}

function fractionOf(nanos: number, digits: number): string {
  if (nanos === 0) return ''
  return `.${String(nanos).padStart(digits, '0').replace(/0+$/, '')}`
}
