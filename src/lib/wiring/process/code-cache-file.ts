import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {dirname, isAbsolute, join} from 'node:path'
import {crc32} from 'node:zlib'
import {makeFolder} from '../../formats/folders/make-folder.js'

/** What V8 has compiled of a script, as `Script.createCachedData` gives it, or the script itself. */
export type Bytecode = Uint8Array

const MAGIC = 0x33434c46
/** Bytes of magic, length of all, start of the codes, checksum of what follows. */
const HEAD = 16
/** Half a megabyte to a megabyte each. */
const MOST_FILES = 40
const KINDS = /^(?:bootstrap|build|create|debug|delete|diff|export|get|reconcile|resume|suspend|tree)$/
const OTHERS = /^(?:check|completion|envsubst|events|install|logs|migrate|restore|stats|trace|trigger|uninstall|version)$/

/**
 * Where the bytecode for lines of this kind lies: below `$NODE_COMPILE_CACHE` (as for Node 22), `$XDG_CACHE_HOME` or `~/.cache`. Each
 * kind of line has its own, of what it runs; each version of this program, of Node and of the machine, too. Only command words get into the
 * name. Undefined without a folder of this user's own, with `NODE_DISABLE_COMPILE_CACHE`, and for what is no command.
 */
export function codeCacheFile(main: string, [verb = '', kind = '']: readonly string[], version: string): string | undefined {
  const {NODE_DISABLE_COMPILE_CACHE: disabled, NODE_COMPILE_CACHE: chosen, XDG_CACHE_HOME: named = '', HOME: home} = process.env
  // as its specification says: a relative one is to be ignored
  const cache = isAbsolute(named) ? named : undefined
  const top = chosen || cache || home
  const line = KINDS.test(verb)
    ? /^[a-z]{2,20}$/.test(kind)
      ? `${verb}-${kind}`
      : undefined
    : OTHERS.test(verb)
      ? verb
      : undefined
  if (disabled || !top || line === undefined) return undefined
  try {
    // a folder for caches may be made; a home that is not there (`/nonexistent`) stays so
    const {uid} = statSync(top, {throwIfNoEntry: false}) ?? statSync(top === home ? home : dirname(top))
    if (uid !== process.getuid?.()) return undefined
    // packages are unpacked with one old date for all files
    const {ctimeMs, size} = statSync(main)
    const build = `${version}-${Math.round(ctimeMs).toString(36)}${size.toString(36)}`
    const folder = chosen ? join(chosen, 'flux-toolkit') : join(cache || join(top, '.cache'), 'flux-toolkit', 'code')
    return join(folder, `${build}-${process.version}-${process.arch}-${line}.bin`)
  } catch {
    return undefined
  }
}

/** What was kept, by its names; nothing when there is none, when it is damaged, or somebody else's. */
export function readCodeCache(path: string): Map<string, Bytecode> {
  const found = new Map<string, Bytecode>()
  let descriptor: number | undefined
  try {
    // a pipe of that name would wait for somebody who writes into it
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    if (fstatSync(descriptor).uid !== process.getuid?.()) return found
    const bytes = readFileSync(descriptor)
    // V8 believes what it is given, and dies of a changed bit
    if (bytes.readUInt32LE(0) !== MAGIC || bytes.readUInt32LE(4) !== bytes.length) return found
    if (bytes.readUInt32LE(12) !== crc32(bytes.subarray(HEAD))) return found
    const start = bytes.readUInt32LE(8)
    const index = JSON.parse(bytes.toString('utf8', HEAD, start)) as readonly [string, number, number][]
    for (const [file, at, length] of index) found.set(file, bytes.subarray(start + at, start + at + length))
    return found
  } catch {
    return new Map()
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** Writes it whole or not at all; the oldest of too many go. What fails is left: the next process compiles again. */
export function writeCodeCache(path: string, codes: ReadonlyMap<string, Bytecode>): void {
  const folder = dirname(path)
  const part = `${path}.${process.pid}`
  try {
    makeFolder(folder, {
      mkdir: (path) => mkdirSync(path, {mode: 0o700}),
      isFolder: (path) => statSync(path, {throwIfNoEntry: false})?.isDirectory() === true,
    })
    const descriptor = openSync(part, 'wx', 0o600)
    try {
      writeFileSync(descriptor, cacheBytes(codes))
      fsyncSync(descriptor)
      renameSync(part, path)
    } catch {
      rmSync(part, {force: true})
    } finally {
      closeSync(descriptor)
    }
    dropOldest(folder)
  } catch {
    // no room, or no right to write there
  }
}

/** The head, then an index of `[file, offset, length]` in JSON; each code begins at a multiple of 8. */
function cacheBytes(codes: ReadonlyMap<string, Bytecode>): Buffer {
  let length = 0
  const index = [...codes].map(([file, code]) => {
    const at = length
    length += Math.ceil(code.length / 8) * 8
    return [file, at, code.length] as const
  })
  const json = Buffer.from(JSON.stringify(index))
  const start = HEAD + Math.ceil(json.length / 8) * 8
  const bytes = Buffer.alloc(start + length, ' ')
  bytes.writeUInt32LE(MAGIC, 0)
  bytes.writeUInt32LE(bytes.length, 4)
  bytes.writeUInt32LE(start, 8)
  json.copy(bytes, HEAD)
  for (const [file, at] of index) bytes.set(codes.get(file)!, start + at)
  bytes.writeUInt32LE(crc32(bytes.subarray(HEAD)), 12)
  return bytes
}

function dropOldest(folder: string): void {
  const files = readdirSync(folder)
  if (files.length <= MOST_FILES) return
  const aged = files.map((name) => ({path: join(folder, name), age: statSync(join(folder, name)).mtimeMs}))
  for (const {path} of aged.toSorted((a, b) => b.age - a.age).slice(MOST_FILES)) rmSync(path, {force: true})
}
