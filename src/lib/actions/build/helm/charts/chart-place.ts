import type {KubeObject} from '../../../../ports/kube.js'
import type {KnownObjects} from '../repository/known-objects.js'

/** A chart of a HelmRelease and where its spec says that it lives. */
export interface ChartPlace {
  readonly chart: string
  /** a version or a range */
  readonly version: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly valuesFiles: readonly string[]
  readonly ignoreMissing: boolean
}

/** A source as its kind knows it; @throws FluxError with its place when an API server would refuse it */
export type SourceCheck = (source: KubeObject, objects: KnownObjects) => Promise<KubeObject>
