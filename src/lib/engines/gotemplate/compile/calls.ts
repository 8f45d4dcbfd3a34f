import {FluxError, LimitExceeded, messageOf} from '../../../errors/flux-error.js'
import {GoError, SignatureError} from '../error.js'
import type {GoMethod} from '../go/types.js'
import type {GoValue} from '../go/value.js'
import type {Located} from '../parse/node.js'
import type {Frame} from './frame.js'
import {convert, type Parameter, type Signature} from './signature.js'

export type Eval = (frame: Frame) => GoValue
/** A step of a pipeline: gets the value of the step before, or MISSING. */
export type Stage = (frame: Frame, final: GoValue) => GoValue

/** Stands for "no value came through the pipeline": nil may come. */
export const MISSING = Symbol('missing')

/** How a call is written: its name, its arguments compiled for each parameter, the node that errors name. */
export interface Call {
  readonly name: string
  /** the name itself, named until an argument is */
  readonly word?: Located
  /** named when the function itself fails */
  readonly node: Located
  /** number of arguments in the text */
  readonly given: number
  /** compiles the argument at an index for a parameter */
  readonly argument: (index: number, parameter: Parameter) => Eval
}

/** What is wrong with the number of arguments, or undefined. */
export function countFault({name, given}: Call, {fixed, variadic}: Signature, piped: boolean): string | undefined {
  const total = given + (piped ? 1 : 0)
  if (variadic) {
    return total < fixed.length ? `wrong number of args for ${name}: want at least ${fixed.length} got ${given}` : undefined
  }
  return total === fixed.length ? undefined : `wrong number of args for ${name}: want ${fixed.length} got ${total}`
}

/** A call of a function whose signature is known. */
export function compileCall(call: Call, method: GoMethod, signature: Signature, piped: boolean): Stage {
  const fault = countFault(call, signature, piped)
  if (fault !== undefined) {
    return (frame) => {
      if (call.word) frame.at = call.word
      throw frame.fault(fault)
    }
  }
  const args: Stage[] = []
  for (let index = 0; index < call.given; index++) args.push(call.argument(index, parameterAt(signature, index)))
  if (piped) {
    const last = parameterAt(signature, call.given)
    args.push((frame, final) => convert(frame, final, last))
  }
  return signature.context ? withFrame(call, method[1], args) : withoutFrame(call, method[1], args)
}

function parameterAt({fixed, variadic}: Signature, index: number): Parameter {
  return fixed[index] ?? variadic!
}

/**
 * The usual numbers of arguments are called without an array in between: most of what a chart does is calls, and each one
 * takes its part of the stack.
 */
function withoutFrame({name, node, word}: Call, run: GoMethod[1], args: readonly Stage[]): Stage {
  const [first, second, third] = args
  if (args.length === 1) {
    return (frame, final) => {
      if (word) frame.at = word
      const a = first!(frame, final)
      try {
        return counted(frame, run(a))
      } catch (error) {
        throw callFault(frame, node, name, error)
      }
    }
  }
  if (args.length === 2) {
    return (frame, final) => {
      if (word) frame.at = word
      const a = first!(frame, final)
      const b = second!(frame, final)
      try {
        return counted(frame, run(a, b))
      } catch (error) {
        throw callFault(frame, node, name, error)
      }
    }
  }
  if (args.length === 3) {
    return (frame, final) => {
      if (word) frame.at = word
      const a = first!(frame, final)
      const b = second!(frame, final)
      const c = third!(frame, final)
      try {
        return counted(frame, run(a, b, c))
      } catch (error) {
        throw callFault(frame, node, name, error)
      }
    }
  }
  return (frame, final) => {
    if (word) frame.at = word
    const values = valuesOf(args, frame, final)
    try {
      return counted(frame, run(...values))
    } catch (error) {
      throw callFault(frame, node, name, error)
    }
  }
}

/** As `withoutFrame`; the frame comes first. */
function withFrame({name, node, word}: Call, run: GoMethod[1], args: readonly Stage[]): Stage {
  const [first, second] = args
  if (args.length === 2) {
    return (frame, final) => {
      if (word) frame.at = word
      const a = first!(frame, final)
      const b = second!(frame, final)
      try {
        return counted(frame, run(frame, a, b))
      } catch (error) {
        throw callFault(frame, node, name, error)
      }
    }
  }
  return (frame, final) => {
    if (word) frame.at = word
    const values = valuesOf(args, frame, final)
    try {
      return counted(frame, run(frame, ...values))
    } catch (error) {
      throw callFault(frame, node, name, error)
    }
  }
}

function valuesOf(args: readonly Stage[], frame: Frame, final: GoValue): GoValue[] {
  const values = new Array<GoValue>(args.length)
  for (let index = 0; index < args.length; index++) values[index] = args[index]!(frame, final)
  return values
}

/** Text that is long enough to count, whether it is printed or not. */
const LONG = 4096

function counted(frame: Frame, result: GoValue): GoValue {
  if (typeof result === 'string' && result.length > LONG) frame.run.grow(result.length)
  else if (Array.isArray(result) && result.length > LONG) frame.run.step(result.length)
  return result
}

/** What a function threw, as Go words it; a limit passes as it is, and so does a bug of ours. */
export function callFault(frame: Frame, node: Located, name: string, error: unknown): unknown {
  if (error instanceof LimitExceeded) return error
  if (!(error instanceof GoError || error instanceof FluxError)) {
    frame.at = node
    return error
  }
  if (error instanceof SignatureError) return frame.fault(error.message)
  frame.at = node
  return frame.fault(`error calling ${name}: ${messageOf(error)}`, error)
}
