/** Thrown with the text of Go's time.Parse. */
export class TimeError extends Error {
  override readonly name = 'TimeError'
}

type Element = {readonly layout: string; readonly pattern: RegExp; readonly range?: readonly [number, number, string]}

const literal = (text: string): Element => ({layout: text, pattern: new RegExp(`^\\${text}`)})
const seconds: Element = {layout: '05', pattern: /^[0-9]{2}/, range: [0, 59, 'second']}
const head: readonly Element[] = [
  {layout: '2006', pattern: /^[0-9]{4}/},
  literal('-'),
  {layout: '01', pattern: /^[0-9]{2}/, range: [1, 12, 'month']},
  literal('-'),
  {layout: '02', pattern: /^[0-9]{2}/, range: [0, 31, 'day']},
  {layout: 'T', pattern: /^T/},
  {layout: '15', pattern: /^[0-9]{2}/, range: [0, 23, 'hour']},
  literal(':'),
  {layout: '04', pattern: /^[0-9]{2}/, range: [0, 59, 'minute']},
  literal(':'),
]
const zone: Element = {layout: 'Z07:00', pattern: /^(Z|[+-][0-9]{2}:[0-9]{2})/}
const seconds3339: readonly Element[] = [...head, {...seconds, pattern: /^[0-9]{2}([.,][0-9]+)?/}, zone]
const micro3339: readonly Element[] = [...head, seconds, {layout: '.000000', pattern: /^\.[0-9]{6}/}, zone]

function read(text: string, elements: readonly Element[], layout: string): number {
  let rest = text
  let wrong = ''
  for (const element of elements) {
    const match = element.pattern.exec(rest)
    if (!match)
      throw new TimeError(`parsing time ${quote(text)} as "${layout}": cannot parse ${quote(rest)} as "${element.layout}"`)
    const [low, high, name] = element.range ?? [0, 0, '']
    const value = Number.parseInt(match[0], 10)
    if (element.range && (value < low || value > high)) wrong ||= name
    rest = rest.slice(match[0].length)
    if (wrong !== '') throw new TimeError(`parsing time ${quote(text)}: ${wrong} out of range`)
  }
  if (rest !== '') throw new TimeError(`parsing time ${quote(text)}: extra text: ${quote(rest)}`)
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)].map(Number)
  const last = new Date(Date.UTC(2000, month!, 0)).getUTCDate()
  const days = month === 2 && !(year! % 4 === 0 && (year! % 100 !== 0 || year! % 400 === 0)) ? 28 : last
  if (day! < 1 || day! > days) throw new TimeError(`parsing time ${quote(text)}: day out of range`)
  return Date.parse(`${text.replace(',', '.').replace(ZONE, '')}Z`) - zoneOffset(text)
}

const ZONE = /(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/

/** Milliseconds that the time's zone is ahead of UTC; Go lets a day and an hour be whole. */
function zoneOffset(text: string): number {
  const [, sign, hours = '0', minutes = '0'] = ZONE.exec(text)!
  const wrong = Number(hours) > 24 ? 'hour' : Number(minutes) > 60 ? 'minute' : undefined
  if (wrong) throw new TimeError(`parsing time ${quote(text)}: time zone offset ${wrong} out of range`)
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

function quote(text: string): string {
  return JSON.stringify(text)
}

const canonical = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/

/** Whether a time is written as it would be printed: nearly all are, as they come from here. */
function isCanonical(text: string): boolean {
  if (!canonical.test(text)) return false
  const at = Date.parse(text)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 19) === text.slice(0, 19)
}

/** Canonical `2006-01-02T15:04:05Z` of an RFC 3339 time as metav1.Time prints it; throws TimeError. */
export function canonicalTime(text: string): string {
  if (isCanonical(text)) return text
  const at = read(text, seconds3339, '2006-01-02T15:04:05Z07:00')
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** Canonical `2006-01-02T15:04:05.000000Z` as metav1.MicroTime prints it; throws TimeError. */
export function canonicalMicroTime(text: string): string {
  const at = read(text, micro3339, '2006-01-02T15:04:05.000000Z07:00')
  return `${new Date(at).toISOString().slice(0, 19)}${text.slice(19, 26)}Z`
}
