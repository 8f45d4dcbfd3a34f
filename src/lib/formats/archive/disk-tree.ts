import {join} from 'node:path'
import {FluxError} from '../../errors/flux-error.js'
import type {DiskFs, FileStat, FileTree} from '../../ports/files.js'

export interface Disk extends Pick<DiskFs, 'list' | 'read'> {
  /** may say it at once */
  readonly stat: (path: string) => ReturnType<DiskFs['stat']> | FileStat | undefined
  /** at once, a file of about so many bytes and no link; for those so small that a thread of their own costs more than they do */
  readonly readSmall?: ((path: string, size: number) => Uint8Array) | undefined
}

/** bytes */
const SMALL = 64 * 1024
/** An empty part of a path, `.` or `..`. */
const LEAVES = /^\/|\/$|\/\/|(?:^|\/)\.\.?(?:\/|$)/

/**
 * A folder of the disk as FileTree. Symlinks are reported as such; a path that runs through one does not exist
 * here, so nothing outside the folder can be reached.
 */
export function diskTree(root: string, fs: Disk): FileTree {
  const base = join(root)
  const front = base.endsWith('/') ? base : `${base}/`
  const placeOf = (path: string) => (path === '' ? base : front + path)
  /** Folders known to be real directories all the way up. */
  const real = new Set<string>([''])
  /** The last answer of `stat`: most files are asked for right before they are read, and `readSmall` follows no link. */
  let last: {readonly path: string; readonly stat: FileStat} | undefined

  const isInside = async (folder: string): Promise<boolean> => {
    if (real.has(folder)) return true
    if (!(await isInside(parentOf(folder)))) return false
    const stat = await fs.stat(placeOf(folder))
    if (stat?.type !== 'directory') return false
    real.add(folder)
    return true
  }
  const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const check = (path: string) => {
    if (LEAVES.test(path)) throw new FluxError('bad-path', `the path '${path}' leaves its folder`)
  }
  const statOf = async (path: string): Promise<FileStat | undefined> => {
    const parent = parentOf(path)
    return real.has(parent) || (await isInside(parent)) ? fs.stat(placeOf(path)) : undefined
  }

  return {
    async stat(path) {
      check(path)
      const stat = await statOf(path)
      last = stat?.type === 'file' && stat.size <= SMALL ? {path, stat} : undefined
      return stat
    },
    async list(path) {
      check(path)
      last = undefined
      if (!(await isInside(path))) throw new FluxError('not-a-directory', `'${path}' is no directory of ${root}`)
      return fs.list(placeOf(path))
    },
    async read(path) {
      check(path)
      const stat = last?.path === path ? last.stat : await statOf(path)
      last = undefined
      // reading a pipe would wait for somebody who writes to it
      if (stat?.type !== 'file' || stat.irregular) throw new FluxError('not-a-file', `'${path}' is no regular file of ${root}`)
      const isSmall = stat.size > 0 && stat.size <= SMALL
      return isSmall && fs.readSmall ? fs.readSmall(placeOf(path), stat.size) : fs.read(placeOf(path))
    },
  }
}
