import {goQuote} from '../../../errors/go-quote.js'
import {runeLabel} from '../fmt/rune.js'
import {isDigit, isSpace, isSpaceCode, isWordCode} from './characters.js'
import {KEYWORDS, type Token, type TokenType} from './token.js'

const LEFT = '{{'
const RIGHT = '}}'
const ALPHANUMERIC = /[\p{L}\p{Nd}_]*/uy
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y
/** what may follow a word: "$x+2" is not accepted without a space */
const TERMINATORS = new Set([' ', '\t', '\r', '\n', '.', ',', '|', ':', ')', '('])

/** The tokens of a template text, one by one. After an error token there is nothing but the end. */
export class Lexer {
  #pos = 0
  #inside = false
  #parens = 0
  #spaced = false
  #text: string
  /** where the action that was opened last begins, after its delimiter */
  actionStart = 0

  constructor(
    private readonly whole: string,
    /** words that are functions of the caller, though Go has a keyword of that name */
    private readonly functions: {readonly break: boolean; readonly continue: boolean},
  ) {
    this.#text = whole
  }

  /** Counted from 1. Asked for only where something is wrong. */
  lineAt(pos: number): number {
    let line = 1
    for (let at = this.whole.indexOf('\n'); at >= 0 && at < pos; at = this.whole.indexOf('\n', at + 1)) line++
    return line
  }

  next(): Token {
    return this.#inside ? this.#action() : this.#textToken()
  }

  #textToken(): Token {
    for (;;) {
      const start = this.#pos
      const open = this.#text.indexOf(LEFT, start)
      if (open < 0) {
        this.#pos = this.#text.length
        const value = this.#text.slice(start)
        return value === ''
          ? {type: 'eof', pos: start, value: 'EOF', spaced: false}
          : {type: 'text', pos: start, value, spaced: false}
      }
      const end = this.#trims(open + LEFT.length) ? trimEnd(this.#text, start, open) : open
      this.#pos = open
      if (end > start) return {type: 'text', pos: start, value: this.#text.slice(start, end), spaced: false}
      const token = this.#leftDelim()
      if (token) return token
    }
  }

  /** The token of an opening delimiter, an error, or nothing after a comment. */
  #leftDelim(): Token | undefined {
    const pos = this.#pos
    let after = pos + LEFT.length
    if (this.#trims(after)) after += 2
    if (this.#text.startsWith('/*', after)) {
      this.#pos = after
      return this.#comment()
    }
    this.#pos = after
    this.actionStart = after
    this.#inside = true
    this.#parens = 0
    this.#spaced = false
    return {type: 'leftDelim', pos, value: LEFT, spaced: false}
  }

  /** What stands up to the next closing delimiter, when nothing of the action has been read yet: all of it unless a string has braces. */
  actionText(): string | undefined {
    const end = this.#text.indexOf(RIGHT, this.actionStart)
    return end < 0 ? undefined : this.#text.slice(this.actionStart, end)
  }

  /** Passes a whole action that is known; gives its last token. */
  passAction(text: string): Token {
    const delim = this.actionStart + text.length
    const after = delim + RIGHT.length
    const trims = text.endsWith('-') && isSpace(text[text.length - 2])
    return this.#rightDelim(delim, trims ? this.#skipSpaces(after) : after)
  }

