import {promisify} from 'node:util'
import {gunzip} from 'node:zlib'
import {FluxError, LimitExceeded, messageOf} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'
import {directoryNode, MemoryTree, putNode} from './memory-tree.js'
import {padded} from './tar-header.js'

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

interface RawEntry {
  readonly name: string
  readonly type: string
  readonly mode: number
  readonly body: Uint8Array
}

/** Headers with PAX and GNU long names resolved; global PAX headers are left out. */
function* tarEntries(bytes: Uint8Array): Generator<RawEntry> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  let pax: Map<string, string> | undefined
  let longName: string | undefined
  while (at + 512 <= view.length) {
    const header = view.subarray(at, at + 512)
    if (header.every((byte) => byte === 0)) return
    checkSum(header)
    const type = String.fromCharCode(header[156]!)
    const size = pax?.has('size') ? Number(pax.get('size')) : number(header, 124, 12)
    if (!Number.isSafeInteger(size) || size < 0) throw bad('archive/tar: invalid tar header')
    const start = at + 512
    if (start + size > view.length) throw bad('unexpected EOF')
    const body = view.subarray(start, start + size)
    at = start + padded(size)
    if (type === 'x') pax = paxRecords(body)
    else if (type === 'L') longName = cString(body, 0, body.length)
    else if (type !== 'g' && type !== 'K') {
      yield {name: longName ?? pax?.get('path') ?? headerName(header), type, mode: number(header, 100, 8) & 0o777, body}
      pax = undefined
      longName = undefined
    }
  }
}

function headerName(header: Buffer): string {
  const name = cString(header, 0, 100)
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? cString(header, 345, 155) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

function checkSum(header: Buffer): void {
  let sum = 8 * 32
  for (let index = 0; index < 512; index++) if (index < 148 || index >= 156) sum += header[index]!
  if (sum !== number(header, 148, 8)) throw bad('archive/tar: invalid tar header')
}

function paxRecords(body: Buffer): Map<string, string> {
  const records = new Map<string, string>()
  let at = 0
  while (at < body.length) {
    const blank = body.indexOf(32, at)
    const length = Number(body.toString('latin1', at, blank))
    if (blank < 0 || !Number.isInteger(length) || length <= 0 || at + length > body.length)
      throw bad('archive/tar: invalid tar header')
    const [key = '', ...value] = body.toString('utf8', blank + 1, at + length - 1).split('=')
    records.set(key, value.join('='))
    at += length
  }
  return records
}

function cString(bytes: Buffer, at: number, length: number): string {
  const end = bytes.indexOf(0, at)
  return bytes.toString('utf8', at, end < 0 || end > at + length ? at + length : end)
}

/** Octal text, or base 256 when the top bit is set. */
function number(header: Buffer, at: number, length: number): number {
  if ((header[at]! & 0x80) !== 0) {
    let value = 0
    for (let index = at + 1; index < at + length; index++) value = value * 256 + header[index]!
    return value
  }
  const digits = cString(header, at, length).trim()
  return digits === '' ? 0 : Number.parseInt(digits, 8)
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

function bad(message: string): FluxError {
  return new FluxError('bad-archive', message)
}
