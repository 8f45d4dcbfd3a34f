import {goQuote} from '../../../errors/go-quote.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import {sameValue} from '../../../formats/json/same-value.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {keepsMetadata} from '../ssa/reset-fields.js'
import {sameButTimes} from '../ssa/same-object.js'
import {badRequest, invalid, notFound, staleConflict, statusError} from '../status.js'
import {keyOf} from '../store/store.js'
import {fromStored, rememberShown, shownAgain, storedForm, without} from './conversion.js'
import {
  type AdmissionRequest,
  type Call,
  type Core,
  managerOf,
  optionsOf,
  ruleEnv,
  timestamp,
  type WriteSettings,
} from './core.js'
import {createObject, uniqueOwners} from './create.js'
import {podPart} from './pod-part.js'
import {numberFault} from './read/resource-version.js'
import type {ObjectTarget} from './target.js'
import {createOnUpdate, generationOf, hasStatus, unconditionalUpdate} from './traits.js'
import {uidConflict} from './uid-conflict.js'

export interface WriteResult {
  readonly object: KubeObject
  readonly created: boolean
}

/** The stored object in the version asked for. */
export function liveObject(core: Core, target: ObjectTarget): KubeObject | undefined {
  checkKey(target)
  const stored = core.store.collection(target.entry.collection).get(keyOf(target.namespace, target.name))
  return stored && fromStored(core, target.entry, stored)
}

/** Refuses namespaces and names that no key can be made of. */
export function checkKey({entry, namespace, name}: Pick<ObjectTarget, 'entry' | 'namespace' | 'name'>): void {
  if (entry.namespaced && namespace === '') throw badRequest('Namespace parameter required.')
  const wrong =
    name === '.' || name === '..'
      ? [`may not be '${name}'`]
      : ['/', '%'].filter((char) => name.includes(char)).map((char) => `may not contain '${char}'`)
  if (wrong.length > 0) throw badRequest(`Name parameter invalid: ${goQuote(name)}: ${wrong.join(';')}`)
}

/** PUT of a decoded and defaulted object. */
export function updateObject(
  core: Core,
  target: ObjectTarget,
  sent: KubeObject,
  settings: WriteSettings,
  call: Call,
): WriteResult {
  const {entry, name} = target
  // owners that are given twice are told of whatever becomes of the update
  const decoded = uniqueOwners(sent, call)
  const live = liveObject(core, target)
  const {uid, resourceVersion} = decoded.metadata
  const mayCreate = createOnUpdate(entry) && target.subresource === ''
  if (!live && !mayCreate) throw notFound(entry, name)
  if (uid !== undefined && uid !== '' && uid !== live?.metadata.uid)
    throw uidConflict(target, uid, live?.metadata.uid, settings.dryRun)
  if (!live) {
    checkVersionText(resourceVersion || '0')
    // a version is no hindrance, as it is to a create
    const stored = settings.dryRun ? decoded.metadata : without(decoded.metadata as JsonObject, 'resourceVersion')
    const metadata = {...stored, name} as KubeObject['metadata']
    return {object: createObject(core, target, {...decoded, metadata}, settings, call), created: true}
  }
  const {deletionTimestamp, deletionGracePeriodSeconds} = decoded.metadata
  // A deletion that the client left out is not there for the field manager: its owners lose it.
  const wanted = complete(decoded, {...live, metadata: {...live.metadata, deletionTimestamp, deletionGracePeriodSeconds}})
  const managed = core.fields.update(entry, live, wanted, {
    manager: managerOf(settings, call),
    subresource: target.subresource === '' ? undefined : target.subresource,
    now: timestamp(core.clock.now()),
  })
  return {object: commitUpdate(core, target, live, managed, settings, call), created: false}
}

const SYSTEM_FIELDS = [
  'namespace',
  'uid',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
] as const

