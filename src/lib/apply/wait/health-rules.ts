import type {KubeObject} from '../../ports/kube.js'
import type {ObjectStatus} from '../status/object-status.js'
import {groupOf} from '../subject.js'

/** A rule of `spec.healthCheckExprs`: how an object of its kind is doing. Throws what its expressions throw. */
export type HealthRule = (object: KubeObject) => ObjectStatus

/** Rules by `Kind.group`, and by `.group` for a whole group. */
export interface HealthRules {
  readonly rules: ReadonlyMap<string, HealthRule>
  /** With a client of its own (account, kubeConfig) a rule may also speak for Jobs, and a kind that is gone was never known. */
  readonly dedicated: boolean
}

export const NO_RULES: HealthRules = {rules: new Map(), dedicated: false}

/** The rule for an object; the exact kind beats its group. */
export function ruleFor(rules: HealthRules, object: KubeObject): HealthRule | undefined {
  const group = groupOf(object.apiVersion)
  if (group === 'batch' && object.kind === 'Job' && !rules.dedicated) return undefined
  return rules.rules.get(`${object.kind}.${group}`) ?? rules.rules.get(`.${group}`)
}
