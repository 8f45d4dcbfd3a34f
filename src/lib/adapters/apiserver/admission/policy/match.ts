import {freezeDeep} from '../../../../formats/json/freeze.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {matchLabelSelector, type ObjectSelector} from '../../../../formats/selector/label-selector.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {CatalogEntry} from '../../discovery/catalog.js'
import {fromStored, toStored} from '../../rest/conversion.js'
import {type Core, lookup} from '../../rest/core.js'
import {notFound} from '../../status.js'
import {type Attributes, inVersion} from '../attributes.js'

/** Which requests a webhook, policy or binding is about; `rules` empty: all. */
export interface Criteria {
  readonly namespaceSelector: JsonValue | undefined
  readonly objectSelector: JsonValue | undefined
  readonly rules: readonly JsonObject[]
  readonly exclude?: readonly JsonObject[]
  readonly matchPolicy: JsonValue | undefined
}

export function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** `matchConstraints` of a policy or `matchResources` of a binding. */
export function criteriaOf(match: JsonValue | undefined): Criteria {
  const {namespaceSelector, objectSelector, resourceRules, excludeResourceRules, matchPolicy} = isObject(match) ? match : {}
  return {
    namespaceSelector,
    objectSelector,
    matchPolicy,
    rules: objects(resourceRules),
    exclude: objects(excludeResourceRules),
  }
}

/**
 * The request as it concerns `criteria`: itself, or what it is in another version that a rule names; undefined when it does not.
 * Throws what a selector of a namespace that is gone comes to.
 */
export function matched(core: Core, criteria: Criteria, attributes: Attributes): Attributes | undefined {
  const namespace = selectedNamespace(core, criteria.namespaceSelector, attributes)
  if (namespace === false || !selectedObject(criteria.objectSelector, attributes)) return undefined
  const equivalent = criteria.matchPolicy !== 'Exact'
  if (criteria.exclude && inRules(core, criteria.exclude, attributes, equivalent)) return undefined
  const found = criteria.rules.length === 0 ? attributes : inRules(core, criteria.rules, attributes, equivalent)
  if (found && namespace instanceof Error) throw namespace
  return found
}

/** As `matched`, where a fault is to be told by those who look closer. */
export function mayMatch(core: Core, criteria: Criteria, attributes: Attributes): boolean {
  try {
    return matched(core, criteria, attributes) !== undefined
  } catch {
    return true
  }
}

function inRules(core: Core, rules: readonly JsonObject[], attributes: Attributes, equivalent: boolean): Attributes | undefined {
  const {entry, version} = attributes
  if (rules.some((rule) => inRule(rule, attributes, version))) return attributes
  if (!equivalent) return undefined
  const others = core.catalog.versions(entry.group).filter((other) => other !== version)
  for (const rule of rules) {
    for (const other of others) {
      if (!inRule(rule, attributes, other)) continue
      const target = core.catalog.find(entry.group, other, entry.resource)
      if (target) return inVersion(attributes, target, (object) => converted(core, entry, target, object))
    }
  }
  return undefined
}

function converted(core: Core, from: CatalogEntry, to: CatalogEntry, object: KubeObject): KubeObject {
  const shown = fromStored(core, to, freezeDeep(toStored(from, object)))
  // as Go prints it: what another version left out stays out
  return to.crd ? shown : freezeDeep(core.rules.decode(to, shown).object)
}

const has = (list: JsonValue | undefined, wanted: string) => Array.isArray(list) && (list.includes('*') || list.includes(wanted))

function inRule(rule: JsonObject, attributes: Attributes, version: string): boolean {
  const {group, name, operation} = attributes
  return (
    inScope(rule.scope, attributes) &&
    has(rule.operations, operation) &&
    has(rule.apiGroups, group) &&
    has(rule.apiVersions, version) &&
    ofResource(rule.resources, attributes) &&
    (!Array.isArray(rule.resourceNames) || rule.resourceNames.length === 0 || rule.resourceNames.includes(name))
  )
}

function inScope(scope: JsonValue | undefined, {group, resource, namespace}: Attributes): boolean {
  const isNamespace = group === '' && resource === 'namespaces'
  if (scope === 'Namespaced') return !isNamespace && namespace !== ''
  if (scope === 'Cluster') return isNamespace || namespace === ''
  return true
}

function ofResource(resources: JsonValue | undefined, {resource, subresource}: Attributes): boolean {
  if (!Array.isArray(resources)) return false
  return resources.some((entry) => {
    const [name = '', sub = ''] = String(entry).split(/\/(.*)/s)
    return (name === '*' || name === resource) && (sub === '*' || sub === subresource)
  })
}

function isEverything(selector: JsonValue | undefined): boolean {
  if (!isObject(selector)) return true
  const {matchLabels, matchExpressions} = selector
  return Object.keys(isObject(matchLabels) ? matchLabels : {}).length === 0 && objects(matchExpressions).length === 0
}

/** Requests about cluster-wide objects are never left out by their namespace; an Error when it is not to be found. */
function selectedNamespace(core: Core, selector: JsonValue | undefined, attributes: Attributes): boolean | Error {
  const {group, resource, namespace, operation, object} = attributes
  if (isEverything(selector)) return true
  const isNamespace = group === '' && resource === 'namespaces'
  if (namespace === '' && !isNamespace) return true
  const own = isNamespace && operation !== 'DELETE' ? object : undefined
  const found = own ?? lookup(core, 'v1', 'Namespace', undefined, namespace)
  if (!found) return notFound({group: '', resource: 'namespaces'}, namespace)
  return matchLabelSelector(selector as ObjectSelector, found.metadata.labels)
}

function selectedObject(selector: JsonValue | undefined, {object, old}: Attributes): boolean {
  if (isEverything(selector)) return true
  return [object, old].some((value) => value !== null && matchLabelSelector(selector as ObjectSelector, value.metadata.labels))
}

/** The namespace that an object of the request is in; undefined for cluster-wide ones and Namespaces. */
export function namespaceOf(core: Core, {group, resource, namespace}: Attributes): KubeObject | undefined {
  if (namespace === '' || (group === '' && resource === 'namespaces')) return undefined
  const found = lookup(core, 'v1', 'Namespace', undefined, namespace)
  if (!found) throw notFound({group: '', resource: 'namespaces'}, namespace)
  return found
}
