import {isObject, type JsonValue} from '../../../../formats/json/value.js'
import {type Element, keyElement, valueElement} from '../sets/element.js'
import type {ListType} from './field-type.js'

/** The path element of an item of a set or list map, or why it has none. */
export function itemElement(list: ListType, item: JsonValue): Element | {readonly problem: string} {
  return list.keys.length > 0 ? keyedElement(list, item) : memberElement(item)
}

function keyedElement(list: ListType, item: JsonValue): Element | {problem: string} {
  if (item === null) return {problem: 'associative list with keys may not have a null element'}
  if (!isObject(item)) return {problem: 'associative list with keys may not have non-map elements'}
  const fields: [string, JsonValue][] = []
  for (const key of list.keys) {
    const own = Object.hasOwn(item, key) ? item[key] : undefined
    const value = own === undefined ? list.item.map?.defaultOf(key) : own
    if (value !== undefined) fields.push([key, value])
  }
  if (fields.length === 0) {
    const keys = list.keys.map((key) => JSON.stringify(key)).join(' ')
    return {
      problem: `associative list with keys has an element that omits all key fields [${keys}] (and doesn't have default values for any key fields)`,
    }
  }
  if (fields.length > 1) fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return keyElement(fields)
}

function memberElement(item: JsonValue): Element | {problem: string} {
  if (item === null) return {problem: "associative list without keys has an element that's an explicit null"}
  if (Array.isArray(item)) return {problem: 'not supported: associative list with lists as elements'}
  if (typeof item === 'object') return {problem: "associative list without keys has an element that's a map type"}
  return valueElement(item)
}
