import {messageOf} from '../../../../errors/flux-error.js'
import {UTC} from '../../../../formats/time/zone.js'
import {parseTime} from '../../../gotemplate/time/parse.js'
import {characterText, prefixed} from './format-words.js'

const PARTS = ['YMD', 'HMS'] as const

/** A day of the calendar, as Go's time.Parse takes it. */
export function date(text: string): string | undefined {
  try {
    parseTime('2006-01-02', text, UTC)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

/** RFC 3339's full-time with Go's leap second: the last minute of a day in UTC only. */
export function time(text: string): string | undefined {
  const bytes = Buffer.from(text).toString('latin1')
  if (bytes.length < 9) return 'less than 9 characters long'
  if (bytes[2] !== ':' || bytes[5] !== ':') return 'missing colon in correct place'
  const clock = bytes.slice(0, 8).split(':')
  const fault = clock.length > 3 ? 'invalid hour/min/sec' : numbersFault(clock, 'hour/min/sec')
  if (fault !== undefined) return fault
  const [hour, minute, second] = clock.map(Number) as [number, number, number]
  if (hour > 23 || minute > 59 || second > 60) return 'hour/min/sec out of range'
  const [fraction] = /^\.\d*/.exec(bytes.slice(8)) ?? ['']
  if (fraction === '.') return 'no digits in second fraction'
  const zone = bytes.slice(8 + fraction.length)
  const ahead = /^[zZ]$/.test(zone) ? 0 : offset(zone)
  if (typeof ahead === 'string') return ahead
  const minutes = hour * 60 + minute - ahead
  const ofDay = minutes < 0 ? minutes + 24 * 60 : minutes
  return second === 60 && ofDay !== 24 * 60 - 1 ? 'invalid leap second' : undefined
}

/** Minutes ahead of UTC, or what is wrong. */
function offset(zone: string): number | string {
  if (zone.length !== 6) return 'offset must be 6 characters long'
  if (!/^[+-]/.test(zone)) return 'offset must begin with plus/minus'
  if (zone[3] !== ':') return 'missing colon in offset in correct place'
  const parts = [zone.slice(1, 3), zone.slice(4)]
  // only the first colon parts them
  const fault = parts[0]!.includes(':') ? 'invalid hour/min in offset' : numbersFault(parts, 'hour/min in offset')
  if (fault !== undefined) return fault
  const [hours, minutes] = parts.map(Number) as [number, number]
  if (hours > 23 || minutes > 59) return 'hour/min in offset out of range'
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function numbersFault(parts: readonly string[], name: string): string | undefined {
  for (const part of parts) {
    if (!/^[+-]?\d+$/.test(part)) return `invalid ${name}`
    if (Number(part) < 0) return `non-positive ${name}`
  }
  return undefined
}

/** RFC 3339's date-time. */
export function dateTime(text: string): string | undefined {
  const bytes = Buffer.from(text)
  if (bytes.length < 20) return 'less than 20 characters long'
  if (bytes[10] !== 0x54 && bytes[10] !== 0x74) return '11th character must be t or T'
  const part = (from: number, to?: number) => bytes.subarray(from, to).toString()
  return prefixed('invalid date element', date(part(0, 10))) ?? prefixed('invalid time element', time(part(11)))
}

/** RFC 3339's duration, `P1DT2H` or `P3W`. */
export function duration(text: string): string | undefined {
  if (!text.startsWith('P')) return 'must start with P'
  const rest = text.slice(1)
  if (rest === '') return 'nothing after P'
  if (rest.endsWith('W')) {
    if (rest === 'W') return 'no number in week'
    return /^\d+W$/.test(rest) ? undefined : 'invalid week'
  }
  for (const [index, part] of rest.split('T').entries()) {
    if (index > 0 && part === '') return 'no time elements'
    const units = PARTS[index]
    if (units === undefined) return 'more than one T'
    const fault = elementsFault(part, units)
    if (fault !== undefined) return fault
  }
  return undefined
}

function elementsFault(part: string, units: string): string | undefined {
  let left = units
  for (let at = 0; at < part.length; ) {
    const digits = /^\d*/.exec(part.slice(at))![0].length
    if (digits === 0) return 'missing number'
    const unit = part[at + digits]
    if (unit === undefined) return 'missing unit'
    const place = left.indexOf(unit)
    if (place < 0) return units.includes(unit) ? `unit ${characterText(unit)} out of order` : `invalid unit ${byteText(unit)}`
    left = left.slice(place + 1)
    at += digits + 1
  }
  return undefined
}

/** The first byte of a character alone, as if it were one. */
function byteText(char: string): string {
  return characterText(String.fromCharCode(Buffer.from(char)[0]!))
}

/** ISO 8601's interval: two points in time, or one and a duration. */
export function period(text: string): string | undefined {
  const slash = text.indexOf('/')
  if (slash < 0) return 'missing slash'
  const [start, end] = [text.slice(0, slash), text.slice(slash + 1)]
  const ofStart = start.startsWith('P')
    ? prefixed('invalid start duration', duration(start))
    : prefixed('invalid start date-time', dateTime(start))
  if (ofStart !== undefined) return ofStart
  if (!start.startsWith('P') && end.startsWith('P')) return prefixed('invalid end duration', duration(end))
  return prefixed('invalid end date-time', dateTime(end))
}
