import type {JsonValue} from '../../../../formats/json/value.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import {dns1123Label, dns1123Subdomain} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, label, needed, subdomain} from '../common/checks.js'

const HIGHEST = 10_000
const methods = ['ByNamespace', 'ByUser']

export function flowSchemaDefaults({spec}: Go['FlowSchema']): void {
  spec.matchingPrecedence ||= 1000
}

export function validateFlowSchema({metadata, spec}: Go['FlowSchema']): FieldError[] {
  const {matchingPrecedence: rank = 0, distinguisherMethod: method, priorityLevelConfiguration: level} = spec
  const at = 'spec.matchingPrecedence'
  const errors: FieldError[] = []
  if (rank <= 0) errors.push(invalid(at, rank, 'must be a positive value'))
  if (rank > HIGHEST) errors.push(invalid(at, rank, `must not be greater than ${HIGHEST}`))
  if (rank === 1 && metadata.name !== 'exempt')
    errors.push(invalid(at, rank, "only the schema named 'exempt' may have matchingPrecedence 1"))
  if (method && !methods.includes(method.type))
    errors.push(notSupported('spec.distinguisherMethod.type', {Type: method.type}, methods))
  const path = 'spec.priorityLevelConfiguration.name'
  errors.push(...(level.name ? subdomain(path, level.name) : [required(path, 'must reference a priority level')]))
  return [...errors, ...(spec.rules ?? []).flatMap((rule, index) => ruleFaults(rule, `spec.rules[${index}]`))]
}

function ruleFaults(rule: Go['PolicyRulesWithSubjects'], path: string): FieldError[] {
  const subjects = rule.subjects ?? []
  const [resources, others] = [rule.resourceRules ?? [], rule.nonResourceRules ?? []]
  const errors = subjects.length === 0 ? [required(`${path}.subjects`, 'subjects must contain at least one value')] : []
  for (const [at, subject] of subjects.entries()) errors.push(...subjectFaults(subject, `${path}.subjects[${at}]`))
  if (resources.length + others.length === 0)
    errors.push(required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty'))
  for (const [at, one] of resources.entries()) errors.push(...resourceFaults(one, `${path}.resourceRules[${at}]`))
  for (const [at, one] of others.entries()) errors.push(...urlFaults(one, `${path}.nonResourceRules[${at}]`))
  return errors
}

const kinds = {ServiceAccount: 'serviceAccount', User: 'user', Group: 'group'} as const

function subjectFaults(subject: Go['flowcontrol.v1.Subject'], path: string): FieldError[] {
  const {kind} = subject
  if (!Object.hasOwn(kinds, kind)) return [notSupported(`${path}.kind`, kind, ['Group', 'ServiceAccount', 'User'])]
  const own = kinds[kind as keyof typeof kinds]
  const at = `${path}.${own}`
  const given = subject[own]
  const errors: FieldError[] = []
  if (!given) errors.push(required(at, `${own} is required when subject kind is '${kind}'`))
  else if (own === 'serviceAccount') errors.push(...accountFaults(subject.serviceAccount!, at))
  else errors.push(...needed(`${at}.name`, given.name))
  for (const [other, field] of Object.entries(kinds)) {
    if (field === own || !subject[field]) continue
    errors.push(forbidden(`${path}.${field}`, `${field} is forbidden when subject kind is not '${other}'`))
  }
  return errors
}

function accountFaults({name, namespace}: Go['ServiceAccountSubject'], path: string): FieldError[] {
  const errors =
    name === '' ? [required(`${path}.name`)] : name === '*' ? [] : complain(`${path}.name`, name, dns1123Subdomain(name))
  if (!namespace) return [...errors, required(`${path}.namespace`, 'must specify namespace for service account')]
  return [...errors, ...label(`${path}.namespace`, namespace)]
}

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch']

/** A list that has a star has nothing else. */
function starFaults(list: readonly string[], path: string, what: string): FieldError[] {
  const many = list.length > 1 && list.includes('*')
  return many ? [invalid(path, list as JsonValue, `if '*' is present, must not specify other ${what}`)] : []
}

function verbFaults(list: readonly string[], path: string): FieldError[] {
  if (list.length === 0) return [required(path, 'verbs must contain at least one value')]
  if (list.includes('*')) return starFaults(list, path, 'verbs')
  return list.every((verb) => verbs.includes(verb)) ? [] : [notSupported(path, list as JsonValue, verbs)]
}

function resourceFaults(rule: Go['ResourcePolicyRule'], path: string): FieldError[] {
  const {apiGroups, resources, namespaces: places, clusterScope} = rule
  const [groups, names, namespaces] = [apiGroups ?? [], resources ?? [], places ?? []]
  const errors = verbFaults(rule.verbs ?? [], `${path}.verbs`)
  const at = `${path}.namespaces`
  errors.push(
    ...(groups.length === 0
      ? [required(`${path}.apiGroups`, 'resource rules must supply at least one api group')]
      : starFaults(groups, `${path}.apiGroups`, 'api groups')),
    ...(names.length === 0
      ? [required(`${path}.resources`, 'resource rules must supply at least one resource')]
      : starFaults(names, `${path}.resources`, 'resources')),
  )
  if (namespaces.length === 0 && !clusterScope)
    return [...errors, required(at, 'resource rules that are not cluster scoped must supply at least one namespace')]
  if (namespaces.includes('*')) return [...errors, ...starFaults(namespaces, at, 'namespaces')]
  const text = "each member of this list must be '*' or a DNS-1123 label; "
  for (const [index, name] of namespaces.entries())
    errors.push(
      ...complain(
        `${at}[${index}]`,
        name,
        dns1123Label(name).map((fault) => text + fault),
      ),
    )
  return errors
}

function urlFaults({verbs: given, nonResourceURLs}: Go['NonResourcePolicyRule'], path: string): FieldError[] {
  const urls = nonResourceURLs ?? []
  const at = `${path}.nonResourceURLs`
  const errors = verbFaults(given ?? [], `${path}.verbs`)
  if (urls.length === 0) return [...errors, required(at, 'nonResourceURLs must contain at least one value')]
  if (urls.includes('*')) return [...errors, ...starFaults(urls, at, 'non-resource URLs')]
  for (const [index, url] of urls.entries()) {
    const fault = urlFault(url)
    if (fault) errors.push(invalid(`${at}[${index}]`, url, fault))
  }
  return errors
}

function urlFault(url: string): string | undefined {
  if (url === '') return 'must not be empty'
  if (url === '/') return undefined
  if (!url.startsWith('/')) return 'must start with slash'
  if (url.includes(' ')) return 'must not contain white-space'
  if (url.includes('//')) return 'must not contain double slash'
  const stars = url.split('*').length - 1
  return stars > 1 || (stars === 1 && !url.endsWith('/*')) ? 'wildcard can only do suffix matching' : undefined
}
