import {formatDuration, parseDuration} from '../formats/duration/duration.js'
import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'
import {crds} from './crds.js'
import type {KindRow} from './kind-row.js'

/** Optional fields that Go's types keep apart from their zero value, so that `false` and `0` are printed. */
const POINTERS = new Set([
  ...['ignoreTestFailures', 'remediateLastFailure', 'persistentClient', 'maxHistory', 'optional'],
  ...['interval', 'timeout', 'retryInterval'],
])

/**
 * `spec` of an object as a program prints it that reads it into Go's types and writes it again: durations in their
 * canonical form (`60s` becomes `1m0s`), optional fields with zero values left out. What has no schema stays as it is.
 */
export function typedSpec(kind: KindRow, object: KubeObject): JsonValue {
  const schema = specSchema(kind)
  const spec = object['spec'] ?? {}
  return schema ? typed(spec, schema) : spec
}

function specSchema(kind: KindRow): JsonObject | undefined {
  const crd = crds().find(({metadata}) => metadata.name === `${kind.plural}.${kind.group}`)
  const versions = isObject(crd?.['spec']) ? crd['spec']['versions'] : undefined
  const version = Array.isArray(versions) ? versions.find((item) => isObject(item) && item['name'] === kind.version) : undefined
  return child(child(child(child(version, 'schema'), 'openAPIV3Schema'), 'properties'), 'spec')
}

function child(value: JsonValue | undefined, key: string): JsonObject | undefined {
  const found = isObject(value) ? value[key] : undefined
  return isObject(found) ? found : undefined
}

function typed(value: JsonValue, schema: JsonObject): JsonValue {
  if (Array.isArray(value)) {
    const items = child(schema, 'items')
    return items ? value.map((item) => typed(item, items)) : value
  }
  if (isObject(value)) return typedObject(value, schema)
  return typeof value === 'string' && isDuration(schema) ? formatDuration(parseDuration(value)) : value
}

function typedObject(value: JsonObject, schema: JsonObject): JsonObject {
  const properties = child(schema, 'properties')
  if (!properties) return value
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => {
    const known = child(properties, key)
    if (item === undefined || !known) return item === undefined ? [] : [[key, item]]
    const now = typed(item, known)
    return isZero(now) && !required.includes(key) && !POINTERS.has(key) ? [] : [[key, now]]
  })
  return Object.fromEntries(entries)
}

/** Our CRDs say by this pattern that a text is a duration. */
const isDuration = ({type, pattern}: JsonObject) =>
  type === 'string' && typeof pattern === 'string' && pattern.includes('(ms|s|m')

function isZero(value: JsonValue): boolean {
  return value === false || value === '' || value === 0 || value === null || (Array.isArray(value) && value.length === 0)
}
