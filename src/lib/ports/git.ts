import type {FileTree} from './files.js'

/** A known_hosts file that is there; `fault` says why it cannot be read. */
export type KnownHostsFile = {readonly path: string} & ({readonly text: string} | {readonly fault: string})

export interface GitAuth {
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly bearerToken?: string | undefined
  /** PEM private key for ssh, and its passphrase in `password` */
  readonly identity?: string | undefined
  readonly knownHosts?: string | undefined
  /** in its place the known_hosts files of this machine; nobody can be trusted when there are none, or one has a `fault` */
  readonly knownHostsFiles?: readonly KnownHostsFile[] | undefined
  /** socket of an SSH agent that holds the keys; counts without an identity, and empty it is an error then */
  readonly agent?: string | undefined
  /** algorithms of host keys that are taken over ssh; the usual ones without any */
  readonly hostKeyAlgorithms?: readonly string[] | undefined
  readonly ca?: string | undefined
  readonly clientCert?: string | undefined
  readonly clientKey?: string | undefined
  readonly proxy?: string | undefined
}

/** Precedence of the reference, source-controller 9.2: name, commit, semver, tag, branch. */
export interface GitRefSpec {
  readonly branch?: string | undefined
  readonly tag?: string | undefined
  readonly semver?: string | undefined
  readonly commit?: string | undefined
  readonly name?: string | undefined
}

export interface GitCloneOptions {
  readonly url: string
  readonly ref: GitRefSpec
  readonly auth?: GitAuth | undefined
  readonly recurseSubmodules?: boolean | undefined
  /** Directories to bring; empty or absent = all. */
  readonly sparse?: readonly string[] | undefined
  /** Revision of the artifact at hand: when the remote still has it, `unchanged` comes back without a tree. */
  readonly lastRevision?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface GitIdentity {
  readonly name: string
  readonly email: string
  /** seconds since the epoch */
  readonly when: number
}

export interface GitCommit {
  readonly sha: string
  readonly author: GitIdentity
  readonly committer: GitIdentity
  readonly message: string
  /** armoured signature and the bytes it signs */
  readonly signature?: string | undefined
  readonly payload?: Uint8Array | undefined
  /** the annotated tag object that was resolved, if any */
  readonly tag?:
    | {name: string; sha: string; message: string; signature?: string | undefined; payload?: Uint8Array | undefined}
    | undefined
  /** `refs/heads/main`, `refs/tags/v1`, ... or absent for a bare commit */
  readonly reference?: string | undefined
  /** `main@sha1:<hex>`, `sha1:<hex>`, `v1.0.0@sha1:<hex>` (source-controller 1.4) */
  readonly revision: string
}

export type GitCheckout =
  | {readonly unchanged: true; readonly commit: GitCommit}
  | {readonly unchanged: false; readonly commit: GitCommit; readonly tree: FileTree}

/** Git over https, ssh and registered local folders. Errors are GitError with a stable `code`. */
export interface Git {
  clone(options: GitCloneOptions): Promise<GitCheckout>
  /** The object `namespace/name` is read from a folder instead of its URL (`--source DIR`). */
  override(namespace: string, name: string, source: LocalSource): void
  overrideFor(namespace: string, name: string): LocalSource | undefined
}

export interface LocalSource {
  /** A checkout of the folder as it is now. */
  checkout(ref: GitRefSpec, lastRevision?: string, signal?: AbortSignal): Promise<GitCheckout>
  /** for messages */
  readonly folder: string
}

export interface GitChange {
  /** content of files by their paths from the root of the repository; null: the file goes */
  readonly files: ReadonlyMap<string, Uint8Array | null>
  readonly message: string
  readonly author: GitIdentity
  /** The armoured signature of a commit's bytes. */
  readonly sign?: ((payload: Uint8Array) => Promise<string>) | undefined
}

/** A branch of a remote repository in memory, with the commits that are made here. */
export interface GitWorkspace {
  /** hash of the newest commit; undefined in an empty repository */
  readonly head: string | undefined
  readonly tree: FileTree
  /** Writes and removes files; the hash of the commit, undefined when nothing changes. */
  commit(change: GitChange): Promise<string | undefined>
  /** Sends the new commits. Throws GitError `git-conflict` when somebody pushed meanwhile, `git-refused` when the server says no. */
  push(signal?: AbortSignal): Promise<void>
}

export interface GitOpenOptions {
  readonly url: string
  readonly branch: string
  readonly auth?: GitAuth | undefined
  readonly signal?: AbortSignal | undefined
}

/** Git with the right to write. */
export interface GitWriter {
  /** The branch as it is now; in an empty repository a branch without commits. */
  open(options: GitOpenOptions): Promise<GitWorkspace>
}
