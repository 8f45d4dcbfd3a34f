import {ApiError} from '../../../errors/api-error.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import {inTextOrder} from '../../../formats/json/go-check.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {isObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {builtinSchema} from '../../../schema/builtin.js'
import {apiVersionOf, type CatalogEntry} from '../discovery/catalog.js'
import {keepReset} from '../ssa/same-object.js'
import {badRequest} from '../status.js'
import type {Call, Core, WriteSettings} from './core.js'

/** `ConfigMap in version "v1" cannot be handled as a ConfigMap: ...` */
export function cannotHandle(entry: CatalogEntry, kind: string, version: string, text: string): Error {
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${entry.kind}: ${text}`)
}

/** What YAML's reader found comes together. */
function strictText(strict: readonly string[]): string {
  const lines = strict.filter((text) => /^line \d+: /.test(text))
  const others = strict.slice(lines.length)
  return [...(lines.length > 0 ? [`yaml: unmarshal errors:\n  ${lines.join('\n  ')}`] : []), ...others].join(', ')
}

/** Strict decoder texts as an error or as warnings, as the request asks. */
function reportStrict(entry: CatalogEntry, strict: readonly string[], settings: WriteSettings, call: Call): void {
  if (strict.length === 0 || settings.fieldValidation === 'Ignore') return
  if (settings.fieldValidation === 'Warn') call.warnings.push(...strict)
  else throw cannotHandle(entry, entry.kind, entry.version, `strict decoding error: ${strictText(strict)}`)
}

/**
 * Reads a body as an object of `entry`'s kind: checks apiVersion and kind, decodes, reports unknown fields and fills defaults.
 * `duplicates` are the texts of the strict JSON or YAML reader, which read `text`.
 */
export function decodeObject(
  core: Core,
  entry: CatalogEntry,
  body: JsonValue,
  duplicates: readonly string[],
  settings: WriteSettings,
  call: Call,
  text?: string,
): KubeObject {
  const object = typed(core, entry, body)
  const {object: decoded, strict} = core.rules.decode(entry, object)
  // built-in kinds are read in one go, custom resources first as JSON, then by their schema
  const json = duplicates[0]?.startsWith('duplicate field') === true
  const mixed = !entry.crd && text !== undefined && json && strict.length > 0
  const all = [...duplicates, ...strict]
  reportStrict(entry, mixed ? inTextOrder(text, all) : all, settings, call)
  return core.rules.defaults(entry, freezeDeep(entry.crd ? decoded : keepReset(decoded, object)))
}

/** The body with apiVersion, kind and metadata in place; a body of another kind is refused. */
function typed(core: Core, entry: CatalogEntry, body: JsonValue): KubeObject {
  const object = isObject(body) ? body : {}
  const kind = textOf(object.kind)
  const apiVersion = textOf(object.apiVersion)
  if (entry.crd) checkCustomKind(entry, apiVersion)
  else checkBuiltinKind(core, entry, apiVersion === '' ? entry.apiVersion : apiVersion, kind === '' ? entry.kind : kind, object)
  // a custom resource of another kind is a matter of validation; metadata of a wrong type one of decoding
  const named = entry.crd ? kind : entry.kind
  return {...object, apiVersion: entry.apiVersion, kind: named, metadata: object.metadata ?? {}} as KubeObject
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function checkCustomKind(entry: CatalogEntry, apiVersion: string): void {
  if (apiVersion !== entry.apiVersion) {
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${entry.apiVersion})`)
  }
}

/** Throws what does not fit the fields of the kind that a body names, as the answer to a request about `entry`. */
function checkAs(core: Core, entry: CatalogEntry, other: CatalogEntry, object: JsonObject): void {
  try {
    core.rules.decode(other, object as KubeObject)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw badRequest(error.message.replace(`cannot be handled as a ${other.kind}:`, `cannot be handled as a ${entry.kind}:`))
  }
}

