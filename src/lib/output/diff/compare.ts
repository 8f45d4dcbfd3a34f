import {printJson} from '../../formats/json/print.js'
import {sameValue} from '../../formats/json/same-value.js'
import {isObject, type JsonArray, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {compareKeys} from '../../formats/yaml/order.js'

/** One thing that changed at a path; entries of maps and lists are told together. */
export type Detail =
  | {readonly kind: 'added' | 'removed'; readonly entries: JsonArray | JsonObject}
  | {readonly kind: 'changed'; readonly from: JsonValue; readonly to: JsonValue}
  | {readonly kind: 'reordered'; readonly from: readonly JsonValue[]; readonly to: readonly JsonValue[]}

export interface Difference {
  /** keys, indexes and names of list items */
  readonly path: readonly string[]
  readonly details: readonly Detail[]
}

/** Entries of a list from which on a key that tells them apart is taken for their name. */
const GUESS_FROM = 4
/** Keys that name the items of a list when all of them have one of their own. */
const NAMES = ['name', 'key', 'id', 'manager']

/**
 * How two values differ, told as flux's report does (cli reference 7.3): items of lists are matched by name where they have
 * one, entries that came or went stand before what changed within.
 */
export function compareValues(from: JsonValue, to: JsonValue, path: readonly string[] = []): Difference[] {
  if (isObject(from) && isObject(to)) return compareMaps(from, to, path)
  if (Array.isArray(from) && Array.isArray(to)) return compareLists(from, to, path)
  return sameValue(from, to) ? [] : [{path, details: [{kind: 'changed', from, to}]}]
}

/** Keys as they stand in YAML. */
export function keysOf(map: JsonObject): string[] {
  return Object.keys(map)
    .filter((key) => map[key] !== undefined)
    .sort(compareKeys)
}

function compareMaps(from: JsonObject, to: JsonObject, path: readonly string[]): Difference[] {
  const removed: JsonObject = {}
  const added: JsonObject = {}
  const within: Difference[] = []
  for (const key of keysOf(from)) {
    const other = Object.hasOwn(to, key) ? to[key] : undefined
    if (other === undefined) removed[key] = from[key]
    else within.push(...compareValues(from[key]!, other, [...path, key]))
  }
  for (const key of keysOf(to)) if (!Object.hasOwn(from, key) || from[key] === undefined) added[key] = to[key]
  return withEntries(path, [], removed, added, within)
}

function withEntries(
  path: readonly string[],
  order: readonly Detail[],
  removed: JsonArray | JsonObject,
  added: JsonArray | JsonObject,
  within: readonly Difference[],
): Difference[] {
  const details: Detail[] = [...order]
  if (Object.keys(removed).length > 0) details.push({kind: 'removed', entries: removed})
  if (Object.keys(added).length > 0) details.push({kind: 'added', entries: added})
  return details.length > 0 ? [{path, details}, ...within] : [...within]
}

function compareLists(from: JsonArray, to: JsonArray, path: readonly string[]): Difference[] {
  const nameOf = namesFor(from, to)
  if (nameOf) return compareNamed(from, to, nameOf, path)
  if (from.length === 1 && to.length === 1) return compareValues(from[0]!, to[0]!, [...path, '0'])
  return compareSimple(from, to, path)
}

type NameOf = (item: JsonValue) => string

/** How the items of both lists are named; undefined when they are not. */
function namesFor(from: JsonArray, to: JsonArray): NameOf | undefined {
  if (from.length === 0 || to.length === 0) return undefined
  const serves = (nameOf: (item: JsonValue) => string | undefined) =>
    [from, to].every((list) => {
      const names = list.map(nameOf)
      return names.every((name) => name !== undefined) && new Set(names).size === list.length
    })
  for (const key of NAMES) {
    const byKey = (item: JsonValue) => scalarAt(item, key)
    if (serves(byKey)) return byKey as NameOf
  }
  if (serves(entityName)) return entityName as NameOf
  const [first] = from
  if (from.length < GUESS_FROM || to.length < GUESS_FROM || !isObject(first)) return undefined
  const guess = keysOf(first).find((key) => typeof first[key] === 'string' && serves((item) => textAt(item, key)))
  return guess === undefined ? undefined : (item) => textAt(item, guess)!
}

function scalarAt(item: JsonValue, key: string): string | undefined {
  const value = isObject(item) ? item[key] : undefined
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
}

function textAt(item: JsonValue, key: string): string | undefined {
  const value = isObject(item) ? item[key] : undefined
  return typeof value === 'string' ? value : undefined
}

/** Items that are Kubernetes objects. */
function entityName(item: JsonValue): string | undefined {
  if (!isObject(item) || !isObject(item.metadata)) return undefined
  const parts = [scalarAt(item, 'apiVersion'), scalarAt(item, 'kind'), scalarAt(item.metadata, 'name')]
  const namespace = scalarAt(item.metadata, 'namespace')
  if (namespace !== undefined) parts.splice(2, 0, namespace)
  return parts.includes(undefined) ? undefined : parts.join('/')
}

function compareNamed(from: JsonArray, to: JsonArray, nameOf: NameOf, path: readonly string[]): Difference[] {
  const others = new Map(to.map((item) => [nameOf(item), item]))
  const names = new Set(from.map(nameOf))
  const within = from.flatMap((item) => {
    const name = nameOf(item)
    return others.has(name) ? compareValues(item, others.get(name)!, [...path, name]) : []
  })
  const before = from.map(nameOf).filter((name) => others.has(name))
  const after = to.map(nameOf).filter((name) => names.has(name))
  return withEntries(
    path,
    reordered(before, after),
    from.filter((item) => !others.has(nameOf(item))),
    to.filter((item) => !names.has(nameOf(item))),
    within,
  )
}

function compareSimple(from: JsonArray, to: JsonArray, path: readonly string[]): Difference[] {
  const [left, right] = [counted(from), counted(to)]
  const common = (list: JsonArray, others: ReadonlyMap<string, number>) => list.filter((item) => others.has(hashOf(item)))
  const order = reordered(common(from, right), common(to, left))
  return withEntries(path, order, surplus(from, left, right), surplus(to, right, left), [])
}

const hashOf = (item: JsonValue) => (typeof item === 'string' ? JSON.stringify(item) : printJson(sorted(item)))

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  )
}

function counted(list: JsonArray): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of list) counts.set(hashOf(item), (counts.get(hashOf(item)) ?? 0) + 1)
  return counts
}

/** What one list has that the other does not have, or has less often. */
function surplus(list: JsonArray, own: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): JsonArray {
  const told = new Set<string>()
  return list.flatMap((item) => {
    const hash = hashOf(item)
    if (!other.has(hash)) return [item]
    const more = own.get(hash)! - other.get(hash)!
    if (more <= 0 || told.has(hash)) return []
    told.add(hash)
    return Array.from({length: more}, () => item)
  })
}

/** Told only when both lists have the same things. */
function reordered(from: readonly JsonValue[], to: readonly JsonValue[]): Detail[] {
  if (from.length !== to.length || from.every((item, index) => sameValue(item, to[index]))) return []
  return [{kind: 'reordered', from, to}]
}
