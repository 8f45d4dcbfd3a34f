import {ApiError} from '../../../../errors/api-error.js'
import {FluxError, messageOf} from '../../../../errors/flux-error.js'
import {CelError} from '../../../../formats/cel/errors.js'
import {Message, type Value} from '../../../../formats/cel/values.js'
import {freezeDeep} from '../../../../formats/json/freeze.js'
import {sameValue} from '../../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {applyJsonPatch} from '../../../../formats/patch/json-patch.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {AdmissionCompiler, CompiledExpression} from '../../../../schema/cel/admission-env.js'
import type {AdmissionRequest, Core} from '../../rest/core.js'
import {statusError} from '../../status.js'
import {type AskFor, type Attributes, admissionForbidden, attributesOf} from '../attributes.js'
import type {Mutation} from '../mutation.js'
import {celJson, nameFaults} from './cel-json.js'
import {type Condition, compileConditions, conditionsHold} from './conditions.js'
import {Evaluation, type Inputs, OutOfBudget, type Variables} from './evaluate.js'
import {criteriaOf, matched, namespaceOf, objects} from './match.js'
import {paramKindFault, paramsOf} from './params.js'
import {compileVariables, policiesWithBindings} from './policy-data.js'

interface Compiled {
  readonly conditions: readonly Condition[]
  readonly variables: Variables
  readonly mutations: readonly {readonly json: boolean; readonly text: string; readonly compiled: CompiledExpression}[]
}

interface Problem {
  readonly message: string
  /** '' = that of a refusal */
  readonly reason: string
}

/** A policy with one binding and one parameter. */
interface Invocation {
  readonly id: string
  readonly policy: KubeObject
  readonly binding: KubeObject
  readonly params: KubeObject | undefined
}

const GROUP = 'admissionregistration.k8s.io'

/** The admission plug-in MutatingAdmissionPolicy. */
export class MutatingPolicies {
  readonly #compiled = new WeakMap<KubeObject, Compiled>()

  constructor(
    private readonly core: () => Core,
    private readonly compiler: AdmissionCompiler,
    private readonly ask: AskFor,
  ) {}

  /** Lets every policy change the object in turn; throws when one cannot, unless that is to be ignored. */
  mutate(request: AdmissionRequest, mutation: Mutation): void {
    const core = this.core()
    if (request.operation === 'DELETE' || core.store.collection(`${GROUP}/mutatingadmissionpolicybindings`).size === 0) return
    const {policies} = mutation
    if (mutation.again) policies.begin(mutation.object)
    const problems: Problem[] = []
    for (const invocation of this.#invocations(core, attributesOf(request, mutation.object), problems)) {
      this.#invoke(core, request, invocation, mutation, problems)
    }
    policies.end(mutation.object)
    if (problems[0]) throw refusal(attributesOf(request, mutation.object), problems)
  }

  #invocations(core: Core, attributes: Attributes, problems: Problem[]): Invocation[] {
    return policiesWithBindings(core, 'MutatingAdmissionPolicy').flatMap(({policy, bindings}) => {
      const spec = policy.spec as JsonObject
      const broken = (text: string, binding?: KubeObject): [] => {
        const what = binding ? 'binding' : 'policy'
        note(problems, policy, binding, `failed to configure ${what}: ${text}`, '')
        return []
      }
      try {
        if (!matched(core, criteriaOf(spec.matchConstraints), attributes)) return []
      } catch (error) {
        return broken(messageOf(error))
      }
      const fault = paramKindFault(core, spec.paramKind)
      if (fault !== undefined) return broken(fault)
      return bindings.flatMap((binding) => {
        const {matchResources, paramRef} = binding.spec as JsonObject
        try {
          if (!matched(core, criteriaOf(matchResources), attributes)) return []
          return paramsOf(core, spec.paramKind, paramRef, attributes.namespace).map((params) => ({
            id: [policy.metadata.name, binding.metadata.name, params?.metadata.namespace, params?.metadata.name].join('/'),
            policy,
            binding,
            params,
          }))
        } catch (error) {
          return broken(messageOf(error), binding)
        }
      })
    })
  }

  #invoke(core: Core, request: AdmissionRequest, invocation: Invocation, mutation: Mutation, problems: Problem[]): void {
    const {policy, binding, params, id} = invocation
    const spec = policy.spec as JsonObject
    const compiled = this.#compile(policy)
    const now = (): Inputs => {
      const attributes = attributesOf(request, mutation.object)
      const found = matched(core, {...criteriaOf(spec.matchConstraints), objectSelector: undefined}, attributes) ?? attributes
      const namespace = namespaceOf(core, attributes)
      return {request: attributes, matched: found, params, namespace, ask: this.ask(request.call.user)}
    }
    const holds = conditionsHold(compiled.conditions, now(), spec.failurePolicy !== 'Ignore')
    if (typeof holds === 'object') note(problems, policy, binding, holds.error, 'Invalid')
    if (holds !== true || (mutation.again && !mutation.policies.isDue(id))) return
    const before = mutation.object
    for (const {json, text, compiled: expression} of compiled.mutations) {
      const inputs = now()
      try {
        const value = evaluated(inputs, compiled.variables, text, expression)
        const next = json ? jsonPatched(core, inputs.matched, value) : merged(core, inputs.matched, value)
        const complete = freezeDeep(core.rules.defaults(inputs.matched.body, freezeDeep(next)))
        if (!sameValue(complete, inputs.matched.object)) mutation.change(complete, inputs.matched)
      } catch (error) {
        if (!(error instanceof PatchFault)) throw error
        note(problems, policy, binding, error.message, 'Invalid')
      }
    }
    if (!sameValue(before, mutation.object)) mutation.policies.require()
    if (spec.reinvocationPolicy === 'IfNeeded') mutation.policies.invoked(id)
  }

  #compile(policy: KubeObject): Compiled {
    const known = this.#compiled.get(policy)
    if (known) return known
    const spec = policy.spec as JsonObject
    const params = isObject(spec.paramKind)
    const {compiled: variables, types} = compileVariables(this.compiler, spec.variables, params)
    const compiled = {
      conditions: compileConditions(this.compiler, spec.matchConditions, params),
      variables,
      mutations: objects(spec.mutations).map(({patchType, jsonPatch, applyConfiguration}) => {
        const json = patchType === 'JSONPatch'
        const given = json ? jsonPatch : applyConfiguration
        const text = String((isObject(given) ? given.expression : undefined) ?? '').trim()
        const kind = {params, authorizer: true, patch: true, variables: types}
        const returns = [json ? 'list(JSONPatch)' : 'Object']
        return {json, text, compiled: this.compiler.compile(text, {...kind, returns})}
      }),
    }
    this.#compiled.set(policy, compiled)
    return compiled
  }
}

