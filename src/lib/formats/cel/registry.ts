import {CelError} from './errors.js'
import {type CelType, parseType, splitTypes} from './type.js'
import {CelMap, Duration, Opaque, Optional, Timestamp, TypeValue, UInt, type Value} from './values.js'

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

/** Calls the overload that takes these values. Throws CelError when none does. */
export function dispatch(overloads: readonly Overload[], values: Value[]): Value {
  for (const overload of overloads) {
    if (overload.params.every((param, at) => accepts(param, values[at]!))) {
      return (overload.run as (...args: Value[]) => Value)(...values)
    }
  }
  throw new CelError('no such overload')
}

/** Whether a value is of a declared parameter type; containers are not looked into. */
function accepts(type: CelType, value: Value): boolean {
  switch (type.kind) {
    case 'int':
      return typeof value === 'bigint'
    case 'double':
      return typeof value === 'number'
    case 'uint':
      return value instanceof UInt
    case 'bool':
      return typeof value === 'boolean'
    case 'string':
      return typeof value === 'string'
    case 'bytes':
      return value instanceof Uint8Array
    case 'null':
      return value === null
    case 'timestamp':
      return value instanceof Timestamp
    case 'duration':
      return value instanceof Duration
    case 'list':
      return Array.isArray(value)
    case 'map':
      return value instanceof CelMap
    case 'optional':
      return value instanceof Optional
    case 'type':
      return value instanceof TypeValue
    case 'opaque':
      return value instanceof Opaque && value.typeName === type.name
    default:
      return true
  }
}
