import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {SchemaNode} from '../../../schema/node.js'
import {isDirective} from './list-order.js'
import {fieldMeta} from './patch-schema.js'
import {deletePrefix, orderPrefix, retainKeys, withoutDirectives, withoutNulls} from './strategic-directives.js'

/**
 * What is left of a strategic merge patch once the real server has merged it: it takes directives, ordered lists and nulls out of
 * the patch while it merges, and shows the rest where the outcome does not fit its type. Only for patches that could be merged.
 */
export function mergedPatch(live: JsonObject, patch: JsonObject, node: SchemaNode | undefined): JsonObject {
  const {$patch: directive, ...rest} = patch
  if (directive !== undefined) return directive === 'replace' ? rest : patch
  const kept = patch[retainKeys]
  const names = Array.isArray(kept) ? new Set(kept) : undefined
  const ordered = new Set([retainKeys])
  for (const key of Object.keys(patch)) {
    if (key.startsWith(orderPrefix)) ordered.add(key).add(key.slice(orderPrefix.length + 1))
  }
  const out: [string, JsonValue][] = []
  for (const key of Object.keys(patch)) {
    const value = patch[key]
    if (value === undefined || ordered.has(key)) continue
    const before = Object.hasOwn(live, key) && (!names || names.has(key)) ? live[key] : undefined
    out.push([key, key.startsWith(deletePrefix) ? value : leftOf(before, value, key, node)])
  }
  return Object.fromEntries(out)
}

function leftOf(live: JsonValue | undefined, value: JsonValue, key: string, node: SchemaNode | undefined): JsonValue {
  if (isObject(live) && isObject(value)) {
    const meta = fieldMeta(node, key, false)
    return meta.strategy === 'replace' ? value : mergedPatch(live, value, meta.node)
  }
  if (Array.isArray(live) && Array.isArray(value)) {
    const meta = fieldMeta(node, key, true)
    return meta.strategy === 'merge' && meta.mergeKey !== '' ? leftOfList(live, value, meta.mergeKey, meta.node) : value
  }
  return leftOfNew(value)
}

/** The new value itself stays where it carries a `$patch`: only what lies below it is taken out of it. */
function leftOfNew(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(leftOfNew)
  const filled = withoutNulls(value)
  return isDirective(value) ? filled : (withoutDirectives(filled) as JsonValue)
}

function leftOfList(
  live: readonly JsonValue[],
  patch: readonly JsonValue[],
  mergeKey: string,
  node: SchemaNode | undefined,
): JsonValue {
  const replaced = patch.some((item) => isDirective(item) && item.$patch === 'replace')
  if (replaced) return patch as JsonValue
  const gone = new Set(patch.filter(isDirective).map((item) => item[mergeKey]))
  const known = new Map<JsonValue | undefined, JsonObject>()
  for (const item of live) if (isObject(item) && !gone.has(item[mergeKey])) known.set(item[mergeKey], item)
  return patch.map((item) => {
    const before = isObject(item) && !isDirective(item) ? known.get(item[mergeKey]) : undefined
    return before ? mergedPatch(before, item as JsonObject, node) : item
  })
}
