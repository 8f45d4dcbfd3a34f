import {quote} from '../../../gotemplate/fmt/quote.js'
import {parseFloat64, parseInt64} from '../../../gotemplate/go/strconv.js'
import {type GoValue, int64} from '../../../gotemplate/go/value.js'
import {date} from './toml-date.js'
import {shownRune} from './toml-path.js'
import {END, type TomlSource} from './toml-source.js'

/** Numbers that are not decimal: their digits, the digits and underscores, and what they are called. */
const BASES: ReadonlyMap<string, {readonly digit: RegExp; readonly all: RegExp; readonly name: string}> = new Map([
  ['b', {digit: /[01]/, all: /[01_]*/y, name: 'a binary'}],
  ['o', {digit: /[0-7]/, all: /[0-7_]*/y, name: 'an octal'}],
  ['x', {digit: /[0-9a-fA-F]/, all: /[0-9a-fA-F_]*/y, name: 'a hexadecimal'}],
])
const DIGITS = /[+-]?[0-9][0-9_]*/y
const FRACTION = /[0-9_.+eE-]*/y
const DIGIT = /[0-9]/
const NAMED = /^[+-]?(?:nan|inf)$/

/** A number, or a date, that begins with a sign or a digit. @throws TomlFault */
export function numberOrDate(source: TomlSource): GoValue {
  const start = source.at
  if (source.skip('+') || source.skip('-')) {
    const name = named(source, start)
    if (name !== undefined) return name
    source.at = start
  }
  const whole = source.run(DIGITS)
  const next = source.look()
  if (/[.eE]/.test(next)) return float(source, whole + rest(source))
  if (/[-:]/.test(next) && /^(?:0[0-9]|[1-9])[0-9]*$/.test(whole)) return date(source, whole)
  const base = whole === '0' ? BASES.get(next) : undefined
  if (base === undefined) return integer(source, whole)
  source.at++
  const digit = source.look()
  if (!base.digit.test(digit)) throw source.fault(`not ${base.name} number: '0${next}${digit}'`)
  const digits = source.run(base.all)
  source.look()
  return integer(source, `0${next}${digits}`)
}

function rest(source: TomlSource): string {
  const text = source.run(FRACTION)
  source.look()
  return text
}

/** `+inf` and the like, nothing when digits follow the sign. */
function named(source: TomlSource, start: number): number | undefined {
  const first = source.look()
  if (first === 'i' || first === 'n') {
    if (source.skip(first === 'i' ? 'inf' : 'nan')) return float(source, source.text.slice(start, source.at))
    source.run(first === 'i' ? /in?/y : /na?/y)
    source.look()
    throw source.fault(`invalid float: '${source.text.slice(start, source.at)}'`)
  }
  if (first === '.') throw source.fault("floats must start with a digit, not '.'")
  if (!DIGIT.test(first)) throw source.fault(`expected a digit but got ${shownRune(first)}`, source.lineBehind())
  if (!source.skip('0')) return
  const base = source.look()
  if (base !== END && BASES.has(base)) {
    throw source.fault(`cannot use sign with non-decimal numbers: '${source.text.slice(start, source.at)}${base}'`)
  }
  return
}

/** The float that a text means. @throws TomlFault */
export function float(source: TomlSource, text: string): number {
  const wrong = (why: string) => source.fault(`Invalid float ${quote(text)}: ${why}`)
  const parts = text.split(/[.eE]/).filter((part) => part !== '')
  if (!parts.every(underscoresFit)) throw wrong('underscores must be surrounded by digits')
  if (parts.length > 0 && hasLeadingZero(parts[0]!)) throw wrong('cannot have leading zeroes')
  if (/\.(?!\d)/.test(text)) throw wrong("'.' must be followed by one or more digits")
  const plain = text.replaceAll('_', '')
  const value = parseFloat64(plain)
  if (value !== undefined) return value
  if (Number.isNaN(Number(plain))) throw source.fault(`Invalid float value: ${quote(text)}`)
  throw source.fault(`${text} is out of range for float64`)
}

function integer(source: TomlSource, text: string): GoValue {
  const wrong = (why: string) => source.fault(`Invalid integer ${quote(text)}: ${why}`)
  if (!underscoresFit(text)) throw wrong('underscores must be surrounded by digits')
  if (hasLeadingZero(text)) throw wrong('cannot have leading zeroes')
  const value = parseInt64(text, 0)
  if (value === undefined) throw source.fault(`${text} is out of range for int64`)
  return int64(value)
}

function underscoresFit(text: string): boolean {
  return NAMED.test(text) || (/[0-9a-fA-F]$/.test(text) && !/(?:^|[^0-9a-fA-F])_/.test(text))
}

function hasLeadingZero(text: string): boolean {
  return /^(?:0[^box]|[+-]0.)/s.test(text)
}
