import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {parseJson} from '../../../formats/json/parse.js'
import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {withDoubles} from '../chart/read-yaml.js'
import {ownValue} from './tables.js'

/** What stands behind the `=`: `--set`, `--set-string`, `--set-json`, or a value that the caller looks up (`--set-file`). */
export type SetKind = 'typed' | 'text' | 'json' | {readonly resolve: (text: string) => JsonValue}

const MAX_INDEX = 65_536
const MAX_DEPTH = 30

/**
 * Puts the assignments of a `--set` text into `target` (helm-engine reference 16): `a.b[0].c=1,d={x,y}`.
 * @throws FluxError `bad-set` with Helm's words; `target` may then have the assignments before the fault
 */
export function setValues(text: string, target: JsonObject, kind: SetKind = 'typed'): void {
  new Assignments(text, kind).into(target)
}

/** `--set-literal`: one assignment, everything after the first `=` as it is. */
export function setLiteral(text: string, target: JsonObject): void {
  const cut = text.indexOf('=')
  if (cut < 0) throw fault(`key ${goQuote(text)} has no value`)
  new Assignments(text.slice(0, cut + 1), {resolve: () => text.slice(cut + 1)}, true).into(target)
}

class Assignments {
  #at = 0

  constructor(
    private readonly text: string,
    private readonly kind: SetKind,
    private readonly literal = false,
  ) {}

  into(target: JsonObject): void {
    while (this.#at < this.text.length) this.#key(target, 0)
  }

  get #done(): boolean {
    return this.#at >= this.text.length
  }

  /** Text up to one of the stops, which is taken too; backslashes escape. */
  #until(stops: string): {text: string; stop: string} {
    let text = ''
    while (!this.#done) {
      const char = this.text[this.#at++]!
      if (char === '\\' && !this.#done) text += this.text[this.#at++]!
      else if (stops.includes(char)) return {text, stop: char}
      else text += char
    }
    return {text, stop: ''}
  }

  #key(target: JsonObject, depth: number): void {
    const {text: key, stop} = this.#until('=[,.')
    switch (stop) {
      case '':
        if (key === '') return
        throw fault(`key ${goQuote(key)} has no value`)
      case '[': {
        const index = this.#index()
        if (index === undefined) return
        const list = ownValue(target, key)
        setOwn(target, key, this.#item(list === undefined ? [] : asList(list), index, depth))
        return
      }
      case '=':
        setOwn(target, key, this.#value())
        return
      case ',':
        setOwn(target, key, '')
        throw fault(`key ${goQuote(key)} has no value (cannot end with ,)`)
      default: {
        if (depth + 1 > MAX_DEPTH) throw tooDeep()
        const known = ownValue(target, key)
        const inner: JsonObject = known === undefined ? {} : asMap(known)
        this.#key(inner, depth + 1)
        // a text that ends here, as in `a.`, says nothing
        if (Object.keys(inner).length > 0) setOwn(target, key, inner)
      }
    }
  }

  /** Undefined when the bracket is never closed: Helm then takes nothing and says nothing. */
  #index(): number | undefined {
    const {text, stop} = this.#until(']')
    if (stop === '') return undefined
    if (!/^[-+]?\d+$/.test(text)) throw fault(`error parsing index: strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`)
    const index = Number(text)
    if (index < 0) throw fault(`negative ${index} index not allowed`)
    if (index > MAX_INDEX) throw fault(`index of ${index} is greater than maximum supported index of ${MAX_INDEX}`)
    return index
  }

  /** The list with one of its items set. */
  #item(list: JsonValue[], index: number, depth: number): JsonValue[] {
    const {text, stop} = this.#until('[.=')
    if (text !== '') throw fault(`unexpected data at end of array index: [${Array.from(text, (char) => `'${char}'`).join(' ')}]`)
    switch (stop) {
      case '':
        return list
      case '=':
        return withItem(list, index, this.#value())
      case '[': {
        const next = this.#index()
        if (next === undefined) return list
        const known = list[index]
        return withItem(list, index, this.#item(known === undefined || known === null ? [] : asList(known), next, depth))
      }
      default: {
        if (depth + 1 > MAX_DEPTH) throw tooDeep()
        const known = list[index]
        const inner: JsonObject = isObject(known) ? known : {}
        this.#key(inner, depth + 1)
        return withItem(list, index, inner)
      }
    }
  }

  #value(): JsonValue {
    if (this.literal && typeof this.kind === 'object') return this.kind.resolve('')
    if (this.kind === 'json') return this.#json()
    if (this.text[this.#at] === '{') {
      this.#at++
      return this.#list()
    }
    return this.#typed(this.#until(',').text)
  }

  #list(): JsonValue[] {
    const items: JsonValue[] = []
    for (;;) {
      const {text, stop} = this.#until(',}')
      if (stop === '') throw fault("list must terminate with '}'")
      if (stop === '}') {
        // `}` may be followed by a comma, which is no part of the next key
        if (this.text[this.#at] === ',') this.#at++
        return [...items, this.#typed(text)]
      }
      items.push(this.#typed(text))
    }
  }

  /** A JSON value ends where it is complete; what follows must be the end or a comma. */
  #json(): JsonValue {
    const rest = this.text.slice(this.#at)
    const end = endOfJson(rest)
    const text = rest.slice(0, end)
    let value: JsonValue = ''
    if (text.trim() !== '') value = withDoubles(parseJson(text))
    this.#at += end
    if (this.text[this.#at] === ',') this.#at++
    return value
  }

  #typed(text: string): JsonValue {
    if (typeof this.kind === 'object') return this.kind.resolve(text)
    return this.kind === 'text' ? text : typedValue(text)
  }
}

/** Go's reading of an unquoted value: a boolean, null, an integer (bigint, as Go's int64), else text. */
function typedValue(text: string): JsonValue {
  if (/^true$/i.test(text)) return true
  if (/^false$/i.test(text)) return false
  if (/^null$/i.test(text)) return null
  if (text === '0') return 0n
  if (/^[-+]?[1-9]\d*$/.test(text) || /^[-+]0\d*$/.test(text)) {
    const number = BigInt(text.replace(/^\+/, ''))
    if (number >= -(2n ** 63n) && number < 2n ** 63n) return number
  }
  return text
}

function withItem(list: JsonValue[], index: number, item: JsonValue): JsonValue[] {
  const copy = [...list]
  while (copy.length <= index) copy.push(null)
  copy[index] = item
  return copy
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

/** Where the JSON value at the start of the text ends: a comma outside of brackets and quotes, or the end. */
function endOfJson(text: string): number {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (quoted) {
      if (char === '\\') at++
      else if (char === '"') quoted = false
    } else if (char === '"') quoted = true
    else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
    else if (char === ',' && depth === 0) return at
  }
  return text.length
}

function tooDeep(): FluxError {
  return fault(`value name nested level is greater than maximum supported nested level of ${MAX_DEPTH}`)
}

function fault(message: string): FluxError {
  return new FluxError('bad-set', message, {hints: ['the form is a.b[0].c=value,other={x,y}; a backslash escapes , . = [ ] { }']})
}
