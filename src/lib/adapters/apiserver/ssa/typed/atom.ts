import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {FieldType} from './field-type.js'

/** Which of its forms a type takes for a value; `any` when the value (null, or of a wrong type) does not say. */
export type Atom = 'scalar' | 'list' | 'map' | 'any'

export function atomOf(type: FieldType, value: JsonValue | undefined): Atom {
  if (value === undefined || value === null) return only(type)
  if (Array.isArray(value)) return type.list ? 'list' : only(type)
  if (typeof value === 'object') return type.map ? 'map' : only(type)
  return type.scalar ? 'scalar' : only(type)
}

function only(type: FieldType): Atom {
  if (type.map) return type.list || type.scalar ? 'any' : 'map'
  if (type.scalar) return type.list ? 'any' : 'scalar'
  return 'list'
}

/** The form in which a value of the type is walked: a map before a scalar before a list. */
export function formOf(type: FieldType, atom: Atom): 'scalar' | 'list' | 'map' {
  if (atom !== 'any') return atom
  if (type.map) return 'map'
  return type.scalar ? 'scalar' : 'list'
}

/** The value when it is a map with at least one key. */
export function filledMap(value: JsonValue | undefined): JsonObject | undefined {
  if (!isObject(value)) return undefined
  for (const name in value) if (value[name] !== undefined) return value
  return undefined
}

/** The value when it is a list with at least one item. */
export function filledList(value: JsonValue | undefined): JsonValue[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value : undefined
}

/** An own key's value: never what the prototype has under that name. */
export function own(map: JsonObject | undefined, name: string): JsonValue | undefined {
  return map && Object.hasOwn(map, name) ? map[name] : undefined
}
