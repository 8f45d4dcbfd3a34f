import {scanBlock} from './block-scalar.js'
import {Cursor, isDocumentMark} from './cursor.js'
import {YamlFault} from './fault.js'
import type {ComposedDocument, NodeBuilder} from './node-builder.js'
import {MAX_LEVELS, NOT_SIMPLE, readFlow, takeQuoted} from './simple-flow.js'
import {STYLE} from './token.js'

/** A key is not longer than 1024 characters. */
const MAX_KEY = 1000

/** What a plain scalar of this reader may begin with: no indicator, and no character that breaks lines. */
const STARTS = /[A-Za-z0-9_./$(<~+^=;\\)-]/
const PLAIN_START: readonly boolean[] = Array.from({length: 128}, (_, code) => STARTS.test(String.fromCharCode(code)))
/** Byte order mark and line breaks other than `\n`. */
const UNUSUAL = /[\r\u0085\u2028\u2029\ufeff]/

/**
 * Reads a text of one document as nearly all texts are written: block maps and lists, scalars of one line, quoted ones,
 * block scalars, `[]` and `{}` on one line. Undefined for everything else, which includes all that is faulty: the scanner reads
 * it then from the start, and says what is wrong. Several times faster than going by tokens.
 */
export function composeSimple<N>(text: string, builder: NodeBuilder<N>): ComposedDocument<N> | undefined {
  if (UNUSUAL.test(text)) return undefined
  try {
    return new SimpleReader(text, builder).document()
  } catch (error) {
    if (error !== NOT_SIMPLE && !(error instanceof YamlFault)) throw error
    builder.restart?.()
    return undefined
  }
}

class SimpleReader<N> {
  readonly #cursor: Cursor
  readonly #text: string
  #levels = 0

  constructor(
    text: string,
    private readonly builder: NodeBuilder<N>,
  ) {
    this.#cursor = new Cursor(`${text}\0`)
    this.#text = this.#cursor.text
  }

  document(): ComposedDocument<N> | undefined {
    const cursor = this.#cursor
    let line = 0
    let column = this.#next()
    if (column === 0 && isDocumentMark(cursor, 0x2d)) {
      line = cursor.line + 1
      cursor.pos += 3
      this.#endLine()
      column = this.#next()
    }
    if (column < 0 || this.#isMark(column)) return undefined
    if (line === 0) line = cursor.line + 1
    const code = cursor.code()
    if (code === 0x7c || code === 0x3e || code === 0x5b || code === 0x7b) return undefined
    const root = this.#node(true, -1)
    if (this.#next() >= 0) return undefined
    return {root, line}
  }

  /** Goes to the next character that is neither space nor comment; its column, -1 at the end. */
  #next(): number {
    const cursor = this.#cursor
    const text = this.#text
    for (;;) {
      let code = text.charCodeAt(cursor.pos)
      while (code === 0x20) code = text.charCodeAt(++cursor.pos)
      if (code === 0x23) {
        cursor.pos = text.indexOf('\n', cursor.pos)
        if (cursor.pos < 0) cursor.pos = text.length - 1
        code = text.charCodeAt(cursor.pos)
      }
      if (code === 0x0a) {
        cursor.line++
        cursor.lineStart = ++cursor.pos
      } else if (code === 0x09) throw NOT_SIMPLE
      else return code === 0 ? -1 : cursor.pos - cursor.lineStart
    }
  }

  #isMark(column: number): boolean {
    return column === 0 && (isDocumentMark(this.#cursor, 0x2d) || isDocumentMark(this.#cursor, 0x2e))
  }

  /** Passes what may stand after a value in its line. */
  #endLine(): void {
    const cursor = this.#cursor
    const from = cursor.pos
    while (cursor.code() === 0x20) cursor.pos++
    const code = cursor.code()
    if (code === 0x0a || code === 0 || (code === 0x23 && cursor.pos > from)) return
    throw NOT_SIMPLE
  }

  /** True at a character that is followed by a space or the end of the line. */
  #isAlone(at: number): boolean {
    const code = this.#text.charCodeAt(at + 1)
    if (code === 0x09) throw NOT_SIMPLE
    return code === 0x20 || code === 0x0a || code === 0
  }

  /** The node at the cursor; `indent` is that of the block around it. `free`: it may be a map or list. */
  #node(free: boolean, indent: number): N {
    const cursor = this.#cursor
    const code = cursor.code()
    if (code === 0x2d && this.#isAlone(cursor.pos)) {
      if (!free) throw NOT_SIMPLE
      return this.#list(cursor.column, false)
    }
    switch (code) {
      case 0x7c:
      case 0x3e: {
        const token = scanBlock(cursor, code === 0x7c, indent)
        return this.builder.scalar(token.value, '', token.style, token.line + 1)
      }
      case 0x5b:
      case 0x7b: {
        const node = readFlow(cursor, this.builder, this.#levels)
        this.#endLine()
        return node
      }
      default:
        return this.#scalarOrMap(free)
    }
  }