/** A body in another version is read as that first; types of old versions are much the same. */
function checkAsOld(core: Core, entry: CatalogEntry, version: string, object: JsonObject): void {
  try {
    core.rules.decode(entry, object as KubeObject)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const text = error.message.replace(`in version "${entry.version}"`, `in version "${version}"`)
    throw badRequest(text.replace(/(Go struct field \w+\.(?:spec|status) of type )v1\./, `$1${version}.`))
  }
}

function checkBuiltinKind(core: Core, entry: CatalogEntry, apiVersion: string, kind: string, object: JsonObject): void {
  if (apiVersion === entry.apiVersion && kind === entry.kind) return
  const [first = '', second] = apiVersion.split('/')
  const [group, version] = second === undefined ? ['', first] : [first, second]
  const known = isRegistered(core, group, version, kind)
  if (!known) {
    const shown = apiVersionOf(group, version)
    throw cannotHandle(
      entry,
      kind,
      group === entry.group ? version : entry.version,
      `no kind "${kind}" is registered for version "${shown}" in scheme "pkg/runtime/scheme.go:111"`,
    )
  }
  if (kind === entry.kind && group === entry.group) {
    checkAsOld(core, entry, version, object)
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${entry.apiVersion})`)
  }
  // it is read as what it says it is first
  const schema = builtinSchema({group, version, kind})
  if (schema) checkAs(core, entry, {...entry, group, version, kind, schema}, object)
  const goGroup = entry.group === '' ? 'core' : entry.group.split('.')[0]
  throw cannotHandle(entry, kind, version, `converting (${version}.${kind}) to (${goGroup}.${entry.kind}): unknown conversion`)
}

/** Old versions that the server's scheme still knows although it does not serve them. */
const SCHEME_ONLY: Readonly<Record<string, readonly string[]>> = {
  apps: ['v1beta1', 'v1beta2'],
  batch: ['v1beta1'],
  policy: ['v1beta1'],
  autoscaling: ['v2beta1', 'v2beta2'],
  'events.k8s.io': ['v1beta1'],
  'coordination.k8s.io': ['v1beta1'],
  'rbac.authorization.k8s.io': ['v1beta1', 'v1alpha1'],
  'networking.k8s.io': ['v1beta1'],
  'storage.k8s.io': ['v1beta1', 'v1alpha1'],
  'admissionregistration.k8s.io': ['v1beta1', 'v1alpha1'],
}

/** Kinds of meta.k8s.io that every group's scheme has, and those of v1 alone. */
const META_KINDS = new Set([
  'CreateOptions',
  'DeleteOptions',
  'GetOptions',
  'ListOptions',
  'PatchOptions',
  'UpdateOptions',
  'WatchEvent',
])
const PLAIN_KINDS = new Set(['APIGroup', 'APIGroupList', 'APIResourceList', 'APIVersions', 'Status'])

/** Bodies of subresources. */
const SUB_KINDS = new Set([
  'policy/v1/Eviction',
  'policy/v1beta1/Eviction',
  'autoscaling/v1/Scale',
  'authentication.k8s.io/v1/TokenRequest',
])

function isRegistered(core: Core, group: string, version: string, kind: string): boolean {
  if (SUB_KINDS.has(`${group}/${version}/${kind}`)) return true
  if (META_KINDS.has(kind) || (group === '' && version === 'v1' && PLAIN_KINDS.has(kind)))
    return core.catalog.versions(group).includes(version)
  const single = kind.endsWith('List') && kind !== 'List' ? kind.slice(0, -4) : kind
  if (core.catalog.kind(apiVersionOf(group, version), single)) return true
  if (group === '' && version === 'v1' && kind === 'List') return true
  const current = core.catalog.versions(group).some((served) => core.catalog.kind(apiVersionOf(group, served), single))
  return current && (SCHEME_ONLY[group] ?? []).includes(version)
}
