import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {SchemaNode} from '../node.js'
import {encode} from './decode.js'

/**
 * An object as the server has it after storing: the top level in declared order with what Go always prints (`status: {}`),
 * and empty lists and maps that Go prints as null, since the store's coding (protobuf) does not tell them from none.
 * CRDs are stored as JSON and keep theirs. The same object when nothing changes.
 */
export function asStored(node: SchemaNode, value: JsonObject): JsonObject {
  const hollowed = node.goStruct === 'CustomResourceDefinition' ? value : (hollow(node, value) as JsonObject)
  const out = encode(node, hollowed)
  return hollowed === value && Object.keys(out).length === Object.keys(value).length ? value : out
}

function hollow(node: SchemaNode, value: JsonValue): JsonValue {
  if (Array.isArray(value)) return hollowList(node, value)
  if (!isObject(value)) return value
  const changes: [string, JsonValue][] = []
  for (const [key, schema, always] of parts(node, value)) {
    const child = value[key]
    if (child === undefined || child === null || typeof child !== 'object') continue
    const result = always && isEmptyOf(schema, child) ? null : hollow(schema, child)
    if (result !== child) changes.push([key, result])
  }
  return changes.length === 0 ? value : {...value, ...Object.fromEntries(changes)}
}

/** Fields or entries of an object, their schema, and whether Go prints them when empty. */
function parts(node: SchemaNode, value: JsonObject): (readonly [string, SchemaNode, boolean])[] {
  if (node.goFields) return node.goFields.map((field) => [field.name, node.properties![field.name]!, !field.omitEmpty])
  const {additionalProperties} = node
  if (typeof additionalProperties !== 'object' || !additionalProperties.goFields) return []
  return Object.keys(value).map((key) => [key, additionalProperties, false])
}

function hollowList(node: SchemaNode, value: JsonValue[]): JsonValue[] {
  if (!node.items?.goFields) return value
  let changed = false
  const out = value.map((item) => {
    const result = hollow(node.items!, item)
    if (result !== item) changed = true
    return result
  })
  return changed ? out : value
}

function isEmptyOf(schema: SchemaNode, value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0
  return schema.additionalProperties !== undefined && Object.keys(value as JsonObject).length === 0
}
