import {yamlBytes, yamlText} from '../../formats/yaml/reader.js'
import {matchingPrefixes} from './glob.js'

/** Operators that give a default; under strict mode only they may name a variable that is not set. */
const DEFAULTS: ReadonlySet<string> = new Set(['=', ':=', ':-', ':?', ':+'])

/** True when an unset variable is fine under strict mode. */
export function givesDefault(operator: string): boolean {
  return DEFAULTS.has(operator)
}

/** Operators that change the value itself. */
const CHANGES: ReadonlySet<string> = new Set(['#', '##', '%', '%%', '^^', ',,', '^', ',', ':', '/', '//', '/#', '/%'])

/** True when the expression is the value as it is, or its arguments in the place of an empty one. */
export function isDefault(operator: string): boolean {
  return !CHANGES.has(operator)
}

/** The value of an expression: `value` is the variable's (empty when unset), `args` are evaluated. */
export function applyOperator(operator: string, value: string, args: readonly string[]): string {
  switch (operator) {
    case '#':
      return args.length === 0 ? String(yamlBytes(value).length) : stripPrefix(value, args[0]!, 'shortest')
    case '##':
      return stripPrefix(value, args[0]!, 'longest')
    case '%':
      return stripSuffix(value, args[0]!, 'shortest')
    case '%%':
      return stripSuffix(value, args[0]!, 'longest')
    case '^^':
      return mapCharacters(value, upper)
    case ',,':
      return mapCharacters(value, lower)
    case '^':
      return mapFirst(value, upper)
    case ',':
      return mapFirst(value, lower)
    case ':':
      return substring(value, args)
    case '/':
      return replaceFirst(value, args[0]!, args[1] ?? '')
    case '//':
      return replaceAll(value, args[0]!, args[1] ?? '')
    case '/#':
      return args.length === 2 && value.startsWith(args[0]!) ? args[1] + value.slice(args[0]!.length) : value
    case '/%':
      return args.length === 2 && value.endsWith(args[0]!) ? value.slice(0, value.length - args[0]!.length) + args[1] : value
    default:
      // the plain form, every default, and mixtures such as `,^`
      return value === '' ? args.join('') : value
  }
}

/** Offsets count bytes, negative ones from the end; what is no decimal integer leaves the value as it is. */
function substring(value: string, args: readonly string[]): string {
  const [offset, length] = args.map(integer)
  if (offset === undefined || (args.length > 1 && length === undefined)) return value
  const bytes = yamlBytes(value)
  const start = offset < 0 ? Math.max(0, bytes.length + offset) : offset
  const end = length === undefined ? bytes.length : length < 0 ? bytes.length + length : start + length
  return end > start ? yamlText(bytes.subarray(start, end)) : ''
}

const [SMALLEST, LARGEST] = [-(2n ** 63n), 2n ** 63n - 1n]

/** A decimal integer of 64 bits; exact as far as texts are long. */
function integer(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined
  const value = BigInt(text.replace('+', ''))
  return value >= SMALLEST && value <= LARGEST ? Number(value) : undefined
}

function stripPrefix(value: string, pattern: string, which: 'shortest' | 'longest'): string {
  return strip([...value], [...pattern], which).join('')
}

/** Suffixes are prefixes of the reversed text, with the pattern reversed as well. */
function stripSuffix(value: string, pattern: string, which: 'shortest' | 'longest'): string {
  return strip([...value].reverse(), [...pattern].reverse(), which)
    .reverse()
    .join('')
}

/** An empty prefix never counts as a match. */
function strip(value: string[], pattern: string[], which: 'shortest' | 'longest'): string[] {
  const lengths = matchingPrefixes(value, pattern).filter((length) => length > 0)
  const length = which === 'shortest' ? lengths[0] : lengths.at(-1)
  return length === undefined ? value : value.slice(length)
}

function replaceFirst(value: string, old: string, now: string): string {
  const at = value.indexOf(old)
  return at < 0 ? value : value.slice(0, at) + now + value.slice(at + old.length)
}

/** An empty pattern matches before every character and at the end. */
function replaceAll(value: string, old: string, now: string): string {
  return old === '' ? ['', ...value, ''].join(now) : value.split(old).join(now)
}

function mapFirst(value: string, map: (char: string) => string): string {
  const point = value.codePointAt(0)
  if (point === undefined) return value
  const first = String.fromCodePoint(point)
  return map(first) + value.slice(first.length)
}

function mapCharacters(value: string, map: (char: string) => string): string {
  let mapped = ''
  for (const char of value) mapped += map(char)
  return mapped
}

/** Go maps character by character: what JavaScript would map to several stays as it is. */
function upper(char: string): string {
  return single(char, char.toUpperCase())
}

function lower(char: string): string {
  return char === '\u0130' ? 'i' : single(char, char.toLowerCase())
}

function single(char: string, mapped: string): string {
  return [...mapped].length === 1 ? mapped : char
}
