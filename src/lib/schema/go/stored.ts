import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {GoField, SchemaNode} from '../node.js'
import {encode} from './decode.js'
import {keepMarks} from './given-empty.js'

/**
 * An object as the server has it after storing: the top level in declared order with what Go always prints (`status: {}`),
 * and empty lists and maps that Go prints as null, since the store's coding (protobuf) does not tell them from none.
 * CRDs are stored as JSON and keep theirs. The same object when nothing changes. What it shares with `old`,
 * which is stored, is left alone.
 */
export function asStored(node: SchemaNode, value: JsonObject, old?: JsonObject): JsonObject {
  const hollowed = node.goStruct === 'CustomResourceDefinition' ? value : (hollow(node, value, old) as JsonObject)
  const out = encode(node, hollowed)
  return hollowed === value && Object.keys(out).length === Object.keys(value).length ? value : out
}

const orders = new WeakMap<SchemaNode, ReadonlyMap<string, number>>()

function orderOf(node: SchemaNode): ReadonlyMap<string, number> {
  let known = orders.get(node)
  if (!known) orders.set(node, (known = new Map(node.goFields!.map(({name}, at) => [name, at]))))
  return known
}

/** Structs with their fields in declared order, as Go prints them; the same value when they are. What is in `old` is. */
export function inGoOrder(node: SchemaNode, value: JsonValue, old?: JsonValue): JsonValue {
  if (value === old || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const {items} = node
    if (!items) return value
    const before = Array.isArray(old) ? old : []
    const out = value.map((item, at) => inGoOrder(items, item, before[at]))
    return out.every((item, at) => item === value[at]) ? value : out
  }
  if (node.goFields) return structInOrder(node, value, isObject(old) ? old : {})
  const {additionalProperties: items} = node
  if (typeof items !== 'object' || !items.goFields) return value
  let out = value
  for (const key in value) {
    const item = inGoOrder(items, value[key] as JsonValue)
    if (item !== value[key]) out = {...out, [key]: item}
  }
  return out
}

function structInOrder(node: SchemaNode, value: JsonObject, old: JsonObject): JsonObject {
  const order = orderOf(node)
  let out = value
  let last = -1
  let sorted = true
  for (const key in value) {
    const at = order.get(key) ?? last
    if (at < last) sorted = false
    last = at
    const schema = node.properties && Object.hasOwn(node.properties, key) ? node.properties[key] : undefined
    const child = value[key]
    if (!schema || typeof child !== 'object' || child === null) continue
    const item = inGoOrder(schema, child, old[key])
    if (item !== child) out = keepMarks(value, {...out, [key]: item})
  }
  if (sorted) return out
  const names = Object.keys(out).sort((a, b) => (order.get(a) ?? -1) - (order.get(b) ?? -1))
  return keepMarks(value, Object.fromEntries(names.map((name) => [name, out[name]])) as JsonObject)
}

function hollow(node: SchemaNode, value: JsonValue, old?: JsonValue): JsonValue {
  if (value === old) return value
  if (Array.isArray(value)) return hollowList(node, value)
  if (!isObject(value)) return value
  if (node.goFields) return hollowStruct(node, value, isObject(old) ? old : undefined)
  const {additionalProperties} = node
  if (typeof additionalProperties !== 'object' || !additionalProperties.goFields) return value
  let out = value
  for (const key in value) out = withPart(out, value, key, additionalProperties, false, undefined)
  return out
}

/** Fields of a type below which something empty may be printed; nodes never change. */
const parts = new WeakMap<SchemaNode, readonly GoField[]>()

function partsOf(node: SchemaNode): readonly GoField[] {
  let known = parts.get(node)
  if (!known) {
    // what a recursive type needs for itself counts as needed
    parts.set(node, (known = node.goFields!))
    known = known.filter((field) => isPart(node.properties![field.name]!, !field.omitEmpty))
    parts.set(node, known)
  }
  return known
}

function isPart(node: SchemaNode, always: boolean): boolean {
  const {additionalProperties, items} = node
  if (node.goFields) return partsOf(node).length > 0
  if (always && (node.type === 'array' || additionalProperties !== undefined)) return true
  const inner = items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  return inner?.goFields !== undefined && partsOf(inner).length > 0
}

function hollowStruct(node: SchemaNode, value: JsonObject, old: JsonObject | undefined): JsonObject {
  let out = value
  for (const {name, omitEmpty} of partsOf(node)) {
    const child = value[name]
    if (typeof child !== 'object' || child === null) continue
    out = withPart(out, value, name, node.properties![name]!, !omitEmpty, old?.[name])
  }
  return out
}

/** `out` with one part of `value` as it is stored; `always` = Go prints it when empty. */
function withPart(
  out: JsonObject,
  value: JsonObject,
  key: string,
  schema: SchemaNode,
  always: boolean,
  old: JsonValue | undefined,
): JsonObject {
  const child = value[key]
  if (typeof child !== 'object' || child === null || child === old) return out
  const result = always && isEmptyOf(schema, child) ? null : hollow(schema, child, old)
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
