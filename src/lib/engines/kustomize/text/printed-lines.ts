import type {Comment} from '../../../formats/yaml/go/token.js'
import {KustomizeError} from '../error.js'
import {jsonOf} from '../node/json-of.js'
import type {Node} from '../node/node.js'
import {parseNodes, parseScalarDocument} from '../node/parse.js'
import {writeNode} from './write-node.js'

const LINES = /(?<=^ {2}line |already defined at line )\d+(?=: |$)/gm

/**
 * A fault of a map's keys with the lines of the text that kustomize prints of an object before it reads that as a map of Go: fields that
 * were added count, blank lines do not.
 * @param message with the lines of what was read
 * @param read it; '' when it had no comments
 */
export function withPrintedLines(message: string, node: Node, read: string): string {
  const printed = faultOf(node)?.match(LINES)
  const own = message.match(LINES)
  if (own === null || printed?.length !== own.length) return message
  const comments: Comment[] = []
  if (read.includes('#')) parseScalarDocument(read, comments)
  let at = 0
  return message.replaceAll(LINES, (line) => {
    const above = comments.filter((comment) => comment.alone && comment.line < Number(line))
    return String(Number(printed[at++]) + above.length)
  })
}

function faultOf(node: Node): string | undefined {
  try {
    for (const document of parseNodes(writeNode(node)).documents) jsonOf(document.node)
  } catch (error) {
    if (error instanceof KustomizeError) return error.message
    throw error
  }
  return undefined
}
