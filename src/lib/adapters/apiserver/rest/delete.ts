import {freezeDeep} from '../../../formats/json/freeze.js'
import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import type {FieldError} from '../hooks.js'
import {conflict, notFound} from '../status.js'
import {keyOf} from '../store/store.js'
import {fromStored, toStored} from './conversion.js'
import {type Call, type Core, optionsOf, timestamp} from './core.js'
import {dryRunErrors, flag, integer, optionsError, type Query} from './options.js'
import type {ObjectTarget} from './target.js'
import {ignoresDependents, orphansByDefault, returnsDeleted} from './traits.js'
import {liveObject} from './update.js'

const ORPHAN = 'orphan'
const FOREGROUND = 'foregroundDeletion'
const POLICIES = ['Foreground', 'Background', 'Orphan']

export interface DeleteSettings {
  readonly dryRun: boolean
  readonly gracePeriodSeconds: number | undefined
  readonly propagationPolicy: string | undefined
  readonly orphanDependents: boolean | undefined
  /** the options as they were given, for admission */
  readonly given?: JsonObject | undefined
  readonly preconditions: {readonly uid?: string | undefined; readonly resourceVersion?: string | undefined}
}

/** DeleteOptions from a body, or from the query when there is none. */
export function deleteSettings(query: Query, body: JsonValue | undefined): DeleteSettings {
  const options = isObject(body) ? body : undefined
  const dryRun = options ? list(options.dryRun) : (query.get('dryRun') ?? [])
  const policy = options ? word(options.propagationPolicy) : query.get('propagationPolicy')?.[0]
  const orphan = options
    ? typeof options.orphanDependents === 'boolean'
      ? options.orphanDependents
      : undefined
    : flag(query, 'orphanDependents')
  const grace = options ? options.gracePeriodSeconds : integer(query, 'gracePeriodSeconds')
  const conditions = options && isObject(options.preconditions) ? options.preconditions : {}
  const errors: FieldError[] = []
  if (orphan !== undefined && policy !== undefined) {
    errors.push({
      reason: 'FieldValueInvalid',
      field: 'propagationPolicy',
      message: `Invalid value: ${JSON.stringify(policy)}: orphanDependents and deletionPropagation cannot be both set`,
    })
  }
  if (policy !== undefined && policy !== '' && !POLICIES.includes(policy)) {
    errors.push({
      reason: 'FieldValueNotSupported',
      field: 'propagationPolicy',
      message: `Unsupported value: ${JSON.stringify(policy)}: supported values: "Foreground", "Background", "Orphan", "nil"`,
    })
  }
  errors.push(...dryRunErrors(dryRun))
  if (errors.length > 0) throw optionsError('DeleteOptions', errors)
  return {
    dryRun: dryRun.length > 0,
    gracePeriodSeconds: typeof grace === 'number' ? grace : undefined,
    propagationPolicy: policy,
    orphanDependents: orphan,
    given: {
      ...(typeof grace === 'number' ? {gracePeriodSeconds: grace} : {}),
      ...(orphan === undefined ? {} : {orphanDependents: orphan}),
      ...(policy === undefined ? {} : {propagationPolicy: policy}),
    },
    preconditions: {uid: word(conditions.uid), resourceVersion: word(conditions.resourceVersion)},
  }
}

