import {goQuote} from '../../errors/go-quote.js'
import type {JsonValue} from './value.js'

/** What Go's JSON scanner says of a text, and the fields that occur twice. */
export interface JsonCheck {
  /** Go's text of the first syntax error */
  readonly error: string | undefined
  /** paths of repeated fields, in order */
  readonly duplicates: readonly string[]
  /** what `JSON.parse` makes of the text, where it has been asked and no field is repeated */
  readonly parsed?: JsonValue | undefined
}

const MAX_DEPTH = 10_000

const NONE: readonly string[] = []

/** Reads a text as encoding/json does, for its error texts; values are not built. */
export function checkJson(text: string): JsonCheck {
  const parsed = plainlyRead(text)
  if (parsed !== undefined) return {error: undefined, duplicates: NONE, parsed}
  const scanner = new Scanner(text)
  try {
    scanner.document()
    return {error: undefined, duplicates: scanner.duplicates}
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    return {error: error.message, duplicates: scanner.duplicates}
  }
}

/**
 * Reads one value of a stream as Go's json.Decoder does: where it ends, or what is wrong with it and where. What the text breaks off is
 * an `unexpected EOF`.
 */
export function scanJson(text: string, from: number): {readonly end: number} | {readonly error: string; readonly at: number} {
  const scanner = new Scanner(text, undefined, from)
  try {
    scanner.value()
    return {end: scanner.at}
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    return {error: scanner.at < text.length ? error.message : 'unexpected EOF', at: scanner.at}
  }
}

/** Sorts faults of a strict reader by where their fields stand in the text. */
export function inTextOrder(text: string, faults: readonly string[]): readonly string[] {
  const places = new Map<string, number>()
  new Scanner(text, places).document()
  const place = (fault: string) => places.get(fault) ?? Number.MAX_SAFE_INTEGER
  return [...faults].sort((a, b) => place(a) - place(b))
}

/** Depth up to which the engine's own parser is asked first. */
const PLAIN_DEPTH = 200

/**
 * What the engine's parser makes of a text in which no field is repeated: it reads the same grammar, many times as fast.
 * Undefined for what needs a closer look.
 */
function plainlyRead(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue
    return countFields(value, PLAIN_DEPTH) === writtenFields(text) ? value : undefined
  } catch {
    return undefined
  }
}

/** Fields of all objects in a value; NaN when it is too deep. */
function countFields(value: JsonValue, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0
  if (depth === 0) return Number.NaN
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countFields(item, depth - 1)
    return count
  }
  for (const name in value) count += 1 + countFields(value[name] as JsonValue, depth - 1)
  return count
}

const BACKSLASH = 0x5c

/** Strings in a sound JSON text that a colon follows. */
function writtenFields(text: string): number {
  let count = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    at = afterString(text, at + 1)
    while (text.charCodeAt(at) <= 0x20) at++
    if (text[at] === ':') count++
  }
  return count
}

/** Index behind the quote that ends a string. */
function afterString(text: string, from: number): number {
  for (let end = text.indexOf('"', from); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return end + 1
  }
}

/** The first of the bytes that UTF-8 has for a character: Go's scanner sees no characters. Halves of pairs may stand for single bytes. */
function firstByte(code: number): number {
  if (code >= 0xdc80 && code <= 0xdcff) return code - 0xdc00
  if (code < 0x80) return code
  if (code < 0x800) return 0xc0 | (code >> 6)
  return code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18)
}

class SyntaxFault extends Error {}

interface Level {
  readonly close: '}' | ']'
  readonly path: string
  readonly names: Set<string> | undefined
  index: number
  /** nothing read after the opening yet */
  fresh: boolean
}

class Scanner {
  readonly duplicates: string[] = []
  /** open objects and arrays; a stack of our own, so that deep input cannot exhaust the engine's */
  private readonly levels: Level[] = []

  constructor(
    private readonly text: string,
    /** gets where each fault would stand, by its text */
    private readonly places?: Map<string, number>,
    public at = 0,
  ) {}

  document(): void {
    this.value()
    this.space()
    if (this.at < this.text.length) throw this.unexpected('after top-level value')
  }

  value(): void {
    this.begin('')
    for (let level = this.levels.at(-1); level; level = this.levels.at(-1)) {
      if (level.fresh) this.opened(level)
      else this.next(level)
    }
  }

