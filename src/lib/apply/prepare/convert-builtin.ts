import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {GoField, SchemaNode} from '../../schema/node.js'

/** The value cannot be held by the Go type of that field. */
class Misfit extends Error {}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/
const QUANTITY = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/

/**
 * An object of a built-in kind as it looks after a Go program read it into the kind's struct and wrote it again: unknown
 * fields gone, empty optional ones gone, structs that cannot be absent there. Undefined when a value does not fit
 * its type, in which case the server is to judge the object as it is.
 */
export function convertBuiltin(schema: SchemaNode, object: JsonObject): JsonObject | undefined {
  try {
    return convertStruct(schema, object)
  } catch (error) {
    if (error instanceof Misfit) return undefined
    throw error
  }
}

function convertStruct(node: SchemaNode, value: JsonObject): JsonObject {
  const result: JsonObject = {}
  for (const field of node.goFields ?? []) {
    const converted = convertField(node.properties?.[field.name] ?? {}, field, value[field.name])
    if (converted !== undefined) result[field.name] = converted
  }
  return result
}

function convertField(node: SchemaNode, field: GoField, value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined || value === null) return field.pointer || field.omitZero ? undefined : zeroOf(node, field.omitEmpty)
  const converted = convertValue(node, value)
  if (field.pointer) return converted
  if (field.omitZero && isObject(converted) && Object.keys(converted).length === 0) return undefined
  return field.omitEmpty && isEmpty(node, converted) ? undefined : converted
}

/** What Go prints for a field that was never set; undefined for nothing (and for the null of lists and maps). */
function zeroOf(node: SchemaNode, omitEmpty: boolean): JsonValue | undefined {
  if (node.goFields) return convertStruct(node, {})
  // structs as well, though they are written as one value
  if (node['x-kubernetes-int-or-string']) return 0
  if (node.format === 'quantity') return '0'
  if (omitEmpty) return undefined
  if (node.type === 'string' && node.format === undefined) return ''
  if (node.type === 'integer' || node.type === 'number') return 0
  return node.type === 'boolean' ? false : undefined
}

/** Go's `omitempty`: structs are never empty. */
function isEmpty(node: SchemaNode, value: JsonValue): boolean {
  if (value === '' || value === 0 || value === false) return node.format !== 'quantity' && !node['x-kubernetes-int-or-string']
  if (Array.isArray(value)) return value.length === 0
  return (
    isObject(value) && !node.goFields && node['x-kubernetes-preserve-unknown-fields'] !== true && Object.keys(value).length === 0
  )
}

function convertValue(node: SchemaNode, value: JsonValue): JsonValue {
  if (node['x-kubernetes-int-or-string']) {
    return typeof value === 'string' || isInteger(value) ? value : misfit()
  }
  if (node.goFields) return isObject(value) ? convertStruct(node, value) : misfit()
  switch (node.type) {
    case 'string':
      return convertString(node, value)
    case 'integer':
      return isInteger(value) ? value : misfit()
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint' ? value : misfit()
    case 'boolean':
      return typeof value === 'boolean' ? value : misfit()
    case 'array':
      return Array.isArray(value) ? convertList(node.items ?? {}, value) : misfit()
    case 'object':
      return convertMap(node, value)
    default:
      return value
  }
}

function convertString(node: SchemaNode, value: JsonValue): JsonValue {
  if (node.format === 'quantity') {
    const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
    return typeof text === 'string' && QUANTITY.test(text) ? text : misfit()
  }
  if (typeof value !== 'string') return misfit()
  if (node.format === 'byte') return BASE64.test(value.replace(/[\r\n]/g, '')) ? value : misfit()
  if (node.format !== 'date-time' && node.format !== 'micro-time') return value
  if (!TIME.test(value) || Number.isNaN(Date.parse(value))) return misfit()
  return node.format === 'date-time' ? `${new Date(value).toISOString().slice(0, 19)}Z` : value
}

function convertList(items: SchemaNode, value: readonly JsonValue[]): JsonValue[] {
  return value.map((item) => (item === null ? (zeroOf(items, false) ?? null) : convertValue(items, item)))
}

function convertMap(node: SchemaNode, value: JsonValue): JsonValue {
  if (!isObject(value)) return misfit()
  const values = node.additionalProperties
  if (typeof values !== 'object') return value
  const result: JsonObject = {}
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (item !== undefined) result[key] = item === null ? (zeroOf(values, false) ?? null) : convertValue(values, item)
  }
  return result
}

function isInteger(value: JsonValue): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
}

function misfit(): never {
  throw new Misfit()
}
