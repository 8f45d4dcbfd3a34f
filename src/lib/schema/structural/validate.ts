import {sameValue} from '../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {Patterns} from '../../formats/regex/regex.js'
import {invalid, notSupported, required, tooLong, tooMany, typeInvalid} from '../field-error.js'
import {goJson} from '../go/quote.js'
import type {SchemaNode} from '../node.js'
import {combine} from './combine.js'
import {correlate, unchanged} from './correlate.js'
import {enforcedFormat, fitsFormat} from './formats.js'

/** One failure before its path is known to be relative or not; `blocking` errors keep CEL rules from running. */
export interface Failure {
  readonly reason: string
  readonly field: string
  readonly message: string
}

/** Failures of a subtree and how many checks passed, by which the closest branch of anyOf and oneOf is chosen. */
export interface Verdict {
  readonly errors: Failure[]
  matches: number
  /** compiled ones of the schemas' `pattern` */
  readonly patterns: Patterns
}

/**
 * Checks a value as kube-openapi's validator does. `path` is the field path (`spec.x[0]`), empty at the root. With `old`,
 * parts that did not change are not held against the object (ratcheting).
 */
export function validateValue(patterns: Patterns, value: JsonValue, node: SchemaNode, path: string, old?: JsonValue): Failure[] {
  const verdict: Verdict = {errors: [], matches: 0, patterns}
  check(verdict, value, node, path, old)
  return verdict.errors
}

export function check(verdict: Verdict, value: JsonValue, node: SchemaNode, path: string, old?: JsonValue): void {
  if (old !== undefined && unchanged(value, old, node)) return
  const before = verdict.errors.length
  if (!checkType(verdict, value, node, path)) verdict.matches += 1
  if (value === null) {
    if (!node.nullable || node.enum) checkEnum(verdict, value, node, path)
    return
  }
  combine(verdict, value, node, path)
  if (typeof value === 'string') checkString(verdict, value, node, path)
  else if (typeof value === 'number' || typeof value === 'bigint') checkNumber(verdict, value, node, path)
  else if (Array.isArray(value)) checkList(verdict, value, node, path, old)
  checkEnum(verdict, value, node, path)
  if (isObject(value)) checkObject(verdict, value, node, path, old)
  if (verdict.errors.length === before) verdict.matches += 1
}

/** Adds an error once, as the real validator drops repeated texts. */
export function add(verdict: Verdict, failure: Failure): void {
  if (!verdict.errors.some((other) => other.field === failure.field && other.message === failure.message)) {
    verdict.errors.push(failure)
  }
}

/** JSON schema's word for the type of a value. */
function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number' || typeof value === 'bigint') return isInt64(value) ? 'integer' : 'number'
  return typeof value
}

function checkType(verdict: Verdict, value: JsonValue, node: SchemaNode, path: string): boolean {
  const wanted = node['x-kubernetes-int-or-string'] ? ['integer', 'string'] : node.type ? [node.type] : []
  const actual = typeOf(value)
  if (wanted.length === 0) return false
  if (value === null ? node.nullable : wanted.includes(actual)) return false
  if (actual === 'integer' && wanted.includes('number')) return false
  const numeric = wanted.includes('integer') || wanted.includes('number')
  const format = enforcedFormat(node)
  if (value !== null && format !== undefined && !numeric && (actual === 'string' || actual === 'array')) return false
  const asked = format !== undefined && value !== null && actual !== 'string' && actual !== 'array' ? format : wanted.join(',')
  const found = asked === format ? goFormat(value) : actual
  add(verdict, typeInvalid(path, found, `${path} in body must be of type ${asked}: ${JSON.stringify(found)}`))
  if (actual === 'number' && node.type === 'integer') add(verdict, outOfRange(node, path))
  return true
}

function goFormat(value: JsonValue): string {
  if (typeof value !== 'number' && typeof value !== 'bigint') return ''
  return isInt64(value) ? 'int64' : 'float64'
}

function checkEnum(verdict: Verdict, value: JsonValue, node: SchemaNode, path: string): void {
  // null is no value to the server's enum check, not even of an enum that has it
  if (!node.enum || (value !== null && node.enum.some((allowed) => sameValue(allowed, value)))) return
  const texts = node.enum.map((allowed) => (typeof allowed === 'string' ? allowed : goJson(allowed)))
  add(verdict, notSupported(path, value, texts))
}

