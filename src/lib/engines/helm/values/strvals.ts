import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {quoteRune} from '../../gotemplate/fmt/quote.js'
import {unmarshalJson} from '../../gotemplate/go/json-parse.js'
import {endOfJson} from './json-prefix.js'
import {ownValue} from './tables.js'
import {typedValue} from './typed-value.js'

/** What stands behind the `=`: `--set`, `--set-string`, `--set-json`, or a value that the caller looks up (`--set-file`). */
export type SetKind = 'typed' | 'text' | 'json' | {readonly resolve: (text: string) => JsonValue}

const MAX_INDEX = 65_536
const MAX_DEPTH = 30
const SPACE = /[\s\u0085]/

/**
 * Puts the assignments of a `--set` text into `target` (helm-engine reference 16): `a.b[0].c=1,d={x,y}`. A text that ends
 * in the middle of a name, or of nothing, is no fault: what was understood until then counts.
 * @throws FluxError `bad-set` with Helm's words; `target` may then have the assignments before the fault
 */
export function setValues(text: string, target: JsonObject, kind: SetKind = 'typed'): void {
  new Assignments(text, kind).into(target)
}

/** `--set-literal`: one assignment, everything after the first `=` as it is; nothing escapes, so no name has a dot. */
export function setLiteral(text: string, target: JsonObject): void {
  new Assignments(text, 'literal').into(target)
}

/** More may follow, or the text has ended. */
type Next = 'more' | 'end'

class Assignments {
  #at = 0

  constructor(
    private readonly text: string,
    private readonly kind: SetKind | 'literal',
  ) {}

  into(target: JsonObject): void {
    while (this.#key(target, 0) === 'more');
  }

  /** Text up to one of the stops, which is taken too; backslashes escape, and one at the end is nothing. */
  #until(stops: string): {text: string; stop: string} {
    let text = ''
    while (this.#at < this.text.length) {
      const char = this.text[this.#at++]!
      if (stops.includes(char)) return {text, stop: char}
      if (char !== '\\' || this.kind === 'literal') text += char
      else if (this.#at < this.text.length) text += this.text[this.#at++]!
    }
    return {text, stop: ''}
  }

  #key(target: JsonObject, depth: number): Next {
    const {text: key, stop} = this.#until(this.kind === 'literal' ? '=[.' : '=[,.')
    switch (stop) {
      case '':
        if (key === '') return 'end'
        throw fault(`key ${goQuote(key)} has no value`)
      case '[': {
        const index = this.#index()
        if (index === undefined) return 'end'
        const known = ownValue(target, key)
        const {list, next} = this.#item(known === undefined ? [] : asList(known), index, depth)
        put(target, key, list)
        return next
      }
      case '=': {
        const isLast = this.#isDone && this.kind !== 'json' && this.kind !== 'literal'
        put(target, key, this.#value())
        return isLast ? 'end' : 'more'
      }
      case ',':
        throw fault(`key ${goQuote(key)} has no value (cannot end with ,)`)
      default:
        return this.#below(target, key, depth + 1)
    }
  }

  #below(target: JsonObject, key: string, depth: number): Next {
    if (depth > MAX_DEPTH) throw fault(`value name nested level is greater than maximum supported nested level of ${MAX_DEPTH}`)
    const known = ownValue(target, key)
    const inner: JsonObject = known === undefined ? {} : asMap(known)
    const next = this.#key(inner, depth)
    const isEmpty = Object.keys(inner).length === 0
    if (isEmpty && next === 'more') throw fault(`key map ${goQuote(key)} has no value`)
    if (!isEmpty) put(target, key, inner)
    return next
  }

  get #isDone(): boolean {
    return this.#at >= this.text.length
  }

