import {ApiError} from '../../../errors/api-error.js'
import {freezeCopy} from '../../../formats/json/freeze.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject, WriteOptions} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import type {LocalClient} from '../hooks.js'
import {fromStored} from '../rest/conversion.js'
import type {Replies} from '../rest/core.js'
import {type Call, type Core, listAll, lookup, type WriteSettings} from '../rest/core.js'
import {createObject} from '../rest/create.js'
import {decodeObject} from '../rest/decode.js'
import {deleteObject} from '../rest/delete.js'
import {applyObject, patchObject} from '../rest/patch.js'
import {replayed} from '../rest/replay.js'
import {updateObject} from '../rest/update.js'
import {bindPod} from '../special/pod-binding.js'
import {pathNotFound} from '../status.js'

type Ref = {apiVersion: string; kind: string; namespace?: string | undefined; name: string}
type Listener = (old: KubeObject | undefined, now: KubeObject | undefined) => void

/** Writes of the server's own controllers: the whole pipeline, synchronously, as a trusted user. */
export class InternalClient implements LocalClient {
  constructor(
    private readonly core: Core,
    private readonly userAgent: string,
    private readonly user: string,
    private readonly replies?: Replies,
  ) {}

  get(apiVersion: string, kind: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return lookup(this.core, apiVersion, kind, namespace, name)
  }

  list(apiVersion: string, kind: string, namespace?: string): readonly KubeObject[] {
    return listAll(this.core, apiVersion, kind, namespace)
  }

  ownedBy(uid: string): readonly KubeObject[] {
    return this.core.store.owners.of(uid).flatMap(({collection, key}) => {
      const stored = this.core.store.collection(collection).get(key)
      return stored ? [stored] : []
    })
  }

  watch(apiVersion: string, kind: string, listener: Listener): () => void {
    const entry = this.entry(apiVersion, kind)
    const collection = this.core.store.collection(entry.collection)
    let queue: (readonly [KubeObject | undefined, KubeObject | undefined])[] = [...collection.values()].map((now) => [
      undefined,
      now,
    ])
    let open = true
    const drain = () => {
      const batch = queue
      queue = []
      for (const [old, now] of batch) {
        if (open) listener(old && fromStored(this.core, entry, old), now && fromStored(this.core, entry, now))
      }
    }
    const push = (old: KubeObject | undefined, now: KubeObject | undefined) => {
      if (queue.push([old, now]) === 1) queueMicrotask(drain)
    }
    if (queue.length > 0) queueMicrotask(drain)
    const stop = collection.subscribe(({old, now}) => push(old, now))
    return () => {
      open = false
      stop()
    }
  }

  create(object: KubeObject, options?: WriteOptions): Promise<KubeObject> {
    return this.outside(object, (client) => client.createNow(object, options))
  }

  update(object: KubeObject, options?: WriteOptions): Promise<KubeObject> {
    return this.outside(object, (client) => client.updateNow(object, options))
  }

  patch(ref: Ref, patch: JsonObject, options?: WriteOptions): Promise<KubeObject> {
    return this.outside(ref, (client) => client.patchNow(ref, patch, options))
  }

