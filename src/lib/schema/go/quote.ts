import {goQuote} from '../../errors/go-quote.js'
import type {JsonValue} from '../../formats/json/value.js'

/** A value as field errors print it: strings by `%q`, numbers plain, the rest as Go's JSON (HTML characters escaped). */
export function goValue(value: JsonValue | undefined): string {
  if (typeof value === 'string') return goQuote(value)
  return goJson(value)
}

/** JSON as Go's encoding/json prints it: `<`, `>` and `&` escaped, absent as null. */
export function goJson(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return goNumber(value)
  if (typeof value === 'string') return jsonText(value)
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  return `{${keys.map((key) => `${jsonText(key)}:${goJson(value[key])}`).join(',')}}`
}

/** A float as Go's JSON encoder prints it; JavaScript's form is the same but for the sign of small exponents. */
export function goNumber(value: number): string {
  return String(value)
}

function jsonText(text: string): string {
  return JSON.stringify(text)
    .replace(/</g, '\\u003c')
    .replace(/>/g, '\\u003e')
    .replace(/&/g, '\\u0026')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')
}
