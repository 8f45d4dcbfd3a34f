import type {Zone} from '../../ports/clock.js'

/** Milliseconds since the epoch as Go's RFC3339 or, with `nanos` of the second, RFC3339Nano prints them in a zone. */
export function rfc3339(ms: number, zone: Zone | undefined, nanos = 0): string {
  const {clock, offset} = wallClock(ms, zone)
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`
  return `${clock}${fraction}${offset === 0 ? 'Z' : signed(offset, ':')}`
}

/** A time of an object as `rfc3339` prints it in a zone; what is no time comes back as it is. */
export function localRfc3339(text: string, zone: Zone | undefined): string {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? text : rfc3339(ms, zone)
}

/** A time of an object as Go prints one of a zone: `2021-08-01 04:52:56 +0000 UTC`; what is no time comes back as it is. */
export function goTime(text: string, zone: Zone | undefined): string {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) return text
  const {clock, offset, abbreviation} = wallClock(ms, zone)
  return `${clock.replace('T', ' ')} ${signed(offset, '')} ${abbreviation()}`
}

function wallClock(ms: number, zone: Zone | undefined) {
  const at = zone?.at(Math.floor(ms / 1000))
  const offset = at?.offset ?? 0
  return {clock: new Date(ms + offset * 1000).toISOString().slice(0, 19), offset, abbreviation: () => at?.abbreviation ?? 'UTC'}
}

function signed(offset: number, colon: string): string {
  const minutes = Math.floor(Math.abs(offset) / 60)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${colon}${two(minutes % 60)}`
}
