import {clear, get, lookupPath, setField} from '../node/fields.js'
import {emptyMap, MAP, NO_CONTENT, Node, SCALAR, SINGLE, scalar, TAG} from '../node/node.js'

/** kyaml's SetAnnotation and SetLabel: the value stands in single quotes. */
export function addMetadata(root: Node, part: 'annotations' | 'labels', key: string, value: string): void {
  if (part === 'annotations') clearEmpty(root)
  const target = lookupPath(root, ['metadata', part], MAP)
  if (target !== undefined) setField(target, key, new Node(SCALAR, TAG.string, value, SINGLE, NO_CONTENT))
}

/** kyaml's ClearEmptyAnnotations. */
export function clearEmpty(root: Node): void {
  const metadata = get(root, 'metadata')
  const annotations = metadata === undefined ? undefined : get(metadata, 'annotations')
  if (annotations !== undefined && annotations.content.length === 0) clear(metadata, 'annotations')
  if (metadata !== undefined && metadata.content.length === 0) clear(root, 'metadata')
}

/** An empty object of a kind. */
export function makeBase(apiVersion: string, kind: string): Node {
  const node = emptyMap()
  setField(node, 'apiVersion', scalar(apiVersion))
  setField(node, 'kind', scalar(kind))
  return node
}
