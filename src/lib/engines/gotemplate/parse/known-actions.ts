import type {PipeNode} from './node.js'

/** What an action was read as. */
export interface KnownAction {
  readonly type: 'action' | 'if' | 'range' | 'with' | 'end' | 'else'
  /** none for `end` and `else` */
  readonly pipe: PipeNode | undefined
}

/** of each of two generations: what is still used survives */
const MOST = 5000

/**
 * Actions by the text between their delimiters. Charts say the same again and again (`include "app.labels" . | nindent 4`): it is
 * read and compiled once. What it means depends on nothing else but the variables around it.
 */
export class KnownActions {
  #known = new Map<string, KnownAction>()
  #older: ReadonlyMap<string, KnownAction> = new Map()

  get(text: string): KnownAction | undefined {
    const known = this.#known.get(text)
    if (known || this.#older.size === 0) return known
    const older = this.#older.get(text)
    if (older) this.add(text, older)
    return older
  }

  add(text: string, action: KnownAction): void {
    if (this.#known.size >= MOST) {
      this.#older = this.#known
      this.#known = new Map()
    }
    this.#known.set(text, action)
  }
}

/** True when all variables of a pipeline are there. */
export function isClosed(pipe: PipeNode | undefined, variables: readonly string[]): boolean {
  const uses = pipe?.shared?.uses
  return uses === undefined || uses.length === 0 || areThere(uses, pipe!, variables)
}

function areThere(uses: readonly string[], pipe: PipeNode, variables: readonly string[]): boolean {
  return uses.every((name) => variables.includes(name) || pipe.variables.some((declared) => declared.name === name))
}
