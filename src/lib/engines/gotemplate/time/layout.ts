import {type Civil, civilOf, type Time} from './time.js'

/** The pieces of Go's reference time; the longer first where one begins like another. */
const PIECE =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|2006|__2|_2(?!006)|[1-5]|PM|pm|-07(?:0000|:00:00|00|:00|)|Z07(?:0000|:00:00|00|:00|)|[.,](?:0+|9+)(?!\d)/g

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** Text and pieces of a layout, in order; a piece knows where it stands. */
export function pieces(layout: string): {readonly text: string; readonly piece: string}[] {
  const out: {text: string; piece: string}[] = []
  let at = 0
  for (const match of layout.matchAll(PIECE)) {
    out.push({text: layout.slice(at, match.index), piece: match[0]})
    at = match.index + match[0].length
  }
  out.push({text: layout.slice(at), piece: ''})
  return out
}

/** Time.Format. */
export function formatTime(time: Time, layout: string): string {
  const civil = civilOf(time)
  const {offset, abbreviation} = time.zone.at(time.unix)
  return pieces(layout)
    .map(({text, piece}) => text + (piece === '' ? '' : formatPiece(piece, civil, time.nanos, offset, abbreviation)))
    .join('')
}

function formatPiece(piece: string, civil: Civil, nanos: number, offset: number, abbreviation: string): string {
  const date = formatDate(piece, civil) ?? formatClock(piece, civil)
  if (date !== undefined) return date
  if (piece === 'MST') return abbreviation || clockOffset(offset, '-0700')
  if (piece[0] === '-' || piece[0] === 'Z') return piece[0] === 'Z' && offset === 0 ? 'Z' : clockOffset(offset, piece)
  const digits = String(nanos)
    .padStart(9, '0')
    .padEnd(piece.length - 1, '0')
    .slice(0, piece.length - 1)
  if (piece[1] === '0') return piece[0] + digits
  const trimmed = digits.replace(/0+$/, '')
  return trimmed === '' ? '' : piece[0] + trimmed
}

function formatDate(piece: string, {year, month, day, weekday, yearDay}: Civil): string | undefined {
  switch (piece) {
    case '2006':
      return (year < 0 ? '-' : '') + String(Math.abs(year)).padStart(4, '0')
    case '06':
      return two(Math.abs(year) % 100)
    case 'January':
      return MONTHS[month - 1]
    case 'Jan':
      return MONTHS[month - 1]!.slice(0, 3)
    case '1':
      return String(month)
    case '01':
      return two(month)
    case 'Monday':
      return DAYS[weekday]
    case 'Mon':
      return DAYS[weekday]!.slice(0, 3)
    case '2':
      return String(day)
    case '_2':
      return String(day).padStart(2)
    case '02':
      return two(day)
    case '__2':
      return String(yearDay).padStart(3)
    case '002':
      return String(yearDay).padStart(3, '0')
  }
  return undefined
}

function formatClock(piece: string, {hour, minute, second}: Civil): string | undefined {
  switch (piece) {
    case '15':
      return two(hour)
    case '3':
      return String(hour % 12 || 12)
    case '03':
      return two(hour % 12 || 12)
    case '4':
      return String(minute)
    case '04':
      return two(minute)
    case '5':
      return String(second)
    case '05':
      return two(second)
    case 'PM':
      return hour >= 12 ? 'PM' : 'AM'
    case 'pm':
      return hour >= 12 ? 'pm' : 'am'
  }
  return undefined
}

/** An offset in the form that a piece shows: `-07`, `-0700`, `-07:00`, with seconds. */
function clockOffset(offset: number, piece: string): string {
  const absolute = Math.abs(offset)
  const colon = piece.includes(':') ? ':' : ''
  const fields = [two(Math.floor(absolute / 3600)), two(Math.floor(absolute / 60) % 60), two(absolute % 60)]
  const shown = piece.replaceAll(/\D/g, '').length / 2
  return (offset < 0 ? '-' : '+') + fields.slice(0, shown).join(colon)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
