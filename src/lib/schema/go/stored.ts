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
  if (node.goFields) return hollowStruct(node, value)
  const {additionalProperties} = node
  if (typeof additionalProperties !== 'object' || !additionalProperties.goFields) return value
  let out = value
  for (const key in value) out = withPart(out, value, key, additionalProperties, false)
  return out
}

function hollowStruct(node: SchemaNode, value: JsonObject): JsonObject {
  let out = value
  for (const {name, omitEmpty} of node.goFields!) {
    const child = value[name]
    if (typeof child === 'object' && child !== null) out = withPart(out, value, name, node.properties![name]!, !omitEmpty)
  }
  return out
}

/** `out` with one part of `value` as it is stored; `always` = Go prints it when empty. */
function withPart(out: JsonObject, value: JsonObject, key: string, schema: SchemaNode, always: boolean): JsonObject {
  const child = value[key]
  if (typeof child !== 'object' || child === null) return out
  const result = always && isEmptyOf(schema, child) ? null : hollow(schema, child)
  return result === child ? out : {...out, [key]: result}
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
