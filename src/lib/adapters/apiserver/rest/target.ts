import type {CatalogEntry} from '../discovery/catalog.js'
import type {Shown} from './core.js'

/** Which kind a request is about, and where. */
export interface Target {
  readonly entry: CatalogEntry
  /** '' for cluster-scoped kinds */
  readonly namespace: string
}

/** Which object a request is about. */
export interface ObjectTarget extends Target {
  readonly name: string
  /** '' for the object itself */
  readonly subresource: string
  /** set when the write comes through a subresource of another kind */
  readonly shown?: Shown | undefined
}
