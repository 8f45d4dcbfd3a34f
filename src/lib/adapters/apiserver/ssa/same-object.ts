import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {entriesOf, withoutEntries} from './managers.js'

/**
 * Whether two objects are the same but for the times of their managedFields: such a write is none, and the old times stay
 * (an apply of `1000m` over `1` touches the time before it is seen that nothing changed).
 */
export function sameButTimes(a: JsonObject, b: JsonObject): boolean {
  if (a === b) return true
  const [x, y] = [entriesOf(a) ?? [], entriesOf(b) ?? []]
  if (x.length !== y.length) return false
  const same = x.every((entry, at) =>
    sameValue({...entry, time: undefined} as JsonObject, {...y[at], time: undefined} as JsonObject),
  )
  return same && sameValue(withoutEntries(a), withoutEntries(b))
}

/** The decoded object with `managedFields: []` as the client sent it: decoding drops empty lists, but this one means a reset. */
export function keepReset<T extends JsonObject>(decoded: T, sent: JsonObject): T {
  const metadata = isObject(sent.metadata) ? sent.metadata : {}
  const empty = Array.isArray(metadata.managedFields) && metadata.managedFields.length === 0
  return empty && isObject(decoded.metadata) ? {...decoded, metadata: {...decoded.metadata, managedFields: []}} : decoded
}
