import {COMPLEX} from '../go/types.js'
import {Boxed, type GoValue} from '../go/value.js'
import {type NumberNode, nodeText, type OperandNode} from '../parse/node.js'
import type {Eval} from './calls.js'
import type {Compiler} from './compiler.js'
import type {Frame} from './frame.js'
import {convert, type Parameter, REFUSED} from './signature.js'

/** An argument of a call, converted for its parameter. */
export function compileArgument(compiler: Compiler, node: OperandNode, parameter: Parameter): Eval {
  switch (node.type) {
    case 'nil':
      return nilArgument(node, parameter)
    case 'bool':
    case 'string':
    case 'number':
      return constantArgument(node, parameter)
    default: {
      const value = compileOperand(compiler, node)
      // text and anything are most of it
      if (parameter.type.kind === 'interface') {
        return (frame) => {
          const result = value(frame)
          if (result instanceof Boxed) return parameter.accept(result)
          return result === undefined ? null : result
        }
      }
      return (frame) => convert(frame, value(frame), parameter)
    }
  }
}

/** An operand that is no constant. */
function compileOperand(compiler: Compiler, node: OperandNode): Eval {
  switch (node.type) {
    case 'dot':
      return (frame) => {
        frame.at = node
        return frame.dot
      }
    case 'field':
      return compiler.field(node)
    case 'variable':
      return compiler.variable(node)
    case 'chain':
      return compiler.chain(node)
    case 'pipe':
      return compiler.pipe(node)
    case 'identifier':
      return compiler.call(node, node, [], false) as Eval
    default:
      throw new Error(`no operand: ${node.type}`)
  }
}

/** The value in front of `.field` in `(pipeline).field` or `function.field`. */
export function compileChained(compiler: Compiler, node: OperandNode): Eval {
  return compileOperand(compiler, node)
}

/** An argument of a call whose parameters are known only when it runs. */
export function compileLoose(compiler: Compiler, node: OperandNode): (frame: Frame, parameter: Parameter) => GoValue {
  switch (node.type) {
    case 'nil':
      return (frame, parameter) => nilArgument(node, parameter)(frame)
    case 'bool':
    case 'string':
    case 'number':
      return (frame, parameter) => constantArgument(node, parameter)(frame)
    default: {
      const value = compileOperand(compiler, node)
      return (frame, parameter) => convert(frame, value(frame), parameter)
    }
  }
}

function nilArgument(node: OperandNode, parameter: Parameter): Eval {
  return (frame) => {
    frame.at = node
    if (!parameter.nil) throw frame.fault(`cannot assign nil to ${parameter.type.name}`)
    return parameter.nil()
  }
}

type ConstantNode = Extract<OperandNode, {type: 'bool' | 'string' | 'number'}>

function constantArgument(node: ConstantNode, parameter: Parameter): Eval {
  const value = constantFor(node, parameter)
  if (value === REFUSED) {
    const found = nodeText(node)
    const message = parameter.numeral
      ? `expected ${parameter.numeral}; found ${found}`
      : parameter.type.kind === 'string' || parameter.type.kind === 'bool'
        ? `expected ${parameter.type.name}; found ${found}`
        : `can't handle ${found} for arg of type ${parameter.type.name}`
    return failing(node, message)
  }
  if (typeof value === 'object' && value instanceof Overflow) return failing(node, `${value.text} overflows int`)
  return (frame) => {
    frame.at = node
    return value
  }
}

function failing(node: OperandNode, message: string): Eval {
  return (frame) => {
    frame.at = node
    throw frame.fault(message)
  }
}

function constantFor(node: ConstantNode, {type, number}: Parameter): GoValue | typeof REFUSED {
  const free = type.kind === 'interface' || type.kind === 'struct'
  if (type.name === 'time.Time' || type.name === 'sprig.certificate') return REFUSED
  switch (node.type) {
    case 'bool':
      return free || type.kind === 'bool' ? node.value : REFUSED
    case 'string':
      return free || type.kind === 'string' ? node.value : REFUSED
    case 'number':
      return free ? idealConstant(node) : number ? number(node) : REFUSED
  }
}

/** A constant that fits no int. */
export class Overflow {
  constructor(readonly text: string) {}
}

const DIGITS = /^\d+$/

/** The value of a number whose type only its spelling tells: `1` is an int, `1.0` and `1e3` are floats. */
export function idealConstant(node: NumberNode): GoValue {
  const {text} = node
  // most numbers are a few digits
  if (node.int !== undefined && text.length < 16 && DIGITS.test(text)) return node.int
  if (node.complex) return new Boxed(COMPLEX, node.complex)
  const hexInt = /^0[xX]/.test(text) && text.length > 2 && !/[pP]/.test(text)
  if (node.float !== undefined && !hexInt && !text.startsWith("'") && /[.eEpP]/.test(text)) return node.float
  if (node.int !== undefined) return node.int
  return node.uint === undefined ? undefined : new Overflow(text)
}