/** What a client may leave out of a PUT because the server knows it. */
function complete(object: KubeObject, live: KubeObject): KubeObject {
  if (SYSTEM_FIELDS.every((name) => object.metadata[name] === live.metadata[name])) return object
  const {uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, namespace} = live.metadata
  const metadata = without(object.metadata as JsonObject, 'creationTimestamp', 'generation', 'selfLink') as KubeObject['metadata']
  if (metadata.uid === undefined || metadata.uid === '') delete metadata.uid
  // kustomize writes a namespace on whatever it does not know; a cluster-wide kind has none
  if (namespace === undefined) delete metadata.namespace
  return {
    ...object,
    metadata: {
      ...(namespace === undefined ? {} : {namespace}),
      ...(uid === undefined ? {} : {uid}),
      ...(live.metadata.generation === undefined ? {} : {generation: live.metadata.generation}),
      ...(creationTimestamp === undefined ? {} : {creationTimestamp}),
      ...metadata,
      // a deletion that has begun cannot be undone
      ...(deletionTimestamp === undefined ? {} : {deletionTimestamp}),
      ...(deletionGracePeriodSeconds === undefined ? {} : {deletionGracePeriodSeconds}),
    },
  }
}

/** What admission is told of an update. */
export function updateRequest(
  {entry, subresource, shown}: ObjectTarget,
  old: KubeObject,
  object: KubeObject,
  {dryRun, given}: WriteSettings,
  call: Call,
): AdmissionRequest {
  return {operation: 'UPDATE', entry, subresource, object, old, call, dryRun, options: optionsOf('UpdateOptions', given), shown}
}

/**
 * Checks and stores what a PUT, patch or apply made of `live`; `next` already has its managedFields.
 * @returns the object as it is now, `live` itself when nothing changed
 */
export function commitUpdate(
  core: Core,
  target: ObjectTarget,
  live: KubeObject,
  next: KubeObject,
  settings: WriteSettings,
  call: Call,
): KubeObject {
  const {entry, name, subresource} = target
  const request = updateRequest(target, live, complete(next, live), settings, call)
  const admitted = core.admission.admit(request)
  const current = withVersion(target, live, admitted)
  const env = ruleEnv(core, call, subresource, settings.dryRun, live.metadata.uid)
  const scoped = scopeOfChange(entry, subresource, live, current)
  const prepared = bumpGeneration(entry, subresource, live, core.rules.prepareUpdate(entry, freezeDeep(scoped), live, env))
  const errors = core.rules.validateUpdate(entry, prepared, live, env)
  if (errors.length > 0) throw invalid({group: entry.group, kind: prepared.kind}, prepared.metadata.name ?? name, errors)
  call.warnings.push(...core.rules.warnings(entry, prepared, live))
  core.admission.validate({...request, object: prepared})
  if (sameButTimes(prepared, live) && !finished(prepared)) return live
  const final = core.admission.commit({...request, object: prepared})
  const kept = storedForm(core, entry, final)
  if (settings.dryRun) return shownAgain(core, entry, final, kept)
  const key = keyOf(target.namespace, name)
  if (finished(final)) {
    core.store.remove(entry.collection, key)
    return freezeDeep(final)
  }
  const stored = core.store.put(entry.collection, key, kept)
  rememberShown(entry, stored)
  return fromStored(core, entry, stored)
}

/** Deletion has begun and nothing holds the object any more. */
function finished(object: KubeObject): boolean {
  const {deletionTimestamp, deletionGracePeriodSeconds, finalizers} = object.metadata
  if (deletionTimestamp === undefined || (finalizers?.length ?? 0) > 0) return false
  if (object.kind === 'Namespace' && object.apiVersion === 'v1') {
    const held = (object.spec as JsonObject | undefined)?.finalizers
    return !Array.isArray(held) || held.length === 0
  }
  return deletionGracePeriodSeconds === undefined || deletionGracePeriodSeconds === 0
}

