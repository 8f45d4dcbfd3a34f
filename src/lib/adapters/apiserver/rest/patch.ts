import {ApiError} from '../../../errors/api-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {withField} from '../../../formats/json/with-field.js'
import type {KubeObject, ManagedFieldsEntry} from '../../../ports/kube.js'
import {goJson, sortedJson} from '../../../schema/go/quote.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {mergedPatch} from '../patch/merged-patch.js'
import {typeFault} from '../request/go-types.js'
import {entriesOf} from '../ssa/managers.js'
import {keepReset} from '../ssa/same-object.js'
import {goValue} from '../ssa/typed/go-text.js'
import {badRequest, conflict, invalid, notFound, statusError} from '../status.js'
import {converted} from './convert/converted.js'
import {type Call, type Core, managerOf, timestamp, type WriteSettings} from './core.js'
import {createObject, uniqueOwners} from './create.js'
import {cannotHandle} from './decode.js'
import {sorted, visited} from './patched-order.js'
import type {ObjectTarget} from './target.js'
import {commitUpdate, liveObject, updateRequest, type WriteResult} from './update.js'

export type PatchKind = 'json' | 'merge' | 'strategic'

/** The body's name and namespace must be the URL's. */
export function checkName(target: ObjectTarget, object: JsonObject): void {
  const metadata = isObject(object.metadata) ? object.metadata : {}
  const {name, namespace} = metadata
  if (typeof name !== 'string' || name === '') {
    throw badRequest(`the name of the object (${target.name} based on URL) was undeterminable: name must be provided`)
  }
  if (name !== target.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`)
  }
  if (target.namespace !== '' && typeof namespace === 'string' && namespace !== '' && namespace !== target.namespace) {
    throw badRequest(
      `the namespace of the object (${namespace}) does not match the namespace on the request (${target.namespace})`,
    )
  }
}

export interface Patch {
  readonly kind: PatchKind
  readonly value: JsonValue
  /** what the strict reader found in the patch itself */
  readonly strict: readonly string[]
}

/** PATCH with a JSON, merge or strategic merge patch. */
export function patchObject(core: Core, target: ObjectTarget, patch: Patch, settings: WriteSettings, call: Call): KubeObject {
  const {entry} = target
  const live = liveObject(core, target)
  if (!live) throw notFound(entry, target.name)
  const decoded = patchedObject(core, target, patch, settings, call)
  const {namespace = ''} = decoded.metadata
  if (target.namespace !== '' && namespace !== '' && namespace !== target.namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  checkName(target, decoded)
  const complete = core.rules.defaults(entry, freezeDeep(decoded))
  const managed = core.fields.update(entry, live, uniqueOwners(complete, call), {
    manager: managerOf(settings, call),
    subresource: target.subresource === '' ? undefined : target.subresource,
    now: timestamp(core.clock.now()),
  })
  return commitUpdate(core, target, live, managed, settings, call)
}

/** The live object with the patch, decoded. */
export function patchedObject(core: Core, target: ObjectTarget, patch: Patch, settings: WriteSettings, call: Call): KubeObject {
  const {entry} = target
  const live = liveObject(core, target)
  if (!live) throw notFound(entry, target.name)
  return decodePatched(core, target, live, core.patcher[patch.kind](entry, live, patch.value), patch, settings, call)
}

/** A patched object that does not decode is the patch's fault: 422 on the field `patch`. */
export function decodePatched(
  core: Core,
  target: ObjectTarget,
  live: JsonObject,
  patched: JsonObject,
  patch: Patch,
  settings: WriteSettings,
  call: Call,
): KubeObject {
  const {entry} = target
  const inOrder = () => (patch.kind === 'merge' ? visited(patched, patch.value) : sorted(patched, live))
  // custom resources are printed as maps are
  const shown = () => {
    if (patch.kind !== 'strategic') return entry.crd ? sortedJson(patched) : goJson(inOrder())
    return goValue(isObject(patch.value) ? mergedPatch(live, patch.value, entry.schema) : patch.value, true)
  }
  try {
    // a strategic merge is of the type that it goes into, whatever it says
    if (patch.kind === 'strategic' && !entry.crd) patched = ofKind(entry, patched)
    refuseOtherKind(core, entry, patched, shown)
    const {object, strict} = core.rules.decode(entry, patched as KubeObject, live as KubeObject)
    // several faults come in the order of the text that the real server decodes
    const ordered = strict.length > 1 ? core.rules.decode(entry, sorted(patched, live) as KubeObject).strict : strict
    const all = [...patch.strict, ...ordered]
    if (settings.fieldValidation === 'Warn') call.warnings.push(...all)
    if (all.length > 0 && settings.fieldValidation === 'Strict') {
      const text = `strict decoding error: ${all.join(', ')}`
      throw patchFault(shown(), text)
    }
    return entry.crd ? object : keepReset(object, patched)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 400) throw error
    const first = entry.crd || patch.kind === 'strategic' ? error : firstFault(core, entry, inOrder(), error)
    const text = first.message.replace(/^.*? cannot be handled as an? [^:]*: /, '')
    if (patch.kind !== 'strategic') throw patchFault(shown(), text)
    throw patchFault(shown(), text.replace(/^illegal base64/, 'error decoding from json: illegal base64'))
  }
}

/** The decoder stops at the first fault of the text, whose order is another one. */
function firstFault(core: Core, entry: CatalogEntry, ordered: JsonObject, fault: ApiError): ApiError {
  try {
    core.rules.decode(entry, ordered as KubeObject)
    return fault
  } catch (error) {
    return error instanceof ApiError && isFieldFault(error) && isFieldFault(fault) ? error : fault
  }
}

/** A value that does not fit its field, not a body of another kind. */
function isFieldFault({message}: ApiError): boolean {
  return message.includes(' cannot be handled as ') && message.includes('cannot unmarshal')
}

function ofKind({apiVersion, kind}: CatalogEntry, patched: JsonObject): JsonObject {
  const named = typeof patched.apiVersion === 'string' && typeof patched.kind === 'string'
  return named ? {...patched, apiVersion, kind} : patched
}

function patchFault(value: string, text: string): Error {
  const message = `Invalid value: ${goQuote(value)}: ${text}`
  return invalid({group: '', kind: ''}, '', [{reason: 'FieldValueInvalid', field: 'patch', message}])
}

/** A patch cannot make another kind of a built-in object; the real server reads it as that kind first. */
function refuseOtherKind(core: Core, entry: CatalogEntry, patched: JsonObject, shown: () => string): void {
  const wrong = typeFault(patched)
  if (wrong !== undefined) throw badRequest(`couldn't get version/kind; json parse error: ${wrong}`)
  if (entry.crd) checkNamed(patched, shown)
  const apiVersion = String(patched.apiVersion ?? entry.apiVersion)
  const kind = String(patched.kind ?? entry.kind)
  if (entry.crd || (apiVersion === entry.apiVersion && kind === entry.kind)) return
  const other = core.catalog.kind(apiVersion, kind)
  if (other) core.rules.decode(other, patched as KubeObject)
  const version = apiVersion.split('/').at(-1)!
  throw cannotHandle(
    entry,
    kind,
    version,
    other
      ? `converting (${version}.${kind}) to (${entry.group === '' ? 'core' : entry.group.split('.')[0]}.${entry.kind}): unknown conversion`
      : `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`,
  )
}

/** A custom object keeps its kind and version: without them nobody can tell what it is. */
function checkNamed({apiVersion, kind}: JsonObject, shown: () => string): void {
  if (!kind) throw badRequest(`Object 'Kind' is missing in '${shown()}'`)
  if (apiVersion === null) throw badRequest('.apiVersion accessor error: <nil> is of the type <nil>, expected string')
  if (apiVersion) return
  const message = "Object 'apiVersion' is missing in 'object has no apiVersion field'"
  throw statusError(500, 'InternalError', `Internal error occurred: ${message}`, {causes: [{message}]})
}

interface Rehearsal {
  readonly entry: CatalogEntry
  readonly live: KubeObject | undefined
  readonly write: string
  readonly result: KubeObject
}

/**
 * What applied objects came to in rehearsals. Controllers send the same object twice, first as a rehearsal: over the same live
 * object (all are frozen), by the same manager and in the same second, the second request comes to the same.
 */
const rehearsals = new WeakMap<KubeObject, Rehearsal>()

/** The live object with what was applied to it, decoded and with defaults; `live` itself when nothing changed. */
function mergeApplied(
  core: Core,
  target: ObjectTarget,
  live: KubeObject | undefined,
  applied: KubeObject,
  settings: WriteSettings,
): KubeObject {
  const {entry} = target
  const now = timestamp(core.clock.now())
  const write = () => [settings.fieldManager, target.subresource, settings.force, now].join('|')
  const known = rehearsals.get(applied)
  if (known && known.entry === entry && known.live === live && known.write === write()) return known.result
  const subresource = target.subresource === '' ? undefined : target.subresource
  const merged = core.fields.apply(entry, live, applied, {
    manager: settings.fieldManager,
    subresource,
    now,
    force: settings.force,
  })
  const result = live && merged === live ? live : completed(core, entry, merged, live, applied)
  if (settings.dryRun && Object.isFrozen(applied)) rehearsals.set(applied, {entry, live, write: write(), result})
  return result
}

function completed(
  core: Core,
  entry: CatalogEntry,
  merged: KubeObject,
  live: KubeObject | undefined,
  applied: KubeObject,
): KubeObject {
  // the field manager's own entries are as they should be, and known to it
  const entries = entriesOf(merged)
  const known = live && entries ? withManagers(live, entries) : live
  const decoded = converted(core, entry, freezeDeep(merged), known, applied)
  // What was applied to a custom resource is not decoded again: nulls stay and are the validation's business.
  const result = entry.crd ? {...merged, metadata: decoded.metadata} : decoded
  return freezeDeep(core.rules.defaults(entry, freezeDeep(result)))
}

function withManagers(object: KubeObject, entries: readonly ManagedFieldsEntry[]): KubeObject {
  const metadata = withField(object.metadata as JsonObject, 'managedFields', entries as unknown as JsonValue)
  return withField(object, 'metadata', metadata) as KubeObject
}

/** Server-side apply: PATCH with an apply patch. `told` tells of what its strict reader found, once it is merged. */
export function applyObject(
  core: Core,
  target: ObjectTarget,
  applied: KubeObject,
  settings: WriteSettings,
  call: Call,
  told: () => void = () => {},
): WriteResult {
  const {entry} = target
  const live = liveObject(core, target)
  if (!live && target.subresource !== '') throw notFound(entry, target.name)
  const complete = mergeApplied(core, target, live, applied, settings)
  told()
  if (live && complete === live && !isSomebodysConcern(core, target, live, settings, call)) return {object: live, created: false}
  checkName(target, complete)
  if (live) return {object: commitUpdate(core, target, live, uniqueOwners(complete, call), settings, call), created: false}
  const {resourceVersion: _, ...metadata} = complete.metadata
  if (metadata.uid) {
    const text = `uid mismatch: the provided object specified uid ${metadata.uid}, and no existing object was found`
    throw conflict(entry, target.name, text)
  }
  return {object: createObject(core, target, {...complete, metadata}, settings, call, true), created: true}
}

const warned = new WeakMap<KubeObject, readonly string[]>()

/** Most applies change nothing, and nobody has a say about them: there is nothing to do but to repeat the warnings. */
function isSomebodysConcern(core: Core, target: ObjectTarget, live: KubeObject, settings: WriteSettings, call: Call): boolean {
  const {entry, subresource} = target
  if (core.admission.concerned(updateRequest(target, live, live, settings, call))) return true
  if (subresource !== '') return false
  let texts = warned.get(live)
  if (!texts) warned.set(live, (texts = core.rules.warnings(entry, live, live)))
  call.warnings.push(...texts)
  return false
}
