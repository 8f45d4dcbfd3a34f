import {composeDocuments} from '../../../formats/yaml/go/composer.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import {KustomizeError} from '../error.js'
import {NodeMaker} from './build-nodes.js'
import {MAP, type Node} from './node.js'

/** The 1-based line of a place in the first document of a text, or of the last part of the way that is there. */
export function lineOf(text: string, place: readonly (string | number)[]): number | undefined {
  try {
    for (const {root} of composeDocuments(text, new NodeMaker())) return place.length === 0 ? undefined : find(root, place)
  } catch (error) {
    if (!(error instanceof YamlFault || error instanceof KustomizeError)) throw error
  }
  return undefined
}

function find(root: Node, place: readonly (string | number)[]): number {
  let node = root
  let {line} = root
  for (const part of place) {
    const at = typeof part === 'number' ? part : keyIndex(node, part)
    const found = node.content[at]
    if (at < 0 || found === undefined) break
    line = found.line
    node = typeof part === 'number' ? found : node.content[at + 1]!
  }
  return line
}

/** Case does not matter to Go. */
function keyIndex(node: Node, name: string): number {
  if (node.kind !== MAP) return -1
  return node.content.findIndex((key, i) => i % 2 === 0 && key.value.toLowerCase() === name.toLowerCase())
}
