import {KustomizeError} from '../error.js'

/** Why a path leads nowhere: symlinks that lead to each other, a file where a folder should be, or what the system said when it looked at `at`. */
export type PathFault = 'loop' | 'file' | {readonly at: string; readonly words: string}

/** One path of a closed input, as the load phase met it. A path that is not there does not exist. */
export type FileEntry =
  | {readonly type: 'file'; readonly data: Uint8Array}
  /** `fault`: it may be entered, not read */
  | {readonly type: 'dir'; readonly fault?: string}
  /** a file that may be seen, not read; why, in the system's words */
  | {readonly type: 'unreadable'; readonly fault: string}
  /** a pipe, a socket or a device: nothing that a build waits for */
  | {readonly type: 'irregular'}
  | {readonly type: 'broken'; readonly fault: PathFault}
  /** a symlink, or a path through one: where it leads in the same map; undefined when nowhere inside */
  | {readonly type: 'link'; readonly target: string | undefined}

const MAX_LINKS = 40

/** Start of the folders in which fetched repositories lie in the closed input, whatever its root. */
export const CLONES = '/tmp/kustomize-'

/** `/`-separated path without `.`, `..` and doubled slashes, as Go's filepath.Clean; always absolute here. */
export function cleanPath(path: string): string {
  // most are clean, and each is asked for several times
  if (path.length > 1 && path.startsWith('/') && !path.endsWith('/') && !path.includes('//') && !path.includes('/.')) return path
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}

export function joinPath(folder: string, path: string): string {
  return cleanPath(`${folder}/${path}`)
}

export function dirName(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

/** True when `path` is `folder` or below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`)
}

/**
 * The files of a closed input under their absolute names, read without waiting. Faults are those of the operating
 * system, or of the guarded file system that Flux's controllers use.
 */
export class ClosedFiles {
  /** every folder that something lies in; made when first a path is missing */
  #folders: ReadonlySet<string> | undefined

  constructor(
    private readonly entries: ReadonlyMap<string, FileEntry>,
    /** folder that no path may leave */
    readonly root: string,
  ) {}

  /** The folder and, for a file, the name that a path stands for, links followed. */
  cleanedAbs(path: string): {readonly folder: string; readonly file: string} {
    const absolute = cleanPath(path)
    const resolved = this.#isInside(absolute) ? this.#resolve(absolute) : absolute
    const entry = this.#isInside(absolute) ? this.entries.get(resolved) : undefined
    // nothing exists outside of a closed input
    if (entry === undefined) {
      const missing = this.#isInside(absolute) ? this.#firstMissing(resolved) : this.#firstOutside(absolute)
      throw new KustomizeError(`evalsymlink failure on '${path}' : lstat ${missing}: no such file or directory`)
    }
    if (entry.type === 'broken') {
      const {fault: why} = entry
      const fault =
        why === 'loop' ? 'EvalSymlinks: too many links' : why === 'file' ? 'not a directory' : `lstat ${why.at}: ${why.words}`
      throw new KustomizeError(`evalsymlink failure on '${path}' : ${fault}`)
    }
    if (entry.type === 'dir') return {folder: resolved, file: ''}
    return {folder: dirName(resolved), file: resolved.slice(resolved.lastIndexOf('/') + 1)}
  }

  read(path: string): Uint8Array {
    const absolute = cleanPath(path)
    if (!this.#isInside(absolute)) throw this.#outside('read', path, absolute)
    const entry = this.entries.get(this.#resolve(absolute))
    if (entry === undefined) throw new KustomizeError(`open ${path}: ${this.#reason(absolute)}`)
    if (entry.type === 'irregular') {
      throw new KustomizeError(`read ${path}: is a pipe, a socket or a device`, {hints: ['A build reads regular files only.']})
    }
    if (entry.type === 'broken') {
      const {fault} = entry
      if (fault === 'loop') throw loops(path)
      throw new KustomizeError(`open ${path}: ${fault === 'file' ? 'not a directory' : fault.words}`)
    }
    if (entry.type !== 'file' && 'fault' in entry) throw new KustomizeError(`open ${path}: ${entry.fault}`)
    if (entry.type !== 'file') throw new KustomizeError(`read ${path}: is a directory`)
    return entry.data
  }

  /** The tree itself, and the repositories that the load phase fetched. */
  #isInside(path: string): boolean {
    return isWithin(path, this.root) || path.startsWith(CLONES)
  }

  #outside(action: string, path: string, absolute: string): KustomizeError {
    return new KustomizeError(`fs-security-constraint ${action} ${path}: path '${absolute}' is not in or below '${this.root}'`, {
      hints: [`Everything a build reads must lie below ${this.root}.`],
    })
  }

  #resolve(path: string): string {
    let current = path
    for (let links = 0; links < MAX_LINKS; links++) {
      const entry = this.entries.get(current)
      if (entry === undefined || entry.type !== 'link') return current
      if (entry.target === undefined) throw this.#outside('read', path, path)
      current = entry.target
    }
    throw loops(path)
  }

  /** Go names the first part of a path that is not there. */
  #firstMissing(path: string): string {
    const folders = (this.#folders ??= foldersOf(this.entries.keys()))
    let current = this.root
    for (const part of path.slice(this.root === '/' ? 1 : this.root.length + 1).split('/')) {
      current = current === '/' ? `/${part}` : `${current}/${part}`
      if (!this.entries.has(current) && !folders.has(current)) return current
    }
    return path
  }

  /** Outside of a closed input nothing exists but the folders that its root lies in. */
  #firstOutside(path: string): string {
    let current = ''
    for (const part of path.split('/').slice(1)) {
      current = `${current}/${part}`
      if (!isWithin(this.root, current)) break
    }
    return current
  }

  #reason(path: string): string {
    const parent = this.entries.get(this.#resolve(dirName(path)))
    return parent?.type === 'file' ? 'not a directory' : 'no such file or directory'
  }
}

function loops(path: string): KustomizeError {
  return new KustomizeError(`open ${path}: too many levels of symbolic links`)
}

function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>(['/'])
  for (const path of paths) {
    for (let folder = dirName(path); !folders.has(folder); folder = dirName(folder)) folders.add(folder)
  }
  return folders
}