  delete(
    ref: Ref,
    options: {propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'; uid?: string; gracePeriodSeconds?: number} = {},
  ): Promise<void> {
    return this.outside(ref, (client) => client.deleteNow(ref, options))
  }

  /** A write about which webhooks may have to be asked; without any it is done before this returns. */
  private async outside<T>(
    {apiVersion, kind}: {apiVersion: string; kind: string},
    work: (client: InternalClient) => T,
  ): Promise<T> {
    const entry = this.core.catalog.kind(apiVersion, kind)
    if (!entry || !this.core.admission.asks(entry)) return work(this)
    return replayed(this.core, this.call(), (core, {replies}) =>
      work(new InternalClient(core, this.userAgent, this.user, replies)),
    )
  }

  createNow(object: KubeObject, options?: WriteOptions): KubeObject {
    if (object.kind === 'Binding' && object.apiVersion === 'v1') return this.bindNow(object, options)
    const entry = this.entry(object.apiVersion, object.kind)
    const settings = settingsOf(options)
    const call = this.call()
    const decoded = decodeObject(this.core, entry, freezeCopy(object), [], settings, call)
    return createObject(
      this.core,
      {entry, namespace: entry.namespaced ? (object.metadata.namespace ?? '') : ''},
      decoded,
      settings,
      call,
    )
  }

  /** What a scheduler posts; the pod as it is then. */
  private bindNow(binding: KubeObject, options?: WriteOptions): KubeObject {
    const {namespace = '', name = ''} = binding.metadata
    const node = isObject(binding.target) ? String(binding.target.name ?? '') : ''
    return bindPod(this.core, {namespace, name}, node, settingsOf(options))
  }

  updateNow(object: KubeObject, options?: WriteOptions): KubeObject {
    const entry = this.entry(object.apiVersion, object.kind)
    const settings = settingsOf(options)
    const call = this.call()
    const decoded = decodeObject(this.core, entry, freezeCopy(object), [], settings, call)
    return updateObject(
      this.core,
      this.target(entry, object.metadata.namespace, object.metadata.name ?? '', options),
      decoded,
      settings,
      call,
    ).object
  }

  patchNow(ref: Ref, patch: JsonObject, options?: WriteOptions): KubeObject {
    const entry = this.entry(ref.apiVersion, ref.kind)
    return patchObject(
      this.core,
      this.target(entry, ref.namespace, ref.name, options),
      {kind: 'merge', value: freezeCopy(patch), strict: []},
      settingsOf(options),
      this.call(),
    )
  }

  /** Server-side apply with force. */
  applyNow(object: KubeObject, fieldManager: string, subresource = ''): KubeObject {
    const entry = this.entry(object.apiVersion, object.kind)
    const settings = {...settingsOf({fieldManager}), force: true}
    const target = this.target(entry, object.metadata.namespace, object.metadata.name ?? '', {subresource})
    return applyObject(this.core, target, freezeCopy(object), settings, this.call()).object
  }

  deleteNow(
    ref: Ref,
    options: {propagationPolicy?: string; uid?: string; resourceVersion?: string; gracePeriodSeconds?: number} = {},
  ): void {
    const entry = this.entry(ref.apiVersion, ref.kind)
    const settings = {
      dryRun: false,
      gracePeriodSeconds: options.gracePeriodSeconds,
      propagationPolicy: options.propagationPolicy,
      orphanDependents: undefined,
      preconditions: {uid: options.uid, resourceVersion: options.resourceVersion},
    }
    deleteObject(this.core, this.target(entry, ref.namespace, ref.name), settings, this.call())
  }

  private target(entry: CatalogEntry, namespace: string | undefined, name: string, options?: WriteOptions) {
    return {entry, namespace: entry.namespaced ? (namespace ?? '') : '', name, subresource: options?.subresource ?? ''}
  }

  private entry(apiVersion: string, kind: string): CatalogEntry {
    const entry = this.core.catalog.kind(apiVersion, kind)
    if (!entry) throw pathNotFound()
    return entry
  }

  private call(): Call {
    const user = {name: this.user, groups: ['system:masters', 'system:authenticated']}
    return {user, userAgent: this.userAgent, warnings: [], replies: this.replies}
  }
}

function settingsOf(options: WriteOptions | undefined): WriteSettings {
  return {
    dryRun: options?.dryRun ?? false,
    fieldManager: options?.fieldManager ?? '',
    fieldValidation: options?.fieldValidation ?? 'Ignore',
    force: false,
  }
}

/** True for refusals that another run will not see again: gone or changed meanwhile. */
export function isRace(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 404 || error.code === 409)
}
