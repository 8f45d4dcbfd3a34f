import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'
import type {KindRow} from './kind-row.js'

/** What a path leads to; a key of digits is a place in a list. */
export function valueAt(object: KubeObject, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = object as JsonObject
  for (const key of path) value = Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined
  return value
}

/** The string or number at a path as text, `''` when there is none. */
export function textAt(object: KubeObject, path: readonly string[]): string {
  const value = valueAt(object, path)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The revision of an object as its kind's row finds it: the first path whose place is there, be it empty. */
export function revisionOf({revision}: KindRow, object: KubeObject): string {
  const paths = revision?.paths ?? []
  const found = paths.find((path) => isObject(valueAt(object, path.slice(0, -1))))
  return found ? textAt(object, found) : ''
}

/** What is said of an object that no controller reports on: it is Ready as it is. Undefined for all others. */
export function staticMessage(kind: KindRow, object: KubeObject): string | undefined {
  const {staticWhen} = kind
  if (staticWhen && textAt(object, staticWhen.path) === staticWhen.is) return staticWhen.message
  return kind.alwaysReady
}

/** Whether an object's reconciliation is switched off. */
export function isSuspended(kind: KindRow, object: KubeObject): boolean {
  if (kind.suspendAnnotation) return object.metadata.annotations?.[kind.suspendAnnotation]?.toLowerCase() === 'disabled'
  return isObject(object.spec) && object.spec.suspend === true
}
