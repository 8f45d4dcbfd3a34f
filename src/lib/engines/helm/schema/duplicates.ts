import {isObject, type JsonValue} from '../../../formats/json/value.js'

/** The indexes of the first two items that are the same. */
export function duplicates(items: readonly JsonValue[]): [number, number] | undefined {
  const seen = new Map<string, number>()
  for (const [index, item] of items.entries()) {
    const key = JSON.stringify(canonical(item))
    const first = seen.get(key)
    if (first !== undefined) return [first, index]
    seen.set(key, index)
  }
  return undefined
}

function canonical(value: JsonValue): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(canonical)
  if (!isObject(value)) return value
  return Object.keys(value)
    .sort()
    .map((key) => [key, canonical(value[key]!)])
}
