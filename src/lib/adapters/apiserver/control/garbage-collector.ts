import type {KubeObject, OwnerReference} from '../../../ports/kube.js'
import type {ControlEnv, LocalController} from '../hooks.js'
import type {Core} from '../rest/core.js'
import {keyOf} from '../store/store.js'
import type {InternalClient} from './local-client.js'
import {Worklist} from './worklist.js'

const ORPHAN = 'orphan'
const FOREGROUND = 'foregroundDeletion'

interface Found {
  readonly collection: string
  readonly key: string
  readonly object: KubeObject
}

/**
 * Deletes what has no owner any more, and finishes foreground and orphaning deletions, as kube-controller-manager's garbage
 * collector does.
 */
export function startGarbageCollector(core: Core, client: InternalClient, env: ControlEnv): LocalController {
  const collector = new Collector(core, client)
  const list = new Worklist(env, 'garbage-collector', (id) => collector.process(id, (next) => list.add(next)))
  const stop = core.store.subscribe((collection, {key, old, now}) => {
    if (now && collector.concerns(old, now)) list.add(`${collection} ${key}`)
    for (const id of collector.waiting(old, now)) list.add(id)
  })
  for (const id of collector.everythingOwned()) list.add(id)
  return {
    close() {
      stop()
      list.close()
    },
  }
}

class Collector {
  constructor(
    private readonly core: Core,
    private readonly client: InternalClient,
  ) {}

  isEnding(object: KubeObject): boolean {
    const finalizers = object.metadata.finalizers ?? []
    return finalizers.includes(ORPHAN) || finalizers.includes(FOREGROUND)
  }

  /** True for a change that may end the object itself. */
  concerns(old: KubeObject | undefined, now: KubeObject): boolean {
    const {ownerReferences, deletionTimestamp} = now.metadata
    if (ownerReferences !== old?.metadata.ownerReferences && ownerReferences?.length) return true
    return deletionTimestamp !== undefined && this.isEnding(now)
  }

  /** Owners that wait for the changed object, and dependants that lost it. */
  waiting(old: KubeObject | undefined, now: KubeObject | undefined): readonly string[] {
    if (!old) return []
    const owners = old.metadata.ownerReferences?.length ? this.ownersOf(old) : []
    const lost = !now && old.metadata.uid !== undefined ? this.core.store.owners.of(old.metadata.uid) : []
    return [...owners, ...lost].map(({collection, key}) => `${collection} ${key}`)
  }

  everythingOwned(): readonly string[] {
    return this.core.store.ids().flatMap((collection) =>
      this.core.store
        .collection(collection)
        .sortedKeys()
        .filter((key) => this.core.store.collection(collection).get(key)?.metadata.ownerReferences?.length)
        .map((key) => `${collection} ${key}`),
    )
  }

  /** The owners that exist, by uid. */
  ownersOf(object: KubeObject): readonly Found[] {
    return (object.metadata.ownerReferences ?? []).flatMap((reference) => this.find(object, reference) ?? [])
  }

  process(id: string, add: (id: string) => void): void {
    const found = this.load(id)
    if (!found) return
    if (found.object.metadata.deletionTimestamp !== undefined) {
      this.finish(found, add)
      if (!this.load(id)) return
    }
    this.collect(found)
  }

  private load(id: string): Found | undefined {
    const at = id.indexOf(' ')
    const collection = id.slice(0, at)
    const key = id.slice(at + 1)
    const object = this.core.store.collection(collection).get(key)
    return object && {collection, key, object}
  }

  private find(dependant: KubeObject, reference: OwnerReference): Found | undefined {
    const entry = this.core.catalog.kind(reference.apiVersion, reference.kind)
    if (!entry) return undefined
    const key = keyOf(entry.namespaced ? dependant.metadata.namespace : '', reference.name)
    const object = this.core.store.collection(entry.collection).get(key)
    return object && object.metadata.uid === reference.uid ? {collection: entry.collection, key, object} : undefined
  }

  /** An owner whose deletion waits for its dependants. */
  private finish({object}: Found, add: (id: string) => void): void {
    const finalizers = object.metadata.finalizers ?? []
    const owned = this.core.store.owners
      .of(object.metadata.uid ?? '')
      .flatMap(({collection, key}) => this.load(`${collection} ${key}`) ?? [])
    if (finalizers.includes(ORPHAN)) {
      for (const dependant of owned) this.dropOwners(dependant.object, new Set([object.metadata.uid ?? '']))
      this.removeFinalizer(object, ORPHAN)
    } else if (finalizers.includes(FOREGROUND)) {
      const blocking = owned.filter(({object: dependant}) =>
        dependant.metadata.ownerReferences?.some(
          (owner) => owner.uid === object.metadata.uid && owner.blockOwnerDeletion === true,
        ),
      )
      if (blocking.length === 0) this.removeFinalizer(object, FOREGROUND)
      for (const {collection, key} of owned) add(`${collection} ${key}`)
    }
  }

  /** Deletes an object that has no owner left, or drops the references that lead nowhere. */
  private collect({object}: Found): void {
    const references = object.metadata.ownerReferences ?? []
    if (references.length === 0 || object.metadata.deletionTimestamp !== undefined) return
    const states = references.map((reference) => this.stateOf(object, reference))
    const lost = references.filter((_, index) => states[index] !== 'solid')
    if (lost.length < references.length) {
      if (lost.length > 0) this.dropOwners(object, new Set(lost.map((reference) => reference.uid)))
      return
    }
    const policy = this.policyFor(object, states.includes('waiting'))
    this.client.deleteNow(refOf(object), {propagationPolicy: policy, uid: object.metadata.uid ?? ''})
  }

  /** An owner is there, is gone, or is being deleted and waits for its dependants. */
  private stateOf(object: KubeObject, reference: OwnerReference): 'solid' | 'gone' | 'waiting' {
    const owner = this.find(object, reference)
    // a kind that is not served (a CRD that comes later) proves nothing
    if (!owner) return this.core.catalog.kind(reference.apiVersion, reference.kind) ? 'gone' : 'solid'
    const {deletionTimestamp, finalizers} = owner.object.metadata
    return deletionTimestamp !== undefined && finalizers?.includes(FOREGROUND) ? 'waiting' : 'solid'
  }

  private policyFor(object: KubeObject, waiting: boolean): string {
    const finalizers = object.metadata.finalizers ?? []
    if (waiting && this.core.store.owners.has(object.metadata.uid ?? '')) return 'Foreground'
    if (finalizers.includes(ORPHAN)) return 'Orphan'
    return finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background'
  }

  private dropOwners(object: KubeObject, uids: ReadonlySet<string>): void {
    const kept = (object.metadata.ownerReferences ?? []).filter((owner) => !uids.has(owner.uid))
    this.client.patchNow(refOf(object), {metadata: {uid: object.metadata.uid, ownerReferences: kept.length > 0 ? kept : null}})
  }

  private removeFinalizer(object: KubeObject, finalizer: string): void {
    const kept = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer)
    this.client.patchNow(refOf(object), {
      metadata: {resourceVersion: object.metadata.resourceVersion, finalizers: kept.length > 0 ? kept : null},
    })
  }
}

function refOf(object: KubeObject) {
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.metadata.namespace,
    name: object.metadata.name ?? '',
  }
}
