import {KustomizeError} from '../error.js'
import {printNode} from '../node/dump.js'
import {clear, lookup} from '../node/fields.js'
import {tagOf} from '../node/meaning.js'
import {MAP, type Node, SCALAR, SEQ, TAG} from '../node/node.js'
import {findElement, setElement} from './elements.js'

export type Directive = 'merge' | 'replace' | 'delete'

const KEY = '$patch'

/** The `$patch` directive of a map or list of a patch, which is taken out of it. @throws KustomizeError for an unknown one */
export function takeDirective(patch: Node | undefined): Directive {
  if (patch === undefined) return 'merge'
  if (patch.kind === SCALAR) {
    const tag = patch.tag || tagOf(patch.value)
    throw new KustomizeError(
      `no implemented strategic merge patch strategy for '${tag}' ('${patch.tag === TAG.null ? `${patch.value}\n` : printNode(patch)}')`,
    )
  }
  return patch.kind === SEQ ? ofList(patch) : ofMap(patch)
}

function ofMap(patch: Node): Directive {
  const value = patch.kind === MAP ? lookup(patch.content, KEY)?.value : undefined
  if (value === undefined) return 'merge'
  const directive = known(value)
  clear(patch, KEY)
  return directive
}

/** `- $patch: replace` alone in an element is about the list. */
function ofList(patch: Node): Directive {
  const element = findElement(patch, [KEY], undefined)
  if (element === undefined || element.content.length > 2) return 'merge'
  const {value} = element.content[1]!
  const directive = known(value)
  setElement(patch, undefined, [KEY], [value])
  return directive
}

function known(value: string): Directive {
  if (value === 'merge' || value === 'replace' || value === 'delete') return value
  throw new KustomizeError(`unknown patch strategy '${value}'`)
}
