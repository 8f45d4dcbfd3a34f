import {setOwn} from '../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {SchemaNode} from '../node.js'

const META = new Set(['apiVersion', 'kind', 'metadata'])

/** What is left of a value, and which fields were dropped: `spec.foo`, sorted. The same value when nothing was. */
export function prune(value: JsonObject, node: SchemaNode): {value: JsonObject; unknown: string[]} {
  const unknown: string[] = []
  const pruned = pruneObject(value, {...node, 'x-kubernetes-embedded-resource': true}, '', unknown)
  return {value: pruned, unknown: unknown.sort()}
}

function pruneValue(value: JsonValue, node: SchemaNode | undefined, path: string, unknown: string[]): JsonValue {
  if (Array.isArray(value)) return pruneList(value, node, path, unknown)
  return isObject(value) ? pruneObject(value, node, path, unknown) : value
}

function pruneList(value: JsonValue[], node: SchemaNode | undefined, path: string, unknown: string[]): JsonValue {
  let changed = false
  const out = value.map((item, at) => {
    const kept = pruneValue(item, keepsAll(node) && !node?.items ? PRESERVE : node?.items, `${path}[${at}]`, unknown)
    if (kept !== item) changed = true
    return kept
  })
  return changed ? out : value
}

const PRESERVE: SchemaNode = {'x-kubernetes-preserve-unknown-fields': true}

function keepsAll(node: SchemaNode | undefined): boolean {
  return node?.['x-kubernetes-preserve-unknown-fields'] === true
}

function pruneObject(value: JsonObject, node: SchemaNode | undefined, path: string, unknown: string[]): JsonObject {
  let changed = false
  const out: JsonObject = {}
  for (const key in value) {
    const child = value[key]
    if (child === undefined) continue
    if (node?.['x-kubernetes-embedded-resource'] && META.has(key)) {
      setOwn(out, key, child)
      continue
    }
    const below = path === '' ? key : `${path}.${key}`
    const schema = childSchema(node, key)
    if (schema === undefined) {
      if (path !== '' || !META.has(key)) unknown.push(below)
      changed = true
      continue
    }
    const kept = schema === true ? child : pruneValue(child, schema, below, unknown)
    if (kept !== child) changed = true
    setOwn(out, key, kept)
  }
  return changed ? out : value
}

/** Schema of a key; true = anything; undefined = the key goes. */
function childSchema(node: SchemaNode | undefined, key: string): SchemaNode | true | undefined {
  if (!node) return undefined
  const {properties, additionalProperties} = node
  if (properties && Object.hasOwn(properties, key)) return properties[key]
  if (additionalProperties === true) return keepsAll(node) ? true : {}
  if (additionalProperties) return additionalProperties
  return keepsAll(node) ? true : undefined
}
