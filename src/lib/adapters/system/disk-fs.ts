import * as disk from 'node:fs'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {diskTree} from '../../formats/archive/disk-tree.js'
import {byName} from '../../formats/archive/memory-tree.js'
import {makeFolder} from '../../formats/folders/make-folder.js'
import type {Random, Tasks} from '../../ports/clock.js'
import type {DirEntry, DiskFs, FileStat} from '../../ports/files.js'
import {endedBySignals} from './default-signals.js'

// `node:fs/promises` would do the same; it costs the start 2 ms, and reads a file in more steps. Nothing is made that no call needs.

/** Bytes of a file that is read at once: the way to another thread and back takes longer, and the first one starts four threads. */
const SMALL = 256 * 1024

/** The disk; every call counts as work in flight. */
export function createDiskFs(tasks: Tasks, random: Random): DiskFs {
  const work = <T>(name: string, action: () => Promise<T>) => tasks.run(`fs ${name}`, action)
  const fs: DiskFs = {
    stat: (path) => work('stat', async () => statOf(path)),
    list: (path) => work('list', () => listOf(path)),
    read: (path) => work('read', () => readFile(path)),
    write: (path, data, {mode = 0o644, replaces = false} = {}) =>
      work('write', () => (replaces ? replace(path, data, random) : writeAtomically(path, data, mode, random))),
    remove: (path) => work('remove', () => promisify(disk.rm)(path, {recursive: true, force: true})),
    mkdir: (path, options) =>
      work('mkdir', async () => {
        makeFolder(path, {mkdir: (folder) => disk.mkdirSync(folder, options), isFolder})
      }),
    realpath: (path) =>
      work(
        'realpath',
        async () => (await promisify(disk.realpath.native)(demandName(path, 'realpath')).catch(absent)) ?? nameless(path),
      ),
    async temporary(prefix) {
      const {tmpdir} = await import('node:os')
      const path = await work('temporary', () => promisify(disk.mkdtemp)(join(tmpdir(), prefix)))
      return {path, close: () => fs.remove(path)}
    },
    // what is there at once is no work in flight
    tree: (path) => diskTree(path, {...fs, stat: statOf, readSmall}),
  }
  return fs
}

const isFolder = (path: string) => disk.statSync(path, {throwIfNoEntry: false})?.isDirectory() === true

async function readFile(path: string): Promise<Uint8Array> {
  demandName(path, 'open')
  try {
    const stat = disk.statSync(path, {throwIfNoEntry: false})
    const read = () => promisify(disk.readFile)(path)
    // a pipe may keep its reader waiting
    if (stat?.isFile() === false) return await endedBySignals(read)
    return stat !== undefined && stat.size <= SMALL ? disk.readFileSync(path) : await read()
  } catch (error) {
    // of a folder Node says no name
    throw Object.assign(error as NodeJS.ErrnoException, {path})
  }
}

/** No file has such a name: the system's own fault, for which Node has another one. */
function demandName(path: string, syscall: string): string {
  if (path.includes('\0')) throw Object.assign(new Error(`EINVAL: invalid argument, ${syscall}`), {code: 'EINVAL', syscall, path})
  return path
}

/**
 * The path itself where it opens what has no name of its own: the pipe that a shell's `<(...)` and `|` put behind `/dev/fd/63` and
 * `/dev/stdin`, or a file that is deleted since it was opened.
 */
function nameless(path: string): string | undefined {
  return DESCRIPTOR.test(path) && disk.statSync(path, {throwIfNoEntry: false}) ? path : undefined
}

const DESCRIPTOR = /^\/(?:dev|proc)\//

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}

/** Synchronous: what is asked of the inode cache takes less time than the way to another thread and back. */
function statOf(path: string): FileStat | undefined {
  const stat = lstatOf(path)
  if (!stat) return undefined
  const mode = stat.mode & 0o7777
  if (stat.isSymbolicLink())
    return ofDescriptor(path) ?? {type: 'symlink', mode, size: stat.size, target: disk.readlinkSync(path)}
  if (stat.isDirectory()) return {type: 'directory', mode, size: 0}
  return {type: 'file', mode, size: stat.size, ...(!stat.isFile() && {irregular: true})}
}

/** The link of an open file is that file where it leads to no other name. */
function ofDescriptor(path: string): FileStat | undefined {
  if (!DESCRIPTOR.test(path)) return undefined
  try {
    disk.realpathSync.native(path)
    return undefined
  } catch {
    const stat = disk.statSync(path, {throwIfNoEntry: false})
    return stat && {type: 'file', mode: stat.mode & 0o7777, size: stat.size, ...(!stat.isFile() && {irregular: true})}
  }
}

const {O_RDONLY, O_NOFOLLOW = 0} = disk.constants

/** In fewer steps than `readFileSync` takes, into memory that small files share. */
function readSmall(path: string, size: number): Uint8Array {
  // what has become a link since its size was asked for is not followed
  const file = disk.openSync(path, O_RDONLY | O_NOFOLLOW)
  try {
    // room for one byte more shows that there are no more
    const data = Buffer.allocUnsafe(size + 1)
    const length = disk.readSync(file, data, 0, size + 1, 0)
    return length === size ? data.subarray(0, length) : disk.readFileSync(file)
  } finally {
    disk.closeSync(file)
  }
}

function lstatOf(path: string) {
  try {
    return disk.lstatSync(demandName(path, 'lstat'), {throwIfNoEntry: false})
  } catch (error) {
    return absent(error as NodeJS.ErrnoException)
  }
}

async function listOf(path: string): Promise<DirEntry[]> {
  const entries = await promisify(disk.readdir)(path, {withFileTypes: true})
  return entries
    .map((entry) => ({
      name: entry.name,
      ...(entry.isDirectory()
        ? {type: 'directory' as const}
        : entry.isSymbolicLink()
          ? {type: 'symlink' as const}
          : {type: 'file' as const, ...(!entry.isFile() && {irregular: true})}),
    }))
    .sort(byName)
}

/** The file stays its owner's, and all its names lead to what is written. */
async function replace(path: string, data: Uint8Array | string, random: Random): Promise<void> {
  disk.closeSync(disk.openSync(path, 'r+'))
  const before = disk.statSync(path)
  if (before.nlink > 1) return promisify(disk.writeFile)(path, data)
  try {
    await writeAtomically(path, data, before.mode & 0o7777, random, before)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    await promisify(disk.writeFile)(path, data)
  }
}

async function writeAtomically(
  path: string,
  data: Uint8Array | string,
  mode: number,
  random: Random,
  before?: {uid: number; gid: number},
): Promise<void> {
  const temporary = join(dirname(path), `.${Buffer.from(random.bytes(8)).toString('hex')}.tmp`)
  try {
    const file = await promisify(disk.open)(temporary, 'wx', mode)
    try {
      await promisify(disk.writeFile)(file, data)
      if (before) {
        // of somebody else: refused, unless it is root who writes
        disk.fchownSync(file, before.uid, before.gid)
        // whatever the umask says
        disk.fchmodSync(file, mode)
      }
    } finally {
      await promisify(disk.close)(file)
    }
    await promisify(disk.rename)(temporary, path)
  } catch (error) {
    await promisify(disk.rm)(temporary, {force: true})
    throw error
  }
}
