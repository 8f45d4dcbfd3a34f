import {writeNode} from '../text/write-node.js'
import {DOUBLE, type Node, SCALAR, SINGLE} from './node.js'

/** A node as it would stand in a YAML text, without the last line break: quotes are part of it. */
export function printScalar(node: Node): string {
  if (node.kind !== SCALAR) return writeNode(node).trim()
  if (node.style === DOUBLE && !/["\\\n]/.test(node.value)) return `"${node.value}"`
  if (node.style === SINGLE && !node.value.includes('\n')) return `'${node.value.replaceAll("'", "''")}'`
  return node.value.includes('\n') ? writeNode(node).trim() : node.value
}
