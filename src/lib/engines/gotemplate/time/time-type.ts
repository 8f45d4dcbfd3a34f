import {formatDuration} from '../../../formats/duration/duration.js'
import {UTC} from '../../../formats/time/zone.js'
import {SignatureError} from '../error.js'
import {toBytes} from '../go/bytes.js'
import type {GoMethod, GoType} from '../go/types.js'
import {Boxed, type GoValue, int64} from '../go/value.js'
import {DAYS, formatTime, MONTHS} from './layout.js'
import {addNanos, civilOf, nanosOf, type Time, timeOf, ZERO_UNIX} from './time.js'

const MONTH = named('time.Month', (value) => MONTHS[Number(value) - 1] ?? `%!Month(${value})`)
const WEEKDAY = named('time.Weekday', (value) => DAYS[Number(value)] ?? `%!Weekday(${value})`)
const [MOST, LEAST] = [2n ** 63n - 1n, -(2n ** 63n)]

/** An int with a text. */
function named(name: string, text: (value: bigint) => string): GoType {
  return {name, kind: 'int', text, methods: {String: ['', ({value}: Boxed) => text(value as bigint)]}}
}

/** A count of nanoseconds. */
export const DURATION: GoType = {
  name: 'time.Duration',
  kind: 'int64',
  text: durationText,
  methods: {
    String: ['', ({value}: Boxed) => durationText(value as bigint)],
    Nanoseconds: ['', ({value}: Boxed) => int64(value as bigint)],
    Microseconds: ['', ({value}: Boxed) => int64((value as bigint) / 1000n)],
    Milliseconds: ['', ({value}: Boxed) => int64((value as bigint) / 1_000_000n)],
    Seconds: ['', ({value}: Boxed) => inUnits(value as bigint, 1_000_000_000n)],
    Minutes: ['', ({value}: Boxed) => inUnits(value as bigint, 60_000_000_000n)],
    Hours: ['', ({value}: Boxed) => inUnits(value as bigint, 3_600_000_000_000n)],
    Abs: ['', ({value}: Boxed) => duration(value === LEAST ? MOST : magnitudeOf(value as bigint))],
    Truncate: ['duration', ({value}: Boxed, unit: bigint) => duration(truncated(value as bigint, unit))],
    Round: ['duration', ({value}: Boxed, unit: bigint) => duration(rounded(value as bigint, unit))],
  },
}

const magnitudeOf = (nanos: bigint) => (nanos < 0n ? -nanos : nanos)

function truncated(nanos: bigint, unit: bigint): bigint {
  return unit <= 0n ? nanos : nanos - (nanos % unit)
}

/** Halves go away from zero; what does not fit is the last one that does. */
function rounded(nanos: bigint, unit: bigint): bigint {
  if (unit <= 0n) return nanos
  const rest = magnitudeOf(nanos) % unit
  const size = magnitudeOf(nanos) - rest + (rest * 2n < unit ? 0n : unit)
  const result = nanos < 0n ? -size : size
  return result > MOST ? MOST : result < LEAST ? LEAST : result
}

/** What a time is past the last multiple of a unit, counted from the year 1. */
function pastUnit(time: Time, unit: bigint): bigint {
  const rest = (nanosOf(time) - BigInt(ZERO_UNIX) * 1_000_000_000n) % unit
  return rest < 0n ? rest + unit : rest
}

/** Nanoseconds in a larger unit, whole and rest apart as Go divides. */
export function inUnits(nanos: bigint, unit: bigint): number {
  return Number(nanos / unit) + Number(nanos % unit) / Number(unit)
}

/** `1h30m0s`. */
export function durationText(nanos: bigint): string {
  // whole milliseconds and the rest, so that no digit is lost
  const magnitude = nanos < 0n ? -nanos : nanos
  const seconds = magnitude / 1_000_000_000n
  const rest = Number(magnitude % 1_000_000_000n)
  const text = seconds > 9_000_000n ? longText(seconds, rest) : formatDuration(Number(magnitude) / 1e6)
  return nanos < 0n ? `-${text}` : text
}

