import {goQuote} from '../../../errors/go-quote.js'
import {printed} from '../../gotemplate/fmt/print.js'
import {parseFloat64} from '../../gotemplate/go/strconv.js'
import {trimSpace} from '../../gotemplate/go/unicode.js'
import {Boxed, type GoValue, int64, kindOf, typeName} from '../../gotemplate/go/value.js'
import {type Functions, GoError} from '../../gotemplate/index.js'
import {durationOf} from '../../gotemplate/time/duration.js'
import {DURATION, duration, inUnits} from '../../gotemplate/time/time-type.js'

const SECOND = 1_000_000_000n
const HOUR = 3600n * SECOND
const MAX = 2n ** 63n - 1n

/** Nanoseconds of a duration, of a text like `1h30m`, or of a number of seconds. @throws GoError */
function nanosOf(value: GoValue): bigint {
  if (value === null || value === undefined) throw new GoError('invalid duration')
  if (value instanceof Boxed && value.type === DURATION) return value.value as bigint
  if (typeof value === 'string') return ofText(value)
  if (typeof value === 'number') return ofSeconds(value)
  if (!/^u?int\d*$/.test(kindOf(value))) throw new GoError(`unsupported duration type ${typeName(value)}`)
  const seconds = (value instanceof Boxed ? value.value : value) as bigint
  if (seconds > MAX / SECOND || seconds < -(MAX / SECOND)) throw new GoError(`duration seconds overflow: ${seconds}`)
  return seconds * SECOND
}

function ofText(text: string): bigint {
  const trimmed = trimSpace(text)
  if (trimmed === '') throw new GoError('empty duration')
  try {
    return durationOf(trimmed)
  } catch {
    const seconds = parseFloat64(trimmed)
    if (seconds === undefined) throw new GoError(`could not parse duration ${goQuote(text)}`)
    return ofSeconds(seconds)
  }
}

function ofSeconds(seconds: number): bigint {
  if (!Number.isFinite(seconds)) throw new GoError(`invalid duration seconds: ${printed(seconds)}`)
  if (Math.abs(seconds) > Number(MAX) / 1e9) throw new GoError(`duration seconds overflow: ${printed(seconds)}`)
  return BigInt(Math.trunc(seconds * 1e9))
}

/** What is no duration counts as none. */
function orZero(value: GoValue): bigint {
  return nanosOr(value) ?? 0n
}

function nanosOr(value: GoValue): bigint | undefined {
  try {
    return nanosOf(value)
  } catch {
    return undefined
  }
}

/** To a multiple, halves away from zero; a multiple that is no duration changes nothing. */
function roundTo(value: GoValue, multiple: GoValue): Boxed {
  const nanos = orZero(value)
  const size = nanosOr(multiple) ?? 0n
  if (size <= 0n) return duration(nanos)
  const magnitude = nanos < 0n ? -nanos : nanos
  const rest = magnitude % size
  const rounded = rest * 2n < size ? magnitude - rest : magnitude - rest + size
  return duration(nanos < 0n ? -rounded : rounded)
}

function truncateTo(value: GoValue, multiple: GoValue): Boxed {
  const nanos = orZero(value)
  const size = nanosOr(multiple) ?? 0n
  return duration(size <= 0n ? nanos : nanos - (nanos % size))
}

/** Helm's functions for durations, since 4.3. */
export const DURATIONS: Functions = {
  mustToDuration: ['any', (value: GoValue) => duration(nanosOf(value))],
  durationSeconds: ['any', (value: GoValue) => inUnits(orZero(value), SECOND)],
  durationMilliseconds: ['any', (value: GoValue) => int64(orZero(value) / 1_000_000n)],
  durationMicroseconds: ['any', (value: GoValue) => int64(orZero(value) / 1000n)],
  durationNanoseconds: ['any', (value: GoValue) => int64(orZero(value))],
  durationMinutes: ['any', (value: GoValue) => inUnits(orZero(value), 60n * SECOND)],
  durationHours: ['any', (value: GoValue) => inUnits(orZero(value), HOUR)],
  durationDays: ['any', (value: GoValue) => inUnits(orZero(value), HOUR) / 24],
  durationWeeks: ['any', (value: GoValue) => inUnits(orZero(value), HOUR) / 24 / 7],
  durationRoundTo: ['any any', roundTo],
  durationTruncateTo: ['any any', truncateTo],
}
