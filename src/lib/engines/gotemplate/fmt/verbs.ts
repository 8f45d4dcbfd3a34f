import {toBytes} from '../go/bytes.js'
import {formatFloat} from './float.js'
import {canBackquote, quote, quoteAscii, quoteRune} from './quote.js'
import {isPrint} from './rune.js'

/** What stands between `%` and the verb. */
export interface Flags {
  width?: number
  precision?: number
  minus?: boolean
  plus?: boolean
  sharp?: boolean
  space?: boolean
  zero?: boolean
  /** `%+v` */
  plusV?: boolean
  /** `%#v` */
  sharpV?: boolean
}

const MAX_RUNE = 0x10ffff

/** Fills up to the width, counted in characters. */
export function pad(text: string, flags: Flags, zero = flags.zero === true): string {
  const missing = (flags.width ?? 0) - runeCount(text)
  if (missing <= 0) return text
  return flags.minus ? text + ' '.repeat(missing) : (zero ? '0' : ' ').repeat(missing) + text
}

export function runeCount(text: string): number {
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    // the second half of a pair
    if (unit >= 0xdc00 && unit <= 0xdfff && index > 0 && isHigh(text.charCodeAt(index - 1))) continue
    count++
  }
  return count
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

export function formatBoolean(value: boolean, flags: Flags): string {
  return pad(String(value), flags)
}

/** An integer in a base with sign, zeros and prefix as the flags ask. */
export function formatInteger(value: bigint, base: number, verb: string, flags: Flags): string {
  const negative = value < 0n
  if (flags.precision === 0 && value === 0n) return ' '.repeat(flags.width ?? 0)
  let digits = (negative ? -value : value).toString(base)
  if (verb === 'X') digits = digits.toUpperCase()
  let least = flags.precision ?? 0
  if (flags.precision === undefined && flags.zero && !flags.minus && flags.width !== undefined) {
    least = flags.width - (negative || flags.plus || flags.space ? 1 : 0)
  }
  digits = digits.padStart(least, '0')
  if (flags.sharp) digits = prefixed(digits, base, verb)
  if (verb === 'O') digits = `0o${digits}`
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
  return pad(sign + digits, flags, false)
}

function prefixed(digits: string, base: number, verb: string): string {
  if (base === 2) return `0b${digits}`
  if (base === 8) return digits.startsWith('0') ? digits : `0${digits}`
  if (base === 16) return (verb === 'X' ? '0X' : '0x') + digits
  return digits
}

/** `%c`. */
export function formatChar(code: bigint, flags: Flags): string {
  return pad(runeText(code), flags)
}

/** `%q` of a number. */
export function formatQuotedChar(code: bigint, flags: Flags): string {
  return pad(quoteRune(validRune(code), flags.plus === true), flags)
}

/** `%U`. */
export function formatUnicode(code: bigint, flags: Flags): string {
  let text = `U+${BigInt.asUintN(64, code)
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(flags.precision ?? 4, 4), '0')}`
  if (flags.sharp && code >= 0n && code <= MAX_RUNE && isPrint(runeText(code))) text += ` '${runeText(code)}'`
  return pad(text, flags, false)
}

function validRune(code: bigint): number {
  const rune = Number(code)
  return rune > MAX_RUNE || rune < 0 || (rune >= 0xd800 && rune <= 0xdfff) ? 0xfffd : rune
}

function runeText(code: bigint): string {
  return String.fromCodePoint(validRune(code))
}

/** A float by verb; `precision` is what the verb means without one. */
export function formatNumber(value: number, verb: string, precision: number, flags: Flags): string {
  let text = formatFloat(value, verb, flags.precision ?? precision)
  if (!/^[-+]/.test(text)) text = `+${text}`
  if (flags.space && text[0] === '+' && !flags.plus) text = ` ${text.slice(1)}`
  if (text[1] === 'I' || text[1] === 'N') {
    if (text[1] === 'N' && !flags.space && !flags.plus) text = text.slice(1)
    return pad(text, flags, false)
  }
  if (flags.sharp && verb !== 'b') text = withPoint(text, verb, flags.precision ?? precision)
  if (!flags.plus && text[0] === '+') return pad(text.slice(1), flags)
  const missing = (flags.width ?? 0) - text.length
  if (flags.zero && !flags.minus && missing > 0) return text[0] + '0'.repeat(missing) + text.slice(1)
  return pad(text, flags)
}

/** `%#g` keeps the point and the zeros that `%g` drops. */
function withPoint(text: string, verb: string, precision: number): string {
  const split = /^(.[^eEpP]*)([eEpP].*)?$/.exec(/x/i.test(verb) ? text.replace(/e/gi, (letter) => letter) : text)!
  let [, body = '', tail = ''] = split
  if (/x/i.test(verb)) [body, tail] = [text.replace(/[pP].*$/, ''), /[pP].*$/.exec(text)?.[0] ?? '']
  let digits = verb === 'g' || verb === 'G' || verb === 'x' ? (precision === -1 ? 6 : precision) : 0
  let seen = false
  for (const char of body.slice(1)) {
    if (char === '.') continue
    if (char !== '0') seen = true
    if (seen) digits--
  }
  if (!body.includes('.')) {
    if (body.length === 2 && body[1] === '0') digits--
    body += '.'
  }
  return body + '0'.repeat(Math.max(digits, 0)) + tail
}

/** `%s`. */
export function formatText(text: string, flags: Flags): string {
  return pad(truncated(text, flags), flags)
}

/** `%q` of text. */
export function formatQuoted(text: string, flags: Flags): string {
  const cut = truncated(text, flags)
  if (flags.sharp && canBackquote(cut)) return pad(`\`${cut}\``, flags)
  return pad(flags.plus ? quoteAscii(cut) : quote(cut), flags)
}

function truncated(text: string, {precision}: Flags): string {
  return precision === undefined ? text : [...text].slice(0, precision).join('')
}

/** `%x` and `%X` of text or bytes. */
export function formatHex(value: string | Uint8Array, verb: string, flags: Flags): string {
  const bytes = typeof value === 'string' ? toBytes(value) : value
  const shown = bytes.subarray(0, Math.min(flags.precision ?? bytes.length, bytes.length))
  if (shown.length === 0) return pad('', flags)
  const prefix = flags.sharp ? `0${verb}` : ''
  const pairs = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).map((pair) =>
    verb === 'X' ? pair.toUpperCase() : pair,
  )
  return pad(flags.space ? pairs.map((pair) => prefix + pair).join(' ') : prefix + pairs.join(''), flags)
}
