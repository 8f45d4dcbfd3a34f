import type {CelType} from '../../../formats/cel/type.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {objectMetaSchema} from '../../../schema/builtin.js'
import {AdmissionCompiler} from '../../../schema/cel/admission-env.js'
import {kindType} from '../../../schema/cel/kind-type.js'
import {items, part} from '../admission/parts.js'
import {compileVariables} from '../admission/policy/policy-data.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import type {ControlEnv, LocalController} from '../hooks.js'
import type {Core} from '../rest/core.js'
import type {InternalClient} from './local-client.js'
import {Worklist} from './worklist.js'

const API = 'admissionregistration.k8s.io/v1'
const KIND = 'ValidatingAdmissionPolicy'
const POLICIES = 'admissionregistration.k8s.io/validatingadmissionpolicies'
const MANAGER = 'validatingadmissionpolicy-status'
/** So many kinds are looked at. */
const MAX_KINDS = 10

/** Says of each ValidatingAdmissionPolicy what its expressions ask of fields that the kinds it is about do not have. */
export function startPolicyStatus(core: Core, client: InternalClient, env: ControlEnv): LocalController {
  const compiler = new AdmissionCompiler()
  const list = new Worklist(env, MANAGER, (name) => {
    const policy = client.get(API, KIND, undefined, name)
    if (!policy || isObserved(policy)) return
    const warnings = warningsOf(core, compiler, policy)
    const typeChecking = warnings.length > 0 ? {expressionWarnings: warnings} : {}
    const status = {observedGeneration: policy.metadata.generation ?? 0, typeChecking}
    client.applyNow({apiVersion: API, kind: KIND, metadata: {name}, status}, MANAGER, 'status')
  })
  const stop = core.store.subscribe((collection, {now}) => {
    if (collection === POLICIES && now && !isObserved(now)) list.add(now.metadata.name ?? '')
  })
  for (const key of core.store.collection(POLICIES).sortedKeys()) list.add(key.split('/').at(-1)!)
  return {
    close() {
      stop()
      list.close()
    },
  }
}

function isObserved(policy: KubeObject): boolean {
  return part(policy, 'status').observedGeneration === policy.metadata.generation
}

/** `fieldRef` and `warning` of each expression that some kind does not fit. */
function warningsOf(core: Core, compiler: AdmissionCompiler, policy: KubeObject): JsonObject[] {
  const spec = part(policy, 'spec')
  const kinds = kindsOf(core, part(spec, 'matchConstraints'))
  const hasParams = spec.paramKind !== undefined
  const params = hasParams ? typeOf(core, part(spec, 'paramKind')) : undefined
  const {compiled} = compileVariables(compiler, spec.variables, hasParams)
  const variables = new Map([...compiled.keys()].map((name): [string, CelType] => [name, {kind: 'dyn'}]))
  const warnings: JsonObject[] = []
  for (const [index, validation] of items(spec.validations).entries()) {
    for (const field of ['expression', 'messageExpression'] as const) {
      const text = validation[field]
      if (typeof text !== 'string' || text === '') continue
      const faults = kinds.flatMap((entry) => {
        const types = {object: entryType(entry), params}
        const result = compiler.compile(text, {params: hasParams, authorizer: true, variables, types})
        const fault = 'fault' in result ? result.fault.replace(/^compilation failed: /, '') : undefined
        return fault === undefined ? [] : [`${entry.group}/${entry.version}, Kind=${entry.kind}: ${fault}\n`]
      })
      if (faults.length > 0) warnings.push({fieldRef: `spec.validations[${index}].${field}`, warning: faults.join('\n')})
    }
  }
  return warnings
}

/** Kinds that the rules name without wildcards, by group, version and kind; of more than ten the first (there: any). */
function kindsOf(core: Core, constraints: JsonObject): CatalogEntry[] {
  const found = new Map<string, CatalogEntry>()
  for (const rule of items(constraints.resourceRules)) {
    for (const entry of kindsOfRule(core, rule)) found.set(`${entry.group}/${entry.version}/${entry.kind}`, entry)
  }
  return [...found.keys()]
    .sort()
    .slice(0, MAX_KINDS)
    .map((key) => found.get(key)!)
}

function kindsOfRule(core: Core, rule: JsonObject): CatalogEntry[] {
  const [groups, versions] = [names(rule.apiGroups), names(rule.apiVersions)]
  if (groups.includes('*') || versions.includes('*')) return []
  const resources = names(rule.resources).filter((name) => !/[*/]/.test(name))
  // no group is any group to the mapper that is asked
  const wanted = groups.includes('') ? core.catalog.groupNames() : groups
  return wanted.flatMap((group) =>
    versions.flatMap((version) => resources.flatMap((resource) => core.catalog.find(group, version, resource) ?? [])),
  )
}

function names(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function typeOf(core: Core, {apiVersion, kind}: JsonObject): CelType | undefined {
  const entry = core.catalog.kind(String(apiVersion), String(kind))
  return entry && entryType(entry)
}

function entryType({schema, crd, kind}: CatalogEntry): CelType | undefined {
  if (!schema) return undefined
  const whole = crd
    ? {
        ...schema,
        properties: {
          ...schema.properties,
          apiVersion: {type: 'string' as const},
          kind: {type: 'string' as const},
          metadata: objectMetaSchema(),
        },
      }
    : schema
  return kindType(whole, kind)
}
