import {formatDuration, parseDuration} from '../formats/duration/duration.js'
import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'
import {crds} from './crds.js'
import type {KindRow} from './kind-row.js'

/**
 * Optional fields that Go's types keep apart from their zero value (pointers): `false`, `0`, `''` and `[]` are printed. By kind
 * and path (of a status behind `status`), lists not counted, `{}` for any key of a map.
 */
const POINTERS = new Set([
  'HelmRelease.status.history.testHooks',
  ...['Bucket.ignore', 'GitRepository.ignore', 'OCIRepository.ignore'],
  ...['HelmRelease.maxHistory', 'HelmRelease.persistentClient', 'HelmRelease.test.filters'],
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

/** Parts of objects of one kind in the form that Go's types have. */
export interface TypedForm {
  spec(object: KubeObject): JsonValue
  status(object: KubeObject): JsonValue
}

/**
 * `spec` and `status` of objects as a program prints them that reads them into Go's types and writes them again: durations in their
 * canonical form (`60s` becomes `1m0s`), optional fields with zero values left out, but for pointers. What has no schema stays as it is.
 * To be made once for many objects: it reads the CRDs of all kinds.
 */
export function typedForm(kind: KindRow): TypedForm {
  const crd = crds().find(({metadata}) => metadata.name === `${kind.plural}.${kind.group}`)
  const versions = isObject(crd?.['spec']) ? crd['spec']['versions'] : undefined
  const version = Array.isArray(versions) ? versions.find((item) => isObject(item) && item['name'] === kind.version) : undefined
  const properties = child(child(child(version, 'schema'), 'openAPIV3Schema'), 'properties')
  const part = (name: 'spec' | 'status', path: string) => {
    const schema = child(properties, name)
    return (object: KubeObject): JsonValue => {
      const value: JsonValue = object[name] ?? {}
      return schema ? typed(value, schema, path) : value
    }
  }
  return {spec: part('spec', kind.kind), status: part('status', `${kind.kind}.status`)}
}

function child(value: JsonValue | undefined, key: string): JsonObject | undefined {
  const found = isObject(value) ? value[key] : undefined
  return isObject(found) ? found : undefined
}

function typed(value: JsonValue, schema: JsonObject, path: string): JsonValue {
  if (Array.isArray(value)) {
    const items = child(schema, 'items')
    return items ? value.map((item) => typed(item, items, path)) : value
  }
  if (isObject(value)) return typedObject(value, schema, path)
  return typeof value === 'string' && (DURATIONS.has(path) || isDuration(schema)) ? formatDuration(parseDuration(value)) : value
}

function typedObject(value: JsonObject, schema: JsonObject, path: string): JsonObject {
  const properties = child(schema, 'properties')
  const any = child(schema, 'additionalProperties')
  if (!properties) return any ? typedMap(value, any, path) : value
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const isPrinted = (key: string, now: JsonValue, known: JsonObject) => {
    const own = `${path}.${key}`
    if (ALWAYS[path]?.[key] !== undefined || (required.includes(key) && !OMITTED.has(own))) return true
    return now !== null && (POINTERS.has(own) || !isZero(now, known))
  }
  const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => {
    const known = child(properties, key)
    if (item === undefined || !known) return item === undefined ? [] : [[key, item]]
    const now = typed(item, known, `${path}.${key}`)
    return isPrinted(key, now, known) ? [[key, now]] : []
  })
  return {...ALWAYS[path], ...Object.fromEntries(entries)}
}

function typedMap(value: JsonObject, schema: JsonObject, path: string): JsonObject {
  const entries = Object.entries(value).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
  return Object.fromEntries(entries.map(([key, item]) => [key, typed(item, schema, `${path}{}`)]))
}

/** Our CRDs say by this pattern that a text is a duration. */
const isDuration = ({type, pattern}: JsonObject) =>
  type === 'string' && typeof pattern === 'string' && pattern.includes('(ms|s|m')

function isZero(value: JsonValue, schema: JsonObject): boolean {
  if (isObject(value)) return isMap(schema) && Object.keys(value).length === 0
  return value === false || value === '' || value === 0 || value === null || (Array.isArray(value) && value.length === 0)
}

/** Any keys with values of one type: a map of Go's, nothing but another word for none when it is empty. */
const isMap = (schema: JsonObject) => isObject(schema['additionalProperties'])
