import {sameValue} from '../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {goJson} from '../go/quote.js'
import type {SchemaNode} from '../node.js'

/** Which item of the old list an item of the new one was: by key in `map` lists, by equality in none. */
export function correlate(
  value: readonly JsonValue[],
  old: JsonValue | undefined,
  node: SchemaNode,
): (at: number) => JsonValue | undefined {
  const keys = node['x-kubernetes-list-type'] === 'map' ? node['x-kubernetes-list-map-keys'] : undefined
  if (!Array.isArray(old) || !keys) return () => undefined
  const byKey = new Map(old.map((item) => [keyOf(item, keys), item]))
  return (at) => byKey.get(keyOf(value[at]!, keys))
}

function keyOf(item: JsonValue, keys: readonly string[]): string {
  return isObject(item) ? goJson(keys.map((key) => item[key] ?? null)) : ''
}

/** Whether a value is what it was, as ratcheting sees it: the order of `map` lists does not count. */
export function unchanged(value: JsonValue, old: JsonValue, node: SchemaNode): boolean {
  if (sameValue(value, old)) return true
  if (!holdsMapList(node)) return false
  if (Array.isArray(value)) return unchangedList(value, old, node)
  return isObject(value) && isObject(old) && unchangedObject(value, old, node)
}

function unchangedList(value: readonly JsonValue[], old: JsonValue, node: SchemaNode): boolean {
  if (!Array.isArray(old) || old.length !== value.length || !node.items) return false
  const before = correlate(value, old, node)
  return value.every((item, at) => {
    const was = before(at)
    return was !== undefined && unchanged(item, was, node.items!)
  })
}

function unchangedObject(value: JsonObject, old: JsonObject, node: SchemaNode): boolean {
  const names = Object.keys(value)
  if (names.length !== Object.keys(old).length) return false
  return names.every((name) => {
    const [now, was] = [value[name], Object.hasOwn(old, name) ? old[name] : undefined]
    if (now === undefined || was === undefined) return now === was
    return unchanged(now, was, fieldNode(node, name) ?? {})
  })
}

function fieldNode({properties, additionalProperties}: SchemaNode, name: string): SchemaNode | undefined {
  if (properties && Object.hasOwn(properties, name)) return properties[name]
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

const holders = new WeakMap<SchemaNode, boolean>()

/** Whether there is a `map` list in what a schema describes; nodes never change, so found out once for each. */
function holdsMapList(node: SchemaNode): boolean {
  let known = holders.get(node)
  if (known === undefined) {
    // a schema may hold itself
    holders.set(node, false)
    const {items, properties = {}, additionalProperties} = node
    known =
      node['x-kubernetes-list-type'] === 'map' ||
      (items !== undefined && holdsMapList(items)) ||
      (typeof additionalProperties === 'object' && holdsMapList(additionalProperties)) ||
      Object.values(properties).some(holdsMapList)
    holders.set(node, known)
  }
  return known
}
