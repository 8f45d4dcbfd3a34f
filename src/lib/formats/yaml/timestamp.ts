const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt]| +)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d{2}:\d{2})?)?$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysIn(year: number, month: number): number {
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0)
  return (DAYS[month - 1] ?? 0) + (leap ? 1 : 0)
}

const two = (part: string | undefined) => (part ?? '0').padStart(2, '0')

/** Go takes up to 24 hours and 60 minutes. */
function offsetOf(zone: string): string | undefined {
  if (zone === 'Z') return zone
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4))
  if (hours > 24 || minutes > 60) return undefined
  const all = hours * 60 + minutes
  return all === 0 ? 'Z' : `${zone[0]}${two(String(Math.floor(all / 60)))}:${two(String(all % 60))}`
}

/** The RFC 3339 text of a YAML date as Go prints it; undefined when the text is none that go-yaml knows. */
export function timestampOf(value: string): string | undefined {
  if (value.charCodeAt(4) !== 0x2d) return undefined
  const match = DATE.exec(value)
  if (match === null) return undefined
  const [, year, month, day, separator, hour, minute, second, fraction, zone] = match as unknown as string[]
  // with T there must be a zone, after a space there may be none
  if (separator !== undefined && separator.startsWith(' ') !== (zone === undefined)) return undefined
  const dayNumber = Number(day)
  if (dayNumber < 1 || dayNumber > daysIn(Number(year), Number(month))) return undefined
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return undefined
  const digits = (fraction ?? '').slice(0, 9).replace(/0+$/, '')
  const offset = offsetOf(zone ?? 'Z')
  if (offset === undefined) return undefined
  const time = `${two(hour)}:${two(minute)}:${two(second)}${digits === '' ? '' : `.${digits}`}`
  return `${year}-${two(month)}-${two(day)}T${time}${offset}`
}
