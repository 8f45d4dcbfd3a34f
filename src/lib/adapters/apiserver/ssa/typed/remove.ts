import {setOwn} from '../../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {fieldElement} from '../sets/element.js'
import {type FieldSet, hasChildren, isEmpty} from '../sets/field-set.js'
import {atomOf, formOf} from './atom.js'
import type {FieldType, ListType, MapType} from './field-type.js'
import {itemElement} from './list-item.js'

/** The value without the fields and items of the set. What loses all it had becomes null, as in the version that the server uses. */
export function removeFields(type: FieldType, value: JsonValue, set: FieldSet): JsonValue {
  return isEmpty(set) ? value : remove(type, value, set)
}

function remove(type: FieldType, value: JsonValue, set: FieldSet): JsonValue {
  const form = formOf(type, atomOf(type, value))
  if (form === 'map') return isObject(value) ? removeFromMap(type.map as MapType, value, set) : null
  if (form === 'list') return Array.isArray(value) ? removeFromList(type.list as ListType, value, set) : null
  return value
}

function removeFromMap(map: MapType, value: JsonObject, set: FieldSet): JsonValue {
  if (map.atomic) return null
  let out: JsonObject | undefined
  let left = 0
  for (const name of Object.keys(value)) {
    const item = value[name]
    if (item === undefined) continue
    const kept = removeChild(map.field(name) ?? map.item, item, set[fieldElement(name)])
    if (kept !== undefined) left++
    if (kept === item) continue
    out ??= {...value}
    if (kept === undefined) delete out[name]
    else setOwn(out, name, kept)
  }
  if (left === 0) return null
  return out ?? value
}

function removeFromList(list: ListType, items: JsonValue[], set: FieldSet): JsonValue {
  if (list.atomic) return null
  const out: JsonValue[] = []
  let changed = false
  for (const item of items) {
    const element = itemElement(list, item)
    const kept = typeof element === 'string' ? removeChild(list.item, item, set[element]) : item
    if (kept !== item) changed = true
    if (kept !== undefined) out.push(kept)
  }
  if (out.length === 0) return null
  return changed ? out : items
}

/** What is left of a child; undefined: the child itself goes. */
function removeChild(type: FieldType | undefined, item: JsonValue, node: FieldSet | undefined): JsonValue | undefined {
  if (node === undefined) return item
  if (!hasChildren(node) || node['.'] !== undefined) return undefined
  return type ? remove(type, item, node) : item
}
