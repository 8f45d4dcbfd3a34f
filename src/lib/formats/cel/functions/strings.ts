import {CelError} from '../errors.js'
import type {Registry} from '../registry.js'
import type {Value} from '../values.js'
import {format} from './format.js'

/** cel-go's extended string functions; positions count code points. */
export function addStrings(registry: Registry): void {
  registry
    .add('charAt', 'string.(int): string', charAt)
    .add('indexOf', 'string.(string): int', (text: string, part: string) => indexOf(text, part, 0n))
    .add('indexOf', 'string.(string, int): int', indexOf)
    .add('lastIndexOf', 'string.(string): int', (text: string, part: string) => BigInt(lastIndex([...text], [...part], Infinity)))
    .add('lastIndexOf', 'string.(string, int): int', (text: string, part: string, from: bigint) => {
      // an offset beyond the end finds nothing; one before the beginning is an error
      if (from < 0n) checkIndex(from, 0)
      if (part !== '' && from >= BigInt([...text].length)) return -1n
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
  if (from < 0n) checkIndex(from, 0)
  // beyond the end there is nothing to find
  if (part !== '' && from >= BigInt(chars.length)) return -1n
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

/** What later versions of the library add. */
export function addReverse(registry: Registry): void {
  registry.add('reverse', 'string.(): string', (text: string) => [...text].reverse().join(''))
}
