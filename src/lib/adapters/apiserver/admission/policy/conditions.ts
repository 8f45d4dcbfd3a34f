import type {JsonValue} from '../../../../formats/json/value.js'
import type {AdmissionCompiler, CompiledExpression} from '../../../../schema/cel/admission-env.js'
import {Evaluation, type Inputs} from './evaluate.js'
import {objects} from './match.js'

/** One compiled entry of `matchConditions`. */
export interface Condition {
  readonly name: string
  readonly expression: string
  readonly compiled: CompiledExpression
}

export function compileConditions(
  compiler: AdmissionCompiler,
  list: JsonValue | undefined,
  params: boolean,
): readonly Condition[] {
  return objects(list).map(({name, expression}) => {
    const text = String(expression ?? '').trim()
    return {
      name: String(name ?? ''),
      expression: text,
      compiled: compiler.compile(text, {params, authorizer: true, returns: ['bool']}),
    }
  })
}

/**
 * Whether all conditions hold: one that is false decides, whatever fails besides; failures are the `error`, if the failure
 * policy is Fail, else they leave the request alone.
 */
export function conditionsHold(
  conditions: readonly Condition[],
  inputs: Inputs,
  fail: boolean,
): boolean | {readonly error: string} {
  if (conditions.length === 0) return true
  const evaluation = new Evaluation({...inputs, namespace: undefined})
  const errors: string[] = []
  for (const {expression, compiled} of conditions) {
    const outcome = evaluation.run(expression, compiled)
    if ('error' in outcome) errors.push(outcome.error)
    else if (outcome.value === false) return false
  }
  if (errors.length === 0) return true
  if (!fail) return false
  const distinct = [...new Set(errors)]
  return {error: distinct.length === 1 ? distinct[0]! : `[${distinct.join(', ')}]`}
}
