import {KustomizeError} from '../error.js'
import {compilePattern} from '../transform/pattern.js'
import {demandKind, get, setField} from './fields.js'
import {append, isNull, MAP, Node, type NodeKind, PLAIN, SCALAR, SEQ, scalar} from './node.js'
import {parseScalarDocument} from './parse.js'
import {printScalar} from './print.js'

/** `[name=value]` or `[=value]` */
export function isListIndex(part: string): boolean {
  return part.startsWith('[') && part.endsWith(']')
}

/** Go's Atoi: a signed number that an int64 holds, anything else is a name. */
export function indexOf(part: string): number | undefined {
  return /^[-+]?\d+$/.test(part) && isInt64(BigInt(part.replace('+', ''))) ? Number(part) : undefined
}

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value
}

/** `-0` is one too. */
function isNumber(part: string): boolean {
  return (indexOf(part) ?? -1) >= 0
}

function splitIndex(part: string): [name: string, value: string] {
  const inner = part.slice(1, -1)
  const equals = inner.indexOf('=')
  if (equals < 0) throw new KustomizeError('list path element must contain fieldName=fieldValue for element to match')
  return [inner.slice(0, equals), inner.slice(equals + 1)]
}

/** The one node at a path of names, numbers, `-` and `[name=value]`; undefined when there is none. */
export function lookupParts(root: Node, parts: readonly string[]): Node | undefined {
  let node: Node | undefined = root
  for (const raw of parts) {
    const part = raw.trim()
    if (part === '') continue
    node = step(node, part)
    if (node === undefined) return undefined
  }
  return node
}

function step(node: Node, part: string): Node | undefined {
  const index = indexOf(part)
  if (index !== undefined) {
    if (index < 0) throw new KustomizeError(`array index ${index} cannot be negative`)
    demandKind(node, SEQ)
    return node.content[index]
  }
  if (part === '-') {
    demandKind(node, SEQ)
    if (node.content.length === 0) throw new KustomizeError('the list is empty and has no last element')
    return node.content[node.content.length - 1]
  }
  if (part === '*') throw new KustomizeError('wildcard is not supported in PathGetter')
  if (!isListIndex(part)) return get(node, part)
  const [name, value] = splitIndex(part)
  demandKind(node, SEQ)
  if (name === '') return node.content.find((item) => item.value === value)
  return node.content.find((item) => !isNull(item) && item.kind === MAP && get(item, name)?.value === value)
}

/**
 * All nodes at a path that may hold `*` and `[name=expression]`; with `create` the missing ones are made.
 * Undefined when nothing is there. kyaml's PathMatcher.
 */
export function matchPath(node: Node, path: readonly string[], create: NodeKind | undefined): Node[] | undefined {
  const [part, ...rest] = path
  if (part === undefined) return [node]
  if (isNumber(part)) return atIndex(node, Math.abs(Number(part)), rest, create)
  if (isListIndex(part)) return inList(node, part, rest, create)
  if (part === '*') {
    demandKind(node, SEQ)
    return collect(node.content.map((item) => matchPath(item, rest, create)))
  }
  return atField(node, part, rest, create)
}

function collect(found: readonly (Node[] | undefined)[]): Node[] | undefined {
  const nodes = found.flatMap((list) => list ?? [])
  return found.every((list) => list === undefined) ? undefined : nodes
}

/** A list for an index, a map for a name, what is asked for at the end. */
function kindFor(next: string | undefined, create: NodeKind): NodeKind {
  if (next === undefined || next === '') return create
  return isListIndex(next) || isNumber(next) ? SEQ : MAP
}

function blank(kind: NodeKind): Node {
  return new Node(kind, '', '', PLAIN, [])
}

function atField(node: Node, name: string, rest: readonly string[], create: NodeKind | undefined): Node[] | undefined {
  let found = get(node, name)
  if (found === undefined) {
    if (create === undefined) return undefined
    if (isNull(node)) return undefined
    found = blank(kindFor(rest[0], create))
    setField(node, name, found)
  }
  if (found.kind !== SCALAR || rest.length === 0 || isNull(found)) return matchPath(found, rest, create)
  // text that holds YAML or JSON is looked into, but what is found there does not change the text
  return matchPath(parseScalarDocument(found.value), rest, create)
}

function atIndex(node: Node, index: number, rest: readonly string[], create: NodeKind | undefined): Node[] | undefined {
  demandKind(node, SEQ)
  if (node.content.length === index && create !== undefined) {
    append(node, blank(kindFor(rest[0], create)))
  }
  const element = node.content[index]
  if (element === undefined) {
    throw new KustomizeError(`index ${index} specified but only ${node.content.length} elements found`)
  }
  return matchPath(element, rest, create)
}

function inList(node: Node, part: string, rest: readonly string[], create: NodeKind | undefined): Node[] | undefined {
  const [name, expression] = splitIndex(part)
  const matches = compilePattern(expression)
  demandKind(node, SEQ)
  const ofItem = (item: Node): Node[] | undefined => {
    if (name === '') return matches(printScalar(item)) ? [item] : undefined
    const value = item.kind === MAP ? get(item, name) : undefined
    return value !== undefined && matches(printScalar(value)) ? matchPath(item, rest, create) : undefined
  }
  const search = () => {
    const nodes = collect(node.content.map(ofItem))
    return nodes === undefined || nodes.length === 0 ? undefined : nodes
  }
  const found = search()
  if (found !== undefined || create === undefined) return found
  append(node, name === '' ? scalar(expression) : new Node(MAP, '', '', PLAIN, [scalar(name), scalar(expression)]))
  return search()
}
