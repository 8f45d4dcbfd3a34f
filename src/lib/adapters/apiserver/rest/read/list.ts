import {checkJson} from '../../../../formats/json/go-check.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {dns1123Label} from '../../../../schema/names.js'
import type {CatalogEntry} from '../../discovery/catalog.js'
import {badRequest} from '../../status.js'
import {lowerBound, type View} from '../../store/collection.js'
import {keyOf} from '../../store/store.js'
import {fromStored, without} from '../conversion.js'
import type {Core} from '../core.js'
import type {ListSettings} from '../options.js'
import type {Target} from '../target.js'
import {badVersion, expired, isCached, tooLarge, versionFault} from './resource-version.js'
import {type Selection, selection} from './selection.js'

/** A page of objects, in storage order. */
export interface Page {
  readonly items: readonly KubeObject[]
  readonly resourceVersion: string
  readonly continue?: string | undefined
  readonly remainingItemCount?: number | undefined
}

const VERSION = 'meta.k8s.io/v1'

interface ContinueToken {
  readonly v: string
  readonly rv: number
  readonly start: string
}

/** Objects of a list request, selected and cut to `limit`. */
export function listObjects(core: Core, target: Target, settings: ListSettings): Page {
  const {entry} = target
  const chosen = selection(entry, settings.labelSelector, settings.fieldSelector)
  const collection = core.store.collection(entry.collection)
  const token = settings.continue === '' ? undefined : readToken(settings)
  const limit = fromCache(entry, settings) ? 0 : settings.limit
  const namespace = target.namespace === '' && !token ? namespaceOf(entry, chosen) : target.namespace
  const single = token ? undefined : singleKey(entry, namespace, chosen)
  const revision = token
    ? token.rv === -1
      ? core.store.revision
      : token.rv
    : listRevision(core, entry, settings, single !== undefined)
  const view = collection.snapshot(revision)
  if (!view) {
    throw expired(
      token
        ? 'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.'
        : 'The resourceVersion for the provided list is too old.',
    )
  }
  const keys =
    single === undefined
      ? view.sortedKeys(namespace === '' ? undefined : namespace)
      : [single].filter((key) => view.get(key) !== undefined)
  const base = namespace === '' ? '' : `${namespace}/`
  const from = token ? lowerBound(keys, base + token.start.replace(/^\/+/, '')) : 0
  return {...page(core, entry, keys, from, base, view, chosen, limit, revision), resourceVersion: String(revision)}
}

/** A list of all namespaces whose selector names one is a list of that one. */
function namespaceOf(entry: CatalogEntry, {namespace = ''}: Selection): string {
  return entry.namespaced && dns1123Label(namespace).length === 0 ? namespace : ''
}

/** The key of the only object that can be selected: it is read alone, so there is no other page. */
function singleKey(entry: CatalogEntry, namespace: string, {name = ''}: Selection): string | undefined {
  if (name === '' || name === '.' || name === '..' || /[/%]/.test(name)) return undefined
  return namespace === '' && entry.namespaced ? undefined : keyOf(namespace, name)
}

/** Lists of "any version" come whole out of the watch cache. */
function fromCache(entry: CatalogEntry, settings: ListSettings): boolean {
  return settings.resourceVersion === '0' && isCached(entry)
}

function page(
  core: Core,
  entry: CatalogEntry,
  keys: readonly string[],
  from: number,
  base: string,
  view: View,
  chosen: Selection,
  limit: number,
  revision: number,
): Omit<Page, 'resourceVersion'> {
  const items: KubeObject[] = []
  let at = from
  for (; at < keys.length && (limit <= 0 || items.length < limit); at++) {
    const object = fromStored(core, entry, view.get(keys[at]!)!)
    if (chosen.everything || chosen.matches(object)) items.push(object)
  }
  // like the server, a page is only known to be the last one when the keys end
  if (limit <= 0 || at >= keys.length) return {items}
  return {
    items,
    continue: writeToken({v: VERSION, rv: revision, start: `/${keys[at - 1]!.slice(base.length)}\0`}),
    ...(chosen.everything ? {remainingItemCount: keys.length - at} : {}),
  }
}

