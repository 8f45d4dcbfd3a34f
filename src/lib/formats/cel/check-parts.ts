import type {CelIssue} from './errors.js'
import type {Overload} from './registry.js'
import type {StructExpr} from './syntax/ast.js'
import {assignable, type Bindings, type CelType, DYN, sameType, substitute, typeText} from './type.js'

/** Type of the message that an expression may construct under a name. */
export type MessageTypes = (name: string) => (CelType & {readonly kind: 'object'}) | undefined

/** What is wrong with one field of a message whose value has a type. */
export function fieldIssues(
  {name, pos, optional}: StructExpr['fields'][number],
  type: CelType & {readonly kind: 'object'},
  given: CelType,
): CelIssue[] {
  const value = optional && given.kind === 'optional' ? given.of : given
  const wanted = type.field(name)
  if (!wanted) return [{pos, text: `undefined field '${name}'`}]
  if (assignable(value, wanted, new Map())) return []
  return [{pos, text: `expected type of field '${name}' is '${typeText(wanted)}' but provided type is '${typeText(value)}'`}]
}

/** The overloads that arguments of these types leave possible, and what they yield; no result when there is none. */
export function fittingOverloads(
  args: readonly CelType[],
  all: readonly Overload[],
  member: boolean,
): {readonly fitting: readonly Overload[]; readonly result: CelType | undefined} {
  const fitting: Overload[] = []
  let result: CelType | undefined
  for (const overload of all) {
    if (overload.member !== member || overload.params.length !== args.length) continue
    const bindings: Bindings = new Map()
    if (!overload.params.every((param, at) => assignable(args[at]!, param, bindings))) continue
    fitting.push(overload)
    const type = substitute(overload.result, bindings)
    result = result === undefined || sameType(result, type) ? (result ?? type) : DYN
  }
  return {fitting, result}
}

/** What is wrong with sorting items of a type by keys of another. */
export function unsortable(item: CelType, key: CelType): string {
  const applied = `list(${typeText(item)}).(list(${typeText(key)}))`
  return `found no matching overload for '@sortByAssociatedKeys' applied to '${applied}'`
}