/** A mutation that cannot be carried out. */
class PatchFault extends Error {}

function note(problems: Problem[], policy: KubeObject, binding: KubeObject | undefined, text: string, reason: string): void {
  if ((policy.spec as JsonObject).failurePolicy === 'Ignore') return
  const name = policy.metadata.name ?? ''
  const by = binding ? `policy '${name}' with binding '${binding.metadata.name}'` : `policy ${JSON.stringify(name)}`
  problems.push({message: `${by} denied request: ${text}`, reason})
}

function refusal(attributes: Attributes, problems: readonly Problem[]): Error {
  const [first] = problems
  const {status} = admissionForbidden(attributes, '')
  const details = isObject(status.details) ? status.details : {}
  const causes = problems.map(({message}) => ({message}))
  return statusError(403, first!.reason === '' ? 'Forbidden' : first!.reason, first!.message, {...details, causes})
}

function evaluated(inputs: Inputs, variables: Variables, text: string, compiled: CompiledExpression): Value {
  if ('fault' in compiled) throw new PatchFault(compiled.fault)
  try {
    const outcome = new Evaluation(inputs, variables).run(text, compiled)
    if ('error' in outcome) throw new PatchFault(outcome.error)
    return outcome.value
  } catch (error) {
    throw error instanceof OutOfBudget ? new PatchFault(error.message) : error
  }
}

function asJson(value: Value): JsonValue {
  try {
    return celJson(value)
  } catch (error) {
    if (!(error instanceof CelError)) throw error
    throw new PatchFault(`JSONPath valueExpression evaluated to a type that could not marshal to JSON: ${error.message}`)
  }
}

function checkNames(value: Value, root: string): void {
  const faults = nameFaults(value, root)
  if (faults.length > 0) throw new PatchFault(`type mismatch: ${faults.join('\n')}`)
}

function jsonPatched(core: Core, {body: entry, object}: Attributes, value: Value): KubeObject {
  const operations = (value as Value[]).map((operation): JsonObject => {
    const fields = (operation as Message).fields
    const given = fields.get('value')
    if (given instanceof Message) checkNames(given, given.typeName)
    const from = fields.get('from')
    return {
      op: String(fields.get('op') ?? ''),
      path: String(fields.get('path') ?? ''),
      ...(from ? {from: String(from)} : {}),
      ...(given === undefined ? {} : {value: asJson(given)}),
    }
  })
  let patched: KubeObject
  try {
    patched = applyJsonPatch(object, operations) as KubeObject
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    // a test that fails means that there is nothing to do
    if (error.message.includes('test failed')) return object!
    throw new PatchFault(`JSON Patch: ${error.message}`)
  }
  try {
    const {object: decoded, strict} = core.rules.decode(entry, patched)
    if (strict.length > 0) throw internal(`strict decoding error: ${strict.join(', ')}`)
    return decoded
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 400) throw error
    throw internal(error.message.replace(/^.*? cannot be handled as an? [^:]*: /, ''))
  }
}

function merged(core: Core, {body: entry, object}: Attributes, value: Value): KubeObject {
  checkNames(value, 'Object')
  const patch = {...(asJson(value) as JsonObject), apiVersion: object!.apiVersion, kind: object!.kind} as JsonObject
  try {
    return core.rules.decode(entry, core.fields.merge(entry, object!, patch)).object
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new PatchFault(`error applying patch: ${messageOf(error)}`)
  }
}

function internal(text: string): Error {
  return statusError(500, 'InternalError', `Internal error occurred: ${text}`, {causes: [{message: text}]})
}
