import {UTC, type Zone} from '../../../formats/time/zone.js'
import {GoError} from '../../gotemplate/error.js'
import {quote, quoteRune} from '../../gotemplate/fmt/quote.js'
import {parseFloat64, parseInt64} from '../../gotemplate/go/strconv.js'
import {type GoValue, int64} from '../../gotemplate/go/value.js'
import {parseTime} from '../../gotemplate/time/parse.js'
import type {Time} from '../../gotemplate/time/time.js'
import {boxTime} from '../../gotemplate/time/time-type.js'
import type {TomlCursor} from './toml-cursor.js'
import {LOCAL_DATE, LOCAL_DATE_TIME, LOCAL_TIME} from './toml-zones.js'

const DIGIT = /[0-9]/
const FLOAT_FROM = /[.eE]/
/** Numbers that are not decimal: their digits, and what they are called. */
const BASES: ReadonlyMap<string, readonly [digits: RegExp, name: string]> = new Map([
  ['b', [/[01]/, 'a binary']],
  ['o', [/[0-7]/, 'an octal']],
  ['x', [/[0-9a-fA-F]/, 'a hexadecimal']],
])
const INFINITE = /^[+-]?(?:nan|inf)$/

/** Forms of dates and times, and where they are when they do not say so. */
const DATES: readonly (readonly [layout: string, zone: Zone])[] = [
  ['2006-01-02T15:04:05.999999999Z07:00', UTC],
  ['2006-01-02T15:04:05.999999999', LOCAL_DATE_TIME],
  ['2006-01-02', LOCAL_DATE],
  ['15:04:05.999999999', LOCAL_TIME],
  ['2006-01-02T15:04Z07:00', UTC],
  ['2006-01-02T15:04', LOCAL_DATE_TIME],
  ['15:04', LOCAL_TIME],
]

/** A number or a date that begins with a digit. @throws TomlFault */
export function numberOrDate(cursor: TomlCursor): GoValue {
  if (cursor.take() === '0' && !DIGIT.test(cursor.peek())) return afterZero(cursor)
  cursor.takeAll(DIGIT)
  const next = cursor.take()
  if (next === '-' || next === ':') return date(cursor)
  if (next === '_') return decimal(cursor)
  if (FLOAT_FROM.test(next)) return float(cursor)
  cursor.back()
  return integer(cursor)
}

function afterZero(cursor: TomlCursor): GoValue {
  const next = cursor.take()
  if (next === '_') return decimal(cursor)
  if (FLOAT_FROM.test(next)) return float(cursor)
  const base = BASES.get(next)
  if (base === undefined) {
    cursor.back()
    return integer(cursor)
  }
  const [digits, name] = base
  const first = cursor.peek()
  if (!digits.test(first)) throw cursor.fault(`not ${name} number: '${cursor.taken()}${first}'`)
  cursor.takeAll(new RegExp(`${digits.source}|_`))
  return integer(cursor)
}

function decimal(cursor: TomlCursor): GoValue {
  cursor.takeAll(/[0-9_]/)
  if (FLOAT_FROM.test(cursor.take())) return float(cursor)
  cursor.back()
  return integer(cursor)
}

/** A number after its sign. @throws TomlFault */
export function signedNumber(cursor: TomlCursor): GoValue {
  const first = cursor.take()
  if (first === 'i' || first === 'n') {
    const [second, third] = first === 'i' ? ['n', 'f'] : ['a', 'n']
    if (!cursor.accept(second!) || !cursor.accept(third!)) throw cursor.fault(`invalid float: '${cursor.taken()}'`)
    return floatOf(cursor)
  }
  if (first === '.') throw cursor.fault("floats must start with a digit, not '.'")
  if (first === '0') {
    const next = cursor.peek()
    if (BASES.has(next)) throw cursor.fault(`cannot use sign with non-decimal numbers: '${cursor.taken()}${next}'`)
  }
  if (!DIGIT.test(first)) throw cursor.fault(`expected a digit but got ${runeQuote(first)}`)
  return decimal(cursor)
}

function float(cursor: TomlCursor): GoValue {
  cursor.takeAll(/[0-9_.+eE-]/)
  return floatOf(cursor)
}

/** The float that was taken. @throws TomlFault */
export function floatOf(cursor: TomlCursor): number {
  const text = cursor.taken()
  const wrong = (why: string) => cursor.fault(`Invalid float ${quote(text)}: ${why}`)
  const parts = text.split(FLOAT_FROM).filter((part) => part !== '')
  if (!parts.every(underscoresFit)) throw wrong('underscores must be surrounded by digits')
  if (parts.length > 0 && hasLeadingZero(parts[0]!)) throw wrong('cannot have leading zeroes')
  if (/\.(?!\d)/.test(text)) throw wrong("'.' must be followed by one or more digits")
  const plain = text.replaceAll('_', '')
  const value = parseFloat64(plain)
  if (value !== undefined) return value
  if (Number.isNaN(Number(plain))) throw cursor.fault(`Invalid float value: ${quote(text)}`)
  throw cursor.fault(`${text} is out of range for float64`)
}

function integer(cursor: TomlCursor): GoValue {
  const text = cursor.taken()
  const wrong = (why: string) => cursor.fault(`Invalid integer ${quote(text)}: ${why}`)
  if (!underscoresFit(text)) throw wrong('underscores must be surrounded by digits')
  if (hasLeadingZero(text)) throw wrong('cannot have leading zeroes')
  const value = parseInt64(text, 0)
  if (value === undefined) throw cursor.fault(`${text} is out of range for int64`)
  return int64(value)
}

function underscoresFit(text: string): boolean {
  return INFINITE.test(text) || (/[0-9a-fA-F]$/.test(text) && !/(?:^|[^0-9a-fA-F])_/.test(text))
}

function hasLeadingZero(text: string): boolean {
  return /^(?:0[^box]|[+-]0.)/s.test(text)
}

function date(cursor: TomlCursor): GoValue {
  cursor.takeAll(/[0-9:Tt .Zz+-]/)
  const text = cursor.taken().trim().replaceAll('z', 'Z').replaceAll(/[t ]/g, 'T')
  for (const [layout, zone] of DATES) {
    const time = timeAt(layout, text, zone)
    if (time === undefined) continue
    if (isShort(text, layout)) break
    return boxTime(time)
  }
  throw cursor.fault(`invalid datetime: ${quote(text)}`)
}

function timeAt(layout: string, text: string, zone: Zone): Time | undefined {
  try {
    return parseTime(layout, text, zone)
  } catch (error) {
    if (error instanceof GoError) return undefined
    throw error
  }
}

/** Go reads hours of one digit, TOML does not know them: what stands between digits must stand where the form has it. */
function isShort(text: string, layout: string): boolean {
  for (let index = 0; index < layout.length; index++) {
    const char = layout[index]!
    if (char === '.' || char === 'Z') return false
    if (!DIGIT.test(char) && text[index] !== char) return true
  }
  return false
}

/** A character as Go's `%q` shows it. */
export function runeQuote(char: string): string {
  return quoteRune(char.codePointAt(0)!, false)
}
