import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {decodeGo, GoDecodeError} from '../../../schema/go/decode.js'
import type {SchemaNode} from '../../../schema/node.js'
import {kindOf} from './patch-schema.js'

/**
 * Why a merged object does not fit its Go type, in the words of the converter that the server uses after a strategic merge
 * (it has other words than the JSON decoder); undefined when it fits. `goType`: the type of the field.
 */
export function restoreFault(node: SchemaNode | undefined, value: JsonValue | undefined, goType = ''): string | undefined {
  if (!node || value === undefined || value === null || node['x-kubernetes-preserve-unknown-fields']) return undefined
  // bytes come as a text or as a list
  if (node.format === 'byte' && typeof value !== 'string' && !Array.isArray(value))
    return `cannot restore slice from ${sourceKind(value)}`
  if (node['x-kubernetes-int-or-string']) return numberFault(value)
  if (node.format?.endsWith('-time') && typeof value !== 'string')
    return `json: cannot unmarshal ${goKind(value)} into Go value of type string`
  if (node.format !== undefined && opaque.has(node.format)) return textFault(node, value)
  if (node.goFields) {
    return isObject(value) ? structFault(node, value) : `cannot restore struct from: ${sourceKind(value)}`
  }
  if (node.type === 'object') {
    return isObject(value) ? mapFault(node, value, goType) : `cannot restore map from ${sourceKind(value)}`
  }
  if (node.type === 'array') {
    return Array.isArray(value) ? listFault(node, value, goType) : `cannot restore slice from ${sourceKind(value)}`
  }
  return scalarFault(node, value, goType)
}

/** Texts or numbers read themselves, as JSON. */
function numberFault(value: JsonValue): string | undefined {
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  if (typeof value === 'string' || (isNumber && Number(value) === (Number(value) | 0))) return undefined
  const literal = isNumber ? ` ${value}` : ''
  return `json: cannot unmarshal ${goKind(value)}${literal} into Go value of type int32`
}

/** Types that decode themselves. */
const opaque: ReadonlySet<string> = new Set(['quantity', 'date-time', 'micro-time', 'byte', 'int-or-string'])

/** A text that such a type refuses: that ends the reading where it stands. */
function textFault(node: SchemaNode, value: JsonValue): string | undefined {
  if (typeof value !== 'string') return undefined
  try {
    decodeGo(holderOf(node), {text: value})
    return undefined
  } catch (error) {
    if (!(error instanceof GoDecodeError)) throw error
    return error.message.replace(/^illegal base64/, 'error decoding from json: illegal base64')
  }
}

const holders = new WeakMap<SchemaNode, SchemaNode>()

/** A struct with one field of a type. */
function holderOf(node: SchemaNode): SchemaNode {
  let known = holders.get(node)
  if (!known) {
    const goFields = [{name: 'text', type: '', omitEmpty: true, pointer: true, omitZero: false}]
    known = {type: 'object', goStruct: '', goFields, properties: {text: node}} as unknown as SchemaNode
    holders.set(node, known)
  }
  return known
}

function structFault(node: SchemaNode, value: JsonObject): string | undefined {
  for (const field of node.goFields ?? []) {
    const fault = restoreFault(
      node.properties?.[field.name],
      Object.hasOwn(value, field.name) ? value[field.name] : undefined,
      field.type,
    )
    if (fault !== undefined) return fault
  }
  return undefined
}

function mapFault(node: SchemaNode, value: JsonObject, goType: string): string | undefined {
  const {additionalProperties: items} = node
  if (typeof items !== 'object') return undefined
  for (const key of Object.keys(value)) {
    const fault = restoreFault(items, value[key], goType.replace(/^map\[[\w.]+\]/, ''))
    if (fault !== undefined) return fault
  }
  return undefined
}

function listFault(node: SchemaNode, value: readonly JsonValue[], goType: string): string | undefined {
  for (const item of value) {
    const fault = restoreFault(node.items, item, goType.replace(/^\[\]/, ''))
    if (fault !== undefined) return fault
  }
  return undefined
}

function scalarFault(node: SchemaNode, value: JsonValue, goType: string): string | undefined {
  const target = kindOf(node)
  const source = sourceKind(value)
  const whole = source === 'int64' || (typeof value === 'number' && Number.isInteger(value))
  const fits =
    node.type === source ||
    (node.type === 'boolean' && source === 'bool') ||
    (node.type === 'integer' && whole) ||
    (node.type === 'number' && (source === 'int64' || source === 'float64'))
  if (fits) return undefined
  // only what Go could convert is said not to be convertible: numbers into each other, an integer into a string
  const convertible =
    (source === 'int64' && node.type === 'string') ||
    ((source === 'int64' || source === 'float64') && (node.type === 'integer' || node.type === 'number'))
  return convertible ? `cannot convert ${source} to ${goType || target}` : `unrecognized type: ${target}`
}

function sourceKind(value: JsonValue): string {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return 'int64'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return Array.isArray(value) ? 'slice' : 'map'
}
