import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {AdmissionRequest, User} from '../rest/core.js'
import {forbidden, notFound} from '../status.js'
import {MASTERS} from './authenticator.js'
import type {Rbac} from './rbac.js'
import {type PolicyRule, ruleAllows, rulesOf} from './rules.js'

const GROUP = 'rbac.authorization.k8s.io'
const EVERYTHING: readonly PolicyRule[] = [
  {verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: []},
  {verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*']},
]

/** Nobody writes a role or binding that grants more than he holds, unless he may `escalate` roles or `bind` them. */
export function checkEscalation(rbac: Rbac, request: AdmissionRequest): void {
  const {entry, operation, object, old, call} = request
  if (entry.group !== GROUP || operation === 'DELETE' || call.user.groups.includes(MASTERS)) return
  if (old && onlyForCollector(old, object)) return
  if (entry.resource === 'roles' || entry.resource === 'clusterroles') checkRole(rbac, request)
  else checkBinding(rbac, request)
}

/** True when nothing changes but what lets the garbage collector delete an object in the end. */
function onlyForCollector(old: KubeObject, object: KubeObject): boolean {
  const rest = ({metadata, ...parts}: KubeObject): JsonObject => {
    const {finalizers, ownerReferences, managedFields, resourceVersion, generation, ...more} = metadata
    return {...parts, metadata: more}
  }
  return sameValue(rest(old), rest(object))
}

function may(rbac: Rbac, user: User, verb: string, resource: string, namespace: string, name: string): boolean {
  return rbac.authorize(user, {verb, group: GROUP, resource, subresource: '', namespace, name}).allowed
}

function checkRole(rbac: Rbac, {entry, object, old, call}: AdmissionRequest): void {
  const namespace = object.metadata.namespace ?? ''
  const name = object.metadata.name ?? ''
  if (may(rbac, call.user, 'escalate', entry.resource, namespace, name)) return
  confirm(rbac, call.user, namespace, rulesOf(object.rules), (text) => forbidden(entry, name, text))
  // what such a rule gathers, or has gathered, can be anything
  if (!aggregates(object) && !aggregates(old)) return
  if (missing(rbac.rulesFor(call.user, ''), EVERYTHING).length === 0) return
  throw forbidden(entry, name, 'must have cluster-admin privileges to use the aggregationRule')
}

function aggregates(role: KubeObject | undefined): boolean {
  const selectors = isObject(role?.aggregationRule) ? role.aggregationRule.clusterRoleSelectors : undefined
  return Array.isArray(selectors) && selectors.length > 0
}

function checkBinding(rbac: Rbac, {entry, object, call}: AdmissionRequest): void {
  const namespace = object.metadata.namespace ?? ''
  const reference: JsonObject = isObject(object.roleRef) ? object.roleRef : {}
  const resource = reference.kind === 'ClusterRole' ? 'clusterroles' : 'roles'
  const role = String(reference.name)
  if (may(rbac, call.user, 'bind', resource, namespace, role)) return
  const rules = rbac.roleRules(reference, namespace)
  // The real server looks the role up in the middle of this request and names the request's resource.
  if (!rules) throw notFound(entry, role)
  confirm(rbac, call.user, namespace, rules, (text) => forbidden(entry, object.metadata.name ?? '', text))
}

function confirm(
  rbac: Rbac,
  user: User,
  namespace: string,
  wanted: readonly PolicyRule[],
  refuse: (text: string) => Error,
): void {
  const lacking = missing(rbac.rulesFor(user, namespace), wanted)
  if (lacking.length === 0) return
  const groups = user.groups.map((group) => JSON.stringify(group)).join(' ')
  const lines = [...new Set(compacted(lacking).map(ruleText))].sort()
  throw refuse(
    `user ${JSON.stringify(user.name)} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}`,
  )
}

/** The single permissions of `wanted` that `held` does not cover. */
function missing(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(singles).filter((single) => !held.some((rule) => covers(rule, single)))
}

function singles(rule: PolicyRule): PolicyRule[] {
  const none = {apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: []}
  const names = rule.resourceNames.length > 0 ? rule.resourceNames : [undefined]
  const onResources = rule.apiGroups.flatMap((group) =>
    rule.resources.flatMap((resource) =>
      rule.verbs.flatMap((verb) =>
        names.map((name) => ({
          ...none,
          verbs: [verb],
          apiGroups: [group],
          resources: [resource],
          resourceNames: name === undefined ? [] : [name],
        })),
      ),
    ),
  )
  const onPaths = rule.nonResourceURLs.flatMap((url) =>
    rule.verbs.map((verb) => ({...none, verbs: [verb], nonResourceURLs: [url]})),
  )
  return [...onResources, ...onPaths]
}

function covers(rule: PolicyRule, single: PolicyRule): boolean {
  const verb = single.verbs[0]!
  const url = single.nonResourceURLs[0]
  const base = {verb, group: single.apiGroups[0] ?? '', namespace: '', name: single.resourceNames[0] ?? ''}
  if (url !== undefined) return ruleAllows(rule, {...base, path: url, resource: '', subresource: ''})
  const [resource = '', subresource = ''] = (single.resources[0] ?? '').split('/')
  // a rule for some names does not cover one for all
  if (rule.resourceNames.length > 0 && single.resourceNames.length === 0) return false
  return ruleAllows(rule, {...base, resource, subresource})
}

/** Permissions on one resource are told as one rule with several verbs. */
function compacted(rules: readonly PolicyRule[]): PolicyRule[] {
  const merged = new Map<string, PolicyRule>()
  for (const rule of rules) {
    const id = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs])
    const before = rule.nonResourceURLs.length === 0 ? merged.get(id) : undefined
    if (!before) merged.set(rule.nonResourceURLs.length === 0 ? id : `${id}${rule.verbs}`, rule)
    else if (!before.verbs.includes(rule.verbs[0]!)) merged.set(id, {...before, verbs: [...before.verbs, ...rule.verbs]})
  }
  return [...merged.values()]
}

function ruleText(rule: PolicyRule): string {
  const quoted = (words: readonly string[]) => `[${words.map((word) => JSON.stringify(word)).join(' ')}]`
  const parts: (readonly [string, readonly string[]])[] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ]
  return `{${parts
    .filter(([, words]) => words.length > 0)
    .map(([name, words]) => `${name}:${quoted(words)}`)
    .join(', ')}}`
}
