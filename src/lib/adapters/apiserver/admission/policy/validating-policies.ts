import type {CelType} from '../../../../formats/cel/type.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {AdmissionCompiler, CompiledExpression} from '../../../../schema/cel/admission-env.js'
import type {AdmissionRequest, Core} from '../../rest/core.js'
import {statusError} from '../../status.js'
import {type AskFor, type Attributes, admissionForbidden, attributesOf, isExempt} from '../attributes.js'
import {type Condition, compileConditions, conditionsHold} from './conditions.js'
import {Evaluation, type Inputs, OutOfBudget, type Variables} from './evaluate.js'
import {criteriaOf, matched, namespaceOf, objects} from './match.js'
import {paramKindFault, paramsOf} from './params.js'
import {compileVariables, policiesWithBindings} from './policy-data.js'

interface Check {
  readonly validation: JsonObject
  readonly expression: string
  readonly compiled: CompiledExpression
  readonly message: {readonly text: string; readonly compiled: CompiledExpression} | undefined
}

interface Compiled {
  readonly conditions: readonly Condition[]
  readonly variables: Variables
  readonly checks: readonly Check[]
  readonly audits: readonly {readonly text: string; readonly compiled: CompiledExpression}[]
}

interface Denial {
  readonly message: string
  readonly reason: string
}

const GROUP = 'admissionregistration.k8s.io'
const MESSAGE_BYTES = 5 * 1024
const CODES: Readonly<Record<string, number>> = {Forbidden: 403, Unauthorized: 401, RequestEntityTooLarge: 413}

/** The admission plug-in ValidatingAdmissionPolicy. */
export class ValidatingPolicies {
  readonly #compiled = new WeakMap<KubeObject, Compiled>()

  constructor(
    private readonly core: () => Core,
    private readonly compiler: AdmissionCompiler,
    private readonly ask: AskFor,
  ) {}

  /** Throws the refusal of the first policy that denies; warnings are added to the request's. */
  check(request: AdmissionRequest): void {
    const core = this.core()
    if (isExempt(request.entry) || core.store.collection(`${GROUP}/validatingadmissionpolicybindings`).size === 0) return
    const attributes = attributesOf(request)
    const denials: Denial[] = []
    for (const {policy, bindings} of policiesWithBindings(core, 'ValidatingAdmissionPolicy')) {
      denials.push(...this.#policy(core, attributes, policy, bindings))
    }
    const [first] = denials
    if (first) throw refusal(attributes, first)
  }

  #policy(core: Core, attributes: Attributes, policy: KubeObject, bindings: readonly KubeObject[]): Denial[] {
    const spec = policy.spec as JsonObject
    const fail = spec.failurePolicy !== 'Ignore'
    const name = policy.metadata.name ?? ''
    const broken = (text: string, binding?: KubeObject): Denial[] => {
      if (!fail) return []
      const part = binding ? ` with binding '${binding.metadata.name}'` : ''
      const what = binding ? 'binding' : 'policy'
      return [
        {
          reason: 'Invalid',
          message: `ValidatingAdmissionPolicy '${name}'${part} denied request: failed to configure ${what}: ${text}`,
        },
      ]
    }
    let found: Attributes | undefined
    try {
      found = matched(core, criteriaOf(spec.matchConstraints), attributes)
    } catch (error) {
      return broken((error as Error).message)
    }
    if (!found) return []
    const fault = paramKindFault(core, spec.paramKind)
    if (fault !== undefined) return broken(fault)
    const compiled = this.#compile(policy)
    return bindings.flatMap((binding) => {
      const {matchResources, paramRef, validationActions} = binding.spec as JsonObject
      let params: readonly (KubeObject | undefined)[]
      try {
        if (!matched(core, criteriaOf(matchResources), attributes)) return []
        params = paramsOf(core, spec.paramKind, paramRef, attributes.namespace)
      } catch (error) {
        return broken((error as Error).message, binding)
      }
      const namespace = namespaceOf(core, attributes)
      const ask = this.ask(attributes.user)
      return params.flatMap((param) => {
        const inputs = {request: attributes, matched: found, params: param, namespace, ask}
        return act(name, binding, validationActions, attributes, evaluate(compiled, inputs, fail))
      })
    })
  }

