import type {KindRow} from '../../../lib/kinds/registry.js'
import {type CommandNode, nearWords, ownFlags} from '../command-tree.js'
import {calledKinds} from './called-kinds.js'
import {builtinHints} from './foreign-kinds.js'
import {placeOf, plainWords} from './typed-words.js'

/** Aliases of two letters (`ks`, `hr`) are near to everything short, as is any short word with another beginning. */
const SHORTEST = 3

/** Commands that one line proposes; more would be the help over again. */
const PROPOSED = 4

/**
 * What may have been meant by words below a group that does not know the first of them; empty when nothing is near. `root` is
 * the tree of all commands; `typed` has the words and the flags that say where, which every proposed line keeps.
 */
export function wordHints(node: CommandNode, typed: readonly string[], root: CommandNode): string[] {
  const words = [...plainWords(typed), ...placeOf(typed)]
  const [word = '', ...names] = words
  const group = ['flux', ...node.path].join(' ')
  if (word === 'all') return allHints(node, group)
  if (word.includes(',')) return kindsHints(node, group, word)
  if (/^\.|\/$|\.ya?ml$/.test(word)) return folderHints(node, word)
  const near = word.includes('/') ? [] : nearCommands(node, word).map((command) => lineOf(command, names))
  const {rows, rest} = calledKinds(words)
  const able = rows.flatMap((row) => commandsOf(row, node, root)).map((command) => lineOf(command, rest))
  const lines = [...new Set([...near, ...able])]
  if (lines.length > 0) return lines.length > PROPOSED ? [] : [`did you mean ${lines.join(' or ')}?`]
  if (rows.length > 0) return unableHints(rows, rest, node, root)
  if (root.children.get(word)?.command) return [`did you mean ${lineOf(root.children.get(word)!, placeOf(typed))}?`]
  const builtin = builtinHints(node.path, word, names)
  return builtin.length === 0 && word.includes('/') ? folderHints(node, word) : builtin
}

/** What somebody means who names a kind, or an object, and no verb, or the verb behind it. */
export function verbHints(typed: readonly string[], root: CommandNode): string[] {
  const {rows, rest} = calledKinds([...plainWords(typed), ...placeOf(typed)])
  const said = root.children.get(rest[0] ?? '')
  const hasKinds = said !== undefined && said.children.size > 0
  const verb = hasKinds ? said : root.children.get('get')
  const names = hasKinds ? rest.slice(1) : rest
  const lines = verb ? rows.flatMap((row) => commandsOf(row, verb, root)).map((command) => lineOf(command, names)) : []
  return lines.length > 0 && lines.length <= PROPOSED ? [`a verb comes first: ${lines.join(' or ')}`] : []
}

/** The verb's command for a kind: that of the group, when it has one, else the verb's own. */
function commandsOf(row: KindRow, {path: [verb = '']}: CommandNode, root: CommandNode): CommandNode[] {
  for (const words of [row.listWords, row.words]) {
    const found = [verb, ...words].reduce<CommandNode | undefined>((node, word) => node?.children.get(word), root)
    if (found?.command) return [found]
  }
  return []
}

const lineOf = (command: CommandNode, names: readonly string[]) =>
  ['flux', ...command.path, ...namesFor(command, names)].join(' ')

/** A kind that the verb does not know: what it knows, when that is little, and what shows the object. */
function unableHints(rows: readonly KindRow[], rest: readonly string[], node: CommandNode, root: CommandNode): string[] {
  const [verb = ''] = node.path
  const able = commandsUnder(root.children.get(verb)).map(({path}) => path.slice(1).join(' '))
  const shown = verbHints([rows[0]!.plural, ...rest], root)[0]?.replace(/^a verb comes first: /, '')
  if (!shown) return []
  const known = able.length <= 3 ? `flux ${verb} knows ${able.join(', ')} alone` : `flux ${verb} does not know ${rows[0]!.kind}`
  return [`${known}; ${shown} shows the status`]
}

/** Every command below a group, each once. */
function commandsUnder(group: CommandNode | undefined): CommandNode[] {
  const nodes = [...new Set(group?.children.values())]
  const all = nodes.flatMap((node) => [...(node.command ? [node] : []), ...commandsUnder(node)])
  return [...new Map(all.map((node) => [node.path.join(' '), node])).values()]
}

/** A folder or a file in the place of a kind. */
function folderHints({path: [verb = '']}: CommandNode, word: string): string[] {
  if (verb === 'build') return [`did you mean flux build dir ${word} or flux build kustomization NAME --path ${word}?`]
  return verb === 'diff' ? [`did you mean flux diff kustomization NAME --path ${word}?`] : []
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
  const [first, ...others] = names
  return first === 'all' && !others.some((word) => !word.startsWith('-')) && takesAll(node) ? ['--all', ...others] : names
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
