import {scanBlock} from './block-scalar.js'
import {Cursor, isBlankOrEnd, isDocumentMark} from './cursor.js'
import {scanAnchor, scanDirective, scanTag} from './directives.js'
import {YamlFault} from './fault.js'
import {scanPlain} from './plain-scalar.js'
import {scanDoubleQuoted, scanSingleQuoted} from './quoted-scalar.js'
import {KeyStack} from './simple-key.js'
import {skipSpace} from './space.js'
import {type Comment, T, Token} from './token.js'

/** Levels of nesting; go-yaml stops at 10,000, long after JavaScript's stack would. */
export const MAX_DEPTH = 1000

/** `|`, `>`, `%`, `@`, `` ` ``, tab and `#` */
const NO_START: ReadonlySet<number> = new Set([0x7c, 0x3e, 0x25, 0x40, 0x60, 0x09, 0x23])

/** Reads tokens as go-yaml's scanner does, with its limits and its words. */
export class Scanner {
  readonly #cursor: Cursor
  #queue: Token[] = []
  #head = 0
  /** tokens handed out */
  #parsed = 0
  #indent = -1
  readonly #indents: number[] = []
  #flowLevel = 0
  #keyAllowed = true
  readonly #keys = new KeyStack()
  #ended = false

  constructor(
    text: string,
    private readonly comments: Comment[] | undefined,
  ) {
    this.#cursor = new Cursor(`${text}\0`)
    if (text.startsWith('\ufeff')) {
      this.#cursor.pos = 1
      this.#cursor.lineStart = 1
    }
  }

  peek(): Token {
    this.#fill()
    return this.#queue[this.#head]!
  }

  next(): Token {
    this.#fill()
    const token = this.#queue[this.#head++]!
    this.#parsed++
    if (this.#head > 64) {
      this.#queue = this.#queue.slice(this.#head)
      this.#head = 0
    }
    return token
  }

  /** Reads on until the first token cannot become a key any more. */
  #fill(): void {
    for (;;) {
      if (this.#head < this.#queue.length) {
        if (!this.#keys.awaits(this.#parsed, this.#cursor)) return
      }
      this.#fetch()
    }
  }

  #fault(problem: string, line = this.#cursor.line): YamlFault {
    return new YamlFault(problem, true, line, this.#cursor.line)
  }

