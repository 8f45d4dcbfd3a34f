import {clear, field, get} from '../node/fields.js'
import {type Node, SCALAR} from '../node/node.js'
import {parseNodes} from '../node/parse.js'
import {addMetadata, clearEmpty} from '../resource/add-metadata.js'
import {unwrapped} from '../resource/factory.js'
import {AliasMaker} from './alias-maker.js'
import {readBack} from './open-end.js'
import {writeNode} from './write-node.js'

/** What kyaml's reader marks documents with; its writer takes them away, those of somebody else too. */
const INDEX_MARKS = ['internal.config.kubernetes.io/index', 'config.kubernetes.io/index']
export const READER_MARKS = [...INDEX_MARKS, 'internal.config.kubernetes.io/seqindent']

/** Annotations by their names of today and of before: who has one gets the other from kyaml's reader. */
const RENAMED = [
  ['internal.config.kubernetes.io/path', 'config.kubernetes.io/path'],
  ['internal.config.kubernetes.io/id', 'config.k8s.io/id'],
] as const

/**
 * The objects of a text as kyaml's filters get them: with their anchors, the items of a `List` each on its own.
 * @throws KustomizeError for what is no YAML, or no object
 */
export function filteredNodes(text: string): Node[] {
  const {documents, parts} = parseNodes(text, (before) => new AliasMaker(before))
  return documents.flatMap(({node, openEnd}) => {
    if (openEnd !== undefined) {
      // once as it is written here, once by whoever reads this: the comment that makes it grow is not written
      readBack(openEnd)
      readBack(openEnd)
    }
    for (const [name, old] of RENAMED) copyAnnotation(node, name, old)
    for (const mark of INDEX_MARKS) addMetadata(node, 'annotations', mark, '0')
    return parts === 1 ? unwrapped(node) : [node]
  })
}

function copyAnnotation(node: Node, name: string, old: string): void {
  const annotations = field(field(node, 'metadata'), 'annotations')
  const value = field(annotations, name)?.value ?? ''
  const oldValue = field(annotations, old)?.value ?? ''
  if (value === '' && oldValue !== '') addMetadata(node, 'annotations', name, oldValue)
  if (value !== '' && oldValue === '') addMetadata(node, 'annotations', old, value)
}

/**
 * An object with one more annotation, written in its own order and quoting.
 * @throws KustomizeError when it can have none
 */
export function annotatedText(node: Node, key: string, value: string): string {
  addMetadata(node, 'annotations', key, value)
  for (const mark of READER_MARKS) clear(get(get(node, 'metadata'), 'annotations'), mark)
  clearEmpty(node)
  return writeNode(node)
}

/** The kind that stands in an object itself, and does not come by an anchor. */
export function kindOf(node: Node): string | undefined {
  const kind = field(node, 'kind')
  return kind?.kind === SCALAR ? kind.value : undefined
}
