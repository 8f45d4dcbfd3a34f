import type {TreeNode} from '../actions/inspect/tree.js'
import {groupOf, subjectOf} from '../apply/subject.js'
import type {JsonObject} from '../formats/json/value.js'
import {renderData, renderNames} from './objects.js'

/** A tree as flux prints it: `json` and `yaml` as data, `name` is ours, anything else is text (cli reference 9.1). */
export async function renderTree(tree: TreeNode, format: string | undefined): Promise<string> {
  if (format === 'json') return escaped(await renderData('json', dataOf(tree)))
  if (format === 'yaml') return `${await renderData('yaml', dataOf(tree))}\n`
  if (format === 'name') return renderNames(refsOf(tree))
  return `${subjectOf(tree.ref)}\n${branches(tree.children, '')}\n`
}

/** Go's JSON has no characters of HTML: a name in a manifest may. */
function escaped(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const refsOf = ({ref, children}: TreeNode): TreeNode['ref'][] => [ref, ...children.flatMap(refsOf)]

function branches(nodes: readonly TreeNode[], margin: string): string {
  return nodes
    .map((node, index) => {
      const last = index === nodes.length - 1
      const inner = `${margin}${last ? '    ' : '│   '}`
      // a name of a manifest may have several lines
      const lines = subjectOf(node.ref).replaceAll('\n', `\n${inner}`)
      return `${margin}${last ? '└── ' : '├── '}${lines}\n${branches(node.children, inner)}`
    })
    .join('')
}

/** The names of Go's fields are part of the contract. */
function dataOf({ref, children}: TreeNode): JsonObject {
  const {namespace, name, apiVersion, kind} = ref
  const resource = {Namespace: namespace ?? '', Name: name, GroupKind: {Group: groupOf(apiVersion), Kind: kind}}
  return children.length === 0 ? {resource} : {resource, resources: children.map(dataOf)}
}
