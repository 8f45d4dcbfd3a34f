import {goFloat} from '../../../../errors/go-float.js'
import {goQuote} from '../../../../errors/go-quote.js'
import {parseJson} from '../../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {sortedJson} from '../../../../schema/go/quote.js'
import {isInt64} from '../typed/go-text.js'

/**
 * One step of a path, in the wire form of fieldsV1: `f:name` a field, `k:{"name":"a"}` an item of a list map,
 * `v:"x"` a member of a set, `i:0` an index. Equal elements are equal strings.
 */
export type Element = string

/** Elements of names that were met: what the same fields of many objects are called is put together once. */
const elements = new Map<string, Element>()
/** how many are kept, and up to which length */
const MOST_ELEMENTS = 10_000
const LONGEST = 64

export function fieldElement(name: string): Element {
  if (name.length > LONGEST) return `f:${name}`
  let element = elements.get(name)
  if (element !== undefined) return element
  element = `f:${name}`
  if (elements.size >= MOST_ELEMENTS) elements.clear()
  elements.set(name, element)
  return element
}

export function valueElement(value: JsonValue): Element {
  return `v:${sortedJson(value)}`
}

/** `fields` sorted by name. */
export function keyElement(fields: readonly (readonly [string, JsonValue])[]): Element {
  let text = ''
  for (const [name, value] of fields) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${sortedJson(value)}`
  return `k:{${text}}`
}

/** Canonical form of an element that somebody else wrote; undefined for a kind that we do not know. */
export function parseElement(text: string): Element | undefined {
  if (text.length < 2) throw new Error('key must be 2 characters long:')
  if (text[1] !== ':') throw new Error(`missing colon: ${text}`)
  const rest = text.slice(2)
  switch (text[0]) {
    case 'f':
      return text
    case 'v':
      return valueElement(parseJson(rest))
    case 'k': {
      const fields = parseJson(rest)
      if (!isObject(fields)) throw new Error(`expect { or n, but found ${rest[0] ?? ''}`)
      const names = Object.keys(fields).sort()
      return keyElement(names.map((name) => [name, fields[name] as JsonValue]))
    }
    case 'i':
      if (!/^[+-]?[0-9]+$/.test(rest)) throw new Error(`strconv.Atoi: parsing ${goQuote(rest)}: invalid syntax`)
      return `i:${Number(rest)}`
    default:
      return undefined
  }
}

/** As conflicts name it: `.spec`, `[name="a",port=80]`, `[="x"]`, `[0]`. */
export function describeElement(element: Element): string {
  const rest = element.slice(2)
  switch (element[0]) {
    case 'f':
      return `.${rest}`
    case 'k': {
      const fields = parseJson(rest) as JsonObject
      return `[${Object.keys(fields)
        .map((name) => `${name}=${describeValue(fields[name] as JsonValue)}`)
        .join(',')}]`
    }
    case 'v':
      return `[=${describeValue(parseJson(rest))}]`
    default:
      return `[${rest}]`
  }
}

const order = 'fkvi'

/** Order in which the server writes elements: fields, keys, values, indices; numbers by value. */
export function compareElements(a: Element, b: Element): number {
  if (a === b) return 0
  const kind = order.indexOf(a[0] as string) - order.indexOf(b[0] as string)
  if (kind !== 0) return kind
  const x = a.slice(2)
  const y = b.slice(2)
  switch (a[0]) {
    case 'k':
      return compareKeys(parseJson(x) as JsonObject, parseJson(y) as JsonObject)
    case 'v':
      return compareValues(parseJson(x), parseJson(y))
    case 'i':
      return Number(x) - Number(y)
    default:
      return x < y ? -1 : 1
  }
}

function compareKeys(a: JsonObject, b: JsonObject): number {
  const x = Object.entries(a)
  const y = Object.entries(b)
  for (let i = 0; i < x.length && i < y.length; i++) {
    const [nameX, valueX] = x[i] as [string, JsonValue]
    const [nameY, valueY] = y[i] as [string, JsonValue]
    if (nameX !== nameY) return nameX < nameY ? -1 : 1
    const result = compareValues(valueX, valueY)
    if (result !== 0) return result
  }
  return x.length - y.length
}

function compareValues(a: JsonValue, b: JsonValue): number {
  const rank = rankOf(a) - rankOf(b)
  if (rank !== 0) return rank
  if (a === b || typeof a === 'object' || typeof b === 'object') return 0
  return a < b ? -1 : 1
}

function rankOf(value: JsonValue): number {
  if (typeof value === 'number' || typeof value === 'bigint') return 0
  if (typeof value === 'string') return 1
  return typeof value === 'boolean' ? 2 : 3
}

function describeValue(value: JsonValue): string {
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'number') return isInt64(value) ? String(value) : goFloat(value)
  if (Array.isArray(value)) return `[${value.map(describeValue).join(',')}]`
  if (isObject(value)) {
    return Object.entries(value)
      .map(([name, item]) => `${name}=${describeValue(item as JsonValue)}`)
      .join('')
  }
  return String(value)
}