function checkString(verdict: Verdict, value: string, node: SchemaNode, path: string): void {
  const {maxLength, minLength, pattern} = node
  if (maxLength !== undefined && runes(value) > maxLength) add(verdict, tooLong(path, maxLength))
  else if (minLength !== undefined && runes(value) < minLength) {
    add(verdict, invalid(path, value, `${path} in body should be at least ${minLength} chars long`))
  } else if (pattern !== undefined && pattern !== '' && !verdict.patterns.find(pattern, value)) {
    add(verdict, invalid(path, value, `${path} in body should match '${pattern}'`))
  }
  const format = enforcedFormat(node)
  if (format !== undefined && !fitsFormat(format, value)) {
    add(verdict, typeInvalid(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`))
  }
}

function runes(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  float: [-3.4028234663852886e38, 3.4028234663852886e38],
}

function outOfRange({type, format}: SchemaNode, path: string): Failure {
  const words = format ? `with format ${format}` : '(default format)'
  return invalid('<nil>', '', `Checked value must be of type ${type} ${words} in ${path}`)
}

function checkNumber(verdict: Verdict, value: number | bigint, node: SchemaNode, path: string): void {
  const {minimum, maximum, multipleOf} = node
  const range = ranges[node.format ?? '']
  if (range && (value < range[0] || value > range[1])) {
    add(verdict, outOfRange(node, path))
  }
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) {
    add(verdict, invalid(path, value, `${path} in body should be a multiple of ${multipleOf}`))
  }
  if (minimum !== undefined && (node.exclusiveMinimum ? value <= minimum : value < minimum)) {
    const text = node.exclusiveMinimum ? 'greater than' : 'greater than or equal to'
    add(verdict, invalid(path, value, `${path} in body should be ${text} ${minimum}`))
  }
  if (maximum !== undefined && (node.exclusiveMaximum ? value >= maximum : value > maximum)) {
    const text = node.exclusiveMaximum ? 'less than' : 'less than or equal to'
    add(verdict, invalid(path, value, `${path} in body should be ${text} ${maximum}`))
  }
}

function isMultiple(value: number | bigint, of: number): boolean {
  if (typeof value === 'bigint' || (Number.isInteger(value) && Number.isInteger(of))) {
    return Number.isInteger(of) ? BigInt(value) % BigInt(of) === 0n : Number.isInteger(Number(value) / of)
  }
  const quotient = value / of
  return of < 1 ? Number.isInteger(Number(quotient.toFixed(9))) && Number.isInteger(quotient) : Number.isInteger(quotient)
}

function checkList(verdict: Verdict, value: JsonValue[], node: SchemaNode, path: string, old: JsonValue | undefined): void {
  const {items, minItems, maxItems} = node
  if (items) {
    const before = correlate(value, old, node)
    for (const [at, item] of value.entries()) check(verdict, item, items, `${path}[${at}]`, before(at))
  }
  if (minItems !== undefined && value.length < minItems) {
    add(verdict, invalid(path, value.length, `${path} in body should have at least ${minItems} items`))
  }
  if (maxItems !== undefined && value.length > maxItems) add(verdict, tooMany(path, value.length, maxItems))
}

function checkObject(verdict: Verdict, value: JsonObject, node: SchemaNode, path: string, old: JsonValue | undefined): void {
  const {minProperties, maxProperties} = node
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  if (minProperties !== undefined && keys.length < minProperties) {
    add(verdict, invalid(path, keys.length, `${path} in body should have at least ${minProperties} properties`))
  }
  if (maxProperties !== undefined && keys.length > maxProperties) add(verdict, tooMany(path, keys.length, maxProperties))
  checkFields(verdict, value, node, path, isObject(old) ? old : {})
  for (const key of node.required ?? []) {
    if (value[key] === undefined) add(verdict, required(join(path, key)))
  }
}

function checkFields(verdict: Verdict, value: JsonObject, node: SchemaNode, path: string, old: JsonObject): void {
  const {properties = {}, additionalProperties} = node
  const rest = typeof additionalProperties === 'object' ? additionalProperties : undefined
  for (const key in value) {
    const child = value[key]
    const schema = Object.hasOwn(properties, key) ? properties[key] : rest
    if (schema && child !== undefined) check(verdict, child, schema, join(path, key), old[key])
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

/** Go reads larger integers as floats. */
function isInt64(value: number | bigint): boolean {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63
}
