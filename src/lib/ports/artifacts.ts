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

/** What the store knows about the file of an artifact; `reason` in Flux's words. */
export type ArtifactState = {readonly state: 'stored' | 'missing'} | {readonly state: 'damaged'; readonly reason: string}

/** The store as those see it who fill it. */
export interface ArtifactStore extends Artifacts {
  /** As `verify`, with the difference between gone and damaged. */
  check(artifact: Artifact): Promise<ArtifactState>
  /** Removes the file of one artifact. */
  remove(artifact: Artifact): Promise<void>
  /** Removes an owner's old files by age and number, never the current one (source-controller 6.5); returns their paths. */
  retain(owner: ArtifactOwner, current: Artifact): Promise<readonly string[]>
  /** Files of the store, for whoever serves them. */
  readonly files: ArtifactFiles
}

/** The bytes behind `Artifact.path`. */
export interface ArtifactFiles {
  read(path: string): Promise<Uint8Array | undefined>
  /** Names in a folder, folders with a `/` at their end; undefined when there is no such folder. */
  list(path: string): Promise<readonly string[] | undefined>
  /** Milliseconds since the epoch at which the store wrote the file, or first saw it. */
  writtenAt(path: string): number
}
