import {isObject, type JsonValue} from '../formats/json/value.js'

/** Deep equality of JSON values; a property that is undefined is absent. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]))
  if (!isObject(a) || !isObject(b)) return false
  let count = 0
  for (const key in a) {
    if (a[key] === undefined) continue
    if (b[key] === undefined || !sameValue(a[key], b[key])) return false
    count++
  }
  for (const key in b) if (b[key] !== undefined) count--
  return count === 0
}
