import type {Functions} from '../../functions.js'
import {wellFormed} from '../../go/bytes.js'
import {isLower, isSpace, isUpper, lowerChar, titleChar, toLower, toUpper, upperChar} from '../../go/unicode.js'
import {lowerCaseWords} from './word-case.js'

/** strings.Title: the first letter of every word, a word being letters, digits and underscores. */
function title(text: string): string {
  let before = ' '
  return Array.from(wellFormed(text), (char) => {
    const result = isSeparator(before) ? titleChar(char) : char
    before = char
    return result
  }).join('')
}

function isSeparator(char: string): boolean {
  if (char <= '\x7f') return !/[A-Za-z0-9_]/.test(char)
  return !/[\p{L}\p{Nd}]/u.test(char) && isSpace(char)
}

/** The first letter of every word in lower case. */
function untitle(text: string): string {
  let first = true
  return Array.from(wellFormed(text), (char) => {
    if (isSpace(char)) {
      first = true
      return char
    }
    const result = first ? lowerChar(char) : char
    first = false
    return result
  }).join('')
}

function swapCase(text: string): string {
  let blank = true
  return Array.from(wellFormed(text), (char) => {
    const atStart = blank
    blank = false
    if (isUpper(char) || /^\p{Lt}$/u.test(char)) return lowerChar(char)
    if (isLower(char)) return atStart ? titleChar(char) : upperChar(char)
    blank = isSpace(char)
    return char
  }).join('')
}

function isConnector(char: string): boolean {
  return char === '-' || char === '_' || isSpace(char)
}

/** `http_server` to `HttpServer`; connectors in front stay, capitals after a capital at the start of a word are lowered. */
function pascalCase(text: string): string {
  const chars = [...wellFormed(text)]
  let at = 0
  let out = ''
  while (at < chars.length && isConnector(chars[at]!)) out += chars[at++]
  // a quirk: nothing but connectors, and the last one comes twice
  if (at === chars.length) return out + (chars.at(-1) ?? '')
  let upper = isUpper(chars[at]!)
  let current = upperChar(chars[at++]!)
  for (; at < chars.length; at++) {
    const before = current
    current = chars[at]!
    if (isConnector(current) && isConnector(before)) {
      out += before
    } else if (isConnector(before)) {
      upper = isUpper(current)
      current = upperChar(current)
    } else {
      if (upper && isUpper(current)) current = lowerChar(current)
      else upper = false
      out += before
    }
  }
  return out + current
}

export const CASE_FUNCTIONS: Functions = {
  upper: ['string', toUpper],
  lower: ['string', toLower],
  title: ['string', title],
  untitle: ['string', untitle],
  swapcase: ['string', swapCase],
  camelcase: ['string', pascalCase],
  snakecase: ['string', (text: string) => lowerCaseWords(text, '_')],
  kebabcase: ['string', (text: string) => lowerCaseWords(text, '-')],
}
