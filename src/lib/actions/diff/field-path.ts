import {isObject, type JsonValue} from '../../formats/json/value.js'

/** A field by its keys from the top; an item of a list by its `name`, where it has none all of the list are one. */
export type FieldPath = readonly string[]

/** One text for a path. */
export const fieldOf = (path: FieldPath) => path.map((part) => JSON.stringify(part)).join()

/** Keys are a field of their own. */
export const keyField = (path: FieldPath) => `${fieldOf(path)}#`

/** So are the names of items. */
export const itemsField = (path: FieldPath) => `${fieldOf(path)}[]`

export const itemName = (item: JsonValue | undefined) => (isObject(item) && typeof item.name === 'string' ? item.name : '*')

/** What says which object it is stands above the difference anyway. */
export function isIdentity([first, second, ...rest]: FieldPath): boolean {
  if (second === undefined) return first === 'apiVersion' || first === 'kind'
  return rest.length === 0 && first === 'metadata' && (second === 'name' || second === 'namespace')
}

/** The object itself, and its metadata. */
export const holdsIdentity = (path: FieldPath) => path.length === 0 || (path.length === 1 && path[0] === 'metadata')
