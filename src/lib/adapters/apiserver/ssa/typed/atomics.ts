import {isObject, type JsonValue} from '../../../../formats/json/value.js'
import type {FieldType} from './field-type.js'

/** Paths of the lists and maps in a value that are owned as one (`.spec.args`), as the server names them. */
export function atomicPaths(type: FieldType, value: JsonValue, path = ''): string[] {
  if (Array.isArray(value)) {
    const {list} = type
    if (!list) return []
    const own = list.atomic ? [path] : []
    return [...own, ...value.flatMap((item, at) => atomicPaths(list.item, item, `${path}[${at}]`))]
  }
  const {map} = type
  if (!isObject(value) || !map) return []
  const own = map.atomic ? [path] : []
  return [
    ...own,
    ...Object.entries(value).flatMap(([name, item]) => {
      const field = map.field(name)
      return field && item !== undefined ? atomicPaths(field, item, `${path}.${name}`) : []
    }),
  ]
}
