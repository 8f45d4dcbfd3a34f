import {FOLDED, LITERAL, type Node, SCALAR, TAGGED} from '../node/node.js'

/**
 * The block scalar that ends a document, when it keeps empty lines and a comment comes after them: kustomize prints the two in
 * between, and reads one line break more. Undefined for all other documents.
 */
export function openEndOf(text: string, root: Node): Node | undefined {
  const hash = text.lastIndexOf('#')
  if (hash < 0) return undefined
  const line = text.lastIndexOf('\n', hash) + 1
  const end = text.indexOf('\n', hash)
  const isLast = text.slice(line, hash).trim() === '' && (end < 0 || text.slice(end).trim() === '')
  const last = isLast ? lastOf(root) : undefined
  return last !== undefined && isOpen(last) && linesTo(text, line) > last.line + breaksIn(last.value) ? last : undefined
}

/** What kustomize reads where it has printed the scalar and the comment after it. */
export function readBack(last: Node): void {
  if (isOpen(last)) last.value += '\n'
}

function lastOf(root: Node): Node | undefined {
  let last: Node | undefined = root
  while (last !== undefined && last.kind !== SCALAR) last = last.content.at(-1)
  return last
}

function isOpen({style, value}: Node): boolean {
  const own = style & ~TAGGED
  return (own === LITERAL || own === FOLDED) && (value === '\n' || value.endsWith('\n\n'))
}

/** 1-based number of the line that begins at `offset`. */
function linesTo(text: string, offset: number): number {
  return breaksIn(text.slice(0, offset)) + 1
}

function breaksIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
