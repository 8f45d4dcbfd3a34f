import {type CelProgram, compileCel} from '../../formats/cel/cel.js'
import {CelCompileError, CelError} from '../../formats/cel/errors.js'
import type {Registry} from '../../formats/cel/registry.js'
import {BOOL, type CelType, DYN, INT, listOf, mapOf, STRING, substitute, typeName, typeText} from '../../formats/cel/type.js'
import {AUTHORIZER, RESOURCE_CHECK} from './authorizer-library.js'
import {kubernetesRegistry} from './registry.js'

/** Cost that one expression of a policy may take. */
const PER_CALL_LIMIT = 1_000_000

type ObjectType = CelType & {readonly kind: 'object'}

function objectType(name: string, fields: Readonly<Record<string, CelType>>): ObjectType {
  return {kind: 'object', name, field: (field) => (Object.hasOwn(fields, field) ? fields[field] : undefined)}
}

const gvk = objectType('kubernetes.GroupVersionKind', {group: STRING, version: STRING, kind: STRING})
const gvr = objectType('kubernetes.GroupVersionResource', {group: STRING, version: STRING, resource: STRING})
const TIME: CelType = {kind: 'timestamp'}

/** Type of `request`. */
export const requestType = objectType('kubernetes.AdmissionRequest', {
  kind: gvk,
  resource: gvr,
  subResource: STRING,
  requestKind: gvk,
  requestResource: gvr,
  requestSubResource: STRING,
  name: STRING,
  namespace: STRING,
  operation: STRING,
  userInfo: objectType('kubernetes.UserInfo', {
    username: STRING,
    uid: STRING,
    groups: listOf(STRING),
    extra: mapOf(STRING, listOf(STRING)),
  }),
  dryRun: BOOL,
  options: DYN,
})

/** Type of `namespaceObject`. The server declares `UID` where the object has `uid`: nobody can read it. */
export const namespaceType = objectType('kubernetes.Namespace', {
  metadata: objectType('kubernetes.NamespaceMetadata', {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: mapOf(STRING, STRING),
    annotations: mapOf(STRING, STRING),
    UID: STRING,
    creationTimestamp: TIME,
    deletionGracePeriodSeconds: INT,
    deletionTimestamp: TIME,
    generation: INT,
    resourceVersion: STRING,
    finalizers: listOf(STRING),
  }),
  spec: objectType('kubernetes.NamespaceSpec', {finalizers: listOf(STRING)}),
  status: objectType('kubernetes.NamespaceStatus', {
    conditions: listOf(
      objectType('kubernetes.NamespaceCondition', {
        status: STRING,
        type: STRING,
        lastTransitionTime: TIME,
        message: STRING,
        reason: STRING,
      }),
    ),
    phase: STRING,
  }),
})

/** `Object.spec` and so on: any field, checked when the patch is used. */
function patchType(name: string): ObjectType | undefined {
  if (name === 'JSONPatch') {
    const fields: Readonly<Record<string, CelType>> = {op: STRING, path: STRING, from: STRING, value: DYN}
    // the server knows such a field, but of no type
    return {kind: 'object', name, field: (field) => (Object.hasOwn(fields, field) ? fields[field] : {kind: 'opaque', name: ''})}
  }
  return name === 'Object' || name.startsWith('Object.') ? {kind: 'object', name, field: () => DYN} : undefined
}

/** What an expression may say and must yield. */
export interface ExpressionKind {
  readonly params: boolean
  readonly authorizer: boolean
  /** constructs patches */
  readonly patch?: boolean
  /** types by CEL's text; undefined: any */
  readonly returns?: readonly string[]
  /** types of `variables.x`; undefined where there are none */
  readonly variables?: ReadonlyMap<string, CelType> | undefined
  /** of an object and of parameters, where they are known; undefined: any */
  readonly types?: {readonly object: CelType | undefined; readonly params: CelType | undefined}
}

export type CompiledExpression = {readonly program: CelProgram} | {readonly fault: string}

/** Compiles expressions of admission policies and webhooks' matchConditions. */
export class AdmissionCompiler {
  #plain: Registry | undefined
  #patching: Registry | undefined

  /** The program, or the server's words about why there is none. */
  compile(expression: string, kind: ExpressionKind): CompiledExpression {
    try {
      const program = compileCel(expression, {
        variables: declarations(kind),
        registry: kind.patch ? this.#patches() : this.#policies(),
        costLimit: PER_CALL_LIMIT,
        checkLiterals: true,
        ...(kind.patch ? {messages: patchType} : {}),
      })
      const {returns} = kind
      const type = goType(substitute(program.type, new Map()))
      if (!returns || returns.includes(type)) return {program}
      const wanted = returns.length === 1 ? returns[0] : `one of [${returns.join(' ')}]`
      return {fault: `must evaluate to ${wanted} but got ${type}`}
    } catch (error) {
      if (error instanceof CelCompileError) return {fault: `compilation failed: ${error.message}`}
      if (error instanceof CelError) return {fault: `program instantiation failed: ${error.message}`}
      throw error
    }
  }

  #policies(): Registry {
    this.#plain ??= kubernetesRegistry()
    return this.#plain
  }

  #patches(): Registry {
    this.#patching ??= kubernetesRegistry().add('jsonpatch.escapeKey', '(string): string', (key: string) =>
      key.replaceAll('~', '~0').replaceAll('/', '~1'),
    )
    return this.#patching
  }
}

function goType(type: CelType): string {
  return type.kind === 'null' ? typeName(type) : typeText(type)
}

function declarations({params, authorizer, variables, types}: ExpressionKind): Record<string, CelType> {
  return {
    object: types?.object ?? DYN,
    oldObject: types?.object ?? DYN,
    namespaceObject: namespaceType,
    request: requestType,
    ...(params ? {params: types?.params ?? DYN} : {}),
    ...(authorizer
      ? {
          authorizer: {kind: 'opaque', name: AUTHORIZER} as const,
          'authorizer.requestResource': {kind: 'opaque', name: RESOURCE_CHECK} as const,
        }
      : {}),
    ...(variables
      ? {variables: {kind: 'object', name: 'kubernetes.variables', field: (name: string) => variables.get(name)} as const}
      : {}),
  }
}

/** What `variables.x` is known to be: structs and opaque values are dyn to other expressions. */
export function variableType(type: CelType | undefined): CelType {
  switch (type?.kind) {
    case 'list':
      return listOf(variableType(type.item))
    case 'map':
      return mapOf(variableType(type.key), variableType(type.value))
    case 'bool':
    case 'bytes':
    case 'double':
    case 'duration':
    case 'int':
    case 'null':
    case 'string':
    case 'timestamp':
    case 'uint':
      return {kind: type.kind}
    default:
      return DYN
  }
}
