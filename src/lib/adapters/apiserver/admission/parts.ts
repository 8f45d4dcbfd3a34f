import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

/** The object under a name; an empty one when there is none. */
export function part(object: JsonObject, name: string): JsonObject {
  const value = object[name]
  return isObject(value) ? value : {}
}

/** The objects of a list; none when it is no list. */
export function items(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
