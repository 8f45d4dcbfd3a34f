import {sameValue} from '../../../formats/json/same-value.js'
import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

/* Fields of a strategic merge patch that say how to merge. */

export const orderPrefix = '$setElementOrder'
export const deletePrefix = '$deleteFromPrimitiveList'
export const retainKeys = '$retainKeys'

/** The value without what carries a `$patch`; undefined when that is all of it. */
export function withoutDirectives(value: JsonValue): JsonValue | undefined {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item): item is JsonValue => item !== undefined)
  if (!isObject(value)) return value
  if (value.$patch !== undefined) return undefined
  const out: JsonObject = {}
  for (const key of Object.keys(value)) {
    const item = value[key]
    const kept = item === undefined ? undefined : withoutDirectives(item)
    if (kept !== undefined) setOwn(out, key, kept)
  }
  return sameValue(out, value) ? value : out
}

/** What is new does not bring nulls along; items that are null stay. */
export function withoutNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  const out: JsonObject = {}
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (item !== undefined && item !== null) setOwn(out, key, withoutNulls(item))
  }
  return out
}
