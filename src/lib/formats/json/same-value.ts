import {isObject, type JsonValue} from './value.js'

/** Deep equality of JSON values; shared subtrees cost nothing. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]))
  }
  if (!isObject(b)) return false
  let count = 0
  for (const key in a) {
    if (a[key] === undefined) continue
    count++
    if (!sameValue(a[key], b[key])) return false
  }
  for (const key in b) if (b[key] !== undefined) count--
  return count === 0
}
