import {promisify} from 'node:util'
import {gzip} from 'node:zlib'
import type {DirEntry, FileTree} from '../../ports/files.js'
import {padded, tarHeader} from './tar-header.js'

/** True when the entry is to be left out; a folder that is left out is still looked into. */
export type ArchiveFilter = (path: string, directory: boolean) => boolean

/**
 * The tar of a tree as source-controller writes it: folders and regular files in lexical order, modes and times
 * normalised, symlinks left out (source-controller 6.3).
 */
export async function writeTar(tree: FileTree, ignore: ArchiveFilter = () => false, signal?: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const visit = async (path: string, entry: DirEntry): Promise<void> => {
    signal?.throwIfAborted()
    const directory = entry.type === 'directory'
    if (!directory && entry.type !== 'file') return
    if (!ignore(path, directory)) {
      if (directory) chunks.push(tarHeader({name: path || '.', type: 'directory', mode: 0o750, size: 0}))
      else await addFile(chunks, tree, path)
    }
    if (!directory) return
    const prefix = path === '' ? '' : `${path}/`
    for (const child of await tree.list(path)) await visit(prefix + child.name, child)
  }
  await visit('', {name: '', type: 'directory'})
  chunks.push(new Uint8Array(1024))
  return Buffer.concat(chunks)
}

async function addFile(chunks: Uint8Array[], tree: FileTree, path: string): Promise<void> {
  const stat = await tree.stat(path)
  const bytes = await tree.read(path)
  const mode = ((stat?.mode ?? 0) & 0o111) !== 0 ? 0o700 : 0o600
  chunks.push(tarHeader({name: path, type: 'file', mode, size: bytes.length}), bytes)
  const rest = padded(bytes.length) - bytes.length
  if (rest > 0) chunks.push(new Uint8Array(rest))
}

/** gzip with the header that Go writes: no name, no time, OS "unknown". */
export async function gzipBytes(bytes: Uint8Array): Promise<Uint8Array> {
  const zipped = await promisify(gzip)(bytes)
  zipped[8] = 0
  zipped[9] = 0xff
  return zipped
}
