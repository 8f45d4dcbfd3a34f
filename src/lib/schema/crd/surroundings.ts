import type {Failure} from '../structural/verdict.js'

/** What the place of a schema forbids. */
export interface Surroundings {
  readonly root: boolean
  readonly insideMeta: boolean
  /** why defaults are forbidden */
  readonly noDefaults: string | undefined
  /** the list or map whose items have no identity over time */
  readonly uncorrelatable: string | undefined
}

export interface SchemaFaults {
  readonly schema: Failure[]
  readonly cel: Failure[]
}
