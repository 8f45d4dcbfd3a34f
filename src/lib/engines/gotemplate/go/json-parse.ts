import {setOwn} from '../../../formats/json/set-own.js'
import {GoError} from '../error.js'
import {quoteRune} from '../fmt/quote.js'
import {toBytes} from './bytes.js'
import type {Dict, GoValue} from './value.js'

const MAX_DEPTH = 10_000
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** What may be a number that no float64 holds. */
const MAYBE_HUGE = /\d[eE]\+?\d{3}|\d{309}/

/**
 * json.Unmarshal into an `interface {}`: every number is a float64.
 * @throws GoError with Go's words: `invalid character 'x' looking for beginning of value`
 */
export function unmarshalJson(text: string): GoValue {
  const {value, fault} = decodeJson(text)
  if (fault !== undefined) throw new GoError(fault)
  return value
}

/** The same, with what Go has decoded when a number does not fit: a null in its place, and all the rest. @throws GoError for what is no JSON */
export function decodeJson(text: string): {value: GoValue; fault?: string | undefined} {
  try {
    // the engine's own parser, unless there is something to complain about
    const value = JSON.parse(text) as GoValue
    if (!MAYBE_HUGE.test(text)) return {value}
  } catch {}
  const parser = new JsonParser(text)
  return {value: parser.document(), fault: parser.fault}
}

/** Slow, with Go's complaints. */
class JsonParser {
  /** of the first number that does not fit */
  fault: string | undefined
  #at = 0

  constructor(private readonly text: string) {}

  document(): GoValue {
    this.#blanks()
    const value = this.#value(0)
    this.#blanks()
    if (this.#at < this.text.length) throw this.#invalid('after top-level value')
    return value
  }

  #blanks(): void {
    while (this.#at < this.text.length && ' \t\r\n'.includes(this.text[this.#at]!)) this.#at++
  }

  #invalid(context: string): GoError {
    if (this.#at >= this.text.length) {
      // Go lets a blank follow the end: only where that is wrong it is the blank that is complained about
      return new GoError(
        /literal|escape/.test(context) && context !== 'in string literal'
          ? `invalid character ' ' ${context}`
          : 'unexpected end of JSON input',
      )
    }
    // Go looks at bytes
    const code = toBytes(String.fromCodePoint(this.text.codePointAt(this.#at)!))[0]!
    return new GoError(`invalid character ${quoteRune(code, false)} ${context}`)
  }

  #value(depth: number): GoValue {
    if (depth > MAX_DEPTH) throw new GoError('exceeded max depth')
    const char = this.text[this.#at]
    if (char === '{') return this.#object(depth)
    if (char === '[') return this.#array(depth)
    if (char === '"') return this.#string()
    if (char === 't') return this.#literal('true', true)
    if (char === 'f') return this.#literal('false', false)
    if (char === 'n') return this.#literal('null', null)
    if (char === '-' || (char !== undefined && char >= '0' && char <= '9')) return this.#number(depth)
    throw this.#invalid('looking for beginning of value')
  }

  #literal(word: string, value: GoValue): GoValue {
    for (let index = 1; index < word.length; index++) {
      this.#at++
      if (this.text[this.#at] !== word[index])
        throw this.#invalid(`in literal ${word} (expecting ${quoteRune(word.charCodeAt(index), false)})`)
    }
    this.#at++
    return value
  }

  #number(depth: number): number | null {
    NUMBER.lastIndex = this.#at
    const match = NUMBER.exec(this.text)
    if (!match) {
      this.#at++
      throw this.#invalid('in numeric literal')
    }
    this.#at += match[0].length
    const next = this.text[this.#at]
    if ((next === '.' && !/[.eE]/.test(match[0])) || ((next === 'e' || next === 'E') && !/[eE]/.test(match[0])))
      this.#badNumber(next)
    const value = Number(match[0])
    if (Number.isFinite(value)) return value
    this.fault ??= `json: cannot unmarshal number ${match[0]} into Go value of type float64`
    // by itself it is told as any number where something else should be
    return depth === 0 ? value : null
  }

  #badNumber(next: string): never {
    this.#at++
    if (next === '.') throw this.#invalid('after decimal point in numeric literal')
    if ('+-'.includes(this.text[this.#at] ?? ' ')) this.#at++
    throw this.#invalid('in exponent of numeric literal')
  }

  #string(): string {
    const start = this.#at++
    for (;;) {
      const char = this.text[this.#at]
      if (char === undefined) throw this.#invalid('in a text')
      if (char === '"') break
      if (char < ' ') throw this.#invalid('in string literal')
      if (char === '\\') this.#escape()
      this.#at++
    }
    this.#at++
    return JSON.parse(this.text.slice(start, this.#at)) as string
  }

  #escape(): void {
    this.#at++
    const char = this.text[this.#at]
    if (char !== 'u') {
      if (char === undefined || !'bfnrt\\/"'.includes(char)) throw this.#invalid('in string escape code')
      return
    }
    for (let count = 0; count < 4; count++) {
      this.#at++
      if (!/[0-9a-fA-F]/.test(this.text[this.#at] ?? '')) throw this.#invalid('in \\u hexadecimal character escape')
    }
  }

  #array(depth: number): GoValue[] {
    this.#at++
    const items: GoValue[] = []
    this.#blanks()
    if (this.text[this.#at] === ']') {
      this.#at++
      return items
    }
    for (;;) {
      this.#blanks()
      items.push(this.#value(depth + 1))
      this.#blanks()
      const char = this.text[this.#at]
      if (char !== ',' && char !== ']') throw this.#invalid('after array element')
      this.#at++
      if (char === ']') return items
    }
  }

  #object(depth: number): Dict {
    this.#at++
    const result: Dict = {}
    this.#blanks()
    if (this.text[this.#at] === '}') {
      this.#at++
      return result
    }
    for (;;) {
      this.#blanks()
      if (this.text[this.#at] !== '"') throw this.#invalid('looking for beginning of object key string')
      const key = this.#string()
      this.#blanks()
      if (this.text[this.#at] !== ':') throw this.#invalid('after object key')
      this.#at++
      this.#blanks()
      setOwn(result, key, this.#value(depth + 1))
      this.#blanks()
      const char = this.text[this.#at]
      if (char !== ',' && char !== '}') throw this.#invalid('after object key:value pair')
      this.#at++
      if (char === '}') return result
    }
  }
}
