import {fixedZone, type Zone} from '../../../formats/time/zone.js'

export const LOCAL_DATE_TIME = fixedZone('datetime-local', 0)
export const LOCAL_DATE = fixedZone('date-local', 0)
export const LOCAL_TIME = fixedZone('time-local', 0)

const LAYOUTS: ReadonlyMap<Zone, string> = new Map([
  [LOCAL_DATE_TIME, '2006-01-02T15:04:05.999999999'],
  [LOCAL_DATE, '2006-01-02'],
  [LOCAL_TIME, '15:04:05.999999999'],
])

/** How TOML writes times of a zone: those that were read without an offset have none. */
export function tomlLayout(zone: Zone): string {
  return LAYOUTS.get(zone) ?? '2006-01-02T15:04:05.999999999Z07:00'
}
