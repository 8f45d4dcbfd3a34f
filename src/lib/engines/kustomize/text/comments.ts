import type {Comment} from '../../../formats/yaml/go/token.js'
import {MAP, type Node, SCALAR} from '../node/node.js'

/** Comments by the node that they stay with: above it, or at the end of its line. */
export interface Comments {
  /** with a blank line after them: about the whole document */
  readonly top: readonly string[]
  /** an empty one is a blank line */
  readonly above: ReadonlyMap<Node, readonly string[]>
  readonly beside: ReadonlyMap<Node, string>
  readonly end: readonly string[]
}

export const NO_COMMENTS: Comments = {top: [], above: new Map(), beside: new Map(), end: []}

/** Finds for every comment the node that it belongs to; `text` is what both were read from. */
export function placeComments(text: string, root: Node, comments: readonly Comment[]): Comments {
  if (comments.length === 0) return NO_COMMENTS
  const entries = listEntries(root)
  const lines = text.split('\n')
  const top = topComments(lines, comments, entries[0]?.line ?? 0)
  const rest = comments.slice(top.length)
  const last = lastOfLine(root)
  const beside = new Map<Node, string>()
  for (const comment of rest) {
    const node = last.get(comment.line)
    if (!comment.alone && node !== undefined) beside.set(node, comment.text)
  }
  const isBlank = (line: number) => lines[line - 1]?.trim() === ''
  return {
    top,
    beside,
    ...placeAlone(
      entries,
      rest.filter(({alone}) => alone),
      isBlank,
    ),
  }
}

function placeAlone(
  entries: readonly Node[],
  comments: readonly Comment[],
  isBlank: (line: number) => boolean,
): Pick<Comments, 'above' | 'end'> {
  const above = new Map<Node, string[]>()
  const end: string[] = []
  let at = 0
  comments.forEach(({text, line}, index) => {
    while (at < entries.length && entries[at]!.line <= line) at++
    const entry = entries[at]
    const list = entry === undefined ? end : (above.get(entry) ?? [])
    if (entry !== undefined) above.set(entry, list)
    const parted = isBlank(line - 1)
    if (parted && (list.length > 0 || entry === undefined)) list.push('')
    list.push(text)
    const following = comments[index + 1]
    const isLast = entry !== undefined && (following === undefined || following.line >= entry.line)
    // one that stays with what is above it
    if (isLast && at > 0 && !parted && list.length === 1 && isBlank(line + 1)) list.push('')
  })
  return {above, end}
}

/** The first comments, if a blank line parts them from what follows. */
function topComments(lines: readonly string[], comments: readonly Comment[], firstLine: number): string[] {
  const head = comments.filter(({alone, line}) => alone && line < firstLine)
  for (let i = head.length; i > 0; i--) {
    if (lines[head[i - 1]!.line]?.trim() === '') return head.slice(0, i).map((comment) => comment.text)
  }
  return []
}

/** Keys and list items in the order of the text. */
function listEntries(node: Node, into: Node[] = []): Node[] {
  if (node.kind === SCALAR) return into
  node.content.forEach((child, index) => {
    if (node.kind !== MAP || index % 2 === 0) into.push(child)
    if (node.kind !== MAP || index % 2 === 1) listEntries(child, into)
  })
  return into
}

function lastOfLine(node: Node, into = new Map<number, Node>()): Map<number, Node> {
  if (node.kind === SCALAR) into.set(node.line, node)
  for (const child of node.content) lastOfLine(child, into)
  return into
}
