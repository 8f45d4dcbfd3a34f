import {parseDuration} from '../../../../formats/duration/duration.js'

/** When a schedule fires: at times of the calendar, or (`@every 90s`) again and again after so many milliseconds. */
export type CronSchedule = CalendarSchedule | {readonly every: number}

/** Minutes, hours, days of month, months and days of week at which a schedule fires. */
interface CalendarSchedule {
  readonly minutes: ReadonlySet<number>
  readonly hours: ReadonlySet<number>
  readonly days: ReadonlySet<number>
  readonly months: ReadonlySet<number>
  readonly weekdays: ReadonlySet<number>
  /** day of month or day of week is `*`: then both must match, else one of them */
  readonly bothDays: boolean
}

const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Reads the five fields of cron, a macro or `@every`; undefined when they make no sense. */
export function parseCron(text: string): CronSchedule | undefined {
  if (text.startsWith(EVERY)) return parseEvery(text.slice(EVERY.length))
  const fields = (macros[text.trim()] ?? text).trim().split(/\s+/)
  const [minute, hour, day, month, weekday] = fields
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday) return undefined
  const minutes = parseField(minute, 0, 59)
  const hours = parseField(hour, 0, 23)
  const days = parseField(day, 1, 31)
  const months = parseField(month, 1, 12, monthNames)
  const weekdays = parseField(weekday, 0, 7, dayNames)
  if (!minutes || !hours || !days || !months || !weekdays) return undefined
  if (weekdays.has(7)) weekdays.add(0)
  return {minutes, hours, days, months, weekdays, bothDays: isStar(day) || isStar(weekday)}
}

const EVERY = '@every '

/** Whole seconds, one at least. */
function parseEvery(text: string): CronSchedule | undefined {
  try {
    return {every: Math.max(1, Math.floor(parseDuration(text) / 1000)) * 1000}
  } catch {
    return undefined
  }
}

function isStar(field: string): boolean {
  return field === '?' || field.startsWith('*')
}

function parseField(field: string, min: number, max: number, names: readonly string[] = []): Set<number> | undefined {
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const [range = '', stepText] = part.split('/')
    const step = stepText === undefined ? 1 : Number(stepText)
    const bounds = parseRange(range, min, max, names, stepText !== undefined)
    if (!bounds || !Number.isInteger(step) || step < 1) return undefined
    for (let value = bounds[0]; value <= bounds[1]; value += step) values.add(value)
  }
  return values
}

function parseRange(
  range: string,
  min: number,
  max: number,
  names: readonly string[],
  stepped: boolean,
): [number, number] | undefined {
  if (range === '*' || range === '?') return [min, max]
  const [from = '', to] = range.split('-')
  const low = numberAt(from, min, names)
  const high = to === undefined ? (stepped ? max : low) : numberAt(to, min, names)
  const sound = low >= min && high <= max && low <= high
  return sound ? [low, high] : undefined
}

function numberAt(text: string, min: number, names: readonly string[]): number {
  const named = names.indexOf(text.toLowerCase())
  if (named >= 0) return named + (names === monthNames ? min : 0)
  return /^\d+$/.test(text) ? Number(text) : Number.NaN
}

const minuteMs = 60_000
/** Five years of minutes: a schedule that does not fire by then never does. */
const horizon = 5 * 366

/** The first time after `after` at which the schedule fires in a time zone; undefined when it never does. */
export function nextTime(schedule: CronSchedule, after: number, timeZone = 'UTC'): number | undefined {
  if ('every' in schedule) return Math.floor(after / 1000) * 1000 + schedule.every
  const zone = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  let time = Math.floor(after / minuteMs) * minuteMs + minuteMs
  const end = time + horizon * 24 * 60 * minuteMs
  while (time < end) {
    const at = partsOf(zone, time)
    if (!schedule.months.has(at.month) || !dayMatches(schedule, at)) time += minutesLeftOfDay(at) * minuteMs
    else if (!schedule.hours.has(at.hour)) time += (60 - at.minute) * minuteMs
    else if (!schedule.minutes.has(at.minute)) time += minuteMs
    else return time
  }
  return undefined
}

/** The last time after `after`, up to `now`, at which the schedule fires; undefined when there is none. */
export function latestTime(schedule: CronSchedule, after: number, now: number, timeZone = 'UTC'): number | undefined {
  const first = nextTime(schedule, after, timeZone)
  if (first === undefined || first > now) return undefined
  if ('every' in schedule) return first + Math.floor((now - first) / schedule.every) * schedule.every
  // Backwards in growing steps: whoever was away for a month does not count every minute of it.
  for (let span = minuteMs; now - span > after; span *= 2) {
    const due = lastFrom(schedule, now - span, now, timeZone)
    if (due !== undefined) return due
  }
  return lastFrom(schedule, after, now, timeZone)
}

function lastFrom(schedule: CronSchedule, after: number, now: number, timeZone: string): number | undefined {
  let due: number | undefined
  let next = nextTime(schedule, after, timeZone)
  while (next !== undefined && next <= now) {
    due = next
    next = nextTime(schedule, next, timeZone)
  }
  return due
}

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

function partsOf(zone: Intl.DateTimeFormat, time: number): Parts {
  const parts = Object.fromEntries(zone.formatToParts(time).map(({type, value}) => [type, Number(value)]))
  return {year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0, hour: parts.hour ?? 0, minute: parts.minute ?? 0}
}

/** Towards midnight: in one leap to the evening, then by hours, since clocks may be changed that night. */
function minutesLeftOfDay({hour, minute}: Parts): number {
  return 60 - minute + Math.max(0, 20 - hour) * 60
}

function dayMatches({days, weekdays, bothDays}: CalendarSchedule, {year, month, day}: Parts): boolean {
  const inMonth = days.has(day)
  const inWeek = weekdays.has(new Date(Date.UTC(year, month - 1, day)).getUTCDay())
  return bothDays ? inMonth && inWeek : inMonth || inWeek
}
