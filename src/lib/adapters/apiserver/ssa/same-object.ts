import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

/**
 * Whether two objects are the same but for the times of their managedFields: such a write is none, and the old times stay
 * (an apply of `1000m` over `1` touches the time before it is seen that nothing changed).
 */
export function sameButTimes(a: JsonObject, b: JsonObject): boolean {
  if (a === b) return true
  // what the object holds is the first to differ, and far smaller than who owns it
  return sameBut('metadata', a, b) && sameMetadata(a.metadata, b.metadata)
}

function sameMetadata(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true
  if (!isObject(a) || !isObject(b)) return sameValue(a, b)
  return sameBut('managedFields', a, b) && sameEntries(a.managedFields, b.managedFields)
}

const NONE: readonly JsonValue[] = []

function sameEntries(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  const [x, y] = [Array.isArray(a) ? a : NONE, Array.isArray(b) ? b : NONE]
  return x.length === y.length && x.every((entry, at) => sameEntry(entry, y[at]))
}

function sameEntry(a: JsonValue, b: JsonValue | undefined): boolean {
  return a === b || (isObject(a) && isObject(b) ? sameBut('time', a, b) : sameValue(a, b))
}

/** Whether two objects are equal in all fields but one. */
function sameBut(field: string, a: JsonObject, b: JsonObject): boolean {
  let present = 0
  for (const key in a) {
    const value = a[key]
    if (key === field || value === undefined) continue
    present++
    if (!Object.hasOwn(b, key) || !sameValue(value, b[key])) return false
  }
  for (const key in b) if (key !== field && b[key] !== undefined) present--
  return present === 0
}

/** The decoded object with `managedFields: []` as the client sent it: decoding drops empty lists, but this one means a reset. */
export function keepReset<T extends JsonObject>(decoded: T, sent: JsonObject): T {
  const metadata = isObject(sent.metadata) ? sent.metadata : {}
  const empty = Array.isArray(metadata.managedFields) && metadata.managedFields.length === 0
  return empty && isObject(decoded.metadata) ? {...decoded, metadata: {...decoded.metadata, managedFields: []}} : decoded
}
