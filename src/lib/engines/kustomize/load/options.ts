import type {ChartInflator} from '../../../ports/chart-inflator.js'
import type {FileTree} from '../../../ports/files.js'
import type {Restriction} from '../files/loader.js'
import type {RepositorySpec} from '../files/repository.js'

/** Fetches what a kustomization names by address; both throw with a message fit for the user. */
export interface RemoteLoader {
  /** The bytes of a plain file. `status` of what is thrown, if any, is the HTTP status. */
  file(url: string, signal?: AbortSignal): Promise<Uint8Array>
  /** The files of a repository at the ref. */
  repository(spec: RepositorySpec, signal?: AbortSignal): Promise<FileTree>
}

export interface LoadOptions {
  /** absolute folder that stands for the top of the tree in messages; `/` unless said otherwise */
  readonly root?: string | undefined
  /** links that begin with `/` lead somewhere: only where the tree is the disk itself */
  readonly absoluteLinks?: boolean | undefined
  /** absent: remote files and repositories are refused */
  readonly remote?: RemoteLoader | undefined
  /** reads Helm charts; absent: there will be none */
  readonly charts?: Pick<ChartInflator, 'read'> | undefined
  /** `root`: files outside the kustomization's folder are refused, as by the command line; `none` within the tree, as by Flux */
  readonly restriction?: Restriction | undefined
  /** `legacy` as the command line, unless sortOptions say otherwise; `fifo` as Flux */
  readonly order?: 'fifo' | 'legacy' | undefined
  /** bytes of all files together */
  readonly maxBytes?: number | undefined
  readonly version?: string | undefined
  readonly signal?: AbortSignal | undefined
}
