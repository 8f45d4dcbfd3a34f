import {wellFormed} from './bytes.js'

/** Go's unicode.IsSpace, which is not JavaScript's `\s`. */
const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/
const LEADING = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/
const ASCII = /^[\0-\x7f]*$/

export function isSpace(char: string): boolean {
  return SPACE.test(char)
}

export function isUpper(char: string): boolean {
  return /^\p{Lu}$/u.test(char)
}

export function isLower(char: string): boolean {
  return /^\p{Ll}$/u.test(char)
}

/** strings.TrimSpace. */
export function trimSpace(text: string): string {
  let end = text.length
  while (end > 0 && isSpace(text[end - 1]!)) end--
  return text.slice(0, end).replace(LEADING, '')
}

/** strings.ToUpper: one character for one, so that ß stays. */
export function toUpper(text: string): string {
  return ASCII.test(text) ? text.toUpperCase() : Array.from(wellFormed(text), upperChar).join('')
}

/** strings.ToLower, without JavaScript's rule for a final sigma. */
export function toLower(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : Array.from(wellFormed(text), lowerChar).join('')
}

export function upperChar(char: string): string {
  return single(char, char.toUpperCase())
}

export function lowerChar(char: string): string {
  return char === '\u0130' ? 'i' : single(char, char.toLowerCase())
}

/** Title case, which differs from upper case for a few ligatures and for Georgian. */
export function titleChar(char: string): string {
  if (/[\u10d0-\u10ff]/.test(char)) return char
  const at = LIGATURES.indexOf(char)
  return at < 0 ? upperChar(char) : LIGATURES[at - (at % 3) + 1]!
}

/** upper, title and lower case */
const LIGATURES = ['Ǆ', 'ǅ', 'ǆ', 'Ǉ', 'ǈ', 'ǉ', 'Ǌ', 'ǋ', 'ǌ', 'Ǳ', 'ǲ', 'ǳ']

function single(char: string, mapped: string): string {
  return [...mapped].length === 1 ? mapped : char
}
