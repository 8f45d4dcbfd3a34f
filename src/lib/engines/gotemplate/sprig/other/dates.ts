import {loadZone, UTC, type Zone} from '../../../../formats/time/zone.js'
import type {Frame} from '../../compile/frame.js'
import type {Functions} from '../../functions.js'
import {clampedInt64} from '../../go/strconv.js'
import {Boxed, type GoValue, typeName} from '../../go/value.js'
import {durationOf} from '../../time/duration.js'
import {formatTime} from '../../time/layout.js'
import {parseTime} from '../../time/parse.js'
import {addNanos, nanosOf, type Time} from '../../time/time.js'
import {boxTime, durationText, TIME, timeIn, zeroTime} from '../../time/time-type.js'

const SECOND = 1_000_000_000n
const UNITS: readonly [bigint, string][] = [
  [3600n * 24n * 365n * SECOND, 'y'],
  [3600n * 24n * 30n * SECOND, 'mo'],
  [3600n * 24n * SECOND, 'd'],
  [3600n * SECOND, 'h'],
  [60n * SECOND, 'm'],
  [SECOND, 's'],
]

function localZone(frame: Frame): Zone {
  return loadZone('Local', frame.run.environment.zone ?? 'UTC') ?? UTC
}

function now(frame: Frame): Time {
  const ms = frame.run.environment.now()
  const unix = Math.floor(ms / 1000)
  return {unix, nanos: Math.round((ms - unix * 1000) * 1e6), zone: localZone(frame)}
}

/** A time, or whole seconds since the epoch; everything else counts as now. */
function instant(frame: Frame, value: GoValue): Time {
  if (value instanceof Boxed && value.type === TIME) return value.value as Time
  const seconds = typeof value === 'bigint' ? value : isSeconds(value) ? ((value as Boxed).value as bigint) : undefined
  return seconds === undefined ? now(frame) : {unix: Number(seconds), nanos: 0, zone: localZone(frame)}
}

function isSeconds(value: GoValue): boolean {
  return ['int64', 'int32'].includes(typeName(value))
}

function dateInZone(frame: Frame, layout: string, value: GoValue, name: string): string {
  const zone = loadZone(name, frame.run.environment.zone ?? 'UTC') ?? UTC
  return formatTime({...instant(frame, value), zone}, layout)
}

function dateModify(text: string, value: Boxed): Boxed {
  try {
    return mustDateModify(text, value)
  } catch {
    return value
  }
}

function mustDateModify(text: string, value: Boxed): Boxed {
  return boxTime(addNanos(timeIn(value), durationOf(text)))
}

function toDate(frame: Frame, layout: string, text: string): Boxed {
  try {
    return mustToDate(frame, layout, text)
  } catch {
    return zeroTime()
  }
}

function mustToDate(frame: Frame, layout: string, text: string): Boxed {
  return boxTime(parseTime(layout, text, localZone(frame)))
}

/** Time since, to whole seconds. */
const LONGEST = 2n ** 63n - 1n

function ago(frame: Frame, value: GoValue): string {
  const nanos = nanosOf(now(frame)) - nanosOf(typeName(value) === 'int32' ? now(frame) : instant(frame, value))
  const half = SECOND / 2n
  const rounded = (nanos < 0n ? -((-nanos + half) / SECOND) : (nanos + half) / SECOND) * SECOND
  // Go's durations go no further, rounded or not
  return durationText(rounded > LONGEST ? LONGEST : rounded < -LONGEST ? -LONGEST - 1n : rounded)
}

/** Seconds as `1m35s`: of a text or an int64, not of an int. */
function duration(value: GoValue): string {
  const seconds = typeof value === 'string' ? clampedInt64(value) : int64Of(value)
  return durationText(BigInt.asIntN(64, (seconds ?? 0n) * SECOND))
}

function int64Of(value: GoValue): bigint | undefined {
  return typeName(value) === 'int64' ? ((value as Boxed).value as bigint) : undefined
}

/** In the largest unit of which there is more than one. */
function durationRound(frame: Frame, value: GoValue): string {
  const nanos = nanosFor(frame, value)
  const magnitude = nanos < 0n ? -nanos : nanos
  const unit = UNITS.find(([size]) => magnitude > size)
  return unit ? `${magnitude / unit[0]}${unit[1]}` : '0s'
}

function nanosFor(frame: Frame, value: GoValue): bigint {
  if (value instanceof Boxed && value.type === TIME) return nanosOf(now(frame)) - nanosOf(value.value as Time)
  if (typeof value !== 'string') return int64Of(value) ?? 0n
  try {
    return durationOf(value)
  } catch {
    return 0n
  }
}

const HTML_DATE = '2006-01-02'

export const DATE_FUNCTIONS: Functions = {
  now: ['@', (frame: Frame) => boxTime(now(frame))],
  date: ['@ string any', (frame: Frame, layout: string, value: GoValue) => dateInZone(frame, layout, value, 'Local')],
  dateInZone: ['@ string any string', dateInZone],
  date_in_zone: ['@ string any string', dateInZone],
  htmlDate: ['@ any', (frame: Frame, value: GoValue) => dateInZone(frame, HTML_DATE, value, 'Local')],
  htmlDateInZone: ['@ any string', (frame: Frame, value: GoValue, zone: string) => dateInZone(frame, HTML_DATE, value, zone)],
  dateModify: ['string time', dateModify],
  date_modify: ['string time', dateModify],
  mustDateModify: ['string time', mustDateModify],
  must_date_modify: ['string time', mustDateModify],
  toDate: ['@ string string', toDate],
  mustToDate: ['@ string string', mustToDate],
  unixEpoch: ['time', (value: Boxed) => String(timeIn(value).unix)],
  ago: ['@ any', ago],
  duration: ['any', duration],
  durationRound: ['@ any', durationRound],
}