/** The optimistic lock; without a resourceVersion the latest one counts, where the kind allows that. */
function withVersion(target: ObjectTarget, live: KubeObject, next: KubeObject): KubeObject {
  const {entry, name} = target
  const version = next.metadata.resourceVersion ?? ''
  if (version === live.metadata.resourceVersion) return next
  if (version === '' || version === '0') {
    if (!unconditionalUpdate(entry)) {
      throw invalid({group: entry.group, kind: entry.resource}, name, [
        {
          reason: 'FieldValueInvalid',
          field: 'metadata.resourceVersion',
          message: 'Invalid value: 0: must be specified for an update',
        },
      ])
    }
    return {...next, metadata: {...next.metadata, resourceVersion: live.metadata.resourceVersion ?? ''}}
  }
  checkVersionText(version)
  throw staleConflict(entry, name)
}

function checkVersionText(version: string): void {
  const fault = numberFault(version)
  if (fault !== undefined) throw statusError(500, '', fault)
}

/** Labels that a status write cannot touch. */
const FIXED_LABELS = new Set(['apps/deployments'])

/** The main resource does not change the status, a subresource only its own part. */
function scopeOfChange(entry: CatalogEntry, subresource: string, live: KubeObject, next: KubeObject): KubeObject {
  if (subresource === 'status') {
    if (keepsMetadata(entry)) {
      const copy: KubeObject = {...live, metadata: {...live.metadata}}
      if (next.metadata.managedFields === undefined) delete copy.metadata.managedFields
      else copy.metadata.managedFields = next.metadata.managedFields
      return withStatus(copy, next.status)
    }
    const metadata = {...next.metadata}
    if (FIXED_LABELS.has(`${entry.group}/${entry.resource}`)) {
      if (live.metadata.labels === undefined) delete metadata.labels
      else metadata.labels = live.metadata.labels
    }
    return withStatus({...live, metadata}, next.status)
  }
  const isNamespace = entry.group === '' && entry.resource === 'namespaces'
  if (subresource === 'ephemeralcontainers' || subresource === 'resize') return podPart(subresource, live, next)
  if (subresource === 'finalize') return {...live, metadata: next.metadata, spec: next.spec ?? {}}
  const scoped = isNamespace && live.spec !== undefined ? {...next, spec: live.spec} : next
  if (subresource === '' && hasStatus(entry)) return withStatus({...scoped}, live.status)
  return scoped
}

function withStatus(object: KubeObject, status: JsonValue | undefined): KubeObject {
  if (status === undefined) delete object.status
  else object.status = status
  return object
}

function bumpGeneration(entry: CatalogEntry, subresource: string, live: KubeObject, next: KubeObject): KubeObject {
  const rule = generationOf(entry)
  const generation = live.metadata.generation
  if (rule === undefined || generation === undefined || subresource === 'status') return next
  const changed =
    rule === 'spec'
      ? !sameValue(next.spec, live.spec) || (isDeployment(entry) && !sameValue(annotationsOf(next), annotationsOf(live)))
      : !sameValue(contentOf(entry, next), contentOf(entry, live)) ||
        (entry.resource === 'endpointslices' && !sameValue(next.metadata.labels ?? {}, live.metadata.labels ?? {}))
  const wanted = changed ? generation + 1 : generation
  return next.metadata.generation === wanted ? next : {...next, metadata: {...next.metadata, generation: wanted}}
}

/** Deployments alone count their annotations as part of what is wanted (registry/apps/deployment). */
function isDeployment(entry: CatalogEntry): boolean {
  return entry.group === 'apps' && entry.resource === 'deployments'
}

function annotationsOf(object: KubeObject): JsonObject {
  return object.metadata.annotations ?? {}
}

function contentOf(entry: CatalogEntry, object: KubeObject): JsonObject {
  return hasStatus(entry) ? without(object, 'metadata', 'status') : without(object, 'metadata')
}
