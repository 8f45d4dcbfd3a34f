import {type YamlShape, YamlWriter} from '../../../formats/yaml/writer.js'
import {flowNode} from './canonical.js'
import {jsonOf, keyOf} from './json-of.js'
import {scalarValue} from './meaning.js'
import {FLOW, MAP, type Node, SEQ, TAG} from './node.js'
import {sortedMembers} from './sorted-members.js'

/** The text of `printYaml(jsonOf(node), {strict: true})`, without an object in between. @throws KustomizeError as jsonOf */
export function printDocument(node: Node): string {
  try {
    return new YamlWriter(shapeOf(node), 80, true).document(node)
  } catch (error) {
    // of several faults the first one in the order of the text
    jsonOf(node)
    throw error
  }
}

/** Members are places of their keys in `content`. */
function shapeOf(root: Node): YamlShape<Node, number> {
  return {
    items: (node) => (node.kind === SEQ ? contentOf(node) : undefined),
    members: (node) => (node.kind === MAP ? sortedMembers(node, node === root, node.style === FLOW) : undefined),
    name: (map, at) => {
      const key = map.content[at]!
      return key.tag === TAG.string ? key.value : keyOf(key, map === root, map.style === FLOW)
    },
    member: (map, at) => {
      const value = map.content[at + 1]!
      return map.style === FLOW ? flowNode(value) : value
    },
    scalar: (node) => scalarValue(node),
  }
}

/** Inside `[]` and `{}` an empty value means something else. */
function contentOf(list: Node): readonly Node[] {
  return list.style === FLOW ? list.content.map(flowNode) : list.content
}
