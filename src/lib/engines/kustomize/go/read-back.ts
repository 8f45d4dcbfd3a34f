import {KustomizeError} from '../error.js'
import {FLOW, FOLDED, LITERAL, MAP, type Node, SCALAR, TAG, TAGGED} from '../node/node.js'

const FAULT = 'found a tab character where an indentation space is expected'

/** What yaml.v3 puts into quotes whatever its style: spaces before a break or at the end, and what cannot be printed. */
const QUOTED = /[ ](?:\n|$)|[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** A block scalar that begins with a tab: yaml.v3 prints it without a hint of its indentation and cannot read it back. */
export function isTabBlock({kind, style, value}: Node): boolean {
  if (kind !== SCALAR || value.charCodeAt(0) !== 0x09) return false
  const own = style & ~TAGGED
  return (own === LITERAL || own === FOLDED) && !QUOTED.test(value)
}

/** The fault without its line. */
export function tabFault(): KustomizeError {
  return new KustomizeError(`yaml: ${FAULT}`)
}

/** A fault over a tab in something below `root` with the line that kustomize prints; any other message as it is. */
export function withTabLine(message: string, root: Node): string {
  return message === `yaml: ${FAULT}` ? atLine(search(root, isTabBlock, 0).found ?? 0) : message
}

function atLine(line: number): string {
  return `yaml: line ${Math.max(line, 1) + 1}: ${FAULT}`
}

/** @throws KustomizeError for something that kustomize could not read back; `fromJson`: texts have no style of their own */
export function demandReadable(root: Node, fromJson: boolean): void {
  const isFault = fromJson ? isTabText : isTabBlock
  if (!someScalar(root, isFault)) return
  throw new KustomizeError(atLine(search(root, isFault, 0).found ?? 0))
}

/** The key of a map below which something begins with a tab that cannot be read back. */
export function tabKey({kind, content}: Node): string | undefined {
  const at = kind === MAP ? content.findIndex((child, i) => i % 2 === 1 && someScalar(child, isTabBlock)) : -1
  return content[at - 1]?.value
}

/** @throws KustomizeError for a list or map that has become empty where its key has a comment */
export function demandFilled(root: Node): void {
  const {found} = search(root, isEmptied, 0)
  if (found !== undefined) throw new KustomizeError(`yaml: line ${found + 2}: could not find expected ':'`)
}

function isEmptied({kind, content}: Node, key?: Node): boolean {
  return kind !== SCALAR && content.length === 0 && key?.commented === true
}

type Predicate = (node: Node, key?: Node) => boolean

/** Of JSON each text with line breaks is written as a block. */
function isTabText({tag, value}: Node): boolean {
  return tag === TAG.string && value.charCodeAt(0) === 0x09 && value.includes('\n') && !QUOTED.test(value)
}

function someScalar(node: Node, wanted: Predicate): boolean {
  if (node.kind === SCALAR) return wanted(node)
  return node.style !== FLOW && node.content.some((child) => someScalar(child, wanted))
}

interface Search {
  /** line of the block's header, from 0 */
  readonly found?: number
  /** the first line after what was looked through */
  readonly next: number
}

/** Counts the lines in which a node is printed in between, up to the first that is wanted. */
function search(node: Node, wanted: Predicate, line: number, key?: Node): Search {
  if (wanted(node, key)) return {found: line, next: line}
  if (node.kind === SCALAR) return {next: line + 1 + blockLines(node)}
  if (isOneLine(node)) return {next: line + 1}
  const isMap = node.kind === MAP
  let next = line
  for (let i = isMap ? 1 : 0; i < node.content.length; i += isMap ? 2 : 1) {
    const child = node.content[i]!
    const below = isMap && child.kind !== SCALAR && !isOneLine(child)
    const result = search(child, wanted, below ? next + 1 : next, isMap ? node.content[i - 1] : undefined)
    if (result.found !== undefined) return result
    next = result.next
  }
  return {next}
}

function isOneLine({style, content}: Node): boolean {
  return style === FLOW || content.length === 0
}

function blockLines({style, value}: Node): number {
  const own = style & ~TAGGED
  if (own !== LITERAL && own !== FOLDED) return 0
  return value.split('\n').length - (value.endsWith('\n') ? 1 : 0)
}
