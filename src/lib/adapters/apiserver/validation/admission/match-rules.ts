import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, invalid, notSupported, oneOf, required, tooMany} from '../../../../schema/field-error.js'
import {pathSegmentName, qualifiedName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, labelSelector} from '../common/checks.js'
import type {Expressions} from './expressions.js'

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE']
const SCOPES = ['*', 'Cluster', 'Namespaced']
export const FAILURE_POLICIES = ['Fail', 'Ignore']
export const MATCH_POLICIES = ['Equivalent', 'Exact']
const MOST_CONDITIONS = 64

type Rule = Go['RuleWithOperations']

/** One rule of a webhook or of `resourceRules`. */
export function ruleFaults(path: string, rule: Rule): FieldError[] {
  const {operations = [], apiGroups = [], apiVersions = [], resources = [], scope} = rule
  const errors = listFaults(`${path}.operations`, operations, 'operations')
  for (const [at, operation] of operations.entries()) {
    if (!OPERATIONS.includes(operation)) errors.push(notSupported(`${path}.operations[${at}]`, operation, OPERATIONS))
  }
  errors.push(...listFaults(`${path}.apiGroups`, apiGroups, 'API groups'))
  errors.push(...listFaults(`${path}.apiVersions`, apiVersions, 'API versions'))
  for (const [at, version] of apiVersions.entries()) if (version === '') errors.push(required(`${path}.apiVersions[${at}]`))
  errors.push(...resourceFaults(`${path}.resources`, resources))
  if (scope !== undefined && !SCOPES.includes(scope)) errors.push(notSupported(`${path}.scope`, scope, SCOPES))
  return errors
}

function listFaults(path: string, list: readonly string[], what: string): FieldError[] {
  if (list.length === 0) return [required(path)]
  return list.length > 1 && list.includes('*')
    ? [invalid(path, [...list], `if '*' is present, must not specify other ${what}`)]
    : []
}

function resourceFaults(path: string, resources: readonly string[]): FieldError[] {
  const errors: FieldError[] = resources.length === 0 ? [required(path)] : []
  const allSubresources = new Set<string>()
  const ofAllResources = new Set<string>()
  let plain = false
  for (const [at, text] of resources.entries()) {
    const here = `${path}[${at}]`
    if (text === '') {
      errors.push(required(here))
      continue
    }
    const slash = text.indexOf('/')
    if (slash < 0) {
      plain = text !== '*'
      continue
    }
    const [resource, sub] = [text.slice(0, slash), text.slice(slash + 1)]
    if (allSubresources.has(resource)) {
      errors.push(invalid(here, text, `if '${resource}/*' is present, must not specify ${text}`))
    }
    if (ofAllResources.has(sub)) errors.push(invalid(here, text, `if '*/${sub}' is present, must not specify ${text}`))
    if (sub === '*') allSubresources.add(resource)
    if (resource === '*') ofAllResources.add(sub)
  }
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(invalid(path, [...resources], "if '*/*' is present, must not specify other resources"))
  }
  if (resources.includes('*') && plain) {
    errors.push(invalid(path, [...resources], "if '*' is present, must not specify other resources without subresources"))
  }
  return errors
}

/** `matchConstraints` or `matchResources`. */
export function matchResourcesFaults(path: string, match: Go['MatchResources'] | undefined): FieldError[] {
  if (!match) return []
  const {matchPolicy, namespaceSelector, objectSelector, resourceRules = [], excludeResourceRules = []} = match
  const named = (name: string, rules: readonly Go['NamedRuleWithOperations'][]) =>
    rules.flatMap((rule, at) => namedRuleFaults(`${path}.${name}[${at}]`, rule))
  return [
    ...oneOf(`${path}.matchPolicy`, matchPolicy, MATCH_POLICIES, ''),
    ...(namespaceSelector
      ? labelSelector(`${path}.namespaceSelector`, namespaceSelector)
      : [required(`${path}.namespaceSelector`)]),
    ...(objectSelector ? labelSelector(`${path}.objectSelector`, objectSelector) : [required(`${path}.objectSelector`)]),
    ...named('resourceRules', resourceRules),
    ...named('excludeResourceRules', excludeResourceRules),
  ]
}

function namedRuleFaults(path: string, rule: Go['NamedRuleWithOperations']): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [at, name] of (rule.resourceNames ?? []).entries()) {
    const here = `${path}.resourceNames[${at}]`
    errors.push(...complain(here, name, pathSegmentName(name)))
    if (seen.has(name)) errors.push(duplicate(here, name))
    seen.add(name)
  }
  return [...errors, ...ruleFaults(path, rule)]
}

/** `matchConditions` of a webhook or policy. */
export function conditionFaults(
  path: string,
  conditions: readonly Go['MatchCondition'][] | undefined,
  expressions: Expressions,
  params: boolean,
): FieldError[] {
  const list = conditions ?? []
  const errors = list.length > MOST_CONDITIONS ? [tooMany(path, list.length, MOST_CONDITIONS)] : []
  const names = new Set<string>()
  for (const [at, {name, expression}] of list.entries()) {
    const here = `${path}[${at}]`
    const text = expression.trim()
    if (text === '') errors.push(required(`${here}.expression`))
    else errors.push(...expressions.faults(`${here}.expression`, text, {params, authorizer: true, returns: ['bool']}))
    if (!name) {
      errors.push(required(`${here}.name`))
      continue
    }
    errors.push(...complain(`${here}.name`, name, qualifiedName(name)))
    if (names.has(name)) errors.push(duplicate(`${here}.name`, name))
    names.add(name)
  }
  return errors
}