  #scalarOrMap(free: boolean): N {
    const cursor = this.#cursor
    const {line, column} = cursor
    const start = cursor.pos
    const token = takeQuoted(cursor)
    const value = token === undefined ? this.#plain() : token.value
    const style = token === undefined ? STYLE.plain : token.style
    const node = this.builder.scalar(value, '', style, line + 1)
    if (this.#isKey(line, start)) {
      if (!free) throw NOT_SIMPLE
      return this.#map(column, node, line + 1)
    }
    this.#endLine()
    return node
  }

  /** True right before the `:` of a key, which is passed. */
  #isKey(line: number, start: number): boolean {
    const cursor = this.#cursor
    let at = cursor.pos
    while (this.#text.charCodeAt(at) === 0x20) at++
    if (this.#text.charCodeAt(at) !== 0x3a) return false
    if (!this.#isAlone(at) || cursor.line !== line || at - start > MAX_KEY) throw NOT_SIMPLE
    cursor.pos = at + 1
    return true
  }

  /** The text up to `: `, ` #` or the end of the line, without spaces at its end. */
  #plain(): string {
    const cursor = this.#cursor
    const text = this.#text
    const start = cursor.pos
    const first = text.charCodeAt(start)
    if (first < 128 && !PLAIN_START[first]) throw NOT_SIMPLE
    let at = start
    let end = start
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 0x20) {
        at++
        if (text.charCodeAt(at) === 0x23) break
        continue
      }
      if (code === 0x0a || code === 0) break
      if (code === 0x09) throw NOT_SIMPLE
      if (code === 0x3a && this.#isAlone(at)) break
      end = ++at
    }
    cursor.pos = end
    return text.slice(start, end)
  }

  /** A map whose first key has been read up to its `:`. */
  #map(indent: number, firstKey: N, line: number): N {
    this.#enter()
    const {builder} = this
    const cursor = this.#cursor
    const map = builder.mapping('', false, line)
    let key = firstKey
    for (;;) {
      builder.pair(map, key, this.#value(indent))
      const column = this.#next()
      if (column < indent || this.#isMark(column)) break
      if (column > indent) throw NOT_SIMPLE
      const start = cursor.pos
      const keyLine = cursor.line
      if (cursor.code() === 0x2d && this.#isAlone(start)) throw NOT_SIMPLE
      const token = takeQuoted(cursor)
      const value = token === undefined ? this.#plain() : token.value
      if (!this.#isKey(keyLine, start)) throw NOT_SIMPLE
      key = builder.scalar(value, '', token === undefined ? STYLE.plain : token.style, keyLine + 1)
    }
    builder.end(map)
    this.#levels--
    return map
  }

  /** What stands after a key. */
  #value(indent: number): N {
    const cursor = this.#cursor
    const {line} = cursor
    const column = this.#next()
    if (column >= 0 && cursor.line === line) return this.#node(false, indent)
    if (this.#isMark(column)) throw NOT_SIMPLE
    if (column > indent) return this.#node(true, indent)
    if (column === indent && cursor.code() === 0x2d && this.#isAlone(cursor.pos)) return this.#list(indent, true)
    return this.builder.scalar('', '', STYLE.plain, line + 1)
  }

  /** A list from its first `-` on; `inMap`: at the indent of the keys around it. */
  #list(indent: number, inMap: boolean): N {
    this.#enter()
    const {builder} = this
    const cursor = this.#cursor
    const list = builder.sequence('', false, cursor.line + 1)
    for (;;) {
      const {line} = cursor
      cursor.pos++
      const column = this.#next()
      const empty = column <= indent && cursor.line !== line
      if (this.#isMark(column)) throw NOT_SIMPLE
      builder.add(list, empty ? builder.scalar('', '', STYLE.plain, line + 1) : this.#node(true, indent))
      const next = this.#next()
      if (next < indent) break
      if (next > indent || this.#isMark(next)) throw NOT_SIMPLE
      if (cursor.code() !== 0x2d || !this.#isAlone(cursor.pos)) {
        if (inMap) break
        throw NOT_SIMPLE
      }
    }
    builder.end(list)
    this.#levels--
    return list
  }

  #enter(): void {
    if (++this.#levels > MAX_LEVELS) throw NOT_SIMPLE
  }
}
