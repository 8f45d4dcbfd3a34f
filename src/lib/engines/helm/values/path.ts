import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {ownValue} from './tables.js'

/** The map at a dotted path; undefined when there is none. Keys with dots cannot be named (helm-engine reference 4.3). */
export function tableAt(values: JsonObject, path: string): JsonObject | undefined {
  const found = path === '' || path === '.' ? values : valueAt(values, path)
  return isObject(found) ? found : undefined
}

/** What stands at a dotted path; undefined when a part of it is missing. */
export function valueAt(values: JsonObject, path: string): JsonValue | undefined {
  let current: JsonValue | undefined = values
  for (const part of path.split('.')) {
    if (!isObject(current)) return undefined
    current = ownValue(current, part)
  }
  return current
}

/** The first name of a dotted path that leads to no map. */
export function firstMissing(values: JsonObject, path: string): string {
  let current: JsonObject = values
  for (const part of path.split('.')) {
    const next = ownValue(current, part)
    if (!isObject(next)) return part
    current = next
  }
  return ''
}

/** `value` below maps with the names of a dotted path. */
export function nestedUnder(path: string, value: JsonObject): JsonObject {
  if (path === '.') return value
  return path
    .split('.')
    .reverse()
    .reduce<JsonObject>((inner, part) => ({[part]: inner}), value)
}
