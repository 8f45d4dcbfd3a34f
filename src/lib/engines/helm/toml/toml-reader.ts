import {setOwn} from '../../../formats/json/set-own.js'
import {quote} from '../../gotemplate/fmt/quote.js'
import {byteSlice} from '../../gotemplate/go/bytes.js'
import type {Dict, GoValue} from '../../gotemplate/go/value.js'
import {END, TomlCursor, TomlFault} from './toml-cursor.js'
import {tomlKey} from './toml-key.js'
import {headerPath, keyPath, type TomlPath} from './toml-path.js'
import {floatOf, numberOrDate, runeQuote, signedNumber} from './toml-scalar.js'
import {TomlTables} from './toml-tables.js'
import {blockText, lineText} from './toml-text.js'

const BLANK = /[ \t]/
const LINE_BREAK = /[\r\n]/
const LETTER = /\p{L}/u
/** values in each other, and names of tables in each other */
const MAX_DEPTH = 1000

/** The map of a TOML text, integers as int64 and dates as times; what is wrong stands under `Error` in the words of Helm's reader. */
export function tomlValue(text: string): GoValue {
  const plain = text.replace(/^(?:\udcff\udcfe|\udcfe\udcff|\ufeff)/, '')
  if (byteSlice(plain, 0, 6).includes(END)) {
    return {Error: 'toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8'}
  }
  const reader = new TomlReader(plain)
  try {
    return reader.read()
  } catch (error) {
    if (!(error instanceof TomlFault)) throw error
    const key = reader.tables.lastKey()
    return {Error: `toml: line ${error.line}${key === '' ? '' : ` (last key ${quote(key)})`}: ${error.message}`}
  }
}

class TomlReader {
  readonly tables = new TomlTables()
  readonly #cursor: TomlCursor
  #depth = 0

  constructor(text: string) {
    this.#cursor = new TomlCursor(text)
  }

  /** @throws TomlFault */
  read(): Dict {
    for (;;) {
      const char = this.#next()
      if (char === END) return this.tables.root
      if (char === '[') this.#header()
      else this.#topPair()
      this.#lineEnd()
    }
  }

