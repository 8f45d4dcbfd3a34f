import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

/* The order in which the real server's patch library prints what it patched. */

/** Fields in alphabetical order in the objects that a merge patch goes into, whether it changes anything there or not. */
export function visited(patched: JsonObject, patch: JsonValue): JsonObject {
  const into = isObject(patch) ? patch : {}
  return Object.fromEntries(
    Object.keys(patched)
      .sort()
      .map((key) => {
        const [value, change] = [patched[key], Object.hasOwn(into, key) ? into[key] : undefined]
        if (change === undefined || value === undefined) return [key, value]
        return [key, isObject(value) && isObject(change) ? visited(value, change) : allSorted(value)]
      }),
  )
}

function allSorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(allSorted)
  if (!isObject(value)) return value
  const names = Object.keys(value).sort()
  return Object.fromEntries(names.map((name) => [name, allSorted(value[name] ?? null)]))
}

/** Fields in alphabetical order wherever the patch has been; what it did not touch keeps its own order. */
export function sorted(patched: JsonObject, live: JsonValue | undefined): JsonObject {
  const before = isObject(live) ? live : {}
  return Object.fromEntries(
    Object.keys(patched)
      .sort()
      .map((key) => {
        const value = patched[key]
        return [key, isObject(value) && !sameValue(value, before[key]) ? sorted(value, before[key]) : value]
      }),
  )
}
