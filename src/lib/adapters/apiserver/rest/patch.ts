import {ApiError} from '../../../errors/api-error.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import {printJson} from '../../../formats/json/print.js'
import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {entriesOf} from '../ssa/managers.js'
import {keepReset} from '../ssa/same-object.js'
import {goValue} from '../ssa/typed/go-text.js'
import {badRequest, conflict, invalid, notFound} from '../status.js'
import {type Call, type Core, managerOf, timestamp, type WriteSettings} from './core.js'
import {createObject, uniqueOwners} from './create.js'
import {cannotHandle} from './decode.js'
import {commitUpdate, liveObject, type ObjectTarget, type WriteResult} from './update.js'

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
  const patched = core.patcher[patch.kind](entry, live, patch.value)
  const decoded = decodePatched(core, target, live, patched, patch, settings, call)
  checkName(target, decoded)
  const complete = core.rules.defaults(entry, freezeDeep(decoded))
  const managed = core.fields.update(entry, live, uniqueOwners(complete, call), {
    manager: managerOf(settings, call),
    subresource: target.subresource === '' ? undefined : target.subresource,
    now: timestamp(core.clock.now()),
  })
  return commitUpdate(core, target, live, managed, settings, call)
}

/** A patched object that does not decode is the patch's fault: 422 on the field `patch`. */
function decodePatched(
  core: Core,
  target: ObjectTarget,
  live: JsonObject,
  patched: JsonObject,
  patch: Patch,
  settings: WriteSettings,
  call: Call,
): KubeObject {
  const {entry} = target
  const shown = () => printJson(sorted(patched, live))
  try {
    refuseOtherKind(core, entry, patched)
    const {object, strict} = core.rules.decode(entry, patched as KubeObject, live as KubeObject)
    // several faults come in the order of the text that the real server decodes
    const ordered = strict.length > 1 ? core.rules.decode(entry, sorted(patched, live) as KubeObject).strict : strict
    const all = [...patch.strict, ...ordered]
    if (settings.fieldValidation === 'Warn') call.warnings.push(...all)
    if (all.length > 0 && settings.fieldValidation === 'Strict') {
      const text = `strict decoding error: ${all.join(', ')}`
      throw patchFault(patch.kind === 'strategic' ? goValue(patch.value, true) : shown(), text)
    }
    return entry.crd ? object : keepReset(object, patched)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 400) throw error
    const text = error.message.replace(/^.*? cannot be handled as an? [^:]*: /, '')
    throw patchFault(shown(), text)
  }
}

function patchFault(value: string, text: string): Error {
  const message = `Invalid value: ${JSON.stringify(value)}: ${text}`
  return invalid({group: '', kind: ''}, '', [{reason: 'FieldValueInvalid', field: 'patch', message}])
}

/** A patch cannot make another kind of a built-in object; the real server reads it as that kind first. */
function refuseOtherKind(core: Core, entry: CatalogEntry, patched: JsonObject): void {
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

/** Fields in alphabetical order wherever the patch has been; what it did not touch keeps its own order. */
function sorted(patched: JsonObject, live: JsonValue | undefined): JsonObject {
  const before = isObject(live) ? live : {}
  return Object.fromEntries(
    Object.keys(patched)
      .sort()
      .map((key) => {
        const value = patched[key]
        return [key, isObject(value) && !sameValue(value, before[key]) ? sorted(value, before[key]) : value]
      }),
  )
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
  const write = [settings.fieldManager, target.subresource, settings.force, now].join('|')
  const known = rehearsals.get(applied)
  if (known && known.entry === entry && known.live === live && known.write === write) return known.result
  const subresource = target.subresource === '' ? undefined : target.subresource
  const merged = core.fields.apply(entry, live, applied, {
    manager: settings.fieldManager,
    subresource,
    now,
    force: settings.force,
  })
  const result = live && merged === live ? live : completed(core, entry, merged, live)
  if (settings.dryRun && Object.isFrozen(applied)) rehearsals.set(applied, {entry, live, write, result})
  return result
}

function completed(core: Core, entry: CatalogEntry, merged: KubeObject, live: KubeObject | undefined): KubeObject {
  // the field manager's own entries are as they should be, and known to it
  const entries = entriesOf(merged)
  const known = live && entries ? {...live, metadata: {...live.metadata, managedFields: entries}} : live
  const {object: decoded} = core.rules.decode(entry, freezeDeep(merged), known)
  // What was applied to a custom resource is not decoded again: nulls stay and are the validation's business.
  const result = entry.crd ? {...merged, metadata: decoded.metadata} : decoded
  return freezeDeep(core.rules.defaults(entry, freezeDeep(result)))
}

/** Server-side apply: PATCH with an apply patch. */
export function applyObject(
  core: Core,
  target: ObjectTarget,
  applied: KubeObject,
  settings: WriteSettings,
  call: Call,
): WriteResult {
  const {entry} = target
  const live = liveObject(core, target)
  if (!live && target.subresource !== '') throw notFound(entry, target.name)
  const complete = mergeApplied(core, target, live, applied, settings)
  if (live && complete === live) return {object: live, created: false}
  checkName(target, complete)
  if (live) return {object: commitUpdate(core, target, live, uniqueOwners(complete, call), settings, call), created: false}
  const {resourceVersion: _, ...metadata} = complete.metadata
  if (metadata.uid) {
    const text = `uid mismatch: the provided object specified uid ${metadata.uid}, and no existing object was found`
    throw conflict(entry, target.name, text)
  }
  return {object: createObject(core, target, {...complete, metadata}, settings, call, true), created: true}
}
