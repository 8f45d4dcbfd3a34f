/** One entry of a file tree; paths are relative, with `/`, without `.` or `..` segments. */
export interface FileStat {
  readonly type: 'file' | 'directory' | 'symlink'
  /** permission bits, e.g. 0o644 */
  readonly mode: number
  /** bytes; 0 for directories */
  readonly size: number
  /** target text of a symlink */
  readonly target?: string | undefined
  /** a pipe, socket or device: `type` says file, a FileTree does not read it */
  readonly irregular?: boolean
}

export interface DirEntry {
  readonly name: string
  readonly type: FileStat['type']
  /** as in FileStat; a disk tells */
  readonly irregular?: boolean
}

/**
 * A read-only tree of files: an unpacked artifact in memory, a Git commit, a folder of the disk. It never
 * follows symlinks by itself and no path leaves its root. `''` is the root.
 */
export interface FileTree {
  /** Undefined when there is no such entry. */
  stat(path: string): Promise<FileStat | undefined>
  /** Sorted by name (byte order). Throws when `path` is no directory. */
  list(path: string): Promise<readonly DirEntry[]>
  /** The bytes of a regular file; do not change them. Throws when there is none. */
  read(path: string): Promise<Uint8Array>
}

/** The disk, for the few who may touch it; paths are absolute. */
export interface DiskFs {
  stat(path: string): Promise<FileStat | undefined>
  list(path: string): Promise<readonly DirEntry[]>
  read(path: string): Promise<Uint8Array>
  /**
   * Written to a temporary name and renamed: a reader never sees half a file. `replaces`: only into a file that may be written, which keeps its
   * owner, mode and other names; in place where its folder takes no new one.
   */
  write(path: string, data: Uint8Array | string, options?: {mode?: number; replaces?: boolean}): Promise<void>
  remove(path: string): Promise<void>
  mkdir(path: string, options?: {mode?: number}): Promise<void>
  /** Real path with symlinks resolved; undefined when it does not exist. */
  realpath(path: string): Promise<string | undefined>
  /** A folder (0700) that `close` removes. */
  temporary(prefix: string): Promise<{path: string; close(): Promise<void>}>
  /** A folder as FileTree; symlinks are reported, never followed out of it. */
  tree(path: string): FileTree
}
