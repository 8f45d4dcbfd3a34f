import {formatDuration, parseDuration} from '../formats/duration/duration.js'
import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'
import type {KindRow} from './kind-row.js'
import {TYPED_FIELDS} from './typed-fields.gen.js'

/**
 * Optional fields that Go's types keep apart from their zero value (pointers): `false`, `0`, `''` and `[]` are printed. By kind
 * and path (of a status behind `status`), lists not counted, `{}` for any key of a map.
 */
const POINTERS = new Set([
  'HelmRelease.status.history.testHooks',
  ...['Bucket.ignore', 'GitRepository.ignore', 'OCIRepository.ignore'],
  ...['HelmRelease.maxHistory', 'HelmRelease.persistentClient', 'HelmRelease.test.filters', 'HelmRelease.values'],
  ...[
    'HelmRelease.install.serverSideApply',
    'HelmRelease.uninstall.deletionPropagation',
    'HelmRelease.upgrade.remediation.strategy',
  ],
  ...['install', 'upgrade'].flatMap((when) =>
    ['ignoreTestFailures', 'remediateLastFailure'].map((field) => `HelmRelease.${when}.remediation.${field}`),
  ),
])

/** Fields that Go's types print when nobody set them, and what then stands there: no pointers, not `omitempty`, or a time. */
const ALWAYS: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> = {
  HelmRepository: {interval: '0s'},
  'ImagePolicy.filterTags': {extract: '', pattern: ''},
  'HelmRelease.status.history': {deleted: null},
  'HelmRelease.status.history.testHooks{}': {lastStarted: null, lastCompleted: null},
}

/** Durations of which the CRD only says that they are texts. */
const DURATIONS = new Set([
  'HelmRelease.status.lastAttemptedReleaseActionDuration',
  'Kustomization.status.history.lastReconciledDuration',
])

/** Required by the CRD, yet `omitempty`: an empty one is not printed. */
const OMITTED = new Set(['ImageRepository.image'])

/** What the CRD says of a field: `p`roperties, `i`tems of a list, the value of `a`ny key, `r`equired properties, a `d`uration. */
interface Field {
  readonly p?: Readonly<Record<string, Field>>
  readonly i?: Field
  readonly a?: Field
  readonly r?: readonly string[]
  readonly d?: true
}

/** Parts of objects of one kind in the form that Go's types have. */
export interface TypedForm {
  spec(object: KubeObject): JsonValue
  status(object: KubeObject): JsonValue
}

/**
 * `spec` and `status` of objects as a program prints them that reads them into Go's types and writes them again: durations in their
 * canonical form (`60s` becomes `1m0s`), optional fields with zero values left out, but for pointers. What has no schema stays as it is.
 */
export function typedForm({kind, version}: KindRow): TypedForm {
  const fields: Readonly<Record<string, Field>> = JSON.parse(TYPED_FIELDS[`${kind} ${version}`] ?? '{}')
  return {
    spec: (object) => typed(object['spec'] ?? {}, fields['spec'], kind),
    status: (object) => typed(object['status'] ?? {}, fields['status'], `${kind}.status`),
  }
}

function typed(value: JsonValue, field: Field | undefined, path: string): JsonValue {
  if (!field) return value
  if (Array.isArray(value)) return value.map((item) => typed(item, field.i, path))
  if (isObject(value)) return typedObject(value, field, path)
  return typeof value === 'string' && (DURATIONS.has(path) || field.d) ? formatDuration(parseDuration(value)) : value
}

function typedObject(value: JsonObject, {p: properties, a: any, r: required}: Field, path: string): JsonObject {
  if (!properties) return any ? typedMap(value, any, path) : value
  const isPrinted = (key: string, now: JsonValue, known: Field) => {
    const own = `${path}.${key}`
    if (ALWAYS[path]?.[key] !== undefined || (required?.includes(key) && !OMITTED.has(own))) return true
    return now !== null && (POINTERS.has(own) || !isZero(now, known))
  }
  const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (item === undefined || !known) return item === undefined ? [] : [[key, item]]
    const now = typed(item, known, `${path}.${key}`)
    return isPrinted(key, now, known) ? [[key, now]] : []
  })
  return {...ALWAYS[path], ...Object.fromEntries(entries)}
}

function typedMap(value: JsonObject, field: Field, path: string): JsonObject {
  const entries = Object.entries(value).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
  return Object.fromEntries(entries.map(([key, item]) => [key, typed(item, field, `${path}{}`)]))
}

function isZero(value: JsonValue, field: Field): boolean {
  // any keys with values of one type: a map of Go's, and an empty one is nothing
  if (isObject(value)) return field.a !== undefined && Object.keys(value).length === 0
  return value === false || value === '' || value === 0 || value === null || (Array.isArray(value) && value.length === 0)
}
