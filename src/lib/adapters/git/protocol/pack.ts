import {createHash} from 'node:crypto'
import {inflateSync} from 'node:zlib'
import {messageOf} from '../../../errors/flux-error.js'
import {GitError} from '../git-error.js'
import {applyDelta, MAX_OBJECT_BYTES} from './delta.js'

type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

export interface GitObject {
  readonly type: ObjectType
  readonly bytes: Uint8Array
}

interface Entry {
  readonly offset: number
  /** where the deflated bytes begin */
  readonly data: number
  /** inflated size: of the object, or of the delta */
  readonly length: number
  readonly kind: number
  /** delta base: an offset in this pack, or an object's hash */
  readonly base: number | string | undefined
}

const TYPES: readonly (ObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag']
const OFS_DELTA = 6
const REF_DELTA = 7
/** Inflated objects that are kept while deltas are resolved. */
const CACHE_BYTES = 64 * 1024 ** 2
const MAX_CHAIN = 10_000

/** The objects of one pack, inflated when they are asked for; every object's hash was computed while indexing. */
export class PackStore {
  readonly #entries = new Map<number, Entry>()
  readonly #index = new Map<string, number>()
  readonly #sizes = new Map<string, number>()
  readonly #cache = new Map<number, GitObject>()
  #cached = 0

  private constructor(readonly bytes: Buffer) {}

  /**
   * Reads a pack: checks its header and trailing checksum and the hash of each object.
   * `pause` is called now and then so that others get their turn.
   * @throws GitError `git-protocol` when it is damaged
   */
  static async read(bytes: Buffer, pause: () => Promise<void> = async () => {}): Promise<PackStore> {
    const store = new PackStore(bytes)
    if (bytes.length < 32 || bytes.toString('latin1', 0, 4) !== 'PACK') throw damaged('malformed pack file signature')
    const version = bytes.readUInt32BE(4)
    if (version !== 2 && version !== 3) throw damaged(`unsupported packfile version ${version}`)
    const end = bytes.length - 20
    if (!createHash('sha1').update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end)))
      throw damaged('checksum mismatch')
    const count = bytes.readUInt32BE(8)
    const deltas: Entry[] = []
    let at = 12
    for (let index = 0; index < count; index++) {
      if (index % 512 === 511) await pause()
      const entry = store.#header(at, end)
      const {object, consumed} = store.#inflate(entry)
      at = entry.data + consumed
      store.#entries.set(entry.offset, entry)
      if (entry.base === undefined) store.#record(entry, {type: TYPES[entry.kind]!, bytes: object})
      else deltas.push(entry)
    }
    await store.#resolve(deltas, pause)
    return store
  }

  /** Undefined when this pack has no such object. */
  get(hash: string): GitObject | undefined {
    const offset = this.#index.get(hash)
    return offset === undefined ? undefined : this.#load(offset)
  }

  /** Bytes of an object without inflating it. */
  size(hash: string): number | undefined {
    return this.#sizes.get(hash)
  }

  get count(): number {
    return this.#index.size
  }

  /** Deltas by hash may come before their bases: go round until nothing is left. */
  async #resolve(deltas: Entry[], pause: () => Promise<void>): Promise<void> {
    let open = deltas
    while (open.length > 0) {
      const later: Entry[] = []
      for (const [index, entry] of open.entries()) {
        if (index % 512 === 511) await pause()
        if (typeof entry.base === 'string' && !this.#index.has(entry.base)) later.push(entry)
        else if (typeof entry.base === 'number' && !this.#resolvable(entry.base)) later.push(entry)
        else this.#record(entry, this.#load(entry.offset))
      }
      if (later.length === open.length) throw damaged('reference delta not found')
      open = later
    }
  }

  #resolvable(offset: number): boolean {
    const entry = this.#entries.get(offset)
    if (!entry) throw damaged('delta base offset is out of bound')
    return typeof entry.base === 'string' ? this.#index.has(entry.base) : entry.base === undefined || this.#resolvable(entry.base)
  }

  #record(entry: Entry, object: GitObject): void {
    const hash = createHash('sha1').update(`${object.type} ${object.bytes.length}\0`).update(object.bytes).digest('hex')
    this.#index.set(hash, entry.offset)
    this.#sizes.set(hash, object.bytes.length)
    this.#remember(entry.offset, object)
  }

  #remember(offset: number, object: GitObject): void {
    if (object.bytes.length > CACHE_BYTES / 8 || this.#cache.has(offset)) return
    this.#cache.set(offset, object)
    this.#cached += object.bytes.length
    for (const [oldest, old] of this.#cache) {
      if (this.#cached <= CACHE_BYTES) break
      this.#cache.delete(oldest)
      this.#cached -= old.bytes.length
    }
  }

  /** Forgets inflated objects; the deflated pack stays. */
  trim(): void {
    this.#cache.clear()
    this.#cached = 0
  }

  #load(offset: number): GitObject {
    const chain: Entry[] = []
    let at = offset
    let object = this.#cache.get(at)
    while (!object) {
      const entry = this.#entries.get(at)
      if (!entry) throw damaged('delta base offset is out of bound')
      if (entry.base === undefined) {
        object = {type: TYPES[entry.kind]!, bytes: this.#inflate(entry).object}
        this.#remember(at, object)
        break
      }
      chain.push(entry)
      if (chain.length > MAX_CHAIN) throw damaged('delta chain is too long')
      const base = typeof entry.base === 'number' ? entry.base : this.#index.get(entry.base)
      if (base === undefined) throw damaged('reference delta not found')
      at = base
      object = this.#cache.get(at)
    }
    for (const entry of chain.reverse()) {
      object = {type: object.type, bytes: applyDelta(object.bytes, this.#inflate(entry).object)}
      this.#remember(entry.offset, object)
    }
    return object
  }

  #header(offset: number, end: number): Entry {
    const {bytes} = this
    let at = offset
    let byte = bytes[at++]!
    const kind = (byte >> 4) & 7
    let length = byte & 15
    for (let factor = 16; byte & 0x80; factor *= 128) {
      byte = bytes[at++]!
      length += (byte & 0x7f) * factor
    }
    if (at >= end || length > MAX_OBJECT_BYTES) throw damaged('an object is cut short or larger than 1 GiB')
    if (kind === REF_DELTA) return {offset, kind, length, base: bytes.toString('hex', at, at + 20), data: at + 20}
    if (kind === OFS_DELTA) {
      const {distance, next} = this.#distance(at)
      if (distance <= 0 || distance > offset) throw damaged('delta base offset is out of bound')
      return {offset, kind, length, base: offset - distance, data: next}
    }
    if (!TYPES[kind]) throw damaged(`invalid object type ${kind}`)
    return {offset, kind, length, base: undefined, data: at}
  }

  /** How far before its delta a base begins: base 128 with an offset per digit. */
  #distance(start: number): {distance: number; next: number} {
    let at = start
    let byte = this.bytes[at++]!
    let distance = byte & 0x7f
    while (byte & 0x80) {
      byte = this.bytes[at++]!
      distance = (distance + 1) * 128 + (byte & 0x7f)
    }
    return {distance, next: at}
  }

  #inflate(entry: Entry): {object: Buffer; consumed: number} {
    try {
      const {buffer, engine} = inflateSync(this.bytes.subarray(entry.data, this.bytes.length - 20), {
        info: true,
        chunkSize: Math.max(64, entry.length),
        maxOutputLength: Math.max(1, entry.length),
      }) as unknown as {buffer: Buffer; engine: {bytesWritten: number}}
      if (buffer.length !== entry.length) throw damaged('an object has not the size that it claims')
      return {object: buffer, consumed: engine.bytesWritten}
    } catch (error) {
      throw error instanceof GitError ? error : damaged(`zlib: ${messageOf(error)}`)
    }
  }
}

function damaged(message: string): GitError {
  return new GitError('git-protocol', message)
}
