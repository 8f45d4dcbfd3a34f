import {isObject, type JsonValue} from '../../../formats/json/value.js'
import {ownValue} from '../values/tables.js'

/** What a `$ref` within a document leads to: a JSON pointer or the name of an anchor. Undefined for all others. */
export function subschemaAt(root: JsonValue, reference: string): JsonValue | undefined {
  if (!reference.startsWith('#')) return undefined
  const fragment = decodeURIComponent(reference.slice(1))
  return fragment === '' || fragment.startsWith('/') ? atPointer(root, fragment) : anchored(root, fragment)
}

function atPointer(root: JsonValue, pointer: string): JsonValue | undefined {
  let current: JsonValue | undefined = root
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(current)) current = current[Number(key)]
    else current = isObject(current) ? ownValue(current, key) : undefined
  }
  return current
}

function anchored(schema: JsonValue | undefined, name: string): JsonValue | undefined {
  if (Array.isArray(schema)) return first(schema, name)
  if (!isObject(schema)) return undefined
  if (schema.$anchor === name || schema.$dynamicAnchor === name || schema.$id === `#${name}`) return schema
  return first(Object.values(schema), name)
}

function first(list: readonly (JsonValue | undefined)[], name: string): JsonValue | undefined {
  for (const item of list) {
    const found = anchored(item, name)
    if (found !== undefined) return found
  }
  return undefined
}
