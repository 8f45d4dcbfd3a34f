import type {KubeObject} from '../../../ports/kube.js'
import {roughSize} from './rough-size.js'

/** One committed change; `old` undefined = created, `now` undefined = gone. `last` is the object as it was, with the deletion's revision. */
export interface Change {
  readonly revision: number
  readonly at: number
  readonly key: string
  readonly old: KubeObject | undefined
  readonly now: KubeObject | undefined
  /** what a DELETED event shows */
  readonly last?: KubeObject | undefined
  /** the disk refused it, or it takes back such a change: nobody outside hears of it */
  refused?: boolean
}

export type ChangeListener = (change: Change) => unknown

/** How many changes and for how long a watch or an exact list can look back; as etcd's compaction every five minutes. */
const HISTORY_LENGTH = 4096
const HISTORY_MS = 5 * 60_000
/** Large objects are remembered for less long. */
const HISTORY_BYTES = 256 * 1024 * 1024

/** The objects of one kind as they are or were. */
export interface View {
  get(key: string): KubeObject | undefined
  /** Keys in storage order, of one namespace or all. */
  sortedKeys(namespace?: string): readonly string[]
}

/**
 * All objects of one kind (group and resource), by key `namespace/name` or `/name`, with the order of the keys and a bounded
 * history for watches that resume and lists at a revision.
 */
export class Collection implements View {
  private readonly objects = new Map<string, KubeObject>()
  private keys: string[] = []
  private unsorted = false
  private history: Change[] = []
  private readonly listeners = new Set<ChangeListener>()
  /** Revisions below this are compacted away. */
  floor: number

  constructor(floor: number) {
    this.floor = floor
  }

  get size(): number {
    return this.objects.size
  }

  get(key: string): KubeObject | undefined {
    return this.objects.get(key)
  }

  values(): IterableIterator<KubeObject> {
    return this.objects.values()
  }

  sortedKeys(namespace?: string): readonly string[] {
    if (this.unsorted) {
      this.keys.sort(compareKeys)
      this.unsorted = false
    }
    return within(this.keys, namespace)
  }

  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  apply(change: Change): void {
    if (change.now === undefined) {
      this.objects.delete(change.key)
      const at = lowerBound(this.sortedKeys(), change.key)
      this.keys.splice(at, 1)
    } else {
      if (change.old === undefined) this.addKey(change.key)
      this.objects.set(change.key, change.now)
    }
    this.remember(change)
    for (const listener of this.listeners) listener(change)
  }

  /** Loads an object without history or listeners (at start from disk). */
  load(key: string, object: KubeObject): void {
    this.addKey(key)
    this.objects.set(key, object)
  }

  /** Changes after a revision, or undefined when they are not all known any more. */
  since(revision: number): readonly Change[] | undefined {
    if (revision < this.floor) return undefined
    return this.history.slice(this.firstAfter(revision))
  }

  /** The objects as they were at a revision, this collection when they still are; undefined when that is compacted. */
  snapshot(revision: number): View | undefined {
    if (revision < this.floor) return undefined
    if (this.firstAfter(revision) === this.history.length) return this
    const past = new Map(this.objects)
    for (let index = this.history.length - 1; index >= 0; index--) {
      const change = this.history[index]!
      if (change.revision <= revision) break
      if (change.old === undefined) past.delete(change.key)
      else past.set(change.key, change.old)
    }
    return {get: (key) => past.get(key), sortedKeys: (namespace) => within([...past.keys()].sort(compareKeys), namespace)}
  }

  /** Forgets what is too old to be asked for. */
  forget(now: number): void {
    const drop = this.history.findIndex((entry) => entry.at > now - HISTORY_MS)
    const count = drop < 0 ? this.history.length : drop
    if (count > 0) this.compact(this.history[count - 1]!.revision)
  }

  /** Forgets everything up to a revision. */
  compact(revision: number): void {
    this.history = this.history.slice(this.firstAfter(revision))
    this.floor = Math.max(this.floor, revision)
  }

  private addKey(key: string): void {
    const last = this.keys.at(-1)
    if (last !== undefined && compareKeys(last, key) > 0) this.unsorted = true
    this.keys.push(key)
  }

  private firstAfter(revision: number): number {
    let low = 0
    let high = this.history.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.history[middle]!.revision <= revision) low = middle + 1
      else high = middle
    }
    return low
  }

  private remember(change: Change): void {
    this.history.push(change)
    if (this.history.length < HISTORY_LENGTH * 2 && (this.history.length & 255) !== 0) return
    const tooOld = this.history.findIndex((entry) => entry.at > change.at - HISTORY_MS)
    const {length} = this.history
    const bytes = roughSize(this.history, length, (entry) => entry.now ?? entry.old)
    const most = Math.min(HISTORY_LENGTH, Math.floor((length * HISTORY_BYTES) / Math.max(bytes, 1)))
    const drop = Math.max(tooOld, length - most)
    if (drop > 0) this.compact(this.history[drop - 1]!.revision)
  }
}

/** Byte order, as etcd keeps keys. Names are ASCII, so code units do. */
function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function within(keys: readonly string[], namespace: string | undefined): readonly string[] {
  if (namespace === undefined) return keys
  return keys.slice(lowerBound(keys, `${namespace}/`), lowerBound(keys, `${namespace}0`))
}

/** Index of the first key that is not below `key`. */
export function lowerBound(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}
