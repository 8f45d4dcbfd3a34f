import {isObject, type JsonValue} from '../../../formats/json/value.js'
import {compareKeys} from '../../../formats/yaml/order.js'
import {KustomizeError} from '../error.js'
import {canonicalNode} from '../node/canonical.js'
import {keyOfJson, nodeOfJson} from '../node/from-json.js'
import {MAP, type Node, SEQ} from '../node/node.js'

/** An operation whose meaning does not depend on how lax the reader of JSON patches is. */
interface Edit {
  readonly op: 'add' | 'replace' | 'remove'
  /** to the container */
  readonly path: readonly string[]
  readonly key: string
  readonly value: JsonValue
}

/** Each of them looks through the fields of a map; of many the long way is shorter. */
const MOST = 32

/**
 * Operations that only add, replace and remove, done on nodes: the common case without the way through JSON. Undefined when
 * one of them is something else or does not fit; the long way then says why, or does it.
 */
export function patchedInPlace(root: Node, operations: readonly JsonValue[]): Node | undefined {
  if (operations.length > MOST) return undefined
  const edits: Edit[] = []
  for (const operation of operations) {
    const edit = editOf(operation)
    if (edit === undefined) return undefined
    edits.push(edit)
  }
  if (root.kind !== MAP) return undefined
  let made: Node
  try {
    made = canonicalNode(root)
  } catch (error) {
    if (error instanceof KustomizeError) return undefined
    throw error
  }
  return edits.every((edit) => apply(made, edit)) ? made : undefined
}

function editOf(operation: JsonValue): Edit | undefined {
  if (!isObject(operation)) return undefined
  const {op, path, value} = operation
  if (typeof path !== 'string' || !path.startsWith('/')) return undefined
  if (op !== 'add' && op !== 'replace' && op !== 'remove') return undefined
  const parts = path
    .slice(1)
    .split('/')
    .map((part) => (part.includes('~') ? part.replace(/~[01]/g, (pair) => (pair === '~1' ? '/' : '~')) : part))
  const key = parts.pop()!
  return {op, path: parts, key, value: value ?? null}
}

function apply(root: Node, edit: Edit): boolean {
  let container = root
  for (const part of edit.path) {
    const at = placeOf(container, part)
    if (at < 0) return false
    container = container.content[at]!
  }
  if (container.kind === MAP) return editMap(container, edit)
  return container.kind === SEQ && editList(container, edit)
}

/** Of a value in its container; -1 when it is not there. */
function placeOf(container: Node, key: string): number {
  const {content} = container
  if (container.kind === MAP) {
    for (let i = 0; i < content.length; i += 2) if (content[i]!.value === key) return i + 1
    return -1
  }
  if (container.kind !== SEQ || !/^\d{1,9}$/.test(key)) return -1
  return Number(key) < content.length ? Number(key) : -1
}

function editMap({content}: Node, {op, key, value}: Edit): boolean {
  let at = 0
  while (at < content.length && content[at]!.value !== key) at += 2
  if (op === 'remove') {
    if (at === content.length) return false
    content.splice(at, 2)
    return true
  }
  const made = nodeOfJson(value)
  if (at < content.length) {
    content[at + 1] = made
    return true
  }
  at = 0
  while (at < content.length && compareKeys(content[at]!.value, key) < 0) at += 2
  content.splice(at, 0, keyOfJson(key), made)
  return true
}

function editList(list: Node, {op, key, value}: Edit): boolean {
  const {content} = list
  if (op === 'add' && (key === '-' || key === String(content.length))) {
    content.push(nodeOfJson(value))
    return true
  }
  const at = placeOf(list, key)
  if (at < 0) return false
  if (op === 'add') content.splice(at, 0, nodeOfJson(value))
  else if (op === 'replace') content[at] = nodeOfJson(value)
  else content.splice(at, 1)
  return true
}
