import {setOwn} from './set-own.js'
import {isObject, type JsonObject, type JsonValue} from './value.js'

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const SPACE = /[ \t\n\r]*/y
const MIN_INT64 = -(2n ** 63n)
const MAX_INT64 = 2n ** 63n - 1n

/** The exact number: a bigint when it is an integer that a double cannot carry but 64 bits can. */
function numberOf(text: string, integer: boolean): number | bigint {
  const value = Number(text)
  if (!integer || Number.isSafeInteger(value)) return value
  const exact = BigInt(text)
  return exact >= MIN_INT64 && exact <= MAX_INT64 ? exact : value
}

/** A value over one of the same name before it, as encoding/json fills structs, maps and lists that hold something already. */
function joined(before: JsonValue, value: JsonValue): JsonValue {
  // what is no pointer, as most texts and flags are not, is left alone
  if (value === null) return typeof before === 'string' || typeof before === 'boolean' ? before : null
  if (Array.isArray(before) && Array.isArray(value))
    return value.map((item, at) => (at < before.length ? joined(before[at]!, item) : item))
  if (!isObject(before) || !isObject(value)) return value
  const result: JsonObject = {...before}
  for (const [key, item] of Object.entries(value))
    setOwn(result, key, Object.hasOwn(result, key) ? joined(result[key] as JsonValue, item as JsonValue) : (item as JsonValue))
  return result
}

/** Reads JSON with exact integers. `JSON.parse` of Node 20 cannot show a number's source text. */
export class JsonReader {
  #at = 0

  /** `join`: a field that comes again goes into what it was before */
  constructor(
    private readonly text: string,
    private readonly join = false,
  ) {}

  /** @throws SyntaxError */
  document(): JsonValue {
    const value = this.#value()
    this.#space()
    if (this.#at < this.text.length) throw this.#error()
    return value
  }

  #space(): void {
    const code = this.text.charCodeAt(this.#at)
    if (code > 0x20) return
    SPACE.lastIndex = this.#at
    SPACE.exec(this.text)
    this.#at = SPACE.lastIndex
  }

  #value(): JsonValue {
    this.#space()
    const char = this.text[this.#at]
    if (char === '{') return this.#object()
    if (char === '[') return this.#array()
    if (char === '"') return this.#string()
    if (char === 't') return this.#word('true', true)
    if (char === 'f') return this.#word('false', false)
    if (char === 'n') return this.#word('null', null)
    return this.#number()
  }

  #object(): JsonObject {
    const result: JsonObject = {}
    this.#at++
    this.#space()
    if (this.text[this.#at] === '}') {
      this.#at++
      return result
    }
    for (;;) {
      this.#space()
      if (this.text[this.#at] !== '"') throw this.#error()
      const key = this.#string()
      this.#space()
      if (this.text[this.#at] !== ':') throw this.#error()
      this.#at++
      const value = this.#value()
      setOwn(result, key, this.join && Object.hasOwn(result, key) ? joined(result[key] as JsonValue, value) : value)
      if (this.#ends('}')) return result
    }
  }

  #array(): JsonValue[] {
    const result: JsonValue[] = []
    this.#at++
    this.#space()
    if (this.text[this.#at] === ']') {
      this.#at++
      return result
    }
    for (;;) {
      result.push(this.#value())
      if (this.#ends(']')) return result
    }
  }

  #ends(close: string): boolean {
    this.#space()
    const char = this.text[this.#at]
    if (char !== close && char !== ',') throw this.#error()
    this.#at++
    return char === close
  }

  #string(): string {
    const start = this.#at
    let end = start
    do {
      end = this.text.indexOf('"', end + 1)
      if (end < 0) throw this.#error()
    } while (this.#escaped(end))
    this.#at = end + 1
    // the engine checks escapes and control characters
    return JSON.parse(this.text.slice(start, end + 1)) as string
  }

  #escaped(at: number): boolean {
    let slashes = 0
    while (this.text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++
    return slashes % 2 === 1
  }

  #number(): number | bigint {
    NUMBER.lastIndex = this.#at
    const match = NUMBER.exec(this.text)
    if (match === null) throw this.#error()
    this.#at = NUMBER.lastIndex
    return numberOf(match[0], match[1] === undefined && match[2] === undefined)
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) throw this.#error()
    this.#at += word.length
    return value
  }

  #error(): SyntaxError {
    if (this.#at >= this.text.length) return new SyntaxError('Unexpected end of JSON input')
    return new SyntaxError(`Unexpected token ${JSON.stringify(this.text[this.#at])} at position ${this.#at}`)
  }
}
