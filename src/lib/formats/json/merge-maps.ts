import {setOwn} from './set-own.js'
import {isObject, type JsonObject} from './value.js'

/** `over` on top of `under`; neither is changed. Lists and scalars are replaced, as are maps by what is no map. */
export function mergeMaps(under: JsonObject, over: JsonObject): JsonObject {
  const result: JsonObject = {...under}
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(result, key) ? result[key] : undefined
    setOwn(result, key, isObject(value) && isObject(below) ? mergeMaps(below, value) : value)
  }
  return result
}
