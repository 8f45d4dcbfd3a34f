import {type Cursor, isBlank, isBlankOrEnd, isBreakOrEnd, isWord} from './cursor.js'
import {scannerFault as fault} from './scalar.js'
import {T, Token} from './token.js'

function word(cursor: Cursor): string {
  const start = cursor.pos
  while (isWord(cursor.code())) cursor.pos++
  return cursor.text.slice(start, cursor.pos)
}

/** `&name` or `*name` */
export function scanAnchor(cursor: Cursor, type: number): Token {
  const {line, column} = cursor
  cursor.pos++
  const name = word(cursor)
  const code = cursor.code()
  // ? : , ] } % @ `
  const ends = isBlankOrEnd(code) || [0x3f, 0x3a, 0x2c, 0x5d, 0x7d, 0x25, 0x40, 0x60].includes(code)
  if (name === '' || !ends) throw fault(cursor, line, 'did not find expected alphabetic or numeric character')
  return new Token(type, line, column, line, name)
}

/** `!`, `!local`, `!!core`, `!handle!suffix` or `!<uri>`: value is the handle, suffix the rest. */
export function scanTag(cursor: Cursor): Token {
  const {line, column} = cursor
  let handle = ''
  let suffix: string
  if (cursor.code(1) === 0x3c) {
    cursor.pos += 2
    suffix = uri(cursor, line, '')
    if (cursor.code() !== 0x3e) throw fault(cursor, line, "did not find the expected '>'")
    cursor.pos++
  } else {
    handle = tagHandle(cursor, line)
    if (handle.length > 1 && handle.endsWith('!')) suffix = uri(cursor, line, '')
    else {
      suffix = uri(cursor, line, handle, true)
      handle = '!'
      if (suffix === '') {
        handle = ''
        suffix = '!'
      }
    }
  }
  if (!isBlankOrEnd(cursor.code())) throw fault(cursor, line, 'did not find expected whitespace or line break')
  const token = new Token(T.tag, line, column, line, handle)
  token.suffix = suffix
  return token
}

function tagHandle(cursor: Cursor, startLine: number): string {
  if (cursor.code() !== 0x21) throw fault(cursor, startLine, "did not find expected '!'")
  cursor.pos++
  const name = word(cursor)
  if (cursor.code() !== 0x21) return `!${name}`
  cursor.pos++
  return `!${name}!`
}

/** In `[!!str, x]` the comma belongs to the tag, as go-yaml reads it. */
const URI = /[-\w;/?:@&=+$.!~*'()%,[\]]/

function uri(cursor: Cursor, startLine: number, head: string, mayBeEmpty = false): string {
  let text = head.length > 1 ? head.slice(1) : ''
  const start = cursor.pos
  while (URI.test(cursor.text[cursor.pos] ?? '')) cursor.pos++
  text += cursor.text.slice(start, cursor.pos)
  if (text === '' && !mayBeEmpty) throw fault(cursor, startLine, 'did not find expected tag URI')
  try {
    return decodeURIComponent(text)
  } catch {
    throw fault(cursor, startLine, 'did not find URI escaped octet')
  }
}

const MOST_DIGITS = 2

/** `%YAML 1.1` or `%TAG ! prefix` */
export function scanDirective(cursor: Cursor): Token {
  const {line} = cursor
  cursor.pos++
  const name = word(cursor)
  if (name === '') throw fault(cursor, line, 'could not find expected directive name')
  if (!isBlankOrEnd(cursor.code())) throw fault(cursor, line, 'found unexpected non-alphabetical character')
  while (isBlank(cursor.code())) cursor.pos++
  const token = directive(cursor, line, name)
  while (isBlank(cursor.code())) cursor.pos++
  if (cursor.code() === 0x23) while (!isBreakOrEnd(cursor.code())) cursor.pos++
  if (!isBreakOrEnd(cursor.code())) throw fault(cursor, line, 'did not find expected comment or line break')
  if (cursor.code() !== 0) cursor.takeBreak()
  return token
}

function directive(cursor: Cursor, line: number, name: string): Token {
  if (name === 'YAML') {
    const major = versionNumber(cursor, line)
    if (cursor.code() !== 0x2e) throw fault(cursor, line, "did not find expected digit or '.' character")
    cursor.pos++
    return new Token(T.versionDirective, line, 0, line, `${major}.${versionNumber(cursor, line)}`)
  }
  if (name !== 'TAG') throw fault(cursor, line, 'found unknown directive name')
  const handle = tagHandle(cursor, line)
  if (!isBlank(cursor.code())) throw fault(cursor, line, 'did not find expected whitespace')
  while (isBlank(cursor.code())) cursor.pos++
  const prefix = uri(cursor, line, '')
  if (!isBlankOrEnd(cursor.code())) throw fault(cursor, line, 'did not find expected whitespace or line break')
  const token = new Token(T.tagDirective, line, 0, line, handle)
  token.suffix = prefix
  return token
}

function versionNumber(cursor: Cursor, line: number): number {
  const start = cursor.pos
  for (let code = cursor.code(); code >= 0x30 && code <= 0x39; code = cursor.code()) {
    cursor.pos++
    if (cursor.pos - start > MOST_DIGITS) throw fault(cursor, line, 'found extremely long version number')
  }
  if (cursor.pos === start) throw fault(cursor, line, 'did not find expected version number')
  return Number(cursor.text.slice(start, cursor.pos))
}
