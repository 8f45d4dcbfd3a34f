import type {GoValue} from '../go/value.js'
import {Boxed, entriesOf, kindOf} from '../go/value.js'
import type {ChainNode, FieldNode, OperandNode, VariableNode} from '../parse/node.js'
import {type Call, compileCall, type Stage} from './calls.js'
import {bound, type Compiler, methodOf} from './compiler.js'
import {getField, HOLDER, staticName} from './fields.js'
import type {Frame} from './frame.js'
import {compileLoose} from './operands.js'

type MemberNode = FieldNode | ChainNode | VariableNode

/** A chain of fields whose last one is called with arguments: a method, since fields take none. */
export function compileMember(
  compiler: Compiler,
  node: MemberNode,
  fields: readonly string[],
  args: readonly OperandNode[],
  piped: boolean,
  base: (frame: Frame) => [GoValue, boolean],
): Stage {
  const last = fields.at(-1)!
  const call: Call = {name: last, node, given: args.length, argument: compileArguments(compiler, args)}
  return (frame, final) => {
    frame.at = node
    const [start, held] = base(frame)
    let value = start
    let parent = held ? HOLDER : undefined
    for (const name of fields.slice(0, -1)) {
      const next =
        value instanceof Boxed ? compiler.member(frame, node, value, name, parent) : getField(frame, value, name, parent)
      parent = value
      value = next
    }
    const method = methodOf(value, last)
    if (method) return compileCall(call, bound(method, value as Boxed), compiler.signatures.of(method[0]), piped)(frame, final)
    throw refused(frame, value, last, parent)
  }
}

/** What a method takes is known only when it is met: the arguments are compiled now and converted then. */
function compileArguments(compiler: Compiler, args: readonly OperandNode[]): Call['argument'] {
  const compiled = args.map((arg) => compileLoose(compiler, arg))
  return (index, parameter) => (frame) => compiled[index]!(frame, parameter)
}

function refused(frame: Frame, value: GoValue, name: string, parent: GoValue): unknown {
  const kind = kindOf(value)
  if (kind === 'map' && entriesOf(value)) return frame.fault(`${name} is not a method but has arguments`)
  if (kind === 'struct' && (value as Boxed).type.fields?.includes(name)) {
    return frame.fault(`${name} has arguments but cannot be invoked as function`)
  }
  try {
    // says what is wrong with the receiver itself
    getField(frame, value, name, parent)
  } catch (error) {
    return error
  }
  return frame.fault(`can't evaluate field ${name} in type ${staticName(value, parent)}`)
}
