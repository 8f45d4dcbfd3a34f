import {LimitExceeded} from '../../../../errors/flux-error.js'
import {GoError} from '../../error.js'
import {printed} from '../../fmt/print.js'
import {quote} from '../../fmt/quote.js'
import type {Functions} from '../../functions.js'
import {byteLength, byteSlice} from '../../go/bytes.js'
import {panic} from '../../go/panic.js'
import {strval} from '../../go/strval.js'
import type {GoMethod} from '../../go/types.js'
import {trimSpace} from '../../go/unicode.js'
import type {GoValue} from '../../go/value.js'

const MOST = 256 * 1024 * 1024

/** strings.Repeat. @throws GoError for a negative count */
export function repeat(text: string, count: number): string {
  if (count < 0) throw new GoError('strings: negative Repeat count')
  if (text.length * count > MOST) throw new LimitExceeded(`a function makes more than ${MOST} bytes of text`)
  return text.repeat(count)
}

function indent(spaces: number, text: string): string {
  const pad = repeat(' ', spaces)
  if (!text.includes('\n')) return pad + text
  if (pad.length > 1000) repeat(pad, text.split('\n').length)
  return pad + text.replaceAll('\n', `\n${pad}`)
}

function replace(old: string, replacement: string, text: string): string {
  if (old !== '') return text.split(old).join(replacement)
  // nothing is found before every character and at the end
  return replacement + Array.from(text, (char) => char + replacement).join('')
}

function substring(start: number, end: number, text: string): string {
  const length = byteLength(text)
  if (start < 0) {
    if (end < 0 || end > length)
      throw panic(`slice bounds out of range [:${BigInt(end)}]${end < 0 ? '' : ` with length ${length}`}`)
    return byteSlice(text, 0, end)
  }
  if (end < 0 || end > length) {
    if (start > length) throw panic(`slice bounds out of range [${BigInt(start)}:${length}]`)
    return byteSlice(text, start)
  }
  if (start > end) throw panic(`slice bounds out of range [${BigInt(start)}:${end}]`)
  return byteSlice(text, start, end)
}

function trunc(count: number, text: string): string {
  const length = byteLength(text)
  if (count < 0 && length + count > 0) return byteSlice(text, length + count)
  return count >= 0 && length > count ? byteSlice(text, 0, count) : text
}

function trimSet(set: string, text: string): string {
  const chars = [...text]
  const cut = new Set(set)
  let start = 0
  let end = chars.length
  while (start < end && cut.has(chars[start]!)) start++
  while (end > start && cut.has(chars[end - 1]!)) end--
  return chars.slice(start, end).join('')
}

function quoted(...values: GoValue[]): string {
  if (values.length === 1 && typeof values[0] === 'string') return quote(values[0])
  return present(values)
    .map((value) => quote(strval(value)))
    .join(' ')
}

function squoted(...values: GoValue[]): string {
  return present(values)
    .map((value) => `'${printed(value)}'`)
    .join(' ')
}

function present(values: readonly GoValue[]): GoValue[] {
  return values.filter((value) => value !== null && value !== undefined)
}

export const STRING_FUNCTIONS: Functions = {
  hello: ['', () => 'Hello!'],
  trim: ['string', trimSpace],
  repeat: ['int string', (count: number, text: string) => repeat(text, count)],
  substr: ['int int string', substring],
  trunc: ['int string', trunc],
  trimAll: ['string string', trimSet],
  trimall: ['string string', trimSet],
  trimSuffix: [
    'string string',
    (suffix: string, text: string) => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text),
  ],
  trimPrefix: ['string string', (prefix: string, text: string) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)],
  contains: ['string string', (part: string, text: string) => text.includes(part)],
  hasPrefix: ['string string', (prefix: string, text: string) => text.startsWith(prefix)],
  hasSuffix: ['string string', (suffix: string, text: string) => text.endsWith(suffix)],
  quote: ['...any', quoted],
  squote: ['...any', squoted],
  cat: [
    '...any',
    (...values: GoValue[]) =>
      present(values)
        .map((value) => printed(value))
        .join(' '),
  ],
  indent: ['int string', indent],
  nindent: ['int string', (spaces: number, text: string) => `\n${indent(spaces, text)}`],
  replace: ['string string string', replace],
  plural: ['string string int', (one: string, many: string, count: number) => (count === 1 ? one : many)],
  toString: ['any', strval] as GoMethod,
}
