import {isObject, type JsonValue} from '../../../formats/json/value.js'

/** One PolicyRule. */
export interface PolicyRule {
  readonly verbs: readonly string[]
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
  readonly nonResourceURLs: readonly string[]
}

/** What somebody wants to do. */
export interface Attributes {
  readonly verb: string
  /** undefined for resources */
  readonly path?: string | undefined
  readonly group: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
}

export function rulesOf(value: JsonValue | undefined): readonly PolicyRule[] {
  if (!Array.isArray(value)) return []
  return value.filter(isObject).map((rule) => ({
    verbs: texts(rule.verbs),
    apiGroups: texts(rule.apiGroups),
    resources: texts(rule.resources),
    resourceNames: texts(rule.resourceNames),
    nonResourceURLs: texts(rule.nonResourceURLs),
  }))
}

function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** True when a rule allows it. */
export function ruleAllows(rule: PolicyRule, wanted: Attributes): boolean {
  if (!rule.verbs.includes('*') && !rule.verbs.includes(wanted.verb)) return false
  if (wanted.path !== undefined) return rule.nonResourceURLs.some((url) => pathMatches(url, wanted.path!))
  if (!rule.apiGroups.includes('*') && !rule.apiGroups.includes(wanted.group)) return false
  if (!resourceMatches(rule, wanted)) return false
  return rule.resourceNames.length === 0 || rule.resourceNames.includes(wanted.name)
}

function resourceMatches(rule: PolicyRule, {resource, subresource}: Attributes): boolean {
  const combined = subresource === '' ? resource : `${resource}/${subresource}`
  return rule.resources.some((item) => item === '*' || item === combined || (subresource !== '' && item === `*/${subresource}`))
}

function pathMatches(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true
  return pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1).replace(/\*+$/, ''))
}
