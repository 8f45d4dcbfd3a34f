import {goFloat} from '../../errors/go-float.js'
import {goQuote} from '../../errors/go-quote.js'
import type {JsonValue} from '../../formats/json/value.js'

/** A value as field errors print it: strings by `%q`, numbers plain, the rest as Go's JSON (HTML characters escaped). */
export function goValue(value: JsonValue | undefined): string {
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'number' || typeof value === 'bigint') return goNumber(value)
  return goJson(value)
}

/** `%v` of a whole number of 64 bits, or of a float. */
function goNumber(value: number | bigint): string {
  if (typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isInteger(value) && Math.abs(value) < 2 ** 63)
    return String(value)
  return goFloat(Number(value))
}

/** JSON as Go's encoding/json prints it: `<`, `>` and `&` escaped, absent as null; keys in their own order, as of structs. */
export function goJson(value: JsonValue | undefined): string {
  return print(value, (keys) => keys)
}

/** The same with sorted keys, as Go prints maps. */
export function sortedJson(value: JsonValue | undefined): string {
  return print(value, (keys) => keys.sort())
}

function print(value: JsonValue | undefined, order: (keys: string[]) => string[]): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'string') return goText(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map((item) => print(item, order)).join(',')}]`
  const keys = order(Object.keys(value).filter((key) => value[key] !== undefined))
  return `{${keys.map((key) => `${goText(key)}:${print(value[key], order)}`).join(',')}}`
}

const ESCAPED = /[<>&\u2028\u2029]/

/** A string as Go's encoding/json prints it. */
export function goText(text: string): string {
  const json = JSON.stringify(text)
  // hardly any text has one
  if (!ESCAPED.test(json)) return json
  return json.replace(new RegExp(ESCAPED, 'g'), (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