function longText(seconds: bigint, nanos: number): string {
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`
  return `${seconds / 3600n}h${(seconds / 60n) % 60n}m${seconds % 60n}${fraction}s`
}

export function boxTime(time: Time): Boxed {
  return new Boxed(TIME, time)
}

export function zeroTime(): Boxed {
  return boxTime({unix: ZERO_UNIX, nanos: 0, zone: UTC})
}

export function timeIn(value: GoValue): Time {
  return (value as Boxed).value as Time
}

export function duration(nanos: bigint): Boxed {
  return new Boxed(DURATION, BigInt.asIntN(64, nanos))
}

const LONG = '2006-01-02 15:04:05.999999999 -0700 MST'
const RFC3339 = '2006-01-02T15:04:05.999999999Z07:00'

const field = (pick: (time: Time) => GoValue) => ['', (value: Boxed) => pick(timeIn(value))] as const
const compare = (pick: (left: bigint, right: bigint) => boolean) =>
  ['time', (left: Boxed, right: Boxed) => pick(nanosOf(timeIn(left)), nanosOf(timeIn(right)))] as const

/** A method with more results than templates take. */
function refusedMethod(message: string): GoMethod {
  return [
    '',
    () => {
      throw new SignatureError(message)
    },
  ]
}

const threeValued = (name: string) => refusedMethod(`function ${name} has 3 return values; should be 1 or 2`)
const twoValued = (name: string, type: string) =>
  refusedMethod(`invalid function signature for ${name}: second return value should be error; is ${type}`)

export const TIME: GoType = {
  name: 'time.Time',
  kind: 'struct',
  text: (time: Time) => formatTime(time, LONG),
  json: (time: Time) => `"${formatTime(time, RFC3339)}"`,
  methods: {
    String: field((time) => formatTime(time, LONG)),
    Format: ['string', (value: Boxed, layout: string) => formatTime(timeIn(value), layout)],
    Unix: field(({unix}) => int64(BigInt(unix))),
    UnixMilli: field((time) => int64(nanosOf(time) / 1_000_000n)),
    UnixMicro: field((time) => int64(nanosOf(time) / 1000n)),
    UnixNano: field((time) => int64(nanosOf(time))),
    Year: field((time) => BigInt(civilOf(time).year)),
    Month: field((time) => new Boxed(MONTH, BigInt(civilOf(time).month))),
    Day: field((time) => BigInt(civilOf(time).day)),
    Hour: field((time) => BigInt(civilOf(time).hour)),
    Minute: field((time) => BigInt(civilOf(time).minute)),
    Second: field((time) => BigInt(civilOf(time).second)),
    Nanosecond: field(({nanos}) => BigInt(nanos)),
    Weekday: field((time) => new Boxed(WEEKDAY, BigInt(civilOf(time).weekday))),
    YearDay: field((time) => BigInt(civilOf(time).yearDay)),
    Date: threeValued('Date'),
    Clock: threeValued('Clock'),
    ISOWeek: twoValued('ISOWeek', 'int'),
    Zone: twoValued('Zone', 'int'),
    ZoneBounds: twoValued('ZoneBounds', 'time.Time'),
    MarshalJSON: field((time) => toBytes(`"${formatTime(time, RFC3339)}"`)),
    MarshalText: field((time) => toBytes(formatTime(time, RFC3339))),
    IsZero: field(({unix, nanos}) => unix === ZERO_UNIX && nanos === 0),
    UTC: field((time) => boxTime({...time, zone: UTC})),
    Before: compare((left, right) => left < right),
    After: compare((left, right) => left > right),
    Compare: [
      'time',
      (left: Boxed, right: Boxed) => {
        const [a, b] = [nanosOf(timeIn(left)), nanosOf(timeIn(right))]
        return a < b ? -1n : a > b ? 1n : 0n
      },
    ],
    Truncate: [
      'duration',
      (value: Boxed, unit: bigint) => {
        const time = timeIn(value)
        return boxTime(unit <= 0n ? time : addNanos(time, -pastUnit(time, unit)))
      },
    ],
    Round: [
      'duration',
      (value: Boxed, unit: bigint) => {
        const time = timeIn(value)
        if (unit <= 0n) return boxTime(time)
        const rest = pastUnit(time, unit)
        return boxTime(addNanos(time, rest * 2n < unit ? -rest : unit - rest))
      },
    ],
    Equal: compare((left, right) => left === right),
    Sub: ['time', (left: Boxed, right: Boxed) => duration(nanosOf(timeIn(left)) - nanosOf(timeIn(right)))],
    Add: ['duration', (value: Boxed, nanos: bigint) => boxTime(addNanos(timeIn(value), nanos))],
    AddDate: [
      'int int int',
      (value: Boxed, years: number, months: number, days: number) => {
        const time = timeIn(value)
        const civil = civilOf(time)
        const moved = {...civil, year: civil.year + years, month: civil.month + months, day: civil.day + days, nanos: time.nanos}
        return boxTime(timeOf(moved, time.zone))
      },
    ],
  },
}
