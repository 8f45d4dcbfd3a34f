import {CelCostError, CelError} from '../../../../formats/cel/errors.js'
import {CelMap, fromJson, type Value} from '../../../../formats/cel/values.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {type CompiledExpression, namespaceType, requestType} from '../../../../schema/cel/admission-env.js'
import {type AskAccess, authorizerValues} from '../../../../schema/cel/authorizer-library.js'
import type {Attributes} from '../attributes.js'

/** Cost that all expressions of one policy on one request may take together. */
const BUDGET = 10_000_000
const OUT_OF_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run'

/** All expressions together took too much. */
export class OutOfBudget extends Error {
  constructor() {
    super(OUT_OF_BUDGET)
  }
}

export interface Inputs {
  /** as the request was made */
  readonly request: Attributes
  /** in the version that the policy names */
  readonly matched: Attributes
  readonly params: KubeObject | undefined
  readonly namespace: KubeObject | undefined
  /** absent where expressions may not ask */
  readonly ask: AskAccess | undefined
}

export type Outcome = {readonly value: Value} | {readonly error: string}

/** Compiled `variables` of a policy by name. */
export type Variables = ReadonlyMap<string, CompiledExpression>

/** Runs the expressions of one policy, webhook or binding on one request. */
export class Evaluation {
  #budget = BUDGET
  readonly #values: Record<string, Value>

  constructor(inputs: Inputs, variables: Variables = new Map()) {
    const {matched, params, namespace, ask, request} = inputs
    this.#values = {
      object: fromJson(matched.object, undefined),
      oldObject: fromJson(matched.old, undefined),
      request: fromJson(requestOf(request, matched), requestType),
      namespaceObject: fromJson(namespace ? shownNamespace(namespace) : null, namespaceType),
      params: fromJson(params ?? null, undefined),
    }
    this.#values.variables = new LazyVariables(variables, (expression) => this.#run(expression))
    if (!ask) return
    const {group, resource, subresource, namespace: place, name} = request
    const access = authorizerValues(ask, {group, resource, subresource, namespace: place, name})
    this.#values.authorizer = access.authorizer
    this.#values['authorizer.requestResource'] = access.resource
  }

  /** Value or error of one expression. Throws OutOfBudget. */
  run(expression: string, compiled: CompiledExpression): Outcome {
    if ('fault' in compiled) return {error: `compilation error: ${compiled.fault}`}
    try {
      return {value: this.#run(compiled)}
    } catch (error) {
      if (error instanceof CelCostError) return {error: `expression '${expression}' resulted in error: ${error.message}`}
      if (!(error instanceof CelError)) throw error
      return {error: `expression '${expression}' resulted in error: ${error.message}`}
    }
  }

  #run(compiled: CompiledExpression): Value {
    if ('fault' in compiled) throw new CelError(compiled.fault)
    const {value, cost} = compiled.program.run(this.#values)
    this.#budget -= cost
    if (this.#budget < 0) throw new OutOfBudget()
    return value
  }
}

/** `variables`: each worked out when it is first read. */
class LazyVariables extends CelMap {
  readonly #known = new Map<string, Value | CelError>()

  constructor(
    private readonly variables: Variables,
    private readonly run: (expression: CompiledExpression) => Value,
  ) {
    super()
  }

  override get(key: Value): Value | undefined {
    const name = String(key)
    const compiled = this.variables.get(name)
    if (!compiled) return undefined
    let known = this.#known.get(name)
    if (known === undefined) this.#known.set(name, (known = this.#evaluate(name, compiled)))
    if (known instanceof CelError) throw known
    return known
  }

  override keys(): Value[] {
    return [...this.variables.keys()]
  }

  #evaluate(name: string, compiled: CompiledExpression): Value | CelError {
    if ('fault' in compiled) return new CelError(`composited variable "${name}" fails to compile: ${compiled.fault}`)
    try {
      return this.run(compiled)
    } catch (error) {
      if (!(error instanceof CelError) || error instanceof CelCostError) throw error
      return new CelError(`composited variable "${name}" fails to evaluate: ${error.message}`)
    }
  }
}

/** The AdmissionRequest that expressions see; empty texts are left out, as Go does. */
export function requestOf(request: Attributes, matched: Attributes): JsonObject {
  const {group, version, resource, subresource, name, namespace, operation, user, dryRun, options} = request
  const sub = subresource === '' ? {} : {subResource: subresource}
  return {
    kind: {...matched.kind},
    resource: {group: matched.group, version: matched.version, resource: matched.resource},
    ...sub,
    requestKind: {...request.kind},
    requestResource: {group, version, resource},
    ...(subresource === '' ? {} : {requestSubResource: subresource}),
    ...(name === '' ? {} : {name}),
    ...(namespace === '' ? {} : {namespace}),
    operation,
    userInfo: userInfo(user),
    dryRun,
    options,
  }
}

/** authentication.k8s.io UserInfo. */
export function userInfo({name, uid, groups, extra}: Attributes['user']): JsonObject {
  return {
    ...(name === '' ? {} : {username: name}),
    ...(uid ? {uid} : {}),
    ...(groups.length === 0 ? {} : {groups: [...groups]}),
    ...(extra && Object.keys(extra).length > 0
      ? {extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]]))}
      : {}),
  }
}

const NAMESPACE_META = [
  'name',
  'generateName',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'finalizers',
]

function shownNamespace({metadata, spec, status}: KubeObject): JsonObject {
  const all = metadata as JsonObject
  const shown = Object.fromEntries(NAMESPACE_META.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])))
  return {metadata: shown as JsonValue, spec: isObject(spec) ? spec : {}, status: isObject(status) ? status : {}} as JsonObject
}
