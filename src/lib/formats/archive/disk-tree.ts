import {join} from 'node:path'
import {FluxError} from '../../errors/flux-error.js'
import type {DiskFs, FileTree} from '../../ports/files.js'

export interface Disk extends Pick<DiskFs, 'stat' | 'list' | 'read'> {
  /** at once; for files so small that a thread of their own costs more than they do */
  readonly readSmall?: ((path: string) => Uint8Array) | undefined
}

/** bytes */
const SMALL = 64 * 1024

/**
 * A folder of the disk as FileTree. Symlinks are reported as such; a path that runs through one does not exist
 * here, so nothing outside the folder can be reached.
 */
export function diskTree(root: string, fs: Disk): FileTree {
  /** Folders known to be real directories all the way up. */
  const real = new Set<string>([''])

  const isInside = async (folder: string): Promise<boolean> => {
    if (real.has(folder)) return true
    const cut = folder.lastIndexOf('/')
    if (!(await isInside(cut < 0 ? '' : folder.slice(0, cut)))) return false
    const stat = await fs.stat(join(root, folder))
    if (stat?.type !== 'directory') return false
    real.add(folder)
    return true
  }
  const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const check = (path: string) => {
    if (path.split('/').some((part, index) => part === '..' || part === '.' || (part === '' && (index > 0 || path !== ''))))
      throw new FluxError('bad-path', `the path '${path}' leaves its folder`)
  }

  return {
    async stat(path) {
      check(path)
      return (await isInside(parentOf(path))) ? fs.stat(join(root, path)) : undefined
    },
    async list(path) {
      check(path)
      if (!(await isInside(path))) throw new FluxError('not-a-directory', `'${path}' is no directory of ${root}`)
      return fs.list(join(root, path))
    },
    async read(path) {
      check(path)
      const stat = (await isInside(parentOf(path))) ? await fs.stat(join(root, path)) : undefined
      // reading a pipe would wait for somebody who writes to it
      if (stat?.type !== 'file' || stat.irregular) throw new FluxError('not-a-file', `'${path}' is no regular file of ${root}`)
      const isSmall = stat.size > 0 && stat.size <= SMALL
      return isSmall && fs.readSmall ? fs.readSmall(join(root, path)) : fs.read(join(root, path))
    },
  }
}
