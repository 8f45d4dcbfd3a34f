import {goFloat} from '../../../../errors/go-float.js'
import {goQuote} from '../../../../errors/go-quote.js'
import type {JsonValue} from '../../../../formats/json/value.js'

/** Whether Go's decoder makes an integer of a number. */
export function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63
}

/** A decoded value as Go's `%v` prints it: `map[a:1 b:[x y]]`. `integers`: the decoder kept whole numbers as such. */
export function goValue(value: JsonValue | undefined, integers = false): string {
  if (value === null || value === undefined) return '<nil>'
  if (typeof value === 'number') return integers && isInt64(value) ? String(value) : goFloat(value)
  if (Array.isArray(value)) return `[${value.map((item) => goValue(item, integers)).join(' ')}]`
  if (typeof value !== 'object') return String(value)
  const names = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
  return `map[${names.map((name) => `${name}:${goValue(value[name], integers)}`).join(' ')}]`
}

/** A decoded value as Go's `%#v` prints it. */
export function goSyntax(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'number') return isInt64(value) ? String(value) : goFloat(value)
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  if (typeof value !== 'object') return String(value)
  const names = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
  return `map[string]interface {}{${names.map((name) => `${goQuote(name)}:${goSyntax(value[name])}`).join(', ')}}`
}

/** Name of a decoded value's Go type, as `%T`. */
export function goType(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '<nil>'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return 'int64'
  if (typeof value === 'number') return isInt64(value) ? 'int64' : 'float64'
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}'
}
