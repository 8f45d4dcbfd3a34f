import type {Comment} from '../../../formats/yaml/go/token.js'
import {KustomizeError} from '../error.js'
import {goJson, goJsonIndent} from '../go/json.js'
import {jsonOf} from '../node/json-of.js'
import {copyNode, type Node, type NodeKind, SCALAR} from '../node/node.js'
import {parseScalarDocument} from '../node/parse.js'
import {lookupParts, matchPath} from '../node/path.js'
import {countNodes, demandFew, type Grow} from '../resource/growth.js'
import {type Comments, placeComments} from './comments.js'
import {writeNode} from './write-node.js'

/**
 * Sets a value inside a text field that holds JSON or YAML, when a path leads into one: `data.config.server.port`.
 * @returns false when it does not
 */
export function setInText(root: Node, parts: readonly string[], value: Node, create: NodeKind | undefined, grow: Grow): boolean {
  try {
    return trySet(root, parts, value, create, grow)
  } catch (error) {
    if (error instanceof KustomizeError) return false
    throw error
  }
}

function trySet(root: Node, parts: readonly string[], value: Node, create: NodeKind | undefined, grow: Grow): boolean {
  const found = findText(root, parts)
  if (found === undefined) return false
  const {field, document, rest} = found
  const targets = matchPath(document, rest, create)
  if (targets === undefined || targets.length === 0) return false
  const copied = countNodes(value) * targets.length
  demandFew(copied)
  grow(copied)
  for (const target of targets) {
    if (target.kind === SCALAR) target.value = value.value
    else target.assign(copyNode(value))
  }
  const written = found.write(field.value)
  grow(-copied, written.length - field.value.length)
  field.value = written
  return true
}

interface Found {
  readonly field: Node
  readonly document: Node
  readonly rest: readonly string[]
  write(original: string): string
}

/** The first scalar on the way that has path left below it and can be parsed. */
function findText(root: Node, parts: readonly string[]): Found | undefined {
  for (let i = 1; i < parts.length; i++) {
    const field = attempt(() => lookupParts(root, parts.slice(0, i)))
    if (field === undefined || field.kind !== SCALAR) continue
    const comments: Comment[] = []
    const document = attempt(() => parseScalarDocument(field.value, comments))
    if (document === undefined) continue
    const placed = placeComments(field.value, document, comments)
    return {field, document, rest: parts.slice(i), write: (original) => serialized(document, placed, original)}
  }
  return undefined
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch (error) {
    if (error instanceof KustomizeError) return undefined
    throw error
  }
}

function serialized(document: Node, comments: Comments, original: string): string {
  const first = original.trim()[0]
  if (first !== '{' && first !== '[') return writeNode(document, comments).trim()
  const value = jsonOf(document)
  return original.includes('\n') && original.includes('  ') ? goJsonIndent(value) : goJson(value)
}