  #compile(policy: KubeObject): Compiled {
    const known = this.#compiled.get(policy)
    if (known) return known
    const {compiler} = this
    const spec = policy.spec as JsonObject
    const params = isObject(spec.paramKind)
    const variables = compileVariables(compiler, spec.variables, params)
    const kind = {params, authorizer: true, variables: variables.types as ReadonlyMap<string, CelType>}
    const compiled = {
      conditions: compileConditions(compiler, spec.matchConditions, params),
      variables: variables.compiled,
      checks: objects(spec.validations).map((validation) => {
        const expression = String(validation.expression ?? '')
        const text = validation.messageExpression
        const message =
          typeof text === 'string' && text !== ''
            ? {text, compiled: compiler.compile(text, {...kind, authorizer: false, returns: ['string']})}
            : undefined
        return {validation, expression, message, compiled: compiler.compile(expression, {...kind, returns: ['bool']})}
      }),
      audits: objects(spec.auditAnnotations).map(({valueExpression}) => {
        const text = String(valueExpression ?? '').trim()
        return {text, compiled: compiler.compile(text, {...kind, returns: ['string', 'null_type']})}
      }),
    }
    this.#compiled.set(policy, compiled)
    return compiled
  }
}

interface Verdict {
  /** failed validations; `forced`: whatever the binding's actions are */
  readonly failures: readonly (Denial & {readonly forced?: boolean})[]
}

function evaluate(compiled: Compiled, inputs: Inputs, fail: boolean): Verdict {
  const broken = (message: string): Verdict => ({failures: fail ? [{message, reason: ''}] : []})
  const holds = conditionsHold(compiled.conditions, inputs, fail)
  if (typeof holds === 'object') return broken(holds.error)
  if (!holds) return {failures: []}
  try {
    const checks = new Evaluation(inputs, compiled.variables)
    const outcomes = compiled.checks.map((check) => ({check, outcome: checks.run(check.expression, check.compiled)}))
    const messages = new Evaluation({...inputs, ask: undefined}, compiled.variables)
    const failures = outcomes.flatMap(({check, outcome}) => {
      if ('error' in outcome) return broken(outcome.error).failures
      if (outcome.value === true) return []
      const reason = typeof check.validation.reason === 'string' ? check.validation.reason : 'Invalid'
      return [{message: messageOfFailure(check, messages), reason}]
    })
    return {failures: [...failures, ...auditFailures(compiled, inputs, fail)]}
  } catch (error) {
    if (!(error instanceof OutOfBudget)) throw error
    return broken(error.message)
  }
}

function messageOfFailure({validation, expression, message}: Check, messages: Evaluation): string {
  if (message) {
    const outcome = messages.run(message.text, message.compiled)
    const text = 'value' in outcome && typeof outcome.value === 'string' ? outcome.value.trim() : ''
    if (text !== '' && Buffer.byteLength(text) <= MESSAGE_BYTES && !text.includes('\n')) return text
  }
  const fixed = typeof validation.message === 'string' ? validation.message.trim() : ''
  return fixed === '' ? `failed expression: ${expression.trim()}` : fixed
}

/** Nobody keeps an audit log here: annotations only count where their failure denies. */
function auditFailures({audits, variables}: Compiled, inputs: Inputs, fail: boolean): Verdict['failures'] {
  if (audits.length === 0 || !fail) return []
  const evaluation = new Evaluation({...inputs, ask: undefined}, variables)
  return audits.flatMap(({text, compiled}) => {
    const outcome = evaluation.run(text, compiled)
    return 'error' in outcome ? [{message: outcome.error, reason: '', forced: true}] : []
  })
}

function act(
  policy: string,
  binding: KubeObject,
  actions: JsonValue | undefined,
  {warnings}: Attributes,
  {failures}: Verdict,
): Denial[] {
  const name = `'${policy}' with binding '${binding.metadata.name}'`
  const does = (action: string) => Array.isArray(actions) && actions.includes(action)
  return failures.flatMap(({message, reason, forced}) => {
    if (!forced && does('Warn')) warnings.push(`Validation failed for ValidatingAdmissionPolicy ${name}: ${message}`)
    if (!forced && !does('Deny')) return []
    return [{message: `ValidatingAdmissionPolicy ${name} denied request: ${message}`, reason}]
  })
}

function refusal(attributes: Attributes, {message, reason}: Denial): Error {
  const error = admissionForbidden(attributes, message)
  const shown = reason === '' ? 'Invalid' : reason
  const details = isObject(error.status.details) ? error.status.details : {}
  return statusError(CODES[shown] ?? 422, shown, error.message, {...details, causes: [{message}]})
}
