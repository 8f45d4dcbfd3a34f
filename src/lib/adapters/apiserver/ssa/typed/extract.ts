import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {type Element, fieldElement} from '../sets/element.js'
import {emptySet, type FieldSet, memberWith} from '../sets/field-set.js'
import {atomOf, filledMap, formOf} from './atom.js'
import type {FieldType, ListType, MapType} from './field-type.js'
import {itemElement} from './list-item.js'

type Draft = {[element: Element]: FieldSet}

/** Every leaf and item that a value mentions: what an applier of this value owns. */
export function fieldSetOf(type: FieldType, value: JsonValue): FieldSet {
  return nodeOf(type, value).children ?? emptySet
}

interface Node {
  children: FieldSet | undefined
  /** the value is a field of its own: a scalar, an atomic list or map */
  leaf: boolean
}

const leafNode: Node = {children: undefined, leaf: true}
const nothing: Node = {children: undefined, leaf: false}

function nodeOf(type: FieldType, value: JsonValue): Node {
  switch (formOf(type, atomOf(type, value))) {
    case 'map': {
      const map = type.map as MapType
      if (map.atomic) return leafNode
      return isObject(value) ? mapNode(map, value) : nothing
    }
    case 'list': {
      const list = type.list as ListType
      if (list.atomic) return leafNode
      return Array.isArray(value) ? listNode(list, value) : nothing
    }
    default:
      return leafNode
  }
}

function mapNode(map: MapType, value: JsonObject): Node {
  let children: Draft | undefined
  for (const name of Object.keys(value)) {
    const item = value[name]
    if (item === undefined) continue
    const declared = map.field(name)
    const type = declared ?? map.item
    const node = type ? nodeOf(type, item) : leafNode
    const member = node.leaf || item === null || !declared || (isObject(item) && !filledMap(item))
    if (!member && !node.children) continue
    children ??= {}
    children[fieldElement(name)] = member ? memberWith(node.children) : (node.children as FieldSet)
  }
  return {children, leaf: false}
}

function listNode(list: ListType, items: readonly JsonValue[]): Node {
  let children: Draft | undefined
  let repeated: Set<Element> | undefined
  for (const item of items) {
    const element = itemElement(list, item)
    if (typeof element !== 'string') continue
    children ??= {}
    // Of items that cannot be told apart only the key is owned.
    if (children[element] !== undefined) (repeated ??= new Set()).add(element)
    else children[element] = memberWith(nodeOf(list.item, item).children)
  }
  if (repeated) for (const element of repeated) (children as Draft)[element] = emptySet
  return {children, leaf: false}
}
