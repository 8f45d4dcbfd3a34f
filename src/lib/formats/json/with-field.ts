import {setOwn} from './set-own.js'
import type {JsonObject, JsonValue} from './value.js'

/**
 * A copy of an object with one field of another value, where the field was or at the end. What `{...object, field}` is, but that
 * the engine takes a slow way for copies of frozen objects, which most objects here are.
 */
export function withField(object: JsonObject, field: string, value: JsonValue): JsonObject {
  const copy: JsonObject = {}
  for (const name in object) setOwn(copy, name, name === field ? value : object[name]!)
  if (!Object.hasOwn(object, field)) setOwn(copy, field, value)
  return copy
}
