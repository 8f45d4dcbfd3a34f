import {FluxError} from '../../../errors/flux-error.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import type {KubeObject} from '../../../ports/kube.js'
import {type Change, Collection} from './collection.js'
import {OwnerIndex} from './owner-index.js'

/** Where changes are made durable before they are acknowledged. */
export interface Journal {
  /** Queues a write (`undefined` removes). `undo` is called when the disk refuses it; it returns what is there again. */
  write(
    collection: string,
    key: string,
    object: KubeObject | undefined,
    revision: number,
    undo: () => KubeObject | undefined,
  ): void
  /** Resolves when everything queued so far is on disk or taken back; undefined when it is. */
  settled(): Promise<void> | undefined
  /** Why nothing can be written now. */
  readonly failure: Error | undefined
  /** how often writes were taken back */
  readonly refusals: number
  /** Tries whether the disk takes writes again; undefined when it does anyway. */
  ready(): Promise<void> | undefined
  close(): Promise<void>
}

/** `namespace/name`; cluster-scoped objects have an empty namespace. */
export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`
}

/**
 * All objects, by collection (`group/resource`), under one revision counter as etcd has. Objects are kept in
 * their storage version, deeply frozen. Changes are synchronous: whoever reads and commits without awaiting in between
 * cannot lose a race.
 */
export class Store {
  private readonly collections = new Map<string, Collection>()
  readonly owners = new OwnerIndex()
  private readonly listeners = new Set<(collection: string, change: Change) => void>()
  private current = 1
  private base = 0
  private closed = false

  constructor(
    private readonly now: () => number,
    private readonly journal?: Journal,
  ) {}

  get revision(): number {
    return this.current
  }

  collection(id: string): Collection {
    let found = this.collections.get(id)
    if (!found) {
      found = new Collection(this.base)
      found.subscribe((change) => {
        for (const listener of this.listeners) listener(id, change)
      })
      this.collections.set(id, found)
    }
    return found
  }

  /** Calls back, synchronously, for every change of every collection. */
  subscribe(listener: (collection: string, change: Change) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  ids(): readonly string[] {
    return [...this.collections.keys()]
  }

  /** Stores an object under the next revision and returns it as stored; throws while the disk takes nothing. */
  put(id: string, key: string, object: KubeObject): KubeObject {
    this.checkWritable()
    const collection = this.collection(id)
    const old = collection.get(key)
    const revision = ++this.current
    const now = freezeDeep(withRevision(object, revision))
    this.owners.change(id, key, old, now)
    const change: Change = {revision, at: this.now(), key, old, now}
    this.journal?.write(id, key, now, revision, () => this.undo(id, change))
    collection.apply(change)
    return now
  }

  /** Removes an object; returns it with the deletion's revision, as DELETED events show it. */
  remove(id: string, key: string, final?: KubeObject): KubeObject | undefined {
    const collection = this.collection(id)
    const old = collection.get(key)
    if (!old) return undefined
    this.checkWritable()
    const revision = ++this.current
    const from = final ?? old
    const last = freezeDeep(withRevision(from, revision))
    this.owners.change(id, key, old, undefined)
    const change: Change = {revision, at: this.now(), key, old, now: undefined, last}
    this.journal?.write(id, key, undefined, revision, () => this.undo(id, change))
    collection.apply(change)
    return last
  }

  private checkWritable(): void {
    const {failure} = this
    if (failure === undefined) return
    void this.ready()
    throw failure
  }

  /** Takes back a change that the disk refused; watches of clients hear of neither. Returns the object as it was. */
  private undo(id: string, change: Change): KubeObject | undefined {
    const {key, old, now} = change
    change.refused = true
    this.owners.change(id, key, now, old)
    this.collection(id).apply({revision: ++this.current, at: this.now(), key, old: now, now: old, refused: true})
    return old
  }

  /** Takes over what a journal had on disk. */
  load(id: string, key: string, object: KubeObject): void {
    const frozen = freezeDeep(object)
    this.collection(id).load(key, frozen)
    this.owners.change(id, key, undefined, frozen)
    this.current = Math.max(this.current, Number(object.metadata.resourceVersion))
  }

  /** Takes over an object of another server at its own revision; without one it gets the next. Nobody may be watching yet. */
  restore(id: string, key: string, object: KubeObject, revision: number): void {
    const at = revision > 0 ? revision : ++this.current
    const stored = freezeDeep(withRevision(object, at))
    this.load(id, key, stored)
    this.journal?.write(id, key, stored, this.current, () => undefined)
  }

  /** The counter never goes back, not even when the newest object was deleted before a restart. */
  resumeAt(revision: number): void {
    this.current = Math.max(this.current, revision)
  }

  /** Forgets the history that is older than five minutes; collections that change do so by themselves. */
  forget(): void {
    for (const collection of this.collections.values()) collection.forget(this.now())
  }

  /** Forgets history up to now: watches from earlier revisions get 410. */
  compact(): void {
    this.base = this.current
    for (const collection of this.collections.values()) collection.compact(this.current)
  }

  /** Resolves once everything committed so far is durable or taken back; undefined when there is nothing to wait for. */
  settled(): Promise<void> | undefined {
    return this.journal?.settled()
  }

  /** How often the disk refused writes; unchanged: all that was settled meanwhile is durable. */
  get refusals(): number {
    return this.journal?.refusals ?? 0
  }

  /** Why nothing can be written now. */
  get failure(): Error | undefined {
    return this.closed ? new FluxError('closed', 'the store is closed') : this.journal?.failure
  }

  /** Tries whether a disk that refused writes takes them again; undefined when it does anyway, or never will. */
  ready(): Promise<void> | undefined {
    return this.closed ? undefined : this.journal?.ready()
  }

  /** What still runs somewhere writes nothing more: it might open the disk again. */
  async close(): Promise<void> {
    this.closed = true
    await this.journal?.close()
  }
}

const META_ORDER = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const

/** A copy with another resourceVersion and its keys in the order in which the server writes them. */
function withRevision({kind, apiVersion, metadata, ...rest}: KubeObject, revision: number): KubeObject {
  const ordered: KubeObject['metadata'] = {}
  for (const key of META_ORDER) {
    if (key === 'resourceVersion') ordered.resourceVersion = String(revision)
    else if (metadata[key] !== undefined) (ordered as Record<string, unknown>)[key] = metadata[key]
  }
  return {kind, apiVersion, metadata: ordered, ...rest}
}
