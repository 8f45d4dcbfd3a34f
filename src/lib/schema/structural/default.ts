import {setOwn} from '../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {SchemaNode} from '../node.js'

/**
 * A value with the defaults of its schema: where the parent is there and the field is absent or a null that the schema
 * does not allow. The same value when nothing changes.
 */
export function applyDefaults(value: JsonObject, node: SchemaNode): JsonObject {
  return defaultObject(value, node)
}

function defaultValue(value: JsonValue, node: SchemaNode | undefined): JsonValue {
  if (!node) return value
  if (Array.isArray(value)) return defaultList(value, node)
  return isObject(value) ? defaultObject(value, node) : value
}

function defaultList(value: JsonValue[], node: SchemaNode): JsonValue[] {
  const {items} = node
  if (!items) return value
  let changed = false
  const out = value.map((item) => {
    const filled = item === null && !items.nullable && items.default !== undefined ? items.default : item
    const result = defaultValue(filled, items)
    if (result !== item) changed = true
    return result
  })
  return changed ? out : value
}

function defaultObject(value: JsonObject, node: SchemaNode): JsonObject {
  const {properties = {}, additionalProperties} = node
  const rest = typeof additionalProperties === 'object' ? additionalProperties : undefined
  const changes: [key: string, value: JsonValue | undefined][] = []
  for (const key in value) {
    const child = value[key]
    const schema = Object.hasOwn(properties, key) ? properties[key] : rest
    if (!schema || child === undefined) continue
    const filled = child === null && !schema.nullable ? (presetOf(schema) ?? null) : defaultValue(child, schema)
    if (filled !== child) changes.push([key, filled])
  }
  for (const key in properties) {
    const preset = own(value, key) === undefined ? presetOf(properties[key]!) : undefined
    if (preset !== undefined && preset !== null) changes.push([key, preset])
  }
  return changes.length === 0 ? value : changed(value, changes)
}

function own(value: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined
}

function changed(value: JsonObject, changes: readonly (readonly [string, JsonValue | undefined])[]): JsonObject {
  const out = {...value}
  for (const [key, filled] of changes) {
    if (filled === undefined) delete out[key]
    else setOwn(out, key, filled)
  }
  return out
}

/** The default of a node with the defaults inside it. */
function presetOf(schema: SchemaNode): JsonValue | undefined {
  return schema.default === undefined ? undefined : defaultValue(schema.default, schema)
}

/** The value without nulls that its schema neither allows nor replaces by a default, as the decoder leaves them out. */
export function dropNulls(value: JsonValue, node: SchemaNode | undefined): JsonValue {
  if (!node) return value
  if (Array.isArray(value)) {
    const out = value.map((item) => dropNulls(item, node.items))
    return out.some((item, at) => item !== value[at]) ? out : value
  }
  if (!isObject(value)) return value
  const {properties = {}, additionalProperties} = node
  const rest = typeof additionalProperties === 'object' ? additionalProperties : undefined
  const changes: [key: string, value: JsonValue | undefined][] = []
  for (const key in value) {
    const child = value[key]
    const schema = Object.hasOwn(properties, key) ? properties[key] : rest
    if (!schema || child === undefined) continue
    const dropped = child === null && !schema.nullable && schema.default === undefined
    const kept = dropped ? undefined : dropNulls(child, schema)
    if (kept !== child) changes.push([key, kept])
  }
  return changes.length === 0 ? value : changed(value, changes)
}
