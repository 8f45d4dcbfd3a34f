import {promisify} from 'node:util'
import {gunzip} from 'node:zlib'
import {type FluxError, LimitExceeded, messageOf} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'
import {directoryNode, MemoryTree, putNode} from './memory-tree.js'
import {bad, tarEntries} from './tar-entries.js'

export interface ReadOptions {
  /** What a symlink does: kustomize-controller skips it, includes and chart sources refuse it. */
  readonly symlinks: 'skip' | 'error'
  /** of the unpacked tar; default 1 GiB */
  readonly maxBytes?: number
  /** default 500,000 */
  readonly maxEntries?: number
}

const DEFAULT_MAX_BYTES = 1024 ** 3
const DEFAULT_MAX_ENTRIES = 500_000

/**
 * The files of a .tar.gz as a tree in memory; all files are views on one buffer. Names that could leave the root,
 * devices and hard links are refused before anything is used (source-controller 6.4).
 * @throws FluxError `bad-archive`, LimitExceeded
 */
export async function readTarGz(zipped: Uint8Array, options: ReadOptions): Promise<MemoryTree> {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES
  if (zipped[0] !== 0x1f || zipped[1] !== 0x8b) throw bad('requires gzip-compressed body: gzip: invalid header')
  let bytes: Buffer
  try {
    bytes = await promisify(gunzip)(zipped, {maxOutputLength: maxBytes})
  } catch (error) {
    if ((error as {code?: string}).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new LimitExceeded(`the archive unpacks to more than ${maxBytes} bytes`)
    }
    throw bad(`requires gzip-compressed body: ${messageOf(error)}`)
  }
  return readTar(bytes, options)
}

/** As `readTarGz` without compression. */
export function readTar(bytes: Uint8Array, options: ReadOptions): MemoryTree {
  const root = directoryNode()
  const maxEntries = options.maxEntries ?? DEFAULT_MAX_ENTRIES
  let entries = 0
  for (const entry of tarEntries(bytes)) {
    if (++entries > maxEntries) throw new LimitExceeded(`the archive has more than ${maxEntries} entries`)
    const path = safePath(entry.name)
    if (entry.type === '2') {
      if (options.symlinks === 'error')
        throw bad(`tar file entry ${entry.name} is a symlink, which is not allowed in this context`)
    } else if (entry.type === '5') addDirectory(root, path, entry.mode)
    else if (entry.type === '0' || entry.type === '\0' || entry.type === '7') {
      if (path === '') throw bad(`tar contained invalid name error ${goQuote(entry.name)}`)
      putNode(root, path, {type: 'file', mode: entry.mode, size: entry.body.length, read: () => entry.body})
    } else throw bad(`tar file entry ${entry.name} contained unsupported file type ${goQuote(entry.type)}`)
  }
  return new MemoryTree(root)
}

function addDirectory(root: ReturnType<typeof directoryNode>, path: string, mode: number): void {
  if (path === '') return
  if (new MemoryTree(root).node(path)?.type !== 'directory') putNode(root, path, directoryNode(mode | 0o700))
}

/** Clean path below the root; `''` for the root itself. */
function safePath(name: string): string {
  if (name === '' || name.startsWith('/') || name.includes('\\') || name.includes('\0')) throw invalidName(name)
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw invalidName(name)
  return parts.join('/')
}

function invalidName(name: string): FluxError {
  return bad(`tar contained invalid name error ${goQuote(name)}`)
}
