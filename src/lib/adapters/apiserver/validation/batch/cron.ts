import {goQuote} from '../../../../errors/go-quote.js'
import {goDurationFault} from './go-duration.js'

interface Bounds {
  readonly min: number
  readonly max: number
  readonly names?: Readonly<Record<string, number>>
}

const numbered = (names: string, from: number) => Object.fromEntries(names.split(' ').map((name, at) => [name, at + from]))

/** Minute, hour, day of month, month, day of week. */
const places: readonly Bounds[] = [
  {min: 0, max: 59},
  {min: 0, max: 23},
  {min: 1, max: 31},
  {min: 1, max: 12, names: numbered('jan feb mar apr may jun jul aug sep oct nov dec', 1)},
  {min: 0, max: 6, names: numbered('sun mon tue wed thu fri sat', 0)},
]
const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']

class ScheduleError extends Error {}

/** Why a text is no cron schedule, in the words of the controller's parser. */
export function scheduleFault(schedule: string): string | undefined {
  try {
    checkSchedule(schedule)
    return undefined
  } catch (error) {
    if (error instanceof ScheduleError) return error.message
    throw error
  }
}

function fail(text: string): never {
  throw new ScheduleError(text)
}

function checkSchedule(schedule: string): void {
  let spec = schedule
  if (/^(CRON_)?TZ=/.test(spec)) {
    const [zone = ''] = spec.slice(spec.indexOf('=') + 1).split(' ')
    if (!spec.includes(' ')) fail('invalid schedule format: slice bounds out of range')
    if (zone && !isTimeZone(zone)) fail(`provided bad location ${zone}: unknown time zone ${zone}`)
    spec = spec.slice(spec.indexOf(' ')).trim()
  }
  if (spec.startsWith('@')) checkDescriptor(spec)
  else checkFields(spec)
}

function checkFields(spec: string): void {
  const fields = spec.split(/\s+/).filter(Boolean)
  if (fields.length !== places.length)
    fail(`expected exactly ${places.length} fields, found ${fields.length}: [${fields.join(' ')}]`)
  for (const [at, field] of fields.entries()) for (const range of field.split(',').filter(Boolean)) checkRange(range, places[at]!)
}

function checkDescriptor(spec: string): void {
  if (descriptors.includes(spec)) return
  const every = '@every '
  if (!spec.startsWith(every)) fail(`unrecognized descriptor: ${spec}`)
  const fault = goDurationFault(spec.slice(every.length))
  if (fault) fail(`failed to parse duration ${spec}: ${fault}`)
}

function checkRange(text: string, bounds: Bounds): void {
  const parts = text.split('/')
  const limits = parts[0]!.split('-')
  const all = limits[0] === '*' || limits[0] === '?'
  const start = all ? bounds.min : number(limits[0]!, bounds)
  let end = all ? bounds.max : start
  if (!all && limits.length === 2) end = number(limits[1]!, bounds)
  if (!all && limits.length > 2) fail(`too many hyphens: ${text}`)
  let step = 1
  if (parts.length === 2) {
    step = number(parts[1]!)
    if (limits.length === 1) end = bounds.max
  } else if (parts.length > 2) fail(`too many slashes: ${text}`)
  if (start < bounds.min) fail(`beginning of range (${start}) below minimum (${bounds.min}): ${text}`)
  if (end > bounds.max) fail(`end of range (${end}) above maximum (${bounds.max}): ${text}`)
  if (start > end) fail(`beginning of range (${start}) beyond end of range (${end}): ${text}`)
  if (step === 0) fail(`step of range should be a positive number: ${text}`)
}

function number(text: string, bounds?: Bounds): number {
  const named = bounds?.names?.[text.toLowerCase()]
  if (named !== undefined) return named
  if (!/^[+-]?[0-9]+$/.test(text))
    fail(`failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`)
  const value = Number(text)
  if (value < 0) fail(`negative number (${value}) not allowed: ${text}`)
  return value
}

/** Whether there is a time zone of this name; names are files there, so their case counts. */
export function isTimeZone(name: string): boolean {
  try {
    const {timeZone} = new Intl.DateTimeFormat('en', {timeZone: name}).resolvedOptions()
    if (/^[+-]/.test(name)) return false
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone === name : name.split(/[/_-]/).every(isZoneWord)
  } catch {
    return false
  }
}

const ZONE_WORD =
  /^([A-Z][a-z']*|[A-Z]{2,4}[0-9+]*([A-Z]{3})?|[0-9+]*|DumontDUrville|McMurdo|ComodRivadavia|EasterIsland|BajaNorte|BajaSur|DeNoronha|of|es|au)$/

/** A part of a name that Intl only knows as another one's (`US/Pacific`): words begin with a capital, abbreviations are capitals. */
function isZoneWord(word: string): boolean {
  return ZONE_WORD.test(word)
}