  /** Undefined when the bracket is never closed: Helm then takes nothing and says nothing. */
  #index(): number | undefined {
    const {text, stop} = this.#until(']')
    if (stop === '') return undefined
    const bad = (why: string) => fault(`error parsing index: strconv.Atoi: parsing ${goQuote(text)}: ${why}`)
    // digits that are too many are told before what is wrong behind them
    if (BigInt(/^[-+]?(\d+)/.exec(text)?.[1] ?? 0) >= 2n ** 64n) throw bad('value out of range')
    if (!/^[-+]?\d+$/.test(text)) throw bad('invalid syntax')
    if (BigInt.asIntN(64, BigInt(text.replace('+', ''))) !== BigInt(text.replace('+', ''))) throw bad('value out of range')
    const index = Number(text)
    if (index < 0) throw fault(`negative ${text} index not allowed`)
    return index
  }

  /** The list with one of its items set. */
  #item(list: JsonValue[], index: number, depth: number): {list: JsonValue[]; next: Next} {
    const {text, stop} = this.#until('[.=')
    if (text !== '') {
      const runes = Array.from(text, (char) => quoteRune(char.codePointAt(0)!, false))
      throw fault(`unexpected data at end of array index: [${runes.join(' ')}]`)
    }
    switch (stop) {
      case '':
        return {list, next: 'end'}
      case '=':
        return {list: withItem(list, index, this.#value()), next: 'more'}
      case '[': {
        const inner = this.#index()
        if (inner === undefined) return {list, next: 'end'}
        const known = list[index]
        const below = this.#item(known === undefined || known === null ? [] : asList(known), inner, depth)
        return below.next === 'end' ? {list, next: 'end'} : {list: withItem(list, index, below.list), next: 'more'}
      }
      default: {
        const known = list[index]
        const inner: JsonObject = isObject(known) ? known : {}
        if (index < list.length) list[index] = inner
        const next = this.#key(inner, depth)
        return next === 'end' ? {list, next} : {list: withItem(list, index, inner), next}
      }
    }
  }

  #value(): JsonValue {
    if (this.kind === 'json') return this.#json()
    if (this.kind === 'literal') {
      const rest = this.text.slice(this.#at)
      this.#at = this.text.length
      return rest
    }
    if (this.#isDone) return ''
    if (this.text[this.#at] !== '{') return this.#typed(this.#until(',').text)
    this.#at++
    return this.#list()
  }

  #list(): JsonValue[] {
    const items: JsonValue[] = []
    for (;;) {
      const {text, stop} = this.#until(',}')
      if (stop === '') throw fault("list must terminate with '}'")
      // `}` may be followed by a comma, which is no part of the next key
      if (stop === '}' && this.text[this.#at] === ',') this.#at++
      items.push(this.#typed(text))
      if (stop === '}') return items
    }
  }

  /** A JSON value ends where it is complete; what follows is the next key. Nothing at all is null. */
  #json(): JsonValue {
    if (this.#isEmpty()) return null
    const rest = this.text.slice(this.#at)
    const end = endOfJson(rest)
    const value = readJson(rest.slice(0, end))
    this.#at += end
    this.#isEmpty()
    return value
  }

  /** Takes blanks and a comma; true when there was nothing before it or before the end. */
  #isEmpty(): boolean {
    while (!this.#isDone && SPACE.test(this.text[this.#at]!)) this.#at++
    if (!this.#isDone && this.text[this.#at] !== ',') return false
    this.#at++
    return true
  }

  #typed(text: string): JsonValue {
    if (typeof this.kind === 'object') return this.kind.resolve(text)
    return this.kind === 'text' ? text : typedValue(text)
  }
}

/** @throws FluxError `bad-set` with what Go says of it */
export function readJson(text: string): JsonValue {
  try {
    return unmarshalJson(text) as JsonValue
  } catch (error) {
    throw fault(messageOf(error))
  }
}

/** A key without a name is understood and forgotten. */
function put(target: JsonObject, key: string, value: JsonValue): void {
  if (key !== '') setOwn(target, key, value)
}

function withItem(list: JsonValue[], index: number, item: JsonValue): JsonValue[] {
  if (index > MAX_INDEX) throw fault(`index of ${index} is greater than maximum supported index of ${MAX_INDEX}`)
  // as in Go a list that is too short is another one from now on: whoever else has it does not see the item
  const long = index < list.length ? list : [...list, ...Array<JsonValue>(index + 1 - list.length).fill(null)]
  long[index] = item
  return long
}

function asMap(value: JsonValue): JsonObject {
  if (!isObject(value)) throw conversion(value, 'map[string]interface {}')
  return value
}

function asList(value: JsonValue): JsonValue[] {
  if (!Array.isArray(value)) throw conversion(value, '[]interface {}')
  return value
}

function conversion(value: JsonValue, want: string): FluxError {
  const types = {boolean: 'bool', number: 'float64', bigint: 'int64', string: 'string', object: 'map[string]interface {}'}
  const got = value === null ? 'nil' : Array.isArray(value) ? '[]interface {}' : types[typeof value as keyof typeof types]
  return fault(`unable to parse key: interface conversion: interface {} is ${got}, not ${want}`)
}

function fault(message: string): FluxError {
  return new FluxError('bad-set', message, {hints: ['the form is a.b[0].c=value,other={x,y}; a backslash escapes , . = [ ] { }']})
}
