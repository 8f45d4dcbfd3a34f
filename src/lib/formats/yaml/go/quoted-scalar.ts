import {type Cursor, isBlank, isBlankOrEnd, isBreak, isDocumentMark} from './cursor.js'
import {scannerFault as fault, folded, scalarToken} from './scalar.js'
import {STYLE, type Token} from './token.js'

export function scanSingleQuoted(cursor: Cursor): Token {
  return new QuotedScanner(cursor).scan(true)
}

export function scanDoubleQuoted(cursor: Cursor): Token {
  return new QuotedScanner(cursor).scan(false)
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
}
const HEX_LENGTH: Readonly<Record<string, number>> = {x: 2, u: 4, U: 8}

class QuotedScanner {
  readonly #startLine: number
  readonly #startColumn: number
  #value = ''

  constructor(private readonly cursor: Cursor) {
    this.#startLine = cursor.line
    this.#startColumn = cursor.column
  }

  scan(single: boolean): Token {
    const {cursor} = this
    cursor.pos++
    const quote = single ? 0x27 : 0x22
    for (;;) {
      if (isDocumentMark(cursor, 0x2d) || isDocumentMark(cursor, 0x2e)) {
        throw fault(cursor, this.#startLine, 'found unexpected document indicator')
      }
      if (cursor.code() === 0) throw fault(cursor, this.#startLine, 'found unexpected end of stream')
      const escapedBreak = single ? this.#singleRun() : this.#doubleRun()
      if (cursor.code() === quote) break
      this.#space(escapedBreak)
    }
    cursor.pos++
    return scalarToken(cursor, this.#startLine, this.#startColumn, this.#value, single ? STYLE.single : STYLE.double)
  }

  #singleRun(): boolean {
    const {cursor} = this
    const {text} = cursor
    let start = cursor.pos
    for (let code = cursor.code(); !isBlankOrEnd(code) || this.#isOneSpace(); code = cursor.code()) {
      if (code !== 0x27) {
        cursor.pos++
        continue
      }
      if (cursor.code(1) !== 0x27) break
      this.#value += text.slice(start, cursor.pos + 1)
      cursor.pos += 2
      start = cursor.pos
    }
    this.#value += text.slice(start, cursor.pos)
    return false
  }

  /** A space with text before and after it in its line is text itself. */
  #isOneSpace(): boolean {
    return this.cursor.code() === 0x20 && !isBlankOrEnd(this.cursor.code(1))
  }

  /** @returns true when the run ended with an escaped line break */
  #doubleRun(): boolean {
    const {cursor} = this
    const {text} = cursor
    let start = cursor.pos
    for (let code = cursor.code(); (!isBlankOrEnd(code) || this.#isOneSpace()) && code !== 0x22; code = cursor.code()) {
      if (code !== 0x5c) {
        cursor.pos++
        continue
      }
      this.#value += text.slice(start, cursor.pos)
      if (isBreak(cursor.code(1))) {
        cursor.pos++
        cursor.takeBreak()
        return true
      }
      this.#escape()
      start = cursor.pos
    }
    this.#value += text.slice(start, cursor.pos)
    return false
  }

  #escape(): void {
    const {cursor} = this
    const letter = cursor.text[cursor.pos + 1] ?? ''
    const simple = ESCAPES[letter]
    const length = HEX_LENGTH[letter]
    if (simple === undefined && length === undefined) throw fault(cursor, this.#startLine, 'found unknown escape character')
    cursor.pos += 2
    if (simple !== undefined) {
      this.#value += simple
      return
    }
    const digits = cursor.text.slice(cursor.pos, cursor.pos + length!)
    if (!/^[0-9A-Fa-f]+$/.test(digits) || digits.length < length!) {
      throw fault(cursor, this.#startLine, 'did not find expected hexdecimal number')
    }
    const value = Number.parseInt(digits, 16)
    if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
      throw fault(cursor, this.#startLine, 'found invalid Unicode character escape code')
    }
    this.#value += String.fromCodePoint(value)
    cursor.pos += length!
  }

  #space(afterEscapedBreak: boolean): void {
    const {cursor} = this
    let broke = afterEscapedBreak
    let blanks = ''
    let first = ''
    let more = ''
    for (let code = cursor.code(); isBlank(code) || isBreak(code); code = cursor.code()) {
      if (isBlank(code)) {
        if (!broke) blanks += cursor.text[cursor.pos]
        cursor.pos++
      } else if (broke) more += cursor.takeBreak()
      else {
        first = cursor.takeBreak()
        broke = true
      }
    }
    if (!broke) this.#value += blanks
    else this.#value += first === '\n' ? folded(first, more) : first + more
  }
}
