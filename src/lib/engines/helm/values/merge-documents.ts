import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'

/** The documents of one values file as one map: later ones win, maps go into each other (helm-engine reference 1.1). */
export function mergeDocuments(documents: readonly JsonObject[]): JsonObject {
  const [first, ...rest] = documents
  return rest.reduce((merged, document) => mergeMaps(merged, document), first ?? {})
}

/** `over` on top of `under`; neither is changed. Lists and scalars are replaced, as are maps by what is no map. */
export function mergeMaps(under: JsonObject, over: JsonObject): JsonObject {
  const result: JsonObject = {...under}
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(result, key) ? result[key] : undefined
    setOwn(result, key, isObject(value) && isObject(below) ? mergeMaps(below, value) : value)
  }
  return result
}
