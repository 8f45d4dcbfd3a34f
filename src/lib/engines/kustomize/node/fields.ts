import {KustomizeError} from '../error.js'
import {writeNode} from '../text/write-node.js'
import {oldMeaning, oldWord} from './meaning.js'
import {ALIAS, append, DOUBLE, isNull, MAP, Node, type NodeKind, PLAIN, SCALAR, SEQ, scalar, TAG, text} from './node.js'

const KIND_NAMES: Readonly<Record<NodeKind, string>> = {
  [SCALAR]: 'ScalarNode',
  [MAP]: 'MappingNode',
  [SEQ]: 'SequenceNode',
  [ALIAS]: 'AliasNode',
}

/** A node is of another kind than a filter wants. */
export class WrongKind extends KustomizeError {
  constructor(
    expected: NodeKind,
    readonly actual: Node,
  ) {
    super(
      `wrong node kind: expected ${KIND_NAMES[expected]} but got ${KIND_NAMES[actual.kind]}: node contents:\n${writeNode(actual)}`,
    )
  }
}

/** @throws WrongKind unless the node is absent, null or of that kind */
export function demandKind(node: Node | undefined, kind: NodeKind): void {
  if (!isNull(node) && node!.kind !== kind) throw new WrongKind(kind, node!)
}

/** The value of a field of a map; undefined when there is none or `node` is no map. Null values are given as they are. */
export function field(node: Node | undefined, name: string): Node | undefined {
  if (node === undefined || node.kind !== MAP) return undefined
  return lookup(node.content, name)
}

export function lookup(content: readonly Node[], name: string): Node | undefined {
  for (let i = 0; i < content.length; i += 2) if (content[i]!.value === name) return content[i + 1]
  return undefined
}

/** kyaml's FieldMatcher for a name: nothing below null, an error below a list or scalar. */
export function get(node: Node | undefined, name: string): Node | undefined {
  if (isNull(node)) return undefined
  demandKind(node, MAP)
  return lookup(node!.content, name)
}

/** Removes a field; returns its value. */
export function clear(node: Node | undefined, name: string): Node | undefined {
  if (node === undefined) return undefined
  demandKind(node, MAP)
  const {content} = node
  for (let i = 0; i < content.length; i += 2) {
    if (content[i]!.value !== name) continue
    const removed = content[i + 1]
    node.content = content.slice(0, i).concat(content.slice(i + 2))
    return removed
  }
  return undefined
}

/**
 * kyaml's FieldSetter: an existing value keeps its identity and style, a null value removes the field unless it is
 * to be kept. Returns the node that now holds the value.
 */
export function setField(node: Node, name: string, value: Node | undefined, keyStyle = PLAIN): Node | undefined {
  if (name === '') return setUnnamed(node, value)
  if (value === undefined || (value.tag === TAG.null && !value.keep)) return clear(node, name)
  quoteOld(value)
  const existing = get(node, name)
  if (existing !== undefined) {
    value.style = existing.style
    existing.assign(value)
    return existing
  }
  const key = scalar(name)
  key.style = keyStyle
  if (value.keyNotes !== undefined) value.keyNotes = undefined
  append(node, key, value)
  return value
}

/**
 * Text gets quotes where YAML 1.1 would not read text. One that takes another's place takes over its style afterwards; one
 * that is set where it is already (a merge does so with every field) keeps the quotes, and so does what takes its place later.
 */
export function quoteOld(value: Node): void {
  if (value.style !== PLAIN || value.kind !== SCALAR) return
  if (value.tag === '' ? oldMeaning(value.value) : value.tag === TAG.string && oldWord(value.value)) value.style = DOUBLE
}

/** A field without a name is the node itself, which only a scalar may be set as. */
export function setUnnamed(node: Node, value: Node | undefined): Node {
  if (value !== undefined) quoteOld(value)
  demandKind(node, SCALAR)
  if (value !== undefined) setScalar(node, value)
  return node
}

/** kyaml's FieldSetter without a name: sets a scalar in place, keeping its style. */
export function setScalar(node: Node, value: Node): void {
  demandKind(node, SCALAR)
  if (value.tag === TAG.null) return
  value.style = node.style
  node.assign(value)
}

/** The value at a path of names, created with maps between and `kind` at its end when `kind` is given. */
export function lookupPath(node: Node, path: readonly string[], kind?: NodeKind): Node | undefined {
  let current: Node | undefined = node
  for (let i = 0; i < path.length; i++) {
    const found: Node | undefined = get(current, path[i]!)
    if (found !== undefined || kind === undefined || current === undefined) current = found
    else current = setField(current, path[i]!, new Node(i === path.length - 1 ? kind : MAP, '', '', PLAIN, []))
    if (current === undefined) return undefined
  }
  return current
}

/** Sorted text pairs written as a map of strings under metadata; removed when there are none. */
export function setMetadataMap(root: Node, name: string, pairs: ReadonlyMap<string, string>): void {
  const metadata = lookupPath(root, ['metadata'], MAP)!
  clear(metadata, name)
  if (pairs.size === 0) return
  const map = lookupPath(metadata, [name], MAP)!
  for (const key of [...pairs.keys()].sort(compareBytes)) {
    if (key === '') demandKind(map, SCALAR)
    append(map, scalar(key), text(pairs.get(key)!))
  }
}

/** Go's order of strings. UTF-16 order differs only for surrogate pairs against the last part of the first plane. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    const high = x >= 0xd800 && y >= 0xd800
    if (!high) return x - y
    return rank(x) - rank(y)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x2000 : unit
}
