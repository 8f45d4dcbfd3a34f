import {KINDS, type KindRow} from '../../../lib/kinds/registry.js'
import type {CommandNode, FlagDefs} from '../command-tree.js'
import type {ParsedLine} from '../parse-line.js'

/** A line that failed, and what the command line knows of it. */
export interface SpokenLine {
  readonly node: CommandNode
  /** of all commands */
  readonly root: CommandNode
  /** what follows the command's words */
  readonly rest: readonly string[]
  readonly defs: FlagDefs
  /** undefined: its flags are refused */
  readonly line: Pick<ParsedLine, 'args' | 'flags' | 'given'> | undefined
}

/** What to type after an error, for one sort of slips; empty for all others. */
export type Steps = (error: Error, spoken: SpokenLine) => string[]

/** The kind that a command is about. */
export const kindOf = ({path}: CommandNode): KindRow | undefined =>
  KINDS.find((row) => [row.words, row.listWords].some((words) => words.join(' ') === path.slice(1).join(' ')))
