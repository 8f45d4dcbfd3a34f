/** Thrown with the text of Go's encoding/base64. */
export class Base64Error extends Error {
  override readonly name = 'Base64Error'
}

const ALPHABET = /[A-Za-z0-9+/]/
const OTHERS = /[^A-Za-z0-9+/]/
const BREAKS = /[\r\n]/

/** The text again as Go would print it (line breaks dropped); throws Base64Error for what Go refuses. */
export function decodeBase64(text: string): string {
  return isPlain(text) ? text : checked(text)
}

/** Whole groups of four without line breaks, as nearly all texts are: three steps instead of one for each character. */
function isPlain(text: string): boolean {
  const end = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return text.length % 4 === 0 && !OTHERS.test(text.slice(0, text.length - end))
}

function checked(text: string): string {
  let clean = ''
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!
    if (BREAKS.test(char)) continue
    if (char === '=') return clean + padding(text, at, clean.length % 4)
    if (!ALPHABET.test(char)) throw corrupt(at)
    clean += char
  }
  // Go counts from the last four characters that it began, but line breaks count as one of them.
  if (clean.length % 4 !== 0) throw corrupt(text.length - (clean.length % 4))
  return clean
}

/** What ends the text from its first `=` on, after `read` characters of a group of four. */
function padding(text: string, start: number, read: number): string {
  if (read < 2) throw corrupt(start)
  let at = skipBreaks(text, start + 1)
  if (read === 2) {
    if (at === text.length) throw corrupt(text.length)
    if (text[at] !== '=') throw corrupt(at - 1)
    at = skipBreaks(text, at + 1)
  }
  if (at < text.length) throw corrupt(at)
  return read === 2 ? '==' : '='
}

function skipBreaks(text: string, from: number): number {
  let at = from
  while (at < text.length && BREAKS.test(text[at]!)) at += 1
  return at
}

function corrupt(at: number): Base64Error {
  return new Base64Error(`illegal base64 data at input byte ${at}`)
}

/** Bytes given as a list of numbers. */
export function encodeBase64(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('base64')
}
