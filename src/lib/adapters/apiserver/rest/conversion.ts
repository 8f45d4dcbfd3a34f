import {freezeDeep} from '../../../formats/json/freeze.js'
import {setOwn} from '../../../formats/json/set-own.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {Catalog, CatalogEntry} from '../discovery/catalog.js'
import type {ObjectRules, ServedResource} from '../hooks.js'
import {eventFromCore, eventToCore} from './convert/convert-event.js'
import {hpaFromV2, hpaToV2} from './convert/convert-hpa.js'

/** How the field manager sees a built-in or custom object in another served version. */
export function otherVersions(catalog: Catalog): {
  version(resource: ServedResource, apiVersion: string): ServedResource | undefined
  convert(object: JsonObject, from: ServedResource, to: ServedResource): JsonObject
} {
  return {
    version: (resource, apiVersion) => catalog.kind(apiVersion, resource.kind),
    convert: (object, from, to) => {
      if (from.apiVersion === to.apiVersion) return object
      const stored = toStored(from as CatalogEntry, object as KubeObject)
      return stored.apiVersion === to.apiVersion ? stored : renamed(to, stored)
    },
  }
}

function renamed(to: ServedResource, stored: KubeObject): KubeObject {
  if (to.group === 'events.k8s.io') return eventFromCore(stored)
  if (to.group === 'autoscaling') return hpaFromV2(stored)
  return {...stored, apiVersion: to.apiVersion}
}

/** Stored object -> what a served version shows of it; objects are immutable, so this is worked out once. */
const shown = new WeakMap<KubeObject, Map<CatalogEntry, KubeObject>>()

/**
 * A stored object in the version of `entry`. Built-ins are stored as they are shown but for two kinds; custom resources get
 * defaults and pruning of the version that they are stored in, since the CRD may have changed after they were written.
 */
export function fromStored(core: {readonly rules: ObjectRules}, entry: CatalogEntry, stored: KubeObject): KubeObject {
  if (!entry.crd && stored.apiVersion === entry.apiVersion) return stored
  let versions = shown.get(stored)
  const known = versions?.get(entry)
  if (known) return known
  const converted = freezeDeep(convert(core, entry, stored))
  if (!versions) shown.set(stored, (versions = new Map()))
  versions.set(entry, converted)
  return converted
}

/** Remembers that an object written through `entry` needs no work when it is read through it. */
export function rememberShown(entry: CatalogEntry, stored: KubeObject): void {
  if (entry.crd && stored.apiVersion === entry.apiVersion) shown.set(stored, new Map([[entry, stored]]))
}

/** An object of a served version as it is stored. */
export function toStored(entry: CatalogEntry, object: KubeObject): KubeObject {
  if (object.apiVersion === entry.storedAs) return object
  if (entry.group === 'events.k8s.io') return eventToCore(object)
  if (entry.group === 'autoscaling') return hpaToV2(object)
  return {...object, apiVersion: entry.storedAs}
}

/**
 * An object as it is kept: what is written as autoscaling/v1 has the defaults of v2, as when the server reads back what it
 * has stored.
 */
export function storedForm(
  core: {readonly rules: ObjectRules; readonly catalog: Catalog},
  entry: CatalogEntry,
  object: KubeObject,
): KubeObject {
  const stored = toStored(entry, object)
  if (entry.group !== 'autoscaling' || stored === object) return stored
  return core.rules.defaults(core.catalog.kind(entry.storedAs, entry.kind)!, freezeDeep(stored))
}

/** What a rehearsal answers: what would have been read back, where that differs. */
export function shownAgain(
  core: {readonly rules: ObjectRules},
  entry: CatalogEntry,
  final: KubeObject,
  kept: KubeObject,
): KubeObject {
  return (entry.crd || entry.group === 'autoscaling') && kept !== final
    ? fromStored(core, entry, freezeDeep(kept))
    : freezeDeep(final)
}

function convert(core: {readonly rules: ObjectRules}, entry: CatalogEntry, stored: KubeObject): KubeObject {
  if (entry.group === 'events.k8s.io') return eventFromCore(stored)
  if (entry.group === 'autoscaling') return hpaFromV2(stored)
  const read = entry.written?.get(stored.apiVersion)
  const renamed = read || stored.apiVersion === entry.apiVersion ? stored : {...stored, apiVersion: entry.apiVersion}
  const shown = core.rules.defaults(read ?? entry, core.rules.decode(read ?? entry, renamed).object)
  if (shown.apiVersion === entry.apiVersion) return shown
  // another version shows what it knows, without defaults of its own
  return core.rules.decode(entry, freezeDeep({...shown, apiVersion: entry.apiVersion})).object
}

/** A copy without some of its properties. */
export function without(object: JsonObject, ...names: readonly string[]): JsonObject {
  const copy: JsonObject = {}
  for (const key in object) if (!names.includes(key)) setOwn(copy, key, object[key])
  return copy
}
