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

export function isLetter(char: string): boolean {
  return /^\p{L}$/u.test(char)
}

/** strings.TrimSpace. */
export function trimSpace(text: string): string {
  let end = text.length
  while (end > 0 && isSpace(text[end - 1]!)) end--
  return text.slice(0, end).replace(LEADING, '')
}

/** strings.ToUpper: one character for one, so that ß stays. */
export function toUpper(text: string): string {
  return ASCII.test(text) ? text.toUpperCase() : Array.from(text, upperChar).join('')
}

/** strings.ToLower, without JavaScript's rule for a final sigma. */
export function toLower(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : Array.from(text, lowerChar).join('')
}

export function upperChar(char: string): string {
  return single(char, char.toUpperCase())
}

export function lowerChar(char: string): string {
  return char === '\u0130' ? 'i' : single(char, char.toLowerCase())
}

/** Title case, which differs from upper case for a few ligatures only. */
export function titleChar(char: string): string {
  return upperChar(char)
}

function single(char: string, mapped: string): string {
  return [...mapped].length === 1 ? mapped : char
}
