import {styleOf} from '../../../formats/yaml/style.js'
import {isTabBlock} from '../go/read-back.js'
import {keyOfJson, nodeOfJson, textOfJson} from './from-json.js'
import {keyOf} from './json-of.js'
import {scalarValue} from './meaning.js'
import {FLOW, FOLDED, MAP, NO_CONTENT, Node, PLAIN, SCALAR, SEQ, TAG} from './node.js'
import {sortedMembers} from './sorted-members.js'

/** The same as `nodeOfJson(jsonOf(node))`, without an object in between. @throws KustomizeError as jsonOf, of several faults perhaps another */
export function canonicalNode(node: Node): Node {
  return canonical(node, false, nodeOfJson, true)
}

/** A node of a `[]` or `{}` as it is printed: like `canonicalNode`, but no integer becomes a double. @throws KustomizeError as jsonOf */
export function flowNode(node: Node): Node {
  return canonical(node, true, exactNode, false)
}

type ScalarNode = (value: ReturnType<typeof scalarValue>) => Node

const exactNode: ScalarNode = (value) =>
  typeof value === 'bigint' ? new Node(SCALAR, TAG.int, String(value), PLAIN, NO_CONTENT) : nodeOfJson(value)

function canonical(node: Node, inFlow: boolean, scalarNode: ScalarNode, top: boolean): Node {
  if (node.kind === SCALAR) return canonicalScalar(node, inFlow, scalarNode)
  const flow = inFlow || node.style === FLOW
  if (node.kind === SEQ) {
    return new Node(
      SEQ,
      TAG.seq,
      '',
      PLAIN,
      node.content.map((item) => canonical(item, flow, scalarNode, false)),
    )
  }
  return new Node(MAP, TAG.map, '', PLAIN, sorted(node, flow, scalarNode, top))
}

function canonicalScalar(node: Node, inFlow: boolean, scalarNode: ScalarNode): Node {
  if (node.tag === TAG.string && node.style !== FOLDED && !isTabBlock(node)) {
    return textOfJson(node.value)
  }
  return scalarNode(scalarValue(node, true, inFlow))
}

function sorted(map: Node, flow: boolean, scalarNode: ScalarNode, top: boolean): Node[] {
  const {content} = map
  const result: Node[] = []
  for (const at of sortedMembers(map, top, flow)) {
    const key = content[at]!
    const plain = key.tag === TAG.string && key.style === PLAIN && styleOf(key.value, true) === 'plain'
    result.push(plain ? key : keyOfJson(keyOf(key, top, flow)), canonical(content[at + 1]!, flow, scalarNode, false))
  }
  return result
}
