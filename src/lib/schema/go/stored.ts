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
  let out: JsonObject | undefined
  if (node.goFields) {
    for (const field of node.goFields) {
      const child = value[field.name]
      if (child === undefined || child === null || typeof child !== 'object') continue
      const schema = node.properties![field.name]!
      const result = !field.omitEmpty && isEmptyOf(schema, child) ? null : hollow(schema, child)
      if (result !== child) (out ??= {...value})[field.name] = result
    }
  } else if (typeof node.additionalProperties === 'object' && node.additionalProperties.goFields) {
    for (const key in value) {
      const result = hollow(node.additionalProperties, value[key]!)
      if (result !== value[key]) (out ??= {...value})[key] = result
    }
  }
  return out ?? value
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
