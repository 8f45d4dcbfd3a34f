import {CelError} from '../errors.js'
import type {Registry} from '../registry.js'
import {CelMap, Duration, Timestamp, TypeValue, UInt, type Value} from '../values.js'
import {doubleText} from './standard.js'
import {formatDuration, formatTimestamp} from './time.js'

/** cel-go's extended string functions; positions count code points. */
export function addStrings(registry: Registry): void {
  registry
    .add('charAt', 'string.(int): string', charAt)
    .add('indexOf', 'string.(string): int', (text: string, part: string) => indexOf(text, part, 0n))
    .add('indexOf', 'string.(string, int): int', indexOf)
    .add('lastIndexOf', 'string.(string): int', (text: string, part: string) => BigInt(lastIndex([...text], [...part], Infinity)))
    .add('lastIndexOf', 'string.(string, int): int', (text: string, part: string, from: bigint) => {
      checkIndex(from, [...text].length)
      return BigInt(lastIndex([...text], [...part], Number(from)))
    })
    .add('lowerAscii', 'string.(): string', (text: string) => text.replace(/[A-Z]/g, (char) => char.toLowerCase()))
    .add('upperAscii', 'string.(): string', (text: string) => text.replace(/[a-z]/g, (char) => char.toUpperCase()))
    .add('replace', 'string.(string, string): string', (text: string, from: string, to: string) => replace(text, from, to, -1n))
    .add('replace', 'string.(string, string, int): string', replace)
    .add('split', 'string.(string): list(string)', (text: string, by: string) => split(text, by, -1n))
    .add('split', 'string.(string, int): list(string)', split)
    .add('join', 'list(string).(): string', (list: Value[]) => joined(list, ''))
    .add('join', 'list(string).(string): string', joined)
    .add('substring', 'string.(int): string', (text: string, from: bigint) => substring(text, from, undefined))
    .add('substring', 'string.(int, int): string', substring)
    .add('trim', 'string.(): string', (text: string) => text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, ''))
    .add('reverse', 'string.(): string', (text: string) => [...text].reverse().join(''))
    .add('format', 'string.(list(dyn)): string', format)
    .add('strings.quote', '(string): string', (text: string) => JSON.stringify(text))
}

function checkIndex(at: bigint, length: number): void {
  if (at < 0n || at > BigInt(length)) throw new CelError(`index out of range: ${at}`)
}

function charAt(text: string, at: bigint): string {
  const chars = [...text]
  checkIndex(at, chars.length)
  return chars[Number(at)] ?? ''
}

function indexOf(text: string, part: string, from: bigint): bigint {
  const chars = [...text]
  checkIndex(from, chars.length)
  const wanted = [...part]
  for (let at = Number(from); at + wanted.length <= chars.length; at += 1) {
    if (wanted.every((char, offset) => chars[at + offset] === char)) return BigInt(at)
  }
  return -1n
}

function lastIndex(chars: string[], wanted: string[], from: number): number {
  for (let at = Math.min(from, chars.length - wanted.length); at >= 0; at -= 1) {
    if (wanted.every((char, offset) => chars[at + offset] === char)) return at
  }
  return -1
}

function replace(text: string, from: string, to: string, count: bigint): string {
  if (count < 0n) return text.replaceAll(from, () => to)
  let out = ''
  let rest = text
  for (let left = count; left > 0n; left -= 1n) {
    const at = rest.indexOf(from)
    if (at < 0 || (from === '' && rest === '')) break
    out += rest.slice(0, at) + to + (from === '' ? rest.slice(0, 1) : '')
    rest = rest.slice(from === '' ? 1 : at + from.length)
  }
  return out + rest
}

function split(text: string, by: string, count: bigint): Value[] {
  if (count === 0n) return []
  const parts = by === '' ? [...text] : text.split(by)
  if (count < 0n || BigInt(parts.length) <= count) return parts
  const keep = Number(count) - 1
  return [...parts.slice(0, keep), parts.slice(keep).join(by)]
}

function joined(list: Value[], by: string): string {
  if (!list.every((item) => typeof item === 'string')) throw new CelError('no such overload')
  return list.join(by)
}

function substring(text: string, from: bigint, to: bigint | undefined): string {
  const chars = [...text]
  const end = to ?? BigInt(chars.length)
  checkIndex(from, chars.length)
  checkIndex(end, chars.length)
  if (from > end) throw new CelError(`invalid substring range. start: ${from}, end: ${end}`)
  return chars.slice(Number(from), Number(end)).join('')
}

/** `'%s is %d'.format([a, b])`: verbs s d f e b x X o with a precision. */
function format(text: string, args: Value[]): string {
  let next = 0
  const out = text.replace(/%(?:%|(?:\.(\d+))?([a-zA-Z]))/g, (whole, precision: string | undefined, verb: string | undefined) => {
    if (whole === '%%') return '%'
    if (next >= args.length) throw new CelError(`index ${next} out of range`)
    const value = args[next]!
    next += 1
    return formatOne(value, verb!, precision === undefined ? undefined : Number(precision))
  })
  return out
}

function formatOne(value: Value, verb: string, precision: number | undefined): string {
  switch (verb) {
    case 's':
      return stringClause(value)
    case 'd':
      return decimal(value)
    case 'f':
      return fixed(value, (number) => number.toFixed(precision ?? 6))
    case 'e':
      return fixed(value, (number) => number.toExponential(precision ?? 6).replace(/e([+-])(\d)$/, 'e$10$2'))
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : whole(value, verb).toString(2)
    case 'o':
      return whole(value, verb).toString(8)
    case 'x':
    case 'X': {
      const text = hex(value, verb)
      return verb === 'X' ? text.toUpperCase() : text
    }
    default:
      throw new CelError(`could not parse formatting clause: unrecognized formatting clause "${verb}"`)
  }
}

function stringClause(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return value
  if (typeof value === 'number') return doubleText(value)
  if (value instanceof UInt) return String(value.value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString()
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof Duration) return formatDuration(value)
  if (value instanceof TypeValue) return value.name
  if (Array.isArray(value)) return `[${value.map(stringClause).join(', ')}]`
  if (value instanceof CelMap) {
    const pairs = value.keys().map((key) => `${stringClause(key)}: ${stringClause(value.get(key)!)}`)
    return `{${pairs.sort().join(', ')}}`
  }
  return String(value)
}

function decimal(value: Value): string {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof UInt) return String(value.value)
  if (typeof value === 'number' && !Number.isFinite(value))
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
  throw new CelError('error during formatting: decimal clause can only be used on integers')
}

function fixed(value: Value, print: (number: number) => string): string {
  const number = value instanceof UInt ? Number(value.value) : Number(value as number | bigint)
  if (typeof value !== 'number' && typeof value !== 'bigint' && !(value instanceof UInt)) {
    throw new CelError('error during formatting: fixed-point clause can only be used on doubles')
  }
  if (Number.isFinite(number)) return print(number)
  return Number.isNaN(number) ? 'NaN' : number > 0 ? 'Infinity' : '-Infinity'
}

function whole(value: Value, verb: string): bigint {
  if (typeof value === 'bigint') return value
  if (value instanceof UInt) return value.value
  throw new CelError(`error during formatting: only integers can be formatted with %${verb}`)
}

function hex(value: Value, verb: string): string {
  if (typeof value === 'string') return Buffer.from(value).toString('hex')
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : whole(value, verb).toString(16)
}
