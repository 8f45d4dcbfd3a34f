import {sameValue} from '../json/same-value.js'
import {setOwn} from '../json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../json/value.js'

/**
 * RFC 7386: null removes a key, objects merge, everything else replaces. Nulls inside what is new are dropped too,
 * also within lists of objects (as kube-apiserver does). Neither input is changed.
 */
export function applyMergePatch(document: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return isObject(document) ? patch : withoutNulls(patch)
  if (!isObject(document)) return withoutNulls(patch)
  let result: JsonObject | undefined
  for (const key of Object.keys(patch)) {
    const change = patch[key]
    if (change === undefined) continue
    const old = Object.hasOwn(document, key) ? document[key] : undefined
    if (change === null) {
      if (old === undefined) continue
      result ??= {...document}
      delete result[key]
      continue
    }
    const value = old === undefined || old === null ? withoutNulls(change) : applyMergePatch(old, change)
    if (value === old) continue
    result ??= {...document}
    setOwn(result, key, value)
  }
  return result ?? document
}

/**
 * The smallest merge patch that turns `old` into `now`: changed keys with their new value, removed keys as null.
 * `{}` when they are equal. Lists are replaced whole.
 */
export function createMergePatch(old: JsonObject, now: JsonObject): JsonObject {
  const patch: JsonObject = {}
  for (const key of Object.keys(now)) {
    const value = now[key]
    if (value === undefined) continue
    const before = Object.hasOwn(old, key) ? old[key] : undefined
    if (isObject(before) && isObject(value)) {
      const inner = createMergePatch(before, value)
      if (Object.keys(inner).length > 0) setOwn(patch, key, inner)
    } else if (before === undefined || !sameValue(before, value)) setOwn(patch, key, value)
  }
  for (const key of Object.keys(old)) {
    if (old[key] !== undefined && (!Object.hasOwn(now, key) || now[key] === undefined)) setOwn(patch, key, null)
  }
  return patch
}

function withoutNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  const result: JsonObject = {}
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (item !== undefined && item !== null) setOwn(result, key, withoutNulls(item))
  }
  return result
}
