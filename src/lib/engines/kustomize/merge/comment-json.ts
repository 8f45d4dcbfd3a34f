import {setOwn} from '../../../formats/json/set-own.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'

/** The JSON object that a text begins with, whatever follows it; undefined when there is none, or one with a name twice. */
export function leadingObject(text: string): JsonObject | undefined {
  const start = text.trimStart()
  if (!start.startsWith('{')) return undefined
  try {
    return new Reader(start).value() as JsonObject
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const SPACE = /[ \t\r\n]*/y
const STRING = /"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y
const PLAIN = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y
const MAX_DEPTH = 200

class Reader {
  #at = 0
  #depth = 0

  constructor(private readonly text: string) {}

  value(): JsonValue {
    this.#match(SPACE)
    const first = this.text[this.#at]
    if (first === '"') return this.#string()
    if (first !== '{' && first !== '[') return JSON.parse(this.#match(PLAIN)) as JsonValue
    if (++this.#depth > MAX_DEPTH) throw new SyntaxError('too deep')
    const value = first === '{' ? this.#object() : this.#list()
    this.#depth--
    return value
  }

  #string(): string {
    return JSON.parse(this.#match(STRING)) as string
  }

  #object(): JsonObject {
    const result: JsonObject = {}
    this.#members('}', () => {
      const name = this.#string()
      if (Object.hasOwn(result, name)) throw new SyntaxError(`"${name}" twice`)
      this.#match(SPACE)
      this.#expect(':')
      setOwn(result, name, this.value())
    })
    return result
  }

  #list(): JsonValue[] {
    const result: JsonValue[] = []
    this.#members(']', () => result.push(this.value()))
    return result
  }

  #members(end: string, read: () => void): void {
    this.#at++
    this.#match(SPACE)
    if (this.text[this.#at] !== end) {
      for (;;) {
        this.#match(SPACE)
        read()
        this.#match(SPACE)
        if (this.text[this.#at] !== ',') break
        this.#at++
      }
    }
    this.#expect(end)
  }

  #expect(char: string): void {
    if (this.text[this.#at] !== char) throw new SyntaxError(`no ${char}`)
    this.#at++
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.text)?.[0]
    if (found === undefined) throw new SyntaxError('unexpected character')
    this.#at += found.length
    return found
  }
}
