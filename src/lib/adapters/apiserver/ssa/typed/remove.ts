import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {type Element, fieldElement} from '../sets/element.js'
import {type FieldSet, hasChildren, isEmpty} from '../sets/field-set.js'
import {atomOf, formOf} from './atom.js'
import type {FieldType, ListType, MapType} from './field-type.js'
import {itemElement} from './list-item.js'
import {define} from './merge.js'

/** The value without the fields and items of the set. Containers that were named only in part stay, be it empty. */
export function removeFields(type: FieldType, value: JsonValue, set: FieldSet): JsonValue {
  if (isEmpty(set)) return value
  return remove(type, value, set) ?? null
}

function remove(type: FieldType, value: JsonValue, set: FieldSet): JsonValue | undefined {
  const form = formOf(type, atomOf(type, value))
  if (form === 'map') return isObject(value) ? removeFromMap(type.map as MapType, value, set) : undefined
  if (form === 'list') return Array.isArray(value) ? removeFromList(type.list as ListType, value, set) : undefined
  return value
}

function removeFromMap(map: MapType, value: JsonObject, set: FieldSet): JsonValue | undefined {
  if (map.atomic) return undefined
  let out: JsonObject | undefined
  let touched = false
  let left = 0
  for (const name of Object.keys(value)) {
    const item = value[name]
    if (item === undefined) continue
    const outcome = removeChild(map.field(name) ?? map.item, item, set, fieldElement(name))
    if (outcome.touched) touched = true
    if (outcome.value !== undefined) left++
    if (outcome.value === item) continue
    out ??= {...value}
    if (outcome.value === undefined) delete out[name]
    else define(out, name, outcome.value)
  }
  if (left === 0 && !touched) return undefined
  return out ?? value
}

function removeFromList(list: ListType, items: JsonValue[], set: FieldSet): JsonValue | undefined {
  if (list.atomic) return undefined
  const out: JsonValue[] = []
  let changed = false
  let touched = false
  for (const item of items) {
    const element = itemElement(list, item)
    const outcome = typeof element === 'string' ? removeChild(list.item, item, set, element) : {value: item, touched: false}
    if (outcome.touched) touched = true
    if (outcome.value !== item) changed = true
    if (outcome.value !== undefined) out.push(outcome.value)
  }
  if (out.length === 0 && !touched) return undefined
  return changed ? out : items
}

/** What is left of a child (undefined: gone), and whether something below it was named. */
function removeChild(
  type: FieldType | undefined,
  item: JsonValue,
  set: FieldSet,
  element: Element,
): {value: JsonValue | undefined; touched: boolean} {
  const node = set[element]
  if (node === undefined) return {value: item, touched: false}
  if (!hasChildren(node) || node['.'] !== undefined) return {value: undefined, touched: false}
  const left = type ? remove(type, item, node) : item
  if (left !== undefined) return {value: left, touched: true}
  return {value: Array.isArray(item) ? [] : isObject(item) ? {} : null, touched: true}
}