  #fetch(): void {
    const cursor = this.#cursor
    this.#skipSpace()
    this.#unroll(cursor.column)
    const code = cursor.code()
    if (code === 0) this.#streamEnd()
    else if (cursor.pos === cursor.lineStart && code === 0x25) this.#directive()
    else if (isDocumentMark(cursor, 0x2d)) this.#documentMark(T.documentStart)
    else if (isDocumentMark(cursor, 0x2e)) this.#documentMark(T.documentEnd)
    else this.#content(code)
  }

  #content(code: number): void {
    const cursor = this.#cursor
    const blankNext = isBlankOrEnd(cursor.code(1))
    const inFlow = this.#flowLevel > 0
    switch (code) {
      case 0x5b:
        this.#flowStart(T.flowSequenceStart)
        return
      case 0x7b:
        this.#flowStart(T.flowMappingStart)
        return
      case 0x5d:
        this.#flowEnd(T.flowSequenceEnd)
        return
      case 0x7d:
        this.#flowEnd(T.flowMappingEnd)
        return
      case 0x2c:
        this.#flowEntry()
        return
      case 0x2d:
        if (blankNext) this.#blockEntry()
        else this.#plain()
        return
      case 0x3f:
        if (inFlow || blankNext) this.#key()
        else this.#plain()
        return
      case 0x3a:
        if (inFlow || blankNext) this.#value()
        else this.#plain()
        return
      case 0x2a:
        this.#named(T.alias)
        return
      case 0x26:
        this.#named(T.anchor)
        return
      case 0x21:
        this.#saveKey()
        this.#keyAllowed = false
        this.#push(scanTag(cursor))
        return
      case 0x27:
      case 0x22:
        this.#saveKey()
        this.#keyAllowed = false
        this.#push(code === 0x27 ? scanSingleQuoted(cursor) : scanDoubleQuoted(cursor))
        return
      default:
        this.#other(code, inFlow)
    }
  }

  #other(code: number, inFlow: boolean): void {
    const cursor = this.#cursor
    if ((code === 0x7c || code === 0x3e) && !inFlow) {
      this.#dropKey()
      this.#keyAllowed = true
      this.#push(scanBlock(cursor, code === 0x7c, this.#indent))
    } else if (NO_START.has(code)) {
      throw this.#fault('found character that cannot start any token')
    } else this.#plain()
  }

  #plain(): void {
    this.#saveKey()
    this.#keyAllowed = false
    const {token, brokeLine} = scanPlain(this.#cursor, this.#indent + 1, this.#flowLevel > 0)
    if (brokeLine) this.#keyAllowed = true
    this.#push(token)
  }

  #push(token: Token): void {
    this.#queue.push(token)
  }

  /** A token of a few characters at the cursor. */
  #mark(type: number, length: number): void {
    const cursor = this.#cursor
    const token = new Token(type, cursor.line, cursor.column, cursor.line)
    cursor.pos += length
    this.#push(token)
  }

  #skipSpace(): void {
    const passed = skipSpace(this.#cursor, this.#flowLevel > 0, this.#keyAllowed, this.comments)
    if (passed && this.#flowLevel === 0) this.#keyAllowed = true
  }

  #unroll(column: number): void {
    if (this.#flowLevel > 0) return
    while (this.#indent > column) {
      this.#push(new Token(T.blockEnd, this.#cursor.line, this.#cursor.column, this.#cursor.line))
      this.#indent = this.#indents.pop()!
    }
  }

  /** Opens a block at a column unless one is open there; `number` is the token that it goes before. */
  #roll(column: number, number: number, type: number, line: number): void {
    if (this.#flowLevel > 0 || this.#indent >= column) return
    this.#indents.push(this.#indent)
    this.#indent = column
    if (this.#indents.length > MAX_DEPTH) throw this.#fault(`exceeded max depth of ${MAX_DEPTH}`)
    const token = new Token(type, line, column, line)
    if (number < 0) this.#push(token)
    else this.#queue.splice(this.#head + number - this.#parsed, 0, token)
  }

  #saveKey(): void {
    const cursor = this.#cursor
    if (!this.#keyAllowed) return
    const required = this.#flowLevel === 0 && this.#indent === cursor.column
    const tokenNumber = this.#parsed + this.#queue.length - this.#head
    this.#keys.save(cursor, required, tokenNumber)
  }

  #dropKey(): void {
    this.#keys.drop(this.#cursor)
  }

  #streamEnd(): void {
    if (this.#ended) throw this.#fault('unexpected end of stream')
    this.#ended = true
    const cursor = this.#cursor
    if (cursor.pos !== cursor.lineStart) {
      cursor.line++
      cursor.lineStart = cursor.pos
    }
    this.#unroll(-1)
    this.#dropKey()
    this.#keyAllowed = false
    this.#push(new Token(T.streamEnd, cursor.line, 0, cursor.line))
  }

  #directive(): void {
    this.#unroll(-1)
    this.#dropKey()
    this.#keyAllowed = false
    this.#push(scanDirective(this.#cursor))
  }

  #documentMark(type: number): void {
    this.#unroll(-1)
    this.#dropKey()
    this.#keyAllowed = false
    this.#mark(type, 3)
  }

  #flowStart(type: number): void {
    this.#saveKey()
    this.#keys.open()
    this.#flowLevel++
    if (this.#flowLevel > MAX_DEPTH) throw this.#fault(`exceeded max depth of ${MAX_DEPTH}`)
    this.#keyAllowed = true
    this.#mark(type, 1)
  }

  #flowEnd(type: number): void {
    this.#dropKey()
    if (this.#flowLevel > 0) {
      this.#flowLevel--
      this.#keys.close()
    }
    this.#keyAllowed = false
    this.#mark(type, 1)
  }

  #flowEntry(): void {
    this.#dropKey()
    this.#keyAllowed = true
    this.#mark(T.flowEntry, 1)
  }

  #blockEntry(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) throw this.#fault('block sequence entries are not allowed in this context')
      this.#roll(this.#cursor.column, -1, T.blockSequenceStart, this.#cursor.line)
    }
    this.#dropKey()
    this.#keyAllowed = true
    this.#mark(T.blockEntry, 1)
  }

  #key(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) throw this.#fault('mapping keys are not allowed in this context')
      this.#roll(this.#cursor.column, -1, T.blockMappingStart, this.#cursor.line)
    }
    this.#dropKey()
    this.#keyAllowed = this.#flowLevel === 0
    this.#mark(T.key, 1)
  }

  #value(): void {
    const key = this.#keys.top
    if (this.#keys.isValid(key, this.#cursor)) {
      this.#queue.splice(this.#head + key.tokenNumber - this.#parsed, 0, new Token(T.key, key.line, key.column, key.line))
      this.#roll(key.column, key.tokenNumber, T.blockMappingStart, key.line)
      key.possible = false
      this.#keyAllowed = false
    } else {
      if (this.#flowLevel === 0) {
        if (!this.#keyAllowed) throw this.#fault('mapping values are not allowed in this context')
        this.#roll(this.#cursor.column, -1, T.blockMappingStart, this.#cursor.line)
      }
      this.#keyAllowed = this.#flowLevel === 0
    }
    this.#mark(T.value, 1)
  }

  #named(type: number): void {
    this.#saveKey()
    this.#keyAllowed = false
    this.#push(scanAnchor(this.#cursor, type))
  }
}