  #comment(): Token | undefined {
    const close = this.#text.indexOf('*/', this.#pos + 2)
    if (close < 0) return this.#error('unclosed comment')
    const end = this.#rightDelimAt(close + 2)
    if (!end) return this.#error('comment ends before closing delimiter')
    this.#pos = end.after
    return undefined
  }

  #action(): Token {
    this.#blanks()
    const end = this.#rightDelimAt(this.#pos)
    if (end) {
      if (this.#parens > 0) return this.#error('unclosed left paren')
      return this.#rightDelim(end.delim, end.after)
    }
    const char = this.#text[this.#pos]
    if (char === undefined) return this.#error('unclosed action')
    switch (char) {
      case '=':
        return this.#take('assign', 1)
      case '|':
        return this.#take('pipe', 1)
      case ':':
        return this.#text[this.#pos + 1] === '=' ? this.#take('declare', 2) : this.#error('expected :=')
      case '"':
        return this.#quoted('"', 'string', 'unterminated quoted string')
      case "'":
        return this.#quoted("'", 'charConstant', 'unterminated character constant')
      case '`':
        return this.#raw()
      case '$':
        return this.#word('variable')
      case '(':
        this.#parens++
        return this.#take('leftParen', 1)
      case ')':
        return --this.#parens < 0 ? this.#error('unexpected right paren') : this.#take('rightParen', 1)
      case '.':
        if (this.#pos + 1 < this.#text.length && !isDigit(this.#text[this.#pos + 1])) return this.#word('field')
    }
    if (char === '.' || char === '+' || char === '-' || isDigit(char)) return this.#number()
    return this.#identifierOrChar()
  }

  #identifierOrChar(): Token {
    const end = this.#wordEnd(this.#pos)
    const word = this.#text.slice(this.#pos, end)
    if (word !== '') {
      if (!this.#terminated(end)) return this.#badCharacter(end)
      return this.#take(this.#wordType(word), word.length)
    }
    const char = String.fromCodePoint(this.#text.codePointAt(this.#pos)!)
    if (char > ' ' && char < '\x7f') return this.#take('char', 1)
    return this.#error(`unrecognized character in action: ${runeLabel(char)}`)
  }

  #wordType(word: string): TokenType {
    if (word === 'true' || word === 'false') return 'bool'
    const keyword = KEYWORDS.get(word)
    if (!keyword || (keyword === 'break' && this.functions.break) || (keyword === 'continue' && this.functions.continue)) {
      return 'identifier'
    }
    return keyword
  }

  /** `$`, `$name`, `.` or `.name`; the first character is known. */
  #word(type: 'variable' | 'field'): Token {
    if (this.#terminated(this.#pos + 1)) return this.#take(type === 'field' ? 'dot' : type, 1)
    const end = this.#wordEnd(this.#pos + 1)
    return this.#terminated(end) ? this.#take(type, end - this.#pos) : this.#badCharacter(end)
  }

  #quoted(quote: string, type: TokenType, fault: string): Token {
    let at = this.#pos + 1
    for (;;) {
      const char = this.#text[at]
      if (char === quote) break
      if (char === '\\') at++
      const seen = this.#text[at]
      if (seen === undefined || seen === '\n') return this.#error(fault)
      at++
    }
    return this.#take(type, at + 1 - this.#pos)
  }

  #raw(): Token {
    const end = this.#text.indexOf('`', this.#pos + 1)
    return end < 0 ? this.#error('unterminated raw quoted string') : this.#take('rawString', end + 1 - this.#pos)
  }

  #number(): Token {
    let end = this.#match(NUMBER, this.#pos)
    if (this.#alphanumericAt(end)) return this.#badNumber(end + 1)
    const sign = this.#text[end]
    if (sign !== '+' && sign !== '-') return this.#take('number', end - this.#pos)
    end = this.#match(NUMBER, end)
    if (this.#alphanumericAt(end)) return this.#badNumber(end + 1)
    return this.#text[end - 1] === 'i' ? this.#take('complex', end - this.#pos) : this.#badNumber(end)
  }

  #badNumber(end: number): Token {
    return this.#error(`bad number syntax: ${goQuote(this.#text.slice(this.#pos, end))}`)
  }

  /** Skips blanks; the last one may belong to a closing delimiter with a trim marker. */
  #blanks(): void {
    let end = this.#skipSpaces(this.#pos)
    if (end > this.#pos && this.#text.startsWith(`-${RIGHT}`, end)) end--
    this.#spaced = end > this.#pos
    this.#pos = end
  }

  #rightDelim(pos: number, after: number): Token {
    this.#pos = after
    this.#inside = false
    return {type: 'rightDelim', pos, value: RIGHT, spaced: this.#spaced}
  }

  /** Where the delimiter is that starts here, and where the text after it goes on. */
  #rightDelimAt(at: number): {delim: number; after: number} | undefined {
    if (this.#text.startsWith(RIGHT, at)) return {delim: at, after: at + RIGHT.length}
    if (!isSpace(this.#text[at]) || !this.#text.startsWith(`-${RIGHT}`, at + 1)) return undefined
    return {delim: at + 2, after: this.#skipSpaces(at + 2 + RIGHT.length)}
  }

  #trims(at: number): boolean {
    return this.#text[at] === '-' && isSpace(this.#text[at + 1])
  }

  #terminated(at: number): boolean {
    const char = this.#text[at]
    return char === undefined || TERMINATORS.has(char) || this.#text.startsWith(RIGHT, at)
  }

  #alphanumericAt(at: number): boolean {
    return this.#wordEnd(at) > at
  }

  #badCharacter(at: number): Token {
    return this.#error(`bad character ${runeLabel(String.fromCodePoint(this.#text.codePointAt(at)!))}`)
  }

  #take(type: TokenType, length: number): Token {
    const value = this.#text.slice(this.#pos, this.#pos + length)
    const token: Token = {type, pos: this.#pos, value, spaced: this.#spaced}
    this.#pos = this.#pos + length
    return token
  }

  #error(value: string): Token {
    const token: Token = {type: 'error', pos: this.#pos, value, spaced: this.#spaced}
    this.#text = ''
    this.#pos = 0
    this.#inside = false
    return token
  }

  /** Where the letters, digits and underscores end that start here. */
  #wordEnd(from: number): number {
    let at = from
    for (;;) {
      const code = this.#text.charCodeAt(at)
      if (code > 0x7f) return this.#match(ALPHANUMERIC, from)
      if (!isWordCode(code)) return at
      at++
    }
  }

  #skipSpaces(from: number): number {
    let at = from
    while (isSpaceCode(this.#text.charCodeAt(at))) at++
    return at
  }

  #match(pattern: RegExp, at: number): number {
    pattern.lastIndex = at
    return pattern.test(this.#text) ? pattern.lastIndex : at
  }
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end
  while (at > start && isSpaceCode(text.charCodeAt(at - 1))) at--
  return at
}
