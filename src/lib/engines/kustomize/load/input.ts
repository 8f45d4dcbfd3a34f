import type {ReadChart} from '../../../ports/chart-inflator.js'
import type {FileEntry} from '../files/closed-files.js'
import type {RemoteEntry, Restriction} from '../files/loader.js'

/** Everything that a build reads, gathered beforehand; can be structured-cloned. */
export interface KustomizeInput {
  /** absolute folder under which the tree's paths are shown in messages, and which no path leaves */
  readonly root: string
  /** absolute folder of the kustomization */
  readonly path: string
  /** address of the repository that is built; absent: a folder of the tree */
  readonly repository?: string | undefined
  readonly files: ReadonlyMap<string, FileEntry>
  readonly remotes: ReadonlyMap<string, RemoteEntry>
  /** Helm charts by absolute folder */
  readonly charts: ReadonlyMap<string, ReadChart | 'file'>
  readonly restriction: Restriction
  readonly order: 'fifo' | 'legacy'
  /** for `buildMetadata: [managedByLabel]` */
  readonly version: string
}

/** What is there of an input while it is loaded. */
export type PartialInput = Pick<KustomizeInput, 'root' | 'path' | 'files' | 'remotes'>
