import {realpathSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {diskTree} from '../../src/lib/formats/archive/disk-tree.js'
import type {DiskFs} from '../../src/lib/ports/files.js'

/** Permissions by absolute path; the disk's own files are open to all, so that root is refused as well. */
export const denied = new Map<string, number>()

function refuse(syscall: string, path: string): never {
  const error = new Error(`EACCES: permission denied, ${syscall} '${path}'`)
  throw Object.assign(error, {code: 'EACCES', syscall, path})
}

/** The path with all links followed, or the path where that cannot be. */
function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** Refused where a folder above may not be entered. */
function demandEntry(syscall: string, path: string): void {
  for (let above = dirname(path); above !== dirname(above); above = dirname(above)) {
    if (((denied.get(above) ?? 0o777) & 0o111) === 0) refuse(syscall, path)
  }
}

function demandRead(syscall: string, path: string): void {
  const real = realOf(resolve(path))
  demandEntry(syscall, real)
  if (((denied.get(real) ?? 0o777) & 0o444) === 0) refuse(syscall, path)
}

/** A disk that refuses what the permissions of `denied` do, as the system would whoever is not root. */
export function denyingFs(fs: DiskFs): DiskFs {
  const own: DiskFs = {
    ...fs,
    async stat(path) {
      const at = join(realOf(dirname(resolve(path))), path.slice(path.lastIndexOf('/') + 1))
      demandEntry('lstat', at)
      const stat = await fs.stat(path)
      const mode = denied.get(at)
      return stat && mode !== undefined ? {...stat, mode} : stat
    },
    async list(path) {
      demandRead('scandir', path)
      return fs.list(path)
    },
    async read(path) {
      demandRead('open', path)
      return fs.read(path)
    },
    async realpath(path) {
      demandEntry('realpath', realOf(resolve(path)))
      return fs.realpath(path)
    },
    async write(path, data, options) {
      if (options?.replaces && ((denied.get(realOf(resolve(path))) ?? 0o777) & 0o222) === 0) refuse('open', path)
      return fs.write(path, data, options)
    },
    tree: (path) => diskTree(path, own),
  }
  return own
}
