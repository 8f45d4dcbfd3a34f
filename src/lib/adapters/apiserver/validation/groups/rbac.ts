import type {Go} from '../../../../schema/builtin/go.gen.js'
import {invalid, notSupported, required} from '../../../../schema/field-error.js'
import {pathSegmentName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, labelSelector, needed, subdomain} from '../common/checks.js'
import {internalFields} from '../pod/validate-workload.js'
import {same} from '../same.js'

const GROUP = 'rbac.authorization.k8s.io'

export function validateRole({rules}: Go['Role']): FieldError[] {
  return (rules ?? []).flatMap((rule, at) => ruleFaults(rule, true, `rules[${at}]`))
}

export function validateClusterRole({rules, aggregationRule}: Go['ClusterRole']): FieldError[] {
  const errors = (rules ?? []).flatMap((rule, at) => ruleFaults(rule, false, `rules[${at}]`))
  if (!aggregationRule) return errors
  const path = 'aggregationRule.clusterRoleSelectors'
  const selectors = aggregationRule.clusterRoleSelectors ?? []
  if (selectors.length === 0)
    errors.push(required(path, 'at least one clusterRoleSelector required if aggregationRule is non-nil'))
  return [...errors, ...selectors.flatMap((selector, at) => selectorFaults(`${path}[${at}]`, selector))]
}

/** The words of the selector's own check, and once more that it is none. */
function selectorFaults(path: string, selector: Go['LabelSelector']): FieldError[] {
  const errors = labelSelector(path, selector)
  return errors.length > 0 ? [...errors, invalid(path, null, 'invalid label selector.')] : []
}

function ruleFaults(rule: Go['PolicyRule'], namespaced: boolean, path: string): FieldError[] {
  const some = (list: readonly string[] | null | undefined) => (list ?? []).length > 0
  const errors = some(rule.verbs) ? [] : [required(`${path}.verbs`, 'verbs must contain at least one value')]
  if (some(rule.nonResourceURLs)) {
    const tell = (text: string) => errors.push(invalid(`${path}.nonResourceURLs`, rule.nonResourceURLs, text))
    if (namespaced) tell('namespaced rules cannot apply to non-resource URLs')
    if (some(rule.apiGroups) || some(rule.resources) || some(rule.resourceNames))
      tell('rules cannot apply to both regular resources and non-resource URLs')
    return errors
  }
  if (!some(rule.apiGroups)) errors.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'))
  if (!some(rule.resources)) errors.push(required(`${path}.resources`, 'resource rules must supply at least one resource'))
  return errors
}

type Binding = Go['RoleBinding'] | Go['ClusterRoleBinding']

export function validateRoleBinding(binding: Go['RoleBinding']): FieldError[] {
  return bindingFaults(binding, ['Role', 'ClusterRole'])
}

export function validateClusterRoleBinding(binding: Go['ClusterRoleBinding']): FieldError[] {
  return bindingFaults(binding, ['ClusterRole'])
}

function bindingFaults({roleRef, subjects}: Binding, kinds: readonly string[]): FieldError[] {
  const errors: FieldError[] = []
  if (roleRef.apiGroup !== GROUP) errors.push(notSupported('roleRef.apiGroup', roleRef.apiGroup, [GROUP]))
  if (!kinds.includes(roleRef.kind)) errors.push(notSupported('roleRef.kind', roleRef.kind, kinds))
  if (roleRef.name) errors.push(...complain('roleRef.name', roleRef.name, pathSegmentName(roleRef.name)))
  else errors.push(required('roleRef.name'))
  const namespaced = kinds.length > 1
  return [...errors, ...(subjects ?? []).flatMap((subject, at) => subjectFaults(subject, namespaced, `subjects[${at}]`))]
}

function subjectFaults(subject: Go['rbac.v1.Subject'], namespaced: boolean, path: string): FieldError[] {
  const {kind, name, namespace, apiGroup = ''} = subject
  const errors = needed(`${path}.name`, name)
  if (kind === 'ServiceAccount') {
    if (name) errors.push(...subdomain(`${path}.name`, name))
    if (apiGroup) errors.push(notSupported(`${path}.apiGroup`, apiGroup, ['']))
    if (!namespaced && !namespace) errors.push(required(`${path}.namespace`))
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== GROUP) errors.push(notSupported(`${path}.apiGroup`, apiGroup, [GROUP]))
  } else errors.push(notSupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group']))
  return errors
}

/** The role of a binding stays. */
export function keptRole(now: Binding, old: Binding): FieldError[] {
  if (same(now.roleRef, old.roleRef)) return []
  const shown = internalFields({aPIGroup: now.roleRef.apiGroup, kind: now.roleRef.kind, name: now.roleRef.name}, [
    'APIGroup',
    'Kind',
    'Name',
  ])
  return [invalid('roleRef', shown, 'cannot change roleRef')]
}
