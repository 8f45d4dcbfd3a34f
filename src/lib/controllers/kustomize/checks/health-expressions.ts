import {fieldAt} from '../../../apply/status/fields.js'
import {current, failed, inProgress, type ObjectStatus} from '../../../apply/status/object-status.js'
import {groupOf} from '../../../apply/subject.js'
import type {HealthRule, HealthRules} from '../../../apply/wait/health-rules.js'
import {messageOf} from '../../../errors/flux-error.js'
import type {KustomizationSpec} from '../../../kinds/types/kustomization.gen.js'
import type {KubeObject} from '../../../ports/kube.js'
import {compileLoose} from './loose-cel.js'

type Expression = NonNullable<KustomizationSpec['healthCheckExprs']>[number]
type Predicate = (object: KubeObject) => boolean

/** The rules of `spec.healthCheckExprs` (kustomize-controller reference 14.3). Throws with Flux's text for a bad one. */
export function compileHealthRules(expressions: readonly Expression[]): HealthRules {
  const rules = new Map<string, HealthRule>()
  expressions.forEach((expression, index) => {
    const group = groupOf(expression.apiVersion)
    const kind = expression.kind ?? ''
    const key = `${kind}.${group}`
    if (rules.has(key))
      throw new Error(`duplicate custom health check for GroupKind ${group === '' ? kind : key} at healthchecks[${index}]`)
    try {
      rules.set(key, ruleOf(expression))
    } catch (error) {
      throw new Error(`failed to create custom status evaluator for healthchecks[${index}]: ${messageOf(error)}`, {cause: error})
    }
  })
  return {rules, dedicated: false}
}

function ruleOf(expression: Expression): HealthRule {
  if (!expression.current) throw new Error('expression Current not specified')
  const named = (name: string, text: string): Predicate => {
    try {
      return compileLoose(text)
    } catch (error) {
      throw new Error(`failed to parse the expression ${name}: ${messageOf(error)}`, {cause: error})
    }
  }
  const isCurrent = named('Current', expression.current)
  const isInProgress = expression.inProgress ? named('InProgress', expression.inProgress) : () => false
  const isFailed = expression.failed ? named('Failed', expression.failed) : () => false
  return (object): ObjectStatus => {
    const observed = fieldAt(object, 'status.observedGeneration')
    if (typeof observed === 'number' && Number.isInteger(observed) && observed !== object.metadata.generation) {
      return inProgress('generation has not been observed yet')
    }
    if (isInProgress(object)) return inProgress('inProgress expression is true')
    if (isFailed(object)) return failed('failed expression is true')
    return isCurrent(object) ? current('current expression is true') : inProgress('no expression is true')
  }
}
