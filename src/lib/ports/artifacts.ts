import type {FileTree} from './files.js'

/** `status.artifact`, byte-compatible with Flux (source-controller 1.4). */
export type Artifact = {
  path: string
  url: string
  revision: string
  /** `sha256:<hex>` of the stored .tar.gz */
  digest: string
  /** RFC 3339, seconds */
  lastUpdateTime: string
  /** bytes of the stored .tar.gz */
  size?: number
  metadata?: {[key: string]: string}
}

export interface ArtifactOwner {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

export interface ArtifactPut {
  readonly owner: ArtifactOwner
  readonly revision: string
  /** file name without folder, e.g. `<sha>.tar.gz` */
  readonly file: string
  readonly tree: FileTree
  /** Entries for which this returns true are left out. */
  readonly ignore?: (path: string, directory: boolean) => boolean
  readonly metadata?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** The store of artifacts: written by sources, read by everybody else. */
export interface Artifacts {
  put(put: ArtifactPut): Promise<Artifact>
  /** True when the stored file is there and its digest is right. */
  verify(artifact: Artifact): Promise<boolean>
  /**
   * The files of an artifact: from the in-process store, else by HTTP from its `url`, digest always checked.
   * One index per (digest) is kept, so that many readers of one revision share it.
   */
  open(artifact: Artifact, signal?: AbortSignal): Promise<FileTree>
  /** Removes all of an owner's files, or all but the given ones; returns the paths removed. */
  collect(owner: ArtifactOwner, keep: readonly string[]): Promise<readonly string[]>
  /** Address under which `path` is served. */
  url(path: string): string
}
