import {isObject, type JsonValue} from '../../formats/json/value.js'
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