/** The revision that a list without a token is read at; that of a single object is no page. */
function listRevision(core: Core, entry: CatalogEntry, settings: ListSettings, single: boolean): number {
  const {resourceVersion: version, resourceVersionMatch: match} = settings
  const latest = core.store.revision
  const fault = versionFault(version)
  if (fault !== undefined) throw badVersion(fault)
  const wanted = Number(version)
  // one object of one version is read past the cache
  const direct = single && (match === 'Exact' || settings.limit > 0)
  if (wanted > latest) throw tooLarge(version, latest, !direct && isCached(entry))
  const exact = wanted > 0 && (match === 'Exact' || (match === '' && settings.limit > 0 && !single))
  return exact ? wanted : latest
}

function writeToken(token: ContinueToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}

function readToken(settings: ListSettings): ContinueToken {
  const bad = (text: string) => badRequest(`invalid continue token: continue key is not valid: ${text}`)
  const fault = base64Fault(settings.continue)
  if (fault !== undefined) throw bad(`illegal base64 data at input byte ${fault}`)
  const text = Buffer.from(settings.continue, 'base64url').toString()
  const {error} = checkJson(text)
  if (error !== undefined) throw bad(error)
  const value = JSON.parse(text) as JsonValue
  const {v, rv, start} = isObject(value) ? value : {}
  if (v !== VERSION) throw bad(`server does not recognize this encoded version ${String(v ?? '')}`)
  if (typeof rv !== 'number' || rv === 0) throw bad(`incorrect encoded start resourceVersion (version ${VERSION})`)
  if (typeof start !== 'string' || start === '') throw bad(`encoded start key empty (version ${VERSION})`)
  if (start.split('/').some((part) => part === '..' || part === '.')) throw bad(start)
  if (settings.resourceVersion !== '' && settings.resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue')
  }
  return {v, rv, start}
}

/** Offset at which Go stops to read URL-safe base64 without padding; undefined when it does not. */
function base64Fault(text: string): number | undefined {
  const wrong = text.search(/[^-\w]/)
  if (wrong >= 0) return wrong
  return text.length % 4 === 1 ? text.length - 1 : undefined
}

/** Objects as items of lists and the other way round; nothing of both changes. */
const bare = new WeakMap<KubeObject, JsonObject>()
const whole = new WeakMap<JsonObject, KubeObject>()

/** An object of a built-in kind as an item: without kind and apiVersion. */
function itemOf(object: KubeObject): JsonObject {
  let item = bare.get(object)
  if (!item) {
    item = Object.freeze(without(object, 'kind', 'apiVersion'))
    if (!Object.isFrozen(object)) return item
    bare.set(object, item)
    whole.set(item, object)
  }
  return item
}

/** The object that an item of a list stands for. */
export function wholeOf(item: JsonObject): KubeObject | undefined {
  return whole.get(item)
}

/** A list document; items of built-in kinds do not repeat kind and apiVersion. */
export function listDocument(entry: CatalogEntry, found: Page): JsonObject {
  return {
    kind: entry.listKind,
    apiVersion: entry.apiVersion,
    // lists of custom resources always have the field
    metadata: entry.crd ? {continue: '', ...listMeta(found)} : listMeta(found),
    items: entry.crd ? ([...found.items] as JsonObject[]) : found.items.map(itemOf),
  }
}

export function listMeta(found: Page): JsonObject {
  return {
    resourceVersion: found.resourceVersion,
    ...(found.continue === undefined ? {} : {continue: found.continue}),
    ...(found.remainingItemCount === undefined ? {} : {remainingItemCount: found.remainingItemCount}),
  }
}
