import type {Functions} from '../../functions.js'
import {byteLength, byteSlice, fromBytes, toBytes} from '../../go/bytes.js'
import {isSpace} from '../../go/unicode.js'

const MARK = '...'

/** The text within a width, from an offset on, with dots where something is left out; bytes count. */
function abbreviate(text: string, offset: number, width: number): string {
  const length = byteLength(text)
  if (length <= width) return text
  const start = length - Math.min(offset, length) < width - 3 ? length - (width - 3) : Math.min(offset, length)
  if (start <= 4) return byteSlice(text, 0, width - 3) + MARK
  if (start + width - 3 >= length) return MARK + byteSlice(text, length - (width - 3))
  const rest = byteSlice(text, start)
  return MARK + (width - 3 < 4 ? '' : abbreviate(rest, 0, width - 3))
}

function abbrev(width: number, text: string): string {
  return width < 4 ? text : abbreviate(text, 0, width)
}

function abbrevBoth(left: number, right: number, text: string): string {
  return right < 4 || (left > 0 && right < 7) ? text : abbreviateBoth(text, left, right)
}

function abbreviateBoth(text: string, offset: number, width: number): string {
  return text === '' ? '' : abbreviate(text, offset, width)
}

/** Breaks lines at blanks before a width in bytes; words that are longer are cut only when `cut` says so. */
function wrap(text: string, width: number, newLine: string, cut: boolean): string {
  const limit = Math.max(width, 1)
  const line = Buffer.from(toBytes(text)).toString('latin1')
  let out = ''
  let at = 0
  while (line.length - at > limit) {
    if (line[at] === ' ') {
      at++
      continue
    }
    const blank = line.lastIndexOf(' ', at + limit)
    if (blank >= at) {
      out += line.slice(at, blank) + newLine
      at = blank + 1
    } else if (cut) {
      out += line.slice(at, at + limit) + newLine
      at += limit
    } else {
      const next = line.indexOf(' ', at + limit)
      if (next < 0) break
      out += line.slice(at, next) + newLine
      at = next + 1
    }
  }
  return out + line.slice(at)
}

function wrapped(text: string, width: number, newLine: string, cut: boolean): string {
  const mark = newLine === '' ? '\n' : newLine
  return fromLatin1(wrap(text, width, latin1Of(mark), cut))
}

function latin1Of(text: string): string {
  return Buffer.from(toBytes(text)).toString('latin1')
}

function fromLatin1(text: string): string {
  return fromBytes(Buffer.from(text, 'latin1'))
}

/** Bytes as characters of their own: what the library behind sprig does to text beyond ASCII. */
function byteChars(text: string): string[] {
  return Array.from(toBytes(text), (byte) => String.fromCharCode(byte))
}

function noSpace(text: string): string {
  const chars = byteChars(text)
  const kept = chars.filter((char) => !isSpace(char))
  return kept.length === chars.length ? text : kept.join('')
}

function initials(text: string): string {
  let gap = true
  return byteChars(text)
    .filter((char) => {
      if (isSpace(char)) {
        gap = true
        return false
      }
      const first = gap
      gap = false
      return first
    })
    .join('')
}

export const WORD_FUNCTIONS: Functions = {
  abbrev: ['int string', abbrev],
  abbrevboth: ['int int string', abbrevBoth],
  wrap: ['int string', (width: number, text: string) => wrapped(text, width, '', false)],
  wrapWith: ['int string string', (width: number, mark: string, text: string) => wrapped(text, width, mark, true)],
  nospace: ['string', noSpace],
  initials: ['string', initials],
}
