import {FLOW, MAP, type Node, SCALAR} from '../node/node.js'

const COMMENTED = /:[ \t]+#/

/** Marks keys with a comment behind them and a block as their value below; true when there is one. */
export function markCommentedKeys(text: string, root: Node): boolean {
  return COMMENTED.test(text) && mark(root, text.split('\n'))
}

function mark(node: Node, lines: readonly string[]): boolean {
  if (node.kind === SCALAR || node.style === FLOW) return false
  let found = false
  for (const [i, child] of node.content.entries()) {
    if (node.kind === MAP && i % 2 === 0) continue
    const key = node.kind === MAP ? node.content[i - 1] : undefined
    if (key !== undefined && isBlockBelow(child, key) && COMMENTED.test(lines[key.line - 1] ?? '')) {
      key.commented = true
      found = true
    }
    if (mark(child, lines)) found = true
  }
  return found
}

function isBlockBelow(value: Node, key: Node): boolean {
  return value.kind !== SCALAR && value.style !== FLOW && value.content.length > 0 && firstLine(value) > key.line
}

/** Where the first thing of a list or map stands. */
function firstLine({content, line}: Node): number {
  return content[0]?.line ?? line
}
