import {sameValue} from '../../../../formats/json/same-value.js'
import {setOwn} from '../../../../formats/json/set-own.js'
import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import {atomOf, filledList, filledMap, formOf, own} from './atom.js'
import type {FieldType, ListType, MapType} from './field-type.js'
import {mergeLists} from './merge-list.js'

/**
 * The live value with the applied one laid over it: nothing is removed, leaves are the applied ones, items keep the order of
 * the applied list where it has a say. Returns `live` itself when that changes nothing.
 */
export function mergeTyped(type: FieldType, live: JsonValue, applied: JsonValue): JsonValue {
  if (live === applied) return live
  switch (formOf(type, atomOf(type, applied))) {
    case 'map':
      return mergeMaps(type.map as MapType, live, applied)
    case 'list':
      return mergeItems(type.list as ListType, live, applied)
    default:
      return replace(live, applied)
  }
}

function replace(live: JsonValue, applied: JsonValue): JsonValue {
  return sameValue(live, applied) ? live : applied
}

/** Live values of another form than the applied one count as empty. */
function mergeMaps(map: MapType, live: JsonValue, applied: JsonValue): JsonValue {
  const before = filledMap(live)
  const after = filledMap(applied)
  if (map.atomic || (!before && !after)) return replace(live, applied)
  if (!before) return applied
  let out: JsonObject | undefined
  for (const name in after) {
    const value = after[name]
    const old = own(before, name)
    if (value === undefined || value === old) continue
    const type = map.field(name) ?? map.item
    const merged = old === undefined || !type ? value : mergeTyped(type, old, value)
    if (merged === old) continue
    out ??= {...before}
    setOwn(out, name, merged)
  }
  return out ?? before
}

function mergeItems(list: ListType, live: JsonValue, applied: JsonValue): JsonValue {
  const before = filledList(live)
  const after = filledList(applied)
  if (list.atomic || (!before && !after)) return replace(live, applied)
  if (!before) return applied
  return after ? mergeLists(list, before, after, (old, now) => mergeTyped(list.item, old, now)) : before
}
