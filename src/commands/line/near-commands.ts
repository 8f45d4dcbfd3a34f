import {type CommandNode, nearWords, ownFlags} from './command-tree.js'

/** Aliases of two letters (`ks`, `hr`) are near to everything short, as is any short word with another beginning. */
const SHORTEST = 3

/** What may have been meant by words below a group that does not know the first of them; empty when nothing is near. */
export function wordHints(node: CommandNode, [word = '', ...names]: readonly string[]): string[] {
  const group = ['flux', ...node.path].join(' ')
  if (word === 'all') return allHints(node, group)
  if (word.includes(',')) return kindsHints(node, group, word)
  const lines = nearCommands(node, word).map((near) => ['flux', ...near.path, ...namesFor(near, names)].join(' '))
  return lines.length > 0 ? [`did you mean ${lines.join(' or ')}?`] : []
}

/** Commands of a group near to a word that is none of them, each once. */
function nearCommands(node: CommandNode, word: string): CommandNode[] {
  const first = word[0]?.toLowerCase()
  const near = nearWords(
    word,
    [...node.children.keys()].filter((name) => name.length >= SHORTEST && name[0] === first),
  )
  return [...new Map(near.map((name) => node.children.get(name)!).map((child) => [child.path.join(' '), child])).values()]
}

/** Nobody names an object `all` where a flag means all of them. */
function namesFor(node: CommandNode, names: readonly string[]): readonly string[] {
  return names.length === 1 && names[0] === 'all' && takesAll(node) ? ['--all'] : names
}

const takesAll = (node: CommandNode) => Object.hasOwn(ownFlags(node), 'all')

function allHints(node: CommandNode, group: string): string[] {
  if (node.children.size === 0) return []
  if (takesAll(node)) return [`all objects of one kind: ${group} KIND --all`]
  return ['delete', 'reconcile'].includes(node.path[0] ?? '') ? [`one object at a time: ${group} KIND NAME`] : []
}

/** `get ks,hr`, as kubectl takes it. */
function kindsHints(node: CommandNode, group: string, word: string): string[] {
  const kinds = word.split(',').filter((kind) => node.children.has(kind))
  if (kinds.length === 0) return []
  const all = node.children.has('all') ? `, or ${group} all` : ''
  return [`one kind at a time: ${kinds.map((kind) => `${group} ${kind}`).join('; ')}${all}`]
}