  /** Reads the beginning of a value: a whole scalar, or the opening of an object or array. */
  private begin(path: string): void {
    this.space()
    const char = this.peek()
    if (char === '{' || char === '[') {
      if (this.levels.length >= MAX_DEPTH) throw this.unexpected('exceeded max depth')
      this.at++
      const close = char === '{' ? '}' : ']'
      this.levels.push({close, path, names: char === '{' ? new Set() : undefined, index: 0, fresh: true})
    } else if (char === '"') this.string()
    else if (char === '-' || (char >= '0' && char <= '9')) this.number()
    else if (char === 't') this.literal('true')
    else if (char === 'f') this.literal('false')
    else if (char === 'n') this.literal('null')
    else throw this.unexpected('looking for beginning of value')
  }

  private opened(level: Level): void {
    level.fresh = false
    this.space()
    if (this.peek() === level.close) {
      this.at++
      this.levels.pop()
    } else this.member(level)
  }

  /** What follows a value inside an object or array. */
  private next(level: Level): void {
    this.space()
    const char = this.peek()
    if (char === level.close) {
      this.at++
      this.levels.pop()
      return
    }
    if (char !== ',') throw this.unexpected(level.names ? 'after object key:value pair' : 'after array element')
    this.at++
    this.member(level)
  }

  private member(level: Level): void {
    if (!level.names) {
      this.begin(`${level.path}[${level.index++}]`)
      return
    }
    this.space()
    if (this.peek() !== '"') throw this.unexpected('looking for beginning of object key string')
    const from = this.at
    this.string()
    const name = JSON.parse(this.text.slice(from, this.at)) as string
    const path = level.path === '' ? name : `${level.path}.${name}`
    const again = level.names.has(name)
    if (again) {
      if (!this.duplicates.includes(path)) this.duplicates.push(path)
    } else level.names.add(name)
    if (this.places) this.note(`${again ? 'duplicate' : 'unknown'} field ${JSON.stringify(path)}`, from)
    this.space()
    if (this.peek() !== ':') throw this.unexpected('after object key')
    this.at++
    this.begin(path)
  }

  private note(fault: string, at: number): void {
    if (!this.places?.has(fault)) this.places?.set(fault, at)
  }

  private string(): void {
    this.at++
    for (;;) {
      const char = this.peek()
      if (char === '"') break
      if (char < ' ') throw this.unexpected('in string literal')
      this.at++
      if (char === '\\') this.escape()
    }
    this.at++
  }

  private escape(): void {
    const char = this.peekInToken()
    if (!'bfnrt\\/"u'.includes(char)) throw this.unexpected('in string escape code')
    this.at++
    if (char !== 'u') return
    for (let digit = 0; digit < 4; digit++) {
      if (!/[0-9a-fA-F]/.test(this.peekInToken())) throw this.unexpected('in \\u hexadecimal character escape')
      this.at++
    }
  }

  private number(): void {
    if (this.peekInToken() === '-') this.at++
    if (this.peekInToken() === '0') this.at++
    else this.digits('in numeric literal')
    if (this.text[this.at] === '.') {
      this.at++
      this.digits('after decimal point in numeric literal')
    }
    if (/[eE]/.test(this.text[this.at] ?? '')) {
      this.at++
      if (/[+-]/.test(this.peekInToken())) this.at++
      this.digits('in exponent of numeric literal')
    }
  }

  private digits(where: string): void {
    if (!/\d/.test(this.peekInToken())) throw this.unexpected(where)
    while (/\d/.test(this.text[this.at] ?? '')) this.at++
  }

  private literal(word: string): void {
    for (const [index, char] of [...word].entries()) {
      if (this.peekInToken() !== char)
        throw this.unexpected(index === 0 ? 'looking for beginning of value' : `in literal ${word} (expecting '${char}')`)
      this.at++
    }
  }

  private space(): void {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at]!)) this.at++
  }

  private peek(): string {
    const char = this.text[this.at]
    if (char === undefined) throw new SyntaxFault('unexpected end of JSON input')
    return char
  }

  /** Inside of a token Go's scanner takes the end of the text for a blank. */
  private peekInToken(): string {
    return this.text[this.at] ?? ' '
  }

  private unexpected(where: string): SyntaxFault {
    const char = this.at < this.text.length ? String.fromCodePoint(firstByte(this.text.codePointAt(this.at)!)) : ' '
    const shown = char === "'" ? "'\\''" : char === '"' ? `'"'` : `'${goQuote(char).slice(1, -1)}'`
    return new SyntaxFault(`invalid character ${shown} ${where}`)
  }
}
