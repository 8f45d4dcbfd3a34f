import {LimitExceeded} from '../../../errors/flux-error.js'
import {goErrno, isFileFault} from '../../../errors/go-file.js'
import type {FileStat, FileTree} from '../../../ports/files.js'
import {cleanPath, type FileEntry, isWithin} from '../files/closed-files.js'
import {absolute, inside, linkTarget, type Way} from './tree-paths.js'

const MAX_BYTES = 256 * 1024 * 1024
/** as many as Go follows on the way to one file */
const MAX_LINKS = 255

/** permission of everybody to read */
const READABLE = 0o444

export interface Mount {
  readonly root: string
  readonly tree: FileTree
}

interface ReadOptions {
  readonly absoluteLinks?: boolean | undefined
  readonly maxBytes?: number | undefined
}

/** Takes files, folders and links of trees into a closed input, each once. */
export class TreeReader {
  readonly files = new Map<string, FileEntry>()
  readonly #mounts: Mount[] = []
  readonly #known = new Map<string, Promise<string | undefined>>()
  #bytes = 0

  constructor(private readonly options: ReadOptions) {}

  mount(root: string, tree: FileTree): void {
    this.#mounts.unshift({root, tree})
    this.files.set(root, {type: 'dir'})
  }

  get mounts(): number {
    return this.#mounts.length
  }

  mountOf(path: string): Mount | undefined {
    return this.#mounts.find(({root}) => path === root || root === '/' || path.startsWith(`${root}/`))
  }

  /** Takes a path into the closed input; the real path that it leads to, undefined when there is nothing. */
  visit(path: string): Promise<string | undefined> {
    // no file has such a name, and no disk is to be asked for it
    if (path.includes('\0')) return Promise.resolve(undefined)
    const absolute = cleanPath(path)
    let known = this.#known.get(absolute)
    if (known === undefined) {
      known = this.#lookUp(absolute)
      this.#known.set(absolute, known)
    }
    return known
  }

  async #lookUp(path: string): Promise<string | undefined> {
    const mount = this.mountOf(path)
    if (mount === undefined) return undefined
    const real = await this.#realPath(mount, path)
    if (real.fault !== undefined) {
      this.files.set(path, {type: 'broken', fault: real.fault})
      return undefined
    }
    if (real.path !== path && !(real.missing && isWithin(path, real.path)))
      this.files.set(path, {type: 'link', target: real.path})
    return real.missing ? undefined : real.path
  }

  /** Follows links part by part, never out of the mount, up to the first part that is not there. */
  async #realPath({root, tree}: Mount, path: string): Promise<Way> {
    let pending = inside(root, path).split('/').filter(Boolean)
    let current = ''
    let links = 0
    this.files.set(root, {type: 'dir'})
    while (pending.length > 0) {
      const [part, ...rest] = pending as [string, ...string[]]
      const next = current === '' ? part : `${current}/${part}`
      if (this.files.get(absolute(root, next))?.type === 'dir') {
        pending = rest
        current = next
        continue
      }
      const stat = await orFault(() => tree.stat(next))
      if (stat === undefined || 'fault' in stat) {
        return this.#deadEnd(path, absolute(root, current), absolute(root, next), stat?.fault)
      }
      if (stat.type === 'symlink') {
        if (++links > MAX_LINKS) return {path, fault: 'loop'}
        const target = linkTarget(this.options.absoluteLinks ? root : undefined, current, stat.target ?? '')
        if (target === undefined) {
          this.files.set(absolute(root, next), {type: 'link', target: undefined})
          return {path: absolute(root, next)}
        }
        pending = [...target, ...rest]
        current = ''
        continue
      }
      pending = rest
      current = next
      await this.#take(absolute(root, next), stat, {tree, path: next})
    }
    return {path: absolute(root, current)}
  }

  /** Below a file there is not even nothing. `words`: what the system said of it. */
  #deadEnd(path: string, above: string, missing: string, words: string | undefined): Way {
    if (words !== undefined) return {path, fault: {at: missing, words}}
    return this.files.get(above)?.type === 'file' ? {path, fault: 'file'} : {path: missing, missing: true}
  }

  async #take(name: string, {type, irregular, mode}: FileStat, {tree, path}: {tree: FileTree; path: string}): Promise<void> {
    if (this.files.has(name)) return
    if (type === 'directory') {
      // most are for everybody, of others only a try tells
      const listed = (mode & READABLE) === READABLE ? undefined : await orFault(() => tree.list(path))
      this.files.set(name, {type: 'dir', ...(listed !== undefined && 'fault' in listed && {fault: listed.fault})})
      return
    }
    if (irregular) {
      this.files.set(name, {type: 'irregular'})
      return
    }
    const data = await orFault(() => tree.read(path))
    if ('fault' in data) {
      this.files.set(name, {type: 'unreadable', fault: data.fault})
      return
    }
    this.#bytes += data.length
    const limit = this.options.maxBytes ?? MAX_BYTES
    if (this.#bytes > limit)
      throw new LimitExceeded(`the files of this build are larger than ${limit} bytes together`, {hints: [`see ${name}`]})
    this.files.set(name, {type: 'file', data})
  }
}

/** What the system says of a file, where it cannot be had. */
async function orFault<T>(action: () => Promise<T>): Promise<T | {readonly fault: string}> {
  try {
    return await action()
  } catch (error) {
    if (!isFileFault(error)) throw error
    return {fault: goErrno(error)}
  }
}
