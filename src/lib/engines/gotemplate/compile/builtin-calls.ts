import {GoError} from '../error.js'
import {truth} from '../go/truth.js'
import type {GoMethod} from '../go/types.js'
import {type GoValue, typeName} from '../go/value.js'
import {type Call, countFault, type Stage} from './calls.js'
import type {Signature} from './signature.js'

/** `and` and `or` stop at the argument that decides and return it; what came through the pipeline is the last one. */
export function shortCircuit(call: Call, signature: Signature, name: 'and' | 'or', piped: boolean): Stage {
  const fault = countFault(call, signature, piped)
  if (fault !== undefined) {
    return (frame) => {
      if (call.word) frame.at = call.word
      throw frame.fault(fault)
    }
  }
  const args = Array.from({length: call.given}, (_, index) => call.argument(index, signature.variadic!))
  const decisive = name === 'or'
  return (frame, final) => {
    if (call.word) frame.at = call.word
    let value: GoValue
    for (let index = 0; index < args.length; index++) {
      value = args[index]!(frame)
      if (truth(value) === decisive) return value
    }
    return piped ? final : value
  }
}

/** The builtin `call`: values of templates are never functions, so it only complains. */
export function callOf(text: string | undefined): GoMethod {
  return [
    'value ...value',
    (value: GoValue) => {
      if (value == null) throw new GoError('call of nil')
      const name = text ?? (typeof value === 'string' ? value : `<${typeName(value)} Value>`)
      throw new GoError(`non-function ${name} of type ${typeName(value)}`)
    },
  ]
}
