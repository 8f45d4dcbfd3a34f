import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {SchemaNode} from '../../../schema/node.js'
import {goType, goValue} from '../ssa/typed/go-text.js'
import {checkElementOrder, elementType, isDirective, normalizeOrder, requireKey} from './list-order.js'
import {fieldMeta, kindOf} from './patch-schema.js'
import {deletePrefix, orderPrefix, retainKeys, withoutDirectives, withoutNulls} from './strategic-directives.js'
import {badElementOrder, badPrimitiveList, badRetainKeys, StrategicError} from './strategic-error.js'

/**
 * Merges a strategic merge patch into an object of a built-in type; neither is changed.
 * @throws StrategicError with the server's words
 */
export function strategicMerge(live: JsonObject, patch: JsonObject, node: SchemaNode | undefined): JsonObject {
  const directive = patch.$patch
  if (directive !== undefined) return replaced(directive, patch)
  const out: JsonObject = {...live}
  if (patch[retainKeys] !== undefined) dropUnretained(out, patch)
  const ordered = mergeOrdered(out, patch, node)
  for (const key of Object.keys(patch)) {
    const value = patch[key]
    if (value === undefined || key === retainKeys || ordered.has(key) || key.startsWith(orderPrefix)) continue
    if (key.startsWith(deletePrefix)) deleteScalars(out, suffix(key, deletePrefix, badPrimitiveList), value)
    else mergeKeyInto(out, key, value, node)
  }
  return out
}

/** `$patch: replace` takes the patch as it is, `$patch: delete` leaves an empty map. */
function replaced(directive: JsonValue, patch: JsonObject): JsonObject {
  if (directive === 'replace') {
    const {$patch: _, ...rest} = patch
    return rest
  }
  if (directive === 'delete') return {}
  throw new StrategicError(`unknown patch type: ${goValue(directive, true)} in map: ${goValue(patch, true)}`)
}

/** `$retainKeys` names every key that stays; what the patch sets must be among them. */
function dropUnretained(out: JsonObject, patch: JsonObject): void {
  const names = patch[retainKeys]
  if (!Array.isArray(names)) throw badRetainKeys()
  const kept = new Set(names)
  for (const key of Object.keys(patch)) {
    const value = patch[key]
    if (value === undefined || value === null || key === retainKeys) continue
    if (key.startsWith(deletePrefix) || key.startsWith(orderPrefix)) continue
    if (!kept.has(key)) throw badRetainKeys()
  }
  for (const key of Object.keys(out)) if (!kept.has(key)) delete out[key]
}

/** Lists with a `$setElementOrder`; returns the keys that are done with. */
function mergeOrdered(out: JsonObject, patch: JsonObject, node: SchemaNode | undefined): Set<string> {
  const done = new Set<string>()
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(orderPrefix) || patch[key] === undefined) continue
    const order = requireList(patch[key])
    const name = suffix(key, orderPrefix, badElementOrder)
    const live = Object.hasOwn(out, name) && out[name] !== undefined ? requireList(out[name]) : undefined
    const change = Object.hasOwn(patch, name) && patch[name] !== undefined ? requireList(patch[name]) : undefined
    const meta = fieldMeta(node, name, true)
    checkElementOrder(change ?? [], order, meta.mergeKey)
    if (!live && !change) continue
    const merged = mergedForOrder(live, change, meta.node, meta.strategy, meta.mergeKey)
    elementType(live ?? [], change ?? [])
    setOwn(out, name, normalizeOrder(merged, order, live ?? [], meta.mergeKey))
    done.add(name)
  }
  return done
}

function mergedForOrder(
  live: JsonValue[] | undefined,
  change: JsonValue[] | undefined,
  node: SchemaNode | undefined,
  strategy: string,
  mergeKey: string,
): readonly JsonValue[] {
  if (!change) return live ?? []
  if (!live) return withoutDirectives(change) as JsonValue[]
  return mergeLists(live, change, node, strategy, mergeKey)
}

