import {boolFlag} from '../flags/flag-types.js'
import {type CommandNode, type FlagDefs, ownFlags} from '../line/command-tree.js'
import type {Candidate} from './candidate.js'

/** The flags that a command or group takes. */
export interface CompletedFlags {
  /** of the groups above it, the root among them */
  readonly inherited: FlagDefs
  readonly own: FlagDefs
  readonly all: FlagDefs
}

const HELP = boolFlag({char: 'h', summary: 'show help'})
const VERSION = boolFlag({char: 'v', summary: 'show the version'})

export function flagsOf(node: CommandNode, root: CommandNode, globals: FlagDefs): CompletedFlags {
  if (node === root) {
    const own = {...globals, version: VERSION, help: HELP} as unknown as FlagDefs
    return {inherited: {}, own, all: own}
  }
  let inherited: FlagDefs = globals
  for (let group = root.children.get(node.path[0]!), depth = 1; group && depth < node.path.length; depth++) {
    inherited = {...inherited, ...ownFlags(group)}
    group = group.children.get(node.path[depth]!)
  }
  const mine = ownFlags(node)
  const own = Object.fromEntries(Object.entries(mine).filter(([name]) => !Object.hasOwn(inherited, name)))
  const all = {...inherited, ...mine, help: HELP}
  return {inherited, own: {...own, help: HELP}, all} as unknown as CompletedFlags
}

/** Spellings of flags that may still be typed: those of the groups above first, each part by name. */
export function flagCandidates({inherited, own}: CompletedFlags, given: ReadonlySet<string>, current: string): Candidate[] {
  const candidates: Candidate[] = []
  for (const part of [inherited, own]) {
    for (const [name, flag] of Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const again = flag.type === 'option' && flag.multiple
      if (flag.hidden || flag.deprecated || (given.has(name) && !again)) continue
      const description = flag.summary
      const spellings = [`--${name}`, ...(flag.char ? [`-${flag.char}`] : [])]
      candidates.push(...spellings.filter((text) => text.startsWith(current)).map((text) => ({text, description})))
    }
  }
  return candidates
}
