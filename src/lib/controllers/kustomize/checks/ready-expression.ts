import {messageOf} from '../../../errors/flux-error.js'
import {type CelProgram, compileCel} from '../../../formats/cel/cel.js'
import {CelCompileError} from '../../../formats/cel/errors.js'
import {parseType} from '../../../formats/cel/type.js'
import type {KubeObject} from '../../../ports/kube.js'
import {TerminalError} from '../run/failures.js'

const OBJECT = parseType('map(string, dyn)')

/**
 * `dependsOn[].readyExpr` over `self` and `dep` (kustomize-controller reference 3.1); `error` is what went wrong while it
 * ran. Throws TerminalError for an expression that can never work.
 */
export function evaluateReadyExpression(
  expression: string,
  dependency: string,
  self: KubeObject,
  dep: KubeObject,
): {readonly ready: boolean; readonly error?: string} {
  const program = compile(expression, dependency)
  try {
    return {ready: program.evaluate({self, dep}) === true}
  } catch (error) {
    return {ready: false, error: `failed to evaluate the CEL expression '${expression}': ${messageOf(error)}`}
  }
}

function compile(expression: string, dependency: string): CelProgram {
  const prefix = `failed to evaluate dependency ${dependency}: `
  let program: CelProgram
  try {
    program = compileCel(expression, {variables: {self: OBJECT, dep: OBJECT}})
  } catch (error) {
    const what =
      error instanceof CelCompileError ? `failed to parse the CEL expression '${expression}'` : 'failed to create CEL program'
    throw new TerminalError(`${prefix}${what}: ${messageOf(error)}`)
  }
  if (program.outputType !== 'bool') {
    throw new TerminalError(`${prefix}CEL expression output type mismatch: expected bool, got ${program.outputType}`)
  }
  return program
}
