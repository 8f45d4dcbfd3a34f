import type {JsonObject} from '../../../../formats/json/value.js'
import {compareElements, type Element, parseElement} from './element.js'

/**
 * A set of paths as a trie, in the very shape of fieldsV1: `{}` is a member without children, `.` marks a member that
 * has children. Never changed once built; operations share what stays and return the same object when nothing changes.
 */
export interface FieldSet {
  readonly [element: Element]: FieldSet
}

type Draft = {[element: Element]: FieldSet}

const OWN = '.'
const leaf: FieldSet = Object.freeze({})
export const emptySet: FieldSet = leaf

/** A node that is a member and has these children. */
export function memberWith(children: FieldSet | undefined): FieldSet {
  if (children === undefined || isEmpty(children)) return leaf
  return children[OWN] === undefined ? {[OWN]: leaf, ...children} : children
}

export function isEmpty(set: FieldSet): boolean {
  for (const _ in set) return false
  return true
}

function isMember(node: FieldSet): boolean {
  return node[OWN] !== undefined || isEmpty(node)
}

export function hasChildren(node: FieldSet): boolean {
  for (const element in node) if (element !== OWN) return true
  return false
}

/** Whether the path (elements from the root) is a member. */
export function has(set: FieldSet, path: readonly Element[]): boolean {
  let node: FieldSet | undefined = set
  for (const element of path) {
    node = node[element]
    if (node === undefined) return false
  }
  return path.length > 0 && isMember(node)
}

/** The set that holds exactly these paths. */
export function setOf(...paths: readonly (readonly Element[])[]): FieldSet {
  return paths.reduce<FieldSet>((set, path) => union(set, chain(path)), emptySet)
}

function chain(path: readonly Element[]): FieldSet {
  return path.reduceRight<FieldSet>((node, element) => ({[element]: node}), leaf)
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return a
  let out: Draft | undefined
  for (const element in b) {
    const before = a[element]
    const added = b[element] as FieldSet
    const after = before === undefined || element === OWN ? (before ?? added) : unionNode(before, added)
    if (after === before) continue
    out ??= {...a}
    out[element] = after
  }
  return out ?? a
}

function unionNode(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return a
  if (isEmpty(a)) return memberWith(b)
  if (isEmpty(b)) return memberWith(a)
  return union(a, b)
}

/** Members of `a` that are not members of `b`; a child stays when only its parent is in `b`. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return pruned(a, b, differenceNode)
}

function differenceNode(a: FieldSet, b: FieldSet): FieldSet | undefined {
  if (a === b) return undefined
  return normal(pruned(a, b, differenceNode), isMember(a) && !isMember(b))
}

/** As `difference`, but a member of `b` takes everything below it along. */
export function recursiveDifference(a: FieldSet, b: FieldSet): FieldSet {
  return pruned(a, b, recursiveNode)
}

function recursiveNode(a: FieldSet, b: FieldSet): FieldSet | undefined {
  return isMember(b) ? undefined : normal(pruned(a, b, recursiveNode), isMember(a))
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return mapChildren(a, (element, node) => {
    const other = b[element]
    return other === undefined ? undefined : intersectionNode(node, other)
  })
}

function intersectionNode(a: FieldSet, b: FieldSet): FieldSet | undefined {
  return a === b ? a : normal(intersection(a, b), isMember(a) && isMember(b))
}

export function equalSets(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true
  let count = 0
  for (const element in a) {
    const other = b[element]
    if (other === undefined || !equalSets(a[element] as FieldSet, other)) return false
    count++
  }
  for (const _ in b) count--
  return count === 0
}

/** Whether every member of `a` is one of `b`. */
export function isSubset(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true
  for (const element in a) {
    if (element === OWN) continue
    const node = a[element] as FieldSet
    const other = b[element]
    if (other === undefined || (isMember(node) && !isMember(other)) || !isSubset(node, other)) return false
  }
  return true
}

/** All paths: of each level first the members, then what lies below, in the server's order. */
export function pathsOf(set: FieldSet): Element[][] {
  const paths: Element[][] = []
  collect(set, [], paths)
  return paths
}

function collect(set: FieldSet, prefix: readonly Element[], paths: Element[][]): void {
  const elements = Object.keys(set)
    .filter((element) => element !== OWN)
    .sort(compareElements)
  for (const element of elements) if (isMember(set[element] as FieldSet)) paths.push([...prefix, element])
  for (const element of elements) {
    const node = set[element] as FieldSet
    if (hasChildren(node)) collect(node, [...prefix, element], paths)
  }
}

/** The same set with keys in the server's order; the same object when they already are. */
export function sortedSet(set: FieldSet): FieldSet {
  const elements = Object.keys(set)
  let changed = false
  for (let i = 1; i < elements.length && !changed; i++)
    changed = compareKeys(elements[i - 1] as Element, elements[i] as Element) > 0
  if (changed) elements.sort(compareKeys)
  let out: Draft | undefined = changed ? {} : undefined
  for (const [i, element] of elements.entries()) {
    const node = set[element] as FieldSet
    const sorted = sortedSet(node)
    if (sorted !== node && out === undefined) {
      out = {}
      for (const earlier of elements.slice(0, i)) out[earlier] = set[earlier] as FieldSet
    }
    if (out) out[element] = sorted
  }
  return out ?? set
}

function compareKeys(a: Element, b: Element): number {
  if (a === OWN || b === OWN) return a === b ? 0 : a === OWN ? -1 : 1
  return compareElements(a, b)
}

/**
 * Reads fieldsV1 as anybody may have written it.
 * @throws Error with the decoder's words when a key is no path element
 */
export function parseSet(fields: JsonObject): FieldSet {
  return readNode(fields).children ?? emptySet
}

/** Children, and whether the node itself is a member: it says so, or it has no children. */
function readNode(fields: JsonObject): {children: FieldSet | undefined; member: boolean} {
  let children: Draft | undefined
  let member = false
  for (const key in fields) {
    if (fields[key] === undefined) continue
    if (key === OWN) {
      member = true
      continue
    }
    const element = parseElement(key)
    const value = fields[key]
    if (element === undefined) continue
    const below = readNode(typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {})
    children ??= {}
    const node = below.member ? memberWith(below.children) : (below.children ?? leaf)
    const before = children[element]
    children[element] = before === undefined ? node : unionNode(before, node)
  }
  return {children, member: member || children === undefined}
}

function pruned(a: FieldSet, b: FieldSet, prune: (a: FieldSet, b: FieldSet) => FieldSet | undefined): FieldSet {
  return mapChildren(a, (element, node) => {
    const other = b[element]
    return other === undefined ? node : prune(node, other)
  })
}

/** Replaces (or with undefined drops) children; the mark of the node itself stays. */
export function mapChildren(set: FieldSet, change: (element: Element, node: FieldSet) => FieldSet | undefined): FieldSet {
  let out: Draft | undefined
  for (const element in set) {
    const before = set[element] as FieldSet
    const after = element === OWN ? before : change(element, before)
    if (after === before) {
      if (out) out[element] = before
      continue
    }
    if (!out) {
      out = {}
      for (const earlier in set) {
        if (earlier === element) break
        out[earlier] = set[earlier] as FieldSet
      }
    }
    if (after !== undefined) out[element] = after
  }
  return out ?? set
}

/** A node with the children of `set` that is a member or not; undefined when nothing is left. */
function normal(set: FieldSet, member: boolean): FieldSet | undefined {
  if (!hasChildren(set)) return member ? leaf : undefined
  if (member) return memberWith(set)
  if (set[OWN] === undefined) return set
  const {[OWN]: _, ...children} = set
  return children
}
