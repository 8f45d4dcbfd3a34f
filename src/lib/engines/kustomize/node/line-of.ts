import {LimitExceeded} from '../../../errors/flux-error.js'
import {composeDocuments} from '../../../formats/yaml/go/composer.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import {KustomizeError} from '../error.js'
import {NodeMaker} from './build-nodes.js'
import {meansName} from './config-value.js'
import {MAP, type Node} from './node.js'

/** The 1-based line of a place in the first document of a text, or of the last part of the way that is there; of no place where it begins. */
export function lineOf(text: string, place: readonly (string | number)[]): number | undefined {
  const root = rootOf(text)
  return root && lineIn(root, place)
}

/** The first document of a text; undefined when there is none, or none that can be read. */
export function rootOf(text: string): Node | undefined {
  try {
    for (const {root} of composeDocuments(text, new NodeMaker())) return root
  } catch (error) {
    if (!(error instanceof YamlFault || error instanceof KustomizeError || error instanceof LimitExceeded)) throw error
  }
  return undefined
}

/** The same in a document that was read already. */
export function lineIn(root: Node, place: readonly (string | number)[]): number {
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

/** The value at a place; undefined when there is none. */
export function nodeAt(root: Node | undefined, place: readonly (string | number)[]): Node | undefined {
  let node = root
  for (const part of place) {
    const at: number = node === undefined ? -1 : typeof part === 'number' ? part : keyIndex(node, part) + 1
    node = at < 0 || (at === 0 && typeof part === 'string') ? undefined : node?.content[at]
  }
  return node
}

/** The place with keys that mean another text as they are written. */
export function asWritten(text: string, place: readonly (string | number)[]): readonly (string | number)[] {
  let node = rootOf(text)
  return place.map((part) => {
    const at: number = node === undefined ? -1 : typeof part === 'number' ? part : keyIndex(node, part)
    const found: Node | undefined = node?.content[at]
    node = typeof part === 'number' ? found : node?.content[at + 1]
    return found !== undefined && typeof part === 'string' && meansName(found, part) ? found.value : part
  })
}

/** Case does not matter to Go, nor how a key is written that is no text. */
function keyIndex(node: Node, name: string): number {
  if (node.kind !== MAP) return -1
  const lower = name.toLowerCase()
  const at = node.content.findIndex((key, i) => i % 2 === 0 && key.value.toLowerCase() === lower)
  return at >= 0 ? at : node.content.findIndex((key, i) => i % 2 === 0 && meansName(key, name))
}
