import {styleOf} from '../../../formats/yaml/style.js'
import {nodeOfJson} from './from-json.js'
import {scalarValue} from './meaning.js'
import {FLOW, FOLDED, MAP, NO_CONTENT, Node, PLAIN, SCALAR, SEQ, STYLES, TAG} from './node.js'
import {sortedMembers} from './sorted-members.js'

/** The same as `nodeOfJson(jsonOf(node))`, without an object in between. @throws KustomizeError as jsonOf, of several faults perhaps another */
export function canonicalNode(node: Node, inFlow = false): Node {
  if (node.kind === SCALAR) return canonicalScalar(node, inFlow)
  const flow = inFlow || node.style === FLOW
  if (node.kind === SEQ) {
    return new Node(
      SEQ,
      TAG.seq,
      '',
      PLAIN,
      node.content.map((item) => canonicalNode(item, flow)),
    )
  }
  return new Node(MAP, TAG.map, '', PLAIN, sorted(node, flow))
}

function canonicalScalar(node: Node, inFlow: boolean): Node {
  if (node.tag === TAG.string && node.style !== FOLDED) {
    return new Node(SCALAR, TAG.string, node.value, STYLES[styleOf(node.value, false)], NO_CONTENT)
  }
  return nodeOfJson(scalarValue(node, true, inFlow))
}

function sorted(map: Node, flow: boolean): Node[] {
  const {content} = map
  const result: Node[] = []
  for (const at of sortedMembers(map)) {
    const key = content[at]!
    const plain = key.tag === TAG.string && key.style === PLAIN
    result.push(plain ? key : new Node(SCALAR, TAG.string, key.value, PLAIN, NO_CONTENT), canonicalNode(content[at + 1]!, flow))
  }
  return result
}
