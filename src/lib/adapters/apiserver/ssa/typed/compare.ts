import {sameValue} from '../../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {listsHoldGivenEmpty} from '../../../../schema/go/given-empty.js'
import {type Element, fieldElement} from '../sets/element.js'
import {emptySet, type FieldSet, memberWith} from '../sets/field-set.js'
import {atomOf, filledList, filledMap, formOf, own} from './atom.js'
import type {FieldType, ListType, MapType} from './field-type.js'
import {itemElement} from './list-item.js'
import {elementFault} from './typed-error.js'

/** Fields in which two values differ; a field is in one of the three at most. */
export interface Comparison {
  readonly added: FieldSet
  readonly removed: FieldSet
  readonly modified: FieldSet
}

type Draft = {[element: Element]: FieldSet}
type Part = 'added' | 'removed' | 'modified'
const parts: readonly Part[] = ['added', 'removed', 'modified']

/** What differs below one place; undefined parts are empty. */
type Difference = {added?: FieldSet; removed?: FieldSet; modified?: FieldSet}
type Drafts = {added?: Draft; removed?: Draft; modified?: Draft}

export const same: Comparison = {added: emptySet, removed: emptySet, modified: emptySet}

/**
 * Compares two values of one type.
 * @throws TypedError when an item of a set or list map has no key
 */
export function compareTyped(type: FieldType, old: JsonValue, now: JsonValue): Comparison {
  const found = compare(type, old, now)
  return found ? {...same, ...found} : same
}

const modifiedLeaf: Difference = {modified: emptySet}

function compare(type: FieldType, old: JsonValue | undefined, now: JsonValue | undefined): Difference | undefined {
  if (old === now) return undefined
  if (old === undefined) return {added: wholeOf(type, now as JsonValue)}
  if (now === undefined) return {removed: wholeOf(type, old)}
  const before = atomOf(type, old)
  const after = atomOf(type, now)
  const found = compareAs(formOf(type, after), type, old, now)
  if (before === after) return found
  return merged(compareAs(formOf(type, before), type, old, now), found)
}

function compareAs(form: 'scalar' | 'list' | 'map', type: FieldType, old: JsonValue, now: JsonValue): Difference | undefined {
  if (form === 'map') return compareMaps(type.map as MapType, old, now)
  if (form === 'list') return compareLists(type.list as ListType, old, now)
  return sameValue(old, now) ? undefined : modifiedLeaf
}

function compareMaps(map: MapType, old: JsonValue, now: JsonValue): Difference | undefined {
  const before = filledMap(old)
  const after = filledMap(now)
  if (map.atomic || (!before && !after)) return sameInMemory(old, now) ? undefined : modifiedLeaf
  const drafts: Drafts = {}
  for (const name in before) compareKey(map, name, before[name], own(after, name), drafts)
  for (const name in after) if (own(before, name) === undefined) compareKey(map, name, undefined, after[name], drafts)
  return drafts
}

/** What is owned as one is compared as the server has it in memory: what was stored tells no empty list or map from none. */
function sameInMemory(old: JsonValue, now: JsonValue): boolean {
  return sameValue(old, now) && !listsHoldGivenEmpty(now)
}

function compareKey(map: MapType, name: string, old: JsonValue | undefined, now: JsonValue | undefined, drafts: Drafts): void {
  if (old === now) return
  const type = map.field(name) ?? map.item
  if (type) put(drafts, fieldElement(name), compare(type, old, now))
}

function compareLists(list: ListType, old: JsonValue, now: JsonValue): Difference | undefined {
  const before = filledList(old)
  const after = filledList(now)
  if (list.atomic || (!before && !after)) return sameInMemory(old, now) ? undefined : modifiedLeaf
  const left = groups(list, before ?? [])
  const right = groups(list, after ?? [])
  const drafts: Drafts = {}
  for (const [element, items] of left) put(drafts, element, compareItems(list.item, items, right.get(element) ?? []))
  for (const [element, items] of right) if (!left.has(element)) put(drafts, element, compareItems(list.item, [], items))
  return drafts
}

/** Items by their element; usually one each. */
function groups(list: ListType, items: readonly JsonValue[]): Map<Element, JsonValue[]> {
  const found = new Map<Element, JsonValue[]>()
  for (const [index, item] of items.entries()) {
    const element = itemElement(list, item)
    if (typeof element !== 'string') throw elementFault(index, element.problem)
    const group = found.get(element)
    if (group) group.push(item)
    else found.set(element, [item])
  }
  return found
}

/** Items that share an element are one value; where they become one or several, the whole item comes or goes. */
function compareItems(type: FieldType, old: readonly JsonValue[], now: readonly JsonValue[]): Difference | undefined {
  if (old.length <= 1 && now.length <= 1) return compare(type, old[0], now[0])
  if (old.length >= 2 && now.length >= 2) return sameValue([...old], [...now]) ? undefined : modifiedLeaf
  if (old.length >= 2) return {removed: emptySet, ...(now.length === 0 ? {} : {added: wholeOf(type, now[0] as JsonValue)})}
  return {added: emptySet, ...(old.length === 0 ? {} : {removed: wholeOf(type, old[0] as JsonValue)})}
}

/** All of a value that is on one side only: the place itself and everything below it. */
function wholeOf(type: FieldType, value: JsonValue): FieldSet {
  const form = formOf(type, atomOf(type, value))
  if (form === 'map' && isObject(value) && !(type.map as MapType).atomic) return memberWith(wholeMap(type.map as MapType, value))
  if (form === 'list' && Array.isArray(value) && !(type.list as ListType).atomic) {
    return memberWith(wholeList(type.list as ListType, value))
  }
  return emptySet
}

function wholeMap(map: MapType, value: JsonObject): FieldSet {
  const children: Draft = {}
  for (const name in value) {
    const item = value[name]
    const type = item === undefined ? undefined : (map.field(name) ?? map.item)
    if (type) children[fieldElement(name)] = wholeOf(type, item as JsonValue)
  }
  return children
}

function wholeList(list: ListType, items: readonly JsonValue[]): FieldSet {
  const children: Draft = {}
  for (const [element, group] of groups(list, items)) {
    children[element] = group.length > 1 ? emptySet : wholeOf(list.item, group[0] as JsonValue)
  }
  return children
}

function put(drafts: Drafts, element: Element, found: Difference | undefined): void {
  if (!found) return
  for (const part of parts) {
    const node = found[part]
    if (node === undefined) continue
    drafts[part] ??= {}
    drafts[part][element] = node
  }
}

/** Both of two differences of one place; a value that changed its form is modified as a leaf and loses or gains children. */
function merged(a: Difference | undefined, b: Difference | undefined): Difference | undefined {
  if (!a || !b) return a ?? b
  const out: Difference = {...a}
  for (const part of parts) {
    const node = b[part]
    if (node !== undefined) out[part] = out[part] === undefined ? node : memberOr(out[part], node)
  }
  return out
}

function memberOr(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return a
  return Object.keys(a).length === 0 ? memberWith(b) : Object.keys(b).length === 0 ? memberWith(a) : {...a, ...b}
}