function suffix(key: string, prefix: string, problem: () => StrategicError): string {
  if (!key.startsWith(`${prefix}/`)) throw problem()
  return key.slice(prefix.length + 1)
}

function requireList(value: JsonValue | undefined): JsonValue[] {
  if (Array.isArray(value)) return value
  throw new StrategicError(`expected a []interface {}, but received a ${goType(value)}`)
}

function deleteScalars(out: JsonObject, name: string, value: JsonValue): void {
  const live = out[name]
  if (live === undefined || !Array.isArray(live) || !Array.isArray(value)) return
  const gone = new Set(value)
  setOwn(
    out,
    name,
    live.filter((item) => !gone.has(item)),
  )
}

function mergeKeyInto(out: JsonObject, key: string, value: JsonValue, node: SchemaNode | undefined): void {
  if (value === null) {
    delete out[key]
    return
  }
  const live = Object.hasOwn(out, key) ? out[key] : undefined
  if (isObject(live) && isObject(value)) {
    const meta = fieldMeta(node, key, false)
    setOwn(out, key, meta.strategy === 'replace' ? value : strategicMerge(live, value, meta.node))
    return
  }
  if (Array.isArray(live) && Array.isArray(value)) {
    const meta = fieldMeta(node, key, true)
    setOwn(out, key, mergeLists(live, value, meta.node, meta.strategy, meta.mergeKey))
    return
  }
  const kept = withoutDirectives(live === undefined || goType(live) !== goType(value) ? withoutNulls(value) : value)
  if (kept === undefined) delete out[key]
  else setOwn(out, key, kept)
}

function mergeLists(
  live: readonly JsonValue[],
  patch: readonly JsonValue[],
  node: SchemaNode | undefined,
  strategy: string,
  mergeKey: string,
): JsonValue[] {
  if (strategy !== 'merge') return [...patch]
  if (live.length === 0 && patch.length === 0) return []
  if (elementType(live, patch) === 'scalar') {
    return normalizeOrder([...new Set([...live, ...patch])], patch, live, '')
  }
  if (mergeKey === '') throw new StrategicError(`cannot merge lists without merge key for ${kindOf(node)}`)
  const {kept, changes} = applyItemDirectives(live as JsonObject[], patch as JsonObject[], mergeKey)
  return normalizeOrder(mergeItems(kept, changes, node, mergeKey), changes, kept, mergeKey)
}

/** Items with `$patch`: `delete` takes live items out, `replace` forgets all of them. */
function applyItemDirectives(
  live: readonly JsonObject[],
  patch: readonly JsonObject[],
  mergeKey: string,
): {kept: readonly JsonObject[]; changes: readonly JsonObject[]} {
  const plain = patch.filter((item) => !isDirective(item))
  let kept = live
  let replace = false
  for (const item of patch) {
    const directive = item.$patch
    if (directive === undefined) continue
    if (directive === 'delete') {
      const gone = requireKey(item, mergeKey)
      kept = kept.filter((one) => one[mergeKey] !== gone)
    } else if (directive === 'replace') replace = true
    else if (directive === 'merge') throw new StrategicError('merging lists cannot yet be specified in the patch')
    else throw new StrategicError(`unknown patch type: ${goValue(directive, true)} in map: ${goValue(item, true)}`)
  }
  return replace ? {kept: plain, changes: []} : {kept, changes: plain}
}

function mergeItems(
  live: readonly JsonObject[],
  changes: readonly JsonObject[],
  node: SchemaNode | undefined,
  mergeKey: string,
): JsonValue[] {
  const out = [...live]
  for (const change of changes) {
    const key = requireKey(change, mergeKey)
    const at = out.findIndex((item) => item[mergeKey] === key)
    const found = out[at]
    if (found === undefined) out.push(change)
    else out[at] = strategicMerge(found, change, node)
  }
  return out
}
