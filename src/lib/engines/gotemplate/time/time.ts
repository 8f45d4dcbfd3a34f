import type {Zone} from '../../../formats/time/zone.js'

/** An instant with the zone that it is shown in. */
export interface Time {
  /** whole seconds since the epoch */
  readonly unix: number
  readonly nanos: number
  readonly zone: Zone
}

/** The fields of a calendar and a clock. */
export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Sunday is 0 */
  readonly weekday: number
  readonly yearDay: number
}

/** Seconds from January 1 of year 1, where Go's zero time stands, to the epoch. */
export const ZERO_UNIX = -62_135_596_800
const DAY = 86_400

export function civilOf({unix, zone}: Time): Civil {
  const local = unix + zone.at(unix).offset
  const days = Math.floor(local / DAY)
  const clock = local - days * DAY
  const {year, month, day} = dateOf(days)
  return {
    year,
    month,
    day,
    hour: Math.floor(clock / 3600),
    minute: Math.floor(clock / 60) % 60,
    second: clock % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysTo(year, 1, 1) + 1,
  }
}

/** Days since the epoch of a date of the Gregorian calendar; months and days may overflow. */
export function daysTo(year: number, month: number, day: number): number {
  const months = year * 12 + month - 1
  const y = Math.floor(months / 12)
  const m = months - y * 12 + 1
  const shifted = m <= 2 ? y - 1 : y
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5)
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468 + day - 1
}

function dateOf(days: number): {year: number; month: number; day: number} {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

/** The instant of a date and a clock in a zone. */
export function timeOf(
  fields: {year: number; month: number; day: number; hour?: number; minute?: number; second?: number; nanos?: number},
  zone: Zone,
): Time {
  const {year, month, day, hour = 0, minute = 0, second = 0, nanos = 0} = fields
  const local = daysTo(year, month, day) * DAY + hour * 3600 + minute * 60 + second
  // the offset at the instant itself: the first guess may lie on the other side of a change
  const guess = local - zone.at(local).offset
  const offset = zone.at(guess).offset
  return {unix: local - offset, nanos, zone}
}

/** Adds nanoseconds. */
export function addNanos(time: Time, nanos: bigint): Time {
  const total = BigInt(time.unix) * 1_000_000_000n + BigInt(time.nanos) + nanos
  const unix = total / 1_000_000_000n
  const rest = total % 1_000_000_000n
  return rest < 0n
    ? {unix: Number(unix) - 1, nanos: Number(rest) + 1_000_000_000, zone: time.zone}
    : {unix: Number(unix), nanos: Number(rest), zone: time.zone}
}

export function nanosOf(time: Time): bigint {
  return BigInt(time.unix) * 1_000_000_000n + BigInt(time.nanos)
}
