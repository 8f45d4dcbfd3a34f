import type {JsonObject, JsonValue} from './value.js'

/** Deep equality of JSON values; a property that is `undefined` counts as absent, shared subtrees cost nothing. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i++) if (!sameValue(a[i], b[i])) return false
    return true
  }
  return sameObject(a, b)
}

function sameObject(a: JsonObject, b: JsonObject): boolean {
  let present = 0
  for (const key in a) {
    const value = a[key]
    if (value === undefined) continue
    present++
    // an own key only: what every object inherits (`constructor`, `__proto__`) is no value
    if (!Object.hasOwn(b, key) || !sameValue(value, b[key])) return false
  }
  for (const key in b) if (b[key] !== undefined) present--
  return present === 0
}
