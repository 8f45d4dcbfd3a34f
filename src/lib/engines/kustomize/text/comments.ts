import type {Comment} from '../../../formats/yaml/go/token.js'
import {MAP, type Node, SCALAR} from '../node/node.js'

/** Comments by the node that they stay with: above it, or at the end of its line. */
export interface Comments {
  /** with a blank line after it: about the whole document */
  readonly top: readonly string[]
  readonly above: ReadonlyMap<Node, readonly string[]>
  readonly beside: ReadonlyMap<Node, string>
  readonly end: readonly string[]
}

export const NO_COMMENTS: Comments = {top: [], above: new Map(), beside: new Map(), end: []}

/** Finds for every comment the node that it belongs to; `text` is what both were read from. */
export function placeComments(text: string, root: Node, comments: readonly Comment[]): Comments {
  if (comments.length === 0) return NO_COMMENTS
  const above = new Map<Node, string[]>()
  const beside = new Map<Node, string>()
  const end: string[] = []
  const entries = listEntries(root)
  const last = lastOfLine(root)
  const top = topComments(text, comments, entries[0]?.line ?? 0)
  let at = 0
  for (const comment of comments.slice(top.length)) {
    const node = last.get(comment.line)
    if (!comment.alone && node !== undefined) beside.set(node, comment.text)
    if (!comment.alone) continue
    while (at < entries.length && entries[at]!.line <= comment.line) at++
    const entry = entries[at]
    if (entry === undefined) end.push(comment.text)
    else above.set(entry, [...(above.get(entry) ?? []), comment.text])
  }
  return {top, above, beside, end}
}

/** The first comments, if a blank line parts them from what follows. */
function topComments(text: string, comments: readonly Comment[], firstLine: number): string[] {
  const lines = text.split('\n')
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
