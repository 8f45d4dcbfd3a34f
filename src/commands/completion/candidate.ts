import type {Host} from '../host.js'
import type {CommandNode, FlagDefs} from '../line/command-tree.js'

/** One word that may come next, and what it means. */
export interface Candidate {
  readonly text: string
  readonly description?: string | undefined
}

/** What the shell shall do with the candidates, in cobra's numbers. */
export const DIRECTIVES = {default: 0, error: 1, noFiles: 4} as const

export interface Completion {
  readonly candidates: readonly Candidate[]
  readonly directive: (typeof DIRECTIVES)[keyof typeof DIRECTIVES]
  /** raw text for stderr */
  readonly note?: string
}

export interface CompletionSource {
  readonly host: Host
  readonly root: CommandNode
  readonly globals: FlagDefs
}
