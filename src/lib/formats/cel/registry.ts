import {type CelType, parseType, splitTypes} from './type.js'
import type {Value} from './values.js'

/** Arguments are checked against the signature before the call; a receiver comes first. */
export type Implementation = (...args: never[]) => Value

export interface Overload {
  readonly member: boolean
  /** receiver first */
  readonly params: readonly CelType[]
  readonly result: CelType
  readonly run: Implementation
}

/** Functions by name; a name with dots (`sets.contains`) is a namespaced global function. */
export class Registry {
  readonly #overloads = new Map<string, Overload[]>()

  /**
   * Declares an overload: `(int, int): int` is global, `string.(string): bool` is a member.
   * Throws when the signature cannot be read: a fault of the caller.
   */
  add(name: string, signature: string, run: Implementation): this {
    const overload = {...parseSignature(signature), run}
    const known = this.#overloads.get(name)
    if (known) known.push(overload)
    else this.#overloads.set(name, [overload])
    return this
  }

  find(name: string): readonly Overload[] | undefined {
    return this.#overloads.get(name)
  }
}

function parseSignature(signature: string): Omit<Overload, 'run'> {
  const match = /^(.*?)(\.?)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\): (.+)$/.exec(signature)
  const [, receiver, dot, args, result] = match ?? []
  if (args === undefined || result === undefined) throw new Error(`bad signature ${signature}`)
  const member = dot === '.'
  return {
    member,
    params: [...(member ? [parseType(receiver!)] : []), ...splitTypes(args).map(parseType)],
    result: parseType(result),
  }
}
