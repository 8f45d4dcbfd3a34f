import type {Command, Interfaces} from '@oclif/core'

/** One word of the command tree: a group, a command, or both. */
export interface CommandNode {
  /** the canonical path, even when an alias led here */
  readonly path: readonly string[]
  readonly children: Map<string, CommandNode>
  command?: Command.Class
}

export type FlagDefs = Readonly<Record<string, Interfaces.Flag<unknown>>>

/** All commands and their aliases as a tree of words. */
export function commandTree(commands: Readonly<Record<string, Command.Class>>): CommandNode {
  const root: CommandNode = {path: [], children: new Map()}
  const add = (id: string, command: Command.Class, canonical: string) => {
    const path = canonical.split(':')
    let node = root
    id.split(':').forEach((word, index) => {
      let next = node.children.get(word)
      if (!next) node.children.set(word, (next = {path: path.slice(0, index + 1), children: new Map()}))
      node = next
    })
    node.command = command
  }
  for (const [id, command] of Object.entries(commands)) add(id, command, id)
  for (const [id, command] of Object.entries(commands)) for (const alias of command.aliases) add(alias, command, id)
  return root
}

/** True when the flag in `word` takes the next word as its value; an unknown flag does, as in cobra (`-h` and `-v`, too). */
function takesNext(word: string, flags: FlagDefs): boolean {
  if (word.startsWith('--')) {
    if (word.includes('=')) return false
    return flags[word.slice(2)]?.type !== 'boolean'
  }
  if (word.length !== 2 || word === '-=') return false
  return Object.values(flags).find((flag) => flag.char === word[1])?.type !== 'boolean'
}

/** Index of the first word that is neither a flag nor a flag's value; -1 when there is none. Empty words and `-` name nothing, as in cobra. */
export function firstWord(argv: readonly string[], flags: FlagDefs): number {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!
    if (word === '--') return -1
    if (word !== '' && !word.startsWith('-')) return index
    if (takesNext(word, flags)) index++
  }
  return -1
}

/** Flags of a group that may stand before the words of its commands (persistent flags in cobra), with our own `output`. */
const OF_GROUPS: Readonly<Record<string, readonly string[]>> = {
  create: ['export', 'interval', 'label'],
  'create source': ['fetch-timeout'],
  delete: ['silent'],
  export: ['all', 'output'],
  'export source': ['with-credentials'],
  get: ['all-namespaces', 'label-selector', 'no-header', 'output', 'status-selector', 'watch'],
  resume: ['all', 'wait'],
  suspend: ['all'],
}
/** Groups all of whose flags are of this kind. */
const SHARING = new Set(['bootstrap'])

/** The flags of a command; of a group those that it takes itself. */
export function ownFlags(node: CommandNode): FlagDefs {
  if (node.command) return node.command.flags as FlagDefs
  const names = node.path.flatMap((_, depth) => OF_GROUPS[node.path.slice(0, depth + 1).join(' ')] ?? [])
  const shares = SHARING.has(node.path.join(' '))
  if (names.length === 0 && !shares) return {}
  const below = [...node.children.values()].map(ownFlags)
  if (shares) {
    const [first = {}, ...others] = below
    return Object.fromEntries(Object.entries(first).filter(([name]) => others.every((flags) => Object.hasOwn(flags, name))))
  }
  const all: FlagDefs = Object.assign({}, ...below.toReversed())
  return Object.fromEntries(names.flatMap((name) => (all[name] ? [[name, all[name]]] : [])))
}

/**
 * The deepest command or group that the words of `argv` name, and what is left of `argv` without these words.
 * Flags may stand before, between and after the words.
 */
export function findCommand(argv: readonly string[], root: CommandNode, globals: FlagDefs): {node: CommandNode; rest: string[]} {
  let node = root
  const rest = [...argv]
  for (;;) {
    const index = firstWord(rest, {...globals, ...ownFlags(node)})
    const next = index < 0 ? undefined : node.children.get(rest[index]!)
    if (!next) return {node, rest}
    rest.splice(index, 1)
    node = next
  }
}

/** Names near to `typed`, as cobra proposes them: edit distance at most 2 without regard to case, or a prefix. */
export function nearWords(typed: string, names: Iterable<string>): string[] {
  const low = typed.toLowerCase()
  return [...names].filter((name) => name.toLowerCase().startsWith(low) || distance(low, name.toLowerCase()) <= 2).sort()
}

function distance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