  #topPair(): void {
    const outer = this.tables.context
    this.#cursor.back()
    this.#pair()
    this.tables.context = outer
    this.tables.current = ''
  }

  /** The next character that is no blank, line break or comment. */
  #next(): string {
    for (;;) {
      this.#cursor.start = this.#cursor.at
      const char = this.#cursor.take()
      if (char === '#') this.#comment()
      else if (!BLANK.test(char) && !LINE_BREAK.test(char)) return char
    }
  }

  #comment(): void {
    this.#cursor.takeAll(/[^\r\n\0]/)
  }

  #lineEnd(): void {
    for (;;) {
      const char = this.#cursor.take()
      if (char === '#') this.#comment()
      if (char === '#' || char === END || LINE_BREAK.test(char)) return
      if (BLANK.test(char)) continue
      throw this.#cursor.fault(
        `expected a top-level item to end with a newline, comment, or EOF, but got ${runeQuote(char)} instead`,
      )
    }
  }

  #header(): void {
    const list = this.#cursor.accept('[')
    const path = this.#located(headerPath(this.#cursor, list))
    this.tables.enterTable(path, list)
  }

  /** Notes where a key begins. */
  #located({path, line}: TomlPath): readonly string[] {
    this.tables.line = line
    this.#refuseDeep(path.length)
    return path
  }

  /** A key and its value, which the table gets. */
  #pair(): {readonly path: readonly string[]; readonly value: GoValue} {
    const {tables} = this
    const path = this.#located(keyPath(this.#cursor))
    const key = path.at(-1)!
    tables.current = key
    for (const part of path.slice(0, -1)) tables.enterImplicit([...tables.context, part])
    const value = this.#value(false)
    tables.set(key, value)
    tables.mark(key, Array.isArray(value))
    return {path, value}
  }

  #value(inList: boolean): GoValue {
    const cursor = this.#cursor
    cursor.skipBlanks()
    cursor.start = cursor.at
    const char = cursor.take()
    switch (char) {
      case '[':
        return this.#deeper(() => this.#list())
      case '{':
        return this.#deeper(() => this.#inlineTable(inList))
      case '"':
      case "'":
        return this.#text(char)
      case '-':
      case '+':
        return signedNumber(cursor)
      case '.':
        throw cursor.fault("floats must start with a digit, not '.'")
      case 'i':
      case 'n':
        if ((cursor.accept('n') && cursor.accept('f')) || (cursor.accept('a') && cursor.accept('n'))) return floatOf(cursor)
    }
    return this.#plainValue(char)
  }

  #plainValue(char: string): GoValue {
    const cursor = this.#cursor
    if (/[0-9]/.test(char)) {
      cursor.back()
      return numberOrDate(cursor)
    }
    if (LETTER.test(char)) {
      cursor.back()
      return this.#word()
    }
    if (char === END) throw cursor.fault('unexpected EOF; expected value')
    const message = `expected value but found ${runeQuote(char)} instead`
    throw char === '\n' ? cursor.faultBefore(message) : cursor.fault(message)
  }

  #word(): boolean {
    this.#cursor.start = this.#cursor.at
    this.#cursor.takeAll(LETTER)
    const word = this.#cursor.taken()
    if (word === 'true' || word === 'false') return word === 'true'
    throw this.#cursor.fault(`expected value but found ${quote(word)} instead`)
  }

  #text(mark: string): string {
    if (this.#cursor.accept(mark)) {
      if (this.#cursor.accept(mark)) return blockText(this.#cursor, mark)
      this.#cursor.back()
    }
    return lineText(this.#cursor, mark)
  }

  #list(): GoValue[] {
    const {tables} = this
    const cursor = this.#cursor
    tables.mark(tables.current, true)
    const items: GoValue[] = []
    for (;;) {
      const char = this.#next()
      if (char === ']') return items
      if (char === ',') throw cursor.fault('unexpected comma')
      cursor.back()
      items.push(this.#value(true))
      const after = this.#next()
      if (after === ']') return items
      if (after !== ',') throw cursor.fault(`expected a comma (',') or array terminator (']'), but got ${orEnd(after)}`)
    }
  }

  #inlineTable(inList: boolean): Dict {
    const {tables} = this
    const {context, current} = tables
    const path = [...context, current]
    tables.context = path
    tables.current = ''
    tables.enterImplicit(path, inList)
    const result: Dict = {}
    while (this.#inlineGoesOn()) {
      const {path: key, value} = this.#pair()
      this.#put(result, key, value)
      tables.context = path
      if (this.#inlineEnds()) break
    }
    tables.context = context
    tables.current = current
    return result
  }

  #inlineGoesOn(): boolean {
    const char = this.#next()
    if (char === '}') return false
    if (char === ',') throw this.#cursor.fault('unexpected comma')
    this.#cursor.back()
    return true
  }

  #inlineEnds(): boolean {
    const char = this.#next()
    if (char === '}') return true
    if (char === ',') return false
    throw this.#cursor.fault(`expected a comma or an inline table terminator '}', but got ${orEnd(char)} instead`)
  }

  #put(table: Dict, path: readonly string[], value: GoValue): void {
    let inner = table
    for (const part of path.slice(0, -1)) {
      if (!Object.hasOwn(inner, part)) setOwn(inner, part, {})
      const held = inner[part]
      if (typeof held !== 'object' || held === null || Object.getPrototypeOf(held) !== Object.prototype) {
        throw new TomlFault(`${quote(tomlKey(this.tables.context))} is not a table`, this.tables.line)
      }
      inner = held as Dict
    }
    setOwn(inner, path.at(-1)!, value)
  }

  #deeper<T>(read: () => T): T {
    this.#refuseDeep(++this.#depth)
    const value = read()
    this.#depth--
    return value
  }

  #refuseDeep(depth: number): void {
    if (depth > MAX_DEPTH) throw this.#cursor.fault(`more than ${MAX_DEPTH} values in each other`)
  }
}

function orEnd(char: string): string {
  return char === END ? 'end of file' : `'${char}'`
}