function list(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function word(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export interface Deletion {
  /** true when the object is gone */
  readonly gone: boolean
  readonly object: KubeObject
}

/** DELETE of one object: at once, or the beginning of its deletion when something holds it. */
export function deleteObject(
  core: Core,
  target: ObjectTarget,
  settings: DeleteSettings,
  call: Call,
  /** in the eyes of admission: '' when it is one of a collection */
  shownName = target.name,
): Deletion {
  const {entry, name} = target
  const live = liveObject(core, target)
  if (!live) throw notFound(entry, name)
  checkPreconditions(target, live, settings)
  const options = optionsOf('DeleteOptions', settings.given)
  const {dryRun} = settings
  const request = {operation: 'DELETE', entry, subresource: '', object: live, old: live, call, dryRun, options} as const
  core.admission.validate({...request, name: shownName})
  if (entry.group === '' && entry.resource === 'namespaces') return deleteNamespace(core, target, live, settings)
  if (entry.group === 'apiextensions.k8s.io' && entry.resource === 'customresourcedefinitions') {
    return deleteDefinition(core, target, live, settings)
  }
  const graceful = entry.group === '' && entry.resource === 'pods' ? podGrace(core, live, settings) : undefined
  if (graceful?.pending) return {gone: false, object: live}
  const marked = markDeleted(core, graceful?.object ?? live, finalizersFor(entry, live, settings))
  const held = (marked.metadata.finalizers?.length ?? 0) > 0
  if (!held && (graceful === undefined || graceful.seconds === 0)) {
    // what ends gracefully is marked first, however little time it gets: watches see both
    const last = graceful ? store(core, target, live, marked, settings) : live
    return {gone: true, object: remove(core, target, last, settings)}
  }
  return {gone: false, object: store(core, target, live, marked, settings)}
}

/** Throws the 409 of a uid or resourceVersion that the object does not have. */
export function checkPreconditions({entry, name}: ObjectTarget, live: KubeObject, settings: DeleteSettings): void {
  const {uid, resourceVersion} = settings.preconditions
  const about = {group: entry.group, resource: entry.kind}
  if (uid !== undefined && uid !== live.metadata.uid) {
    throw conflict(
      about,
      name,
      `the UID in the precondition (${uid}) does not match the UID in record (${live.metadata.uid}). The object might have been deleted and then recreated`,
    )
  }
  if (resourceVersion !== undefined && resourceVersion !== live.metadata.resourceVersion) {
    throw conflict(
      about,
      name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${live.metadata.resourceVersion}). The object might have been modified`,
    )
  }
}

/** The finalizers that the propagation policy leaves on the object. */
function finalizersFor(entry: CatalogEntry, live: KubeObject, settings: DeleteSettings): readonly string[] {
  const now = live.metadata.finalizers ?? []
  const {propagationPolicy: policy, orphanDependents} = settings
  let orphan = now.includes(ORPHAN)
  let foreground = now.includes(FOREGROUND)
  if (policy !== undefined && policy !== '') {
    orphan = policy === 'Orphan'
    foreground = policy === 'Foreground'
  } else if (orphanDependents !== undefined) {
    orphan = orphanDependents
    foreground = false
  } else if (!foreground) orphan ||= orphansByDefault(entry)
  const others = now.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND)
  const minds = !ignoresDependents(entry)
  if (minds && orphan) others.push(ORPHAN)
  if (minds && foreground) others.push(FOREGROUND)
  const same = others.length === now.length && now.every((finalizer) => others.includes(finalizer))
  return same ? now : others
}

function markDeleted(core: Core, object: KubeObject, finalizers: readonly string[]): KubeObject {
  const {deletionTimestamp, deletionGracePeriodSeconds, generation} = object.metadata
  const metadata = {...object.metadata}
  if (finalizers.length > 0) metadata.finalizers = [...finalizers]
  else delete metadata.finalizers
  if (deletionTimestamp === undefined) metadata.deletionTimestamp = timestamp(core.clock.now())
  if (deletionGracePeriodSeconds === undefined) {
    metadata.deletionGracePeriodSeconds = 0
    if (generation !== undefined) metadata.generation = generation + 1
  }
  return {...object, metadata}
}

/** A Pod that runs on a node is given its time; a later request may only shorten it. */
function podGrace(
  core: Core,
  live: KubeObject,
  settings: DeleteSettings,
): {object: KubeObject; seconds: number; pending: boolean} | undefined {
  const spec = (isObject(live.spec) ? live.spec : {}) as JsonObject
  const status = (isObject(live.status) ? live.status : {}) as JsonObject
  const own = typeof spec.terminationGracePeriodSeconds === 'number' ? spec.terminationGracePeriodSeconds : 30
  let seconds = settings.gracePeriodSeconds ?? own
  if (seconds < 0) seconds = 1
  const assigned = typeof spec.nodeName === 'string' && spec.nodeName !== ''
  if (!assigned || status.phase === 'Failed' || status.phase === 'Succeeded') seconds = 0
  const before = live.metadata.deletionGracePeriodSeconds as number | undefined
  const now = core.clock.now()
  if (live.metadata.deletionTimestamp !== undefined && before !== undefined) {
    // without a wish, or with a longer one, the running deletion stands
    if (settings.gracePeriodSeconds === undefined || seconds >= before)
      return {object: live, seconds: before, pending: before !== 0}
    const begun = Date.parse(live.metadata.deletionTimestamp) - before * 1000
    const until = Math.max(begun + seconds * 1000, now)
    return {object: withGrace(live, seconds, until, live.metadata.generation), seconds, pending: false}
  }
  const generation = live.metadata.generation === undefined ? undefined : live.metadata.generation + 1
  return {object: withGrace(live, seconds, now + seconds * 1000, generation), seconds, pending: false}
}

function withGrace(live: KubeObject, seconds: number, until: number, generation: number | undefined): KubeObject {
  return {
    ...live,
    metadata: {
      ...live.metadata,
      ...(generation === undefined ? {} : {generation}),
      deletionTimestamp: timestamp(until),
      deletionGracePeriodSeconds: seconds,
    },
  }
}

/** A Namespace only begins to end; its controller empties it and removes spec.finalizers. */
function deleteNamespace(core: Core, target: ObjectTarget, live: KubeObject, settings: DeleteSettings): Deletion {
  const spec = (isObject(live.spec) ? live.spec : {}) as JsonObject
  const held = list(spec.finalizers).length > 0 || (live.metadata.finalizers?.length ?? 0) > 0
  if (live.metadata.deletionTimestamp !== undefined) {
    if (held) return {gone: false, object: live}
    return {gone: true, object: remove(core, target, live, settings)}
  }
  const finalizers = finalizersFor(target.entry, live, settings)
  const status = (isObject(live.status) ? live.status : {}) as JsonObject
  const metadata = {...live.metadata, deletionTimestamp: timestamp(core.clock.now())}
  if (finalizers.length > 0) metadata.finalizers = [...finalizers]
  const marked = {...live, metadata, status: {...status, phase: 'Terminating'}}
  return {gone: false, object: store(core, target, live, marked, settings)}
}

const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io'

/** A CRD waits until its controller has deleted the custom resources. */
function deleteDefinition(core: Core, target: ObjectTarget, live: KubeObject, settings: DeleteSettings): Deletion {
  if (live.metadata.deletionTimestamp !== undefined) {
    const held = (live.metadata.finalizers?.length ?? 0) > 0
    return held ? {gone: false, object: live} : {gone: true, object: remove(core, target, live, settings)}
  }
  const finalizers = [...finalizersFor(target.entry, live, settings)]
  if (!finalizers.includes(CLEANUP)) finalizers.push(CLEANUP)
  const now = timestamp(core.clock.now())
  const status = (isObject(live.status) ? live.status : {}) as JsonObject
  const conditions = Array.isArray(status.conditions) ? status.conditions : []
  const terminating = {
    type: 'Terminating',
    status: 'True',
    lastTransitionTime: now,
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  }
  const marked = {
    ...live,
    metadata: {...live.metadata, deletionTimestamp: now, finalizers},
    status: {...status, conditions: [...conditions, terminating]},
  }
  return {gone: false, object: store(core, target, live, marked, settings)}
}

function store(core: Core, target: ObjectTarget, live: KubeObject, marked: KubeObject, settings: DeleteSettings): KubeObject {
  const {entry, namespace, name} = target
  if (sameValue(marked, live)) return live
  if (settings.dryRun) return freezeDeep(marked)
  return fromStored(core, entry, core.store.put(entry.collection, keyOf(namespace, name), toStored(entry, marked)))
}

function remove(core: Core, target: ObjectTarget, last: KubeObject, settings: DeleteSettings): KubeObject {
  const {entry, namespace, name} = target
  if (settings.dryRun) return freezeDeep(last)
  const removed = core.store.remove(entry.collection, keyOf(namespace, name), toStored(entry, last))
  return removed ? fromStored(core, entry, removed) : last
}

/** What DELETE answers: the object while it is there and for some kinds, else a Status. */
export function deletionAnswer(target: ObjectTarget, deletion: Deletion): JsonObject {
  const {entry, name} = target
  if (!deletion.gone || returnsDeleted(entry)) return deletion.object
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name,
      ...(entry.group === '' ? {} : {group: entry.group}),
      kind: entry.resource,
      ...(deletion.object.metadata.uid === undefined ? {} : {uid: deletion.object.metadata.uid}),
    },
  }
}
