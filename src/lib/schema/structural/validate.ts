import {sameValue} from '../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {Patterns} from '../../formats/regex/regex.js'
import {invalid, notSupported, required, tooLong, tooMany, typeInvalid} from '../field-error.js'
import {goJson} from '../go/quote.js'
import type {SchemaNode} from '../node.js'
import {combine} from './combine.js'
import {correlate, unchanged} from './correlate.js'
import {enforcedFormat, fitsFormat} from './formats.js'
import {checkNumber, isInt64} from './numbers.js'
import {add, type Failure, type Verdict} from './verdict.js'

/**
 * Checks a value as kube-openapi's validator does. `path` is the field path (`spec.x[0]`), empty at the root. With `old`,
 * parts that did not change are not held against the object (ratcheting).
 */
export function validateValue(patterns: Patterns, value: JsonValue, node: SchemaNode, path: string, old?: JsonValue): Failure[] {
  const verdict: Verdict = {errors: [], matches: 0, patterns, preset: false}
  check(verdict, value, node, path, old)
  return verdict.errors
}

/** The same for a default, whose path begins with it. */
export function validateDefault(patterns: Patterns, value: JsonValue, node: SchemaNode): Failure[] {
  const verdict: Verdict = {errors: [], matches: 0, patterns, preset: true}
  check(verdict, value, node, '')
  return verdict.errors
}

function check(verdict: Verdict, value: JsonValue, node: SchemaNode, path: string, old?: JsonValue): void {
  if (old !== undefined && unchanged(value, old, node)) return
  const before = verdict.errors.length
  checkType(verdict, value, node, path)
  if (value === null) {
    // of null only the type counts, when it fits
    if (verdict.errors.length === before) verdict.matches += 1
    if (!node.nullable || node.enum) checkEnum(verdict, value, node, path)
    return
  }
  combine(verdict, value, node, path, judge)
  if (typeof value === 'string') checkString(verdict, value, node, path)
  else if (typeof value === 'number' || typeof value === 'bigint') checkNumber(verdict, value, node, path)
  else if (Array.isArray(value)) checkList(verdict, value, node, path, old)
  checkEnum(verdict, value, node, path)
  if (isObject(value)) checkObject(verdict, value, node, path, old)
  verdict.matches += checksOf(verdict, value, node)
}

/** What a branch says by itself. */
function judge({patterns, preset}: Verdict, value: JsonValue, node: SchemaNode, path: string): Verdict {
  const verdict: Verdict = {errors: [], matches: 0, patterns, preset}
  check(verdict, value, node, path)
  return verdict
}

/** How many checks there are for a value, passed or not: the branch that has the most counts as the closest. */
function checksOf(verdict: Verdict, value: JsonValue, node: SchemaNode): number {
  const format = formatOf(verdict, node)
  const typed = node.type !== undefined || node['x-kubernetes-int-or-string'] === true || format !== undefined ? 1 : 0
  const formatted = typeof value === 'string' && format !== undefined ? 1 : 0
  return 3 + typed + formatted + (typeof value === 'boolean' ? 0 : 1)
}

/** JSON schema's word for the type of a value. */
function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number' || typeof value === 'bigint') return isInt64(value) ? 'integer' : 'number'
  return typeof value
}

function checkType(verdict: Verdict, value: JsonValue, node: SchemaNode, path: string): void {
  const wanted = node['x-kubernetes-int-or-string'] && !verdict.preset ? ['integer', 'string'] : node.type ? [node.type] : []
  const actual = typeOf(value)
  const format = formatOf(verdict, node)
  if (wanted.length === 0 && format === undefined) return
  if (value === null ? node.nullable : wanted.includes(actual)) return
  if (actual === 'integer' && wanted.includes('number')) return
  const numeric = wanted.includes('integer') || wanted.includes('number')
  if (value !== null && format !== undefined && !numeric && (actual === 'string' || actual === 'array')) return
  const asked = format !== undefined && value !== null && actual !== 'string' && actual !== 'array' ? format : wanted.join(',')
  const found = asked === format ? goFormat(value) : actual
  add(verdict, typeInvalid(path, found, `${path} in body must be of type ${asked}: ${JSON.stringify(found)}`))
}

/** The format that counts for a value; that of an object's field only where the server enforces it. */
function formatOf({preset}: Verdict, node: SchemaNode): string | undefined {
  return preset ? node.format || undefined : enforcedFormat(node)
}

function goFormat(value: JsonValue): string {
  if (typeof value !== 'number' && typeof value !== 'bigint') return ''
  return isInt64(value) ? 'int64' : 'float64'
}

function checkEnum(verdict: Verdict, value: JsonValue, node: SchemaNode, path: string): void {
  // null is no value to the server's enum check, not even of an enum that has it
  if (!node.enum || (value !== null && node.enum.some((allowed) => isAllowed(allowed, value)))) return
  const texts = node.enum.map((allowed) => (typeof allowed === 'string' ? allowed : goJson(allowed)))
  add(verdict, notSupported(path, sorted(value), texts))
}

/** A number counts as what it becomes in the allowed value's Go type: whole, or the character of that code. */
function isAllowed(allowed: JsonValue, value: JsonValue): boolean {
  if (typeof value !== 'number') return sameValue(allowed, value)
  if (typeof allowed === 'number') return (isInt64(allowed) && Math.abs(value) < 2 ** 63 ? Math.trunc(value) : value) === allowed
  if (typeof allowed !== 'string' || !isInt64(value)) return false
  const valid = value >= 0 && value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff)
  return allowed === (valid ? String.fromCodePoint(value) : '\ufffd')
}

/** Go prints maps by their keys. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, value[key] === undefined ? undefined : sorted(value[key])])) as JsonObject
}

function checkString(verdict: Verdict, value: string, node: SchemaNode, path: string): void {
  const {maxLength, minLength, pattern} = node
  if (maxLength !== undefined && runes(value) > maxLength) add(verdict, tooLong(path, maxLength))
  else if (minLength !== undefined && runes(value) < minLength) {
    add(verdict, invalid(path, value, `${path} in body should be at least ${minLength} chars long`))
  } else if (pattern !== undefined && pattern !== '' && !verdict.patterns.find(pattern, value)) {
    add(verdict, invalid(path, value, `${path} in body should match '${pattern}'`))
  }
  const format = formatOf(verdict, node)
  if (format !== undefined && !fitsFormat(format, value)) {
    add(verdict, typeInvalid(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`))
  }
}

function runes(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
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
    const known = Object.hasOwn(properties, key)
    const schema = known ? properties[key] : rest
    if (schema && child !== undefined) check(verdict, child, schema, known ? join(path, key) : `${path}.${key}`, old[key])
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
