import type {JsonObject} from '../../../formats/json/value.js'
import type {Clock, Random} from '../../../ports/clock.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {Catalog, CatalogEntry} from '../discovery/catalog.js'
import type {FieldManager, ObjectIndex, ObjectRules, Patcher, RuleEnv} from '../hooks.js'
import type {Collection} from '../store/collection.js'
import {keyOf, type Store} from '../store/store.js'
import {fromStored} from './conversion.js'

/** Who asks. */
export interface User {
  readonly name: string
  readonly uid?: string | undefined
  readonly groups: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined
}

/** Steps of a write that only this server's wiring knows: address allocation, escalation checks, quota, protection... */
export interface Admission {
  /**
   * After defaults and fields manager, before the kind's strategy. May return a changed object or throw ApiError.
   * `fill` is what built-in plug-ins add: before what users configure sees the object, and once more when that changed it.
   */
  admit(request: AdmissionRequest, fill?: (object: KubeObject) => KubeObject): KubeObject
  /** After the kind's validation. */
  validate(request: AdmissionRequest): void
  /** Between validation and storage; never on dry runs (allocations). */
  commit(request: AdmissionRequest): KubeObject
  /** Whether somebody has a say about an update that changes nothing. */
  concerned(request: AdmissionRequest): boolean
  /** Whether writes of a kind may have to ask webhooks. */
  asks(entry: CatalogEntry): boolean
}

export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE'
  readonly entry: CatalogEntry
  readonly subresource: string
  readonly object: KubeObject
  readonly old: KubeObject | undefined
  readonly call: Call
  readonly dryRun: boolean
  /** of the URL or the body, before one is made up; absent: the object's */
  readonly name?: string | undefined
  /** CreateOptions, UpdateOptions or DeleteOptions as the client gave them (dryRun aside) */
  readonly options: JsonObject
  /** kind of the object where it is not the entry's: what a subresource is sent */
  readonly body?: CatalogEntry | undefined
  /** what a subresource of another kind shows of the object */
  readonly shown?: Shown | undefined
}

/** A view of an object through a subresource: the Scale of a Deployment. */
export interface Shown {
  readonly subresource: string
  of(object: KubeObject): KubeObject
}

/** What all verbs stand on. */
export interface Core {
  readonly store: Store
  readonly catalog: Catalog
  readonly rules: ObjectRules
  readonly fields: FieldManager
  readonly patcher: Patcher
  readonly clock: Clock
  readonly random: Random
  readonly admission: Admission
}

/** What a request has been told from outside, by question. */
export type Replies = Map<string, unknown>

/** One request's circumstances. */
export interface Call {
  readonly user: User
  /** from fieldManager or the User-Agent */
  readonly userAgent: string
  /** texts of Warning headers, collected on the way */
  readonly warnings: string[]
  /** what webhooks have answered so far; absent: they are not asked (the server's own bookkeeping) */
  readonly replies?: Replies | undefined
}

export interface WriteSettings {
  readonly dryRun: boolean
  readonly fieldManager: string
  readonly fieldValidation: 'Strict' | 'Warn' | 'Ignore'
  readonly force: boolean
  /** fields of the options that the client gave */
  readonly given?: JsonObject | undefined
}

const OPTIONS_VERSION = 'meta.k8s.io/v1'

/** The options of a write as admission sees them. */
export function optionsOf(kind: 'CreateOptions' | 'UpdateOptions' | 'DeleteOptions', given: JsonObject = {}): JsonObject {
  return {kind, apiVersion: OPTIONS_VERSION, ...given}
}

/** The last time that was written: most are of the same second. */
const written = {second: Number.NaN, text: ''}

/** RFC 3339 with seconds, as metav1.Time. */
export function timestamp(ms: number): string {
  const second = Math.floor(ms / 1000)
  if (second !== written.second) {
    written.text = `${new Date(ms).toISOString().slice(0, 19)}Z`
    written.second = second
  }
  return written.text
}

/** The manager of a write: the parameter, else the first part of the User-Agent. */
export function managerOf(settings: Pick<WriteSettings, 'fieldManager'>, call: Pick<Call, 'userAgent'>): string {
  if (settings.fieldManager !== '') return settings.fieldManager
  const name = call.userAgent.split('/')[0] ?? ''
  let manager = ''
  for (const char of name) {
    if (!/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(char) || Buffer.byteLength(manager + char) > 128) break
    manager += char
  }
  return manager
}

export function ruleEnv(core: Core, call: Call, subresource: string, dryRun: boolean, uid?: string): RuleEnv {
  return {
    dryRun,
    now: core.clock.now(),
    random: core.random,
    subresource: subresource === '' ? undefined : subresource,
    uid,
    user: call.user,
    warn: (text) => call.warnings.push(text),
    lookup: (apiVersion, kind, namespace, name) => lookup(core, apiVersion, kind, namespace, name),
    list: (apiVersion, kind, namespace) => listAll(core, apiVersion, kind, namespace),
    index: (apiVersion, kind, make) => indexOf(core.store.collection(core.catalog.kind(apiVersion, kind)!.collection), make),
  }
}

const indexes = new WeakMap<Collection, Map<() => ObjectIndex, ObjectIndex>>()

/** Indexes live as long as what they are about, and see objects as they are stored. */
function indexOf<T extends ObjectIndex>(collection: Collection, make: () => T): T {
  let made = indexes.get(collection)
  if (!made) indexes.set(collection, (made = new Map()))
  const known = made.get(make) as T | undefined
  if (known) return known
  const index = make()
  for (const object of collection.values()) index.change(undefined, object)
  collection.subscribe(({old, now}) => index.change(old, now))
  made.set(make, index)
  return index
}

/** Any stored object in the version asked for. */
export function lookup(
  core: Core,
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
): KubeObject | undefined {
  const entry = core.catalog.kind(apiVersion, kind)
  const stored = entry && core.store.collection(entry.collection).get(keyOf(entry.namespaced ? namespace : '', name))
  return entry && stored && fromStored(core, entry, stored)
}

/** All objects of a kind, in storage order. */
export function listAll(core: Core, apiVersion: string, kind: string, namespace?: string): readonly KubeObject[] {
  const entry = core.catalog.kind(apiVersion, kind)
  if (!entry) return []
  const collection = core.store.collection(entry.collection)
  return collection
    .sortedKeys(entry.namespaced ? namespace : undefined)
    .map((key) => fromStored(core, entry, collection.get(key)!))
}
