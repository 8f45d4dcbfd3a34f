import {posix} from 'node:path'
import type {Context} from '../../ports/context.js'

/** Files by relative path, on disk or in memory. */
export interface Blobs {
  read(path: string): Promise<Uint8Array | undefined>
  /** Bytes of a file; undefined when there is none. */
  size(path: string): Promise<number | undefined>
  write(path: string, bytes: Uint8Array): Promise<void>
  remove(path: string): Promise<void>
  /** Names in a folder, folders with a `/` at their end; undefined when there is none. */
  list(folder: string): Promise<string[] | undefined>
}

/** Below a folder that must exist: directories 0700, files 0600. */
export function diskBlobs(fs: Context['fs'], root: string): Blobs {
  const at = (path: string): string => posix.join(root, path)
  return {
    async read(path) {
      const stat = await fs.stat(at(path))
      return stat?.type === 'file' ? fs.read(at(path)) : undefined
    },
    async size(path) {
      const stat = await fs.stat(at(path))
      return stat?.type === 'file' ? stat.size : undefined
    },
    async write(path, bytes) {
      await fs.mkdir(posix.dirname(at(path)), {mode: 0o700})
      await fs.write(at(path), bytes, {mode: 0o600})
    },
    remove: (path) => fs.remove(at(path)),
    async list(folder) {
      if ((await fs.stat(at(folder)))?.type !== 'directory') return undefined
      return (await fs.list(at(folder))).map((entry) => (entry.type === 'directory' ? `${entry.name}/` : entry.name))
    },
  }
}

export function memoryBlobs(): Blobs {
  const files = new Map<string, Uint8Array>()
  return {
    read: async (path) => files.get(path),
    size: async (path) => files.get(path)?.length,
    write: async (path, bytes) => void files.set(path, bytes),
    async remove(path) {
      for (const name of [...files.keys()]) if (name === path || name.startsWith(`${path}/`)) files.delete(name)
    },
    async list(folder) {
      const prefix = folder === '' ? '' : `${folder}/`
      const names = new Set<string>()
      for (const name of files.keys()) {
        if (!name.startsWith(prefix)) continue
        const rest = name.slice(prefix.length)
        const slash = rest.indexOf('/')
        names.add(slash < 0 ? rest : rest.slice(0, slash + 1))
      }
      return names.size === 0 && folder !== '' ? undefined : [...names].sort()
    },
  }
}
