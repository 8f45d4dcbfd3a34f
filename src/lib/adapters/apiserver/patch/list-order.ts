import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {goType, goValue} from '../ssa/typed/go-text.js'
import {listOfLists, StrategicError} from './strategic-error.js'

/** Order of a merged list: items of the patch as `patchOrder` has them, between the others as the live list had them. */
export function normalizeOrder(
  merged: readonly JsonValue[],
  patchOrder: readonly JsonValue[],
  liveOrder: readonly JsonValue[],
  mergeKey: string,
): JsonValue[] {
  const keyOf = (item: JsonValue): JsonValue => (mergeKey === '' ? item : requireKey(item, mergeKey))
  const inPatch = positions(patchOrder, keyOf)
  const inLive = positions(liveOrder, keyOf)
  const patched: JsonValue[] = []
  const others: JsonValue[] = []
  for (const item of merged) (inPatch.has(keyOf(item)) ? patched : others).push(item)
  sortBy(patched, (item) => inPatch.get(keyOf(item)) as number)
  sortBy(others, (item) => inLive.get(keyOf(item)) ?? Number.MAX_SAFE_INTEGER)
  return interleave(others, patched, (item) => inLive.get(keyOf(item)))
}

/** A live-only item stands before the first patched item that the live list has after it. */
function interleave(
  others: readonly JsonValue[],
  patched: readonly JsonValue[],
  placeOf: (item: JsonValue) => number | undefined,
): JsonValue[] {
  const out: JsonValue[] = []
  let i = 0
  let j = 0
  while (i < others.length || j < patched.length) {
    const other = i < others.length ? placeOf(others[i] as JsonValue) : undefined
    const next = j < patched.length ? placeOf(patched[j] as JsonValue) : undefined
    const otherFirst = j >= patched.length || (other !== undefined && next !== undefined && other < next)
    if (i < others.length && otherFirst) out.push(others[i++] as JsonValue)
    else out.push(patched[j++] as JsonValue)
  }
  return out
}

function positions(items: readonly JsonValue[], keyOf: (item: JsonValue) => JsonValue): Map<JsonValue, number> {
  const found = new Map<JsonValue, number>()
  for (const [index, item] of items.entries()) {
    const key = keyOf(item)
    if (!found.has(key)) found.set(key, index)
  }
  return found
}

function sortBy(items: JsonValue[], rank: (item: JsonValue) => number): void {
  items.sort((a, b) => rank(a) - rank(b))
}

/** The value of an item's merge key. */
export function requireKey(item: JsonValue, mergeKey: string): JsonValue {
  if (!isObject(item)) throw new StrategicError(`expected a map[string]interface {}, but received a ${goType(item)}`)
  const value = Object.hasOwn(item, mergeKey) ? item[mergeKey] : undefined
  if (value === undefined) {
    throw new StrategicError(`map: ${goValue(item, true)} does not contain declared merge key: ${mergeKey}`)
  }
  return value
}

/** The type that all items of the lists share; lists in lists are refused. */
export function elementType(...lists: readonly (readonly JsonValue[])[]): 'map' | 'scalar' {
  let type: string | undefined
  for (const item of lists.flat()) {
    const current = goType(item)
    if (Array.isArray(item) && type === undefined) throw listOfLists()
    type ??= current
    if (type !== current) {
      throw new StrategicError(
        `list element types are not identical: ${goValue(
          lists.map((list) => [...list]),
          true,
        )}`,
      )
    }
  }
  if (type === undefined) throw new StrategicError('no elements in any of the given slices')
  return type === 'map[string]interface {}' ? 'map' : 'scalar'
}

/** `$setElementOrder` must name the items of the patch in their order. */
export function checkElementOrder(patch: readonly JsonValue[], order: readonly JsonValue[], mergeKey: string): void {
  if (patch.length === 0 || order.length === 0) return
  const kept = mergeKey === '' ? patch : patch.filter((item) => !isDirective(item))
  let at = 0
  for (const item of order) {
    if (at >= kept.length) return
    const wanted = kept[at] as JsonValue
    if (mergeKey === '' ? wanted === item : requireKey(wanted, mergeKey) === requireKey(item, mergeKey)) at++
  }
  if (at < kept.length) {
    throw new StrategicError(
      `The order in patch list:\n${goValue([...patch], true)}\n doesn't match $setElementOrder list:\n${goValue([...order], true)}\n`,
    )
  }
}

export function isDirective(item: JsonValue | undefined): item is JsonObject {
  return isObject(item) && item.$patch !== undefined
}
