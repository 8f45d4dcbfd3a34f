import {mergeMaps} from '../../../formats/json/merge-maps.js'
import type {JsonObject} from '../../../formats/json/value.js'

/** The documents of one values file as one map: later ones win, maps go into each other (helm-engine reference 1.1). */
export function mergeDocuments(documents: readonly JsonObject[]): JsonObject {
  const [first, ...rest] = documents
  return rest.reduce((merged, document) => mergeMaps(merged, document), first ?? {})
}
