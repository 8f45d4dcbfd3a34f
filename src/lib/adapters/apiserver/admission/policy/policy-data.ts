import type {CelType} from '../../../../formats/cel/type.js'
import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {type AdmissionCompiler, type CompiledExpression, variableType} from '../../../../schema/cel/admission-env.js'
import {type Core, listAll} from '../../rest/core.js'
import type {Attributes} from '../attributes.js'
import {criteriaOf, mayMatch, objects} from './match.js'

export interface BoundPolicy {
  readonly policy: KubeObject
  readonly bindings: readonly KubeObject[]
}

const VERSION = 'admissionregistration.k8s.io/v1'

/** Policies of a kind that have bindings, by name. */
export function policiesWithBindings(
  core: Core,
  kind: 'ValidatingAdmissionPolicy' | 'MutatingAdmissionPolicy',
): readonly BoundPolicy[] {
  const bindings = new Map<string, KubeObject[]>()
  for (const binding of listAll(core, VERSION, `${kind}Binding`)) {
    const policy = String((binding.spec as JsonObject).policyName)
    const known = bindings.get(policy)
    if (known) known.push(binding)
    else bindings.set(policy, [binding])
  }
  if (bindings.size === 0) return []
  return listAll(core, VERSION, kind).flatMap((policy) => {
    const own = bindings.get(policy.metadata.name ?? '')
    return own ? [{policy, bindings: own}] : []
  })
}

/** Compiles `variables` in order; each sees those before it. */
export function compileVariables(
  compiler: AdmissionCompiler,
  list: JsonValue | undefined,
  params: boolean,
  patch = false,
): {readonly compiled: ReadonlyMap<string, CompiledExpression>; readonly types: ReadonlyMap<string, CelType>} {
  const compiled = new Map<string, CompiledExpression>()
  const types = new Map<string, CelType>()
  for (const {name, expression} of objects(list)) {
    const result = compiler.compile(String(expression ?? ''), {params, authorizer: true, patch, variables: types})
    compiled.set(String(name), result)
    types.set(String(name), variableType('program' in result ? result.program.type : undefined))
  }
  return {compiled, types}
}

/** Whether a policy that is bound may be about a request. */
export function isConcernOfPolicies(core: Core, attributes: Attributes): boolean {
  return (['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'] as const).some((kind) => {
    if (core.store.collection(`admissionregistration.k8s.io/${kind.toLowerCase()}bindings`).size === 0) return false
    return policiesWithBindings(core, kind).some(({policy}) =>
      mayMatch(core, criteriaOf((policy.spec as JsonObject).matchConstraints), attributes),
    )
  })
}
