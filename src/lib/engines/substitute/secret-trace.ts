import type {JsonObject} from '../../formats/json/value.js'

/** What substitutions make of variables that came from Secrets, for whoever has to hide it; filled as they go on. */
export interface SecretTrace {
  /** names of the variables whose values are secret */
  readonly variables: Set<string>
  /** texts that are secret wherever they stand: results of expressions, and the scalars that were read from them */
  readonly texts: Set<string>
  /** texts that are secret where they are all of a field */
  readonly wholes: Set<string>
  /** keys of maps that were read from results */
  readonly keys: Set<string>
  /** where maps and lists that were read from results stand in an object */
  readonly places: Map<JsonObject, readonly SecretPlace[]>
}

/** Keys from the top; `*` for an item of a list that has no `name`. */
export type SecretPlace = readonly string[]

/** A trace of nothing yet. */
export function createSecretTrace(): SecretTrace {
  return {variables: new Set(), texts: new Set(), wholes: new Set(), keys: new Set(), places: new Map()}
}
