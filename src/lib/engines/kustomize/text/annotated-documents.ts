import {isNilOrEmpty} from '../node/node.js'
import {parseNodes} from '../node/parse.js'
import {addMetadata} from '../resource/add-metadata.js'
import {unwrapped} from '../resource/factory.js'
import {readBack} from './open-end.js'
import {writeNode} from './write-node.js'

/**
 * The objects of a text, each written again with one more annotation, as kyaml's filters do: in its own order and quoting, the
 * items of a list each on its own, without what is empty.
 * @throws KustomizeError for what kyaml cannot read or annotate
 */
export function annotatedDocuments(text: string, key: string, value: string): string[] {
  const {documents, parts} = parseNodes(text)
  for (const {openEnd} of documents) {
    if (openEnd === undefined) continue
    // once as it is written here, once by whoever reads this: the comment that makes it grow is not written
    readBack(openEnd)
    readBack(openEnd)
  }
  const nodes = documents.flatMap(({node}) => (parts === 1 ? unwrapped(node) : [node]))
  return nodes
    .filter((node) => !isNilOrEmpty(node))
    .map((node) => {
      addMetadata(node, 'annotations', key, value)
      return writeNode(node)
    })
}
