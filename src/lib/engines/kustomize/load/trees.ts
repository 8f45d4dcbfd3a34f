import {diskTree} from '../../../formats/archive/disk-tree.js'
import {byName, directoryNode, fileNode, MemoryTree, putNode} from '../../../formats/archive/memory-tree.js'
import type {DirEntry, FileStat, FileTree} from '../../../ports/files.js'
import {KustomizeError} from '../error.js'

/**
 * Files in memory by their paths from the top: `overlays/production/kustomization.yaml`; `/` or `./` before it says the same.
 * @throws KustomizeError for a path that leaves the tree or names no file
 */
export function filesTree(files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const root = directoryNode()
  for (const [path, content] of Object.entries(files)) {
    putNode(root, plainPath(path), fileNode(typeof content === 'string' ? Buffer.from(content) : content))
  }
  return new MemoryTree(root)
}

function plainPath(path: string): string {
  const names = path.split('/').filter((name) => name !== '' && name !== '.')
  if (names.length === 0 || names.includes('..') || path.endsWith('/')) {
    throw new KustomizeError(`'${path}' is no path of a file in the tree`)
  }
  return names.join('/')
}

interface Stats {
  readonly mode: number
  readonly size: number
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}

/** What is needed of `node:fs/promises`, which whoever calls passes: this room touches no disk by itself. */
export interface DiskModule {
  lstat(path: string): Promise<Stats>
  readlink(path: string): Promise<string>
  readdir(
    path: string,
    options: {withFileTypes: true},
  ): Promise<readonly (Pick<Stats, 'isDirectory' | 'isSymbolicLink'> & {name: string})[]>
  readFile(path: string): Promise<Uint8Array>
}

/** A folder of the disk; nothing outside of it is reached. `given` is `node:fs/promises` (or `node:fs`, which has it). */
export function folderTree(folder: string, given: DiskModule | {readonly promises: DiskModule}): FileTree {
  const disk = 'promises' in given ? given.promises : given
  return diskTree(folder, {
    stat: (path) => statOf(disk, path),
    list: (path) => listOf(disk, path),
    read: (path) => disk.readFile(path),
  })
}

async function statOf(disk: DiskModule, path: string): Promise<FileStat | undefined> {
  let stat: Stats
  try {
    stat = await disk.lstat(path)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
  const mode = stat.mode & 0o7777
  if (stat.isSymbolicLink()) return {type: 'symlink', mode, size: stat.size, target: await disk.readlink(path)}
  if (stat.isDirectory()) return {type: 'directory', mode, size: 0}
  return {type: 'file', mode, size: stat.size, ...(!stat.isFile() && {irregular: true})}
}

async function listOf(disk: DiskModule, path: string): Promise<DirEntry[]> {
  const entries = await disk.readdir(path, {withFileTypes: true})
  return entries
    .map(
      (entry): DirEntry => ({
        name: entry.name,
        type: entry.isDirectory() ? 'directory' : entry.isSymbolicLink() ? 'symlink' : 'file',
      }),
    )
    .sort(byName)
}
