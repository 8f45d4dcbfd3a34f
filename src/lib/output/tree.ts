import type {TreeNode} from '../actions/inspect/tree.js'
import {groupOf, subjectOf} from '../apply/subject.js'
import type {JsonObject} from '../formats/json/value.js'
import {renderData, renderNames} from './objects.js'

/** A tree as flux prints it: `json` and `yaml` as data, `name` and `wide` are ours, anything else is text (cli reference 9.1). */
export async function renderTree(tree: TreeNode, format: string | undefined): Promise<string> {
  if (format === 'json') return renderData('json', dataOf(tree))
  if (format === 'yaml') return `${await renderData('yaml', dataOf(tree))}\n`
  if (format === 'name') return renderNames(refsOf(tree))
  const text = format === 'wide' ? wideSubject : ({ref}: TreeNode) => subjectOf(ref)
  return `${text(tree)}\n${branches(tree.children, '', text)}\n`
}

const refsOf = ({ref, children}: TreeNode): TreeNode['ref'][] => [ref, ...children.flatMap(refsOf)]

/** With the API version that the object was applied in. */
const wideSubject = ({ref}: TreeNode) => `${subjectOf(ref)} (${ref.apiVersion})`

function branches(nodes: readonly TreeNode[], margin: string, text: (node: TreeNode) => string): string {
  return nodes
    .map((node, index) => {
      const last = index === nodes.length - 1
      const below = branches(node.children, `${margin}${last ? '    ' : '│   '}`, text)
      return `${margin}${last ? '└── ' : '├── '}${text(node)}\n${below}`
    })
    .join('')
}

/** The names of Go's fields are part of the contract. */
function dataOf({ref, children}: TreeNode): JsonObject {
  const {namespace, name, apiVersion, kind} = ref
  const resource = {Namespace: namespace ?? '', Name: name, GroupKind: {Group: groupOf(apiVersion), Kind: kind}}
  return children.length === 0 ? {resource} : {resource, resources: children.map(dataOf)}
}
