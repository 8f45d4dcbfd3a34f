import {isObject, type JsonValue} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'

/** Segments of a JSON pointer (RFC 6901); undefined when it is malformed. */
export function parsePointer(pointer: string): string[] | undefined {
  if (!pointer.startsWith('/')) return undefined
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value that a pointer's segments lead to; negative list indexes count from the end. */
export function valueAt(value: JsonValue | undefined, segments: readonly string[]): JsonValue | undefined {
  let at = value
  for (const segment of segments) {
    if (Array.isArray(at)) at = at[listIndex(at, segment)]
    else if (isObject(at)) at = at[segment]
    else return undefined
    if (at === undefined) return undefined
  }
  return at
}

/** A copy with one value replaced (`undefined` removes it); the same value when the path is not there. */
export function withValueAt(value: JsonValue, segments: readonly string[], now: JsonValue | undefined): JsonValue {
  const [segment, ...rest] = segments
  if (segment === undefined) return value
  if (Array.isArray(value)) {
    const index = listIndex(value, segment)
    if (value[index] === undefined) return value
    if (rest.length === 0 && now === undefined) return value.filter((_, at) => at !== index)
    return value.map((item, at) => (at !== index ? item : rest.length === 0 ? (now as JsonValue) : withValueAt(item, rest, now)))
  }
  if (!isObject(value) || value[segment] === undefined) return value
  const copy = {...value}
  if (rest.length > 0) copy[segment] = withValueAt(value[segment], rest, now)
  else if (now === undefined) delete copy[segment]
  else copy[segment] = now
  return copy
}

/** A copy of the object without the values at these pointers; malformed and absent ones do nothing. */
export function removePointers(object: KubeObject, pointers: readonly string[]): KubeObject {
  let result: JsonValue = object
  for (const pointer of pointers) {
    const segments = parsePointer(pointer)
    if (segments) result = withValueAt(result, segments, undefined)
  }
  return result as KubeObject
}

function listIndex(list: readonly JsonValue[], segment: string): number {
  if (!/^-?\d+$/.test(segment)) return -1
  const index = Number(segment)
  return index < 0 ? list.length + index : index
}
