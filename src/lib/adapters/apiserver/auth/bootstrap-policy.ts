import type {JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {POLICY} from './policy.gen.js'

const API = 'rbac.authorization.k8s.io/v1'
const GROUP = 'rbac.authorization.k8s.io'
const AGGREGATE = 'rbac.authorization.k8s.io/aggregate-to-'

type RuleRow = readonly [string[], string[] | null, string[] | null, string[] | null, string[] | null]
interface Row {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
  readonly to?: string
  readonly from?: readonly string[]
  readonly rules?: readonly RuleRow[]
  readonly subjects?: readonly (readonly [string, string, string | null])[]
  readonly role?: readonly [string, string]
}

/** The roles and bindings that kube-apiserver makes in a fresh cluster. */
export function bootstrapPolicy(): readonly KubeObject[] {
  return POLICY.trim()
    .split('\n')
    .map((line) => objectOf(JSON.parse(line) as Row))
}

function objectOf(row: Row): KubeObject {
  const labels: Record<string, string> = {'kubernetes.io/bootstrapping': 'rbac-defaults'}
  if (row.to !== undefined) labels[AGGREGATE + row.to] = 'true'
  const metadata = {
    name: row.name,
    ...(row.namespace === undefined ? {} : {namespace: row.namespace}),
    labels,
    annotations: {'rbac.authorization.kubernetes.io/autoupdate': 'true'},
  }
  const base = {apiVersion: API, kind: row.kind, metadata}
  if (row.role) {
    const subjects = row.subjects?.map(([kind, name, namespace]) => ({
      kind,
      ...(kind === 'ServiceAccount' ? {} : {apiGroup: GROUP}),
      name,
      ...(namespace === null ? {} : {namespace}),
    }))
    return {...base, ...(subjects ? {subjects} : {}), roleRef: {apiGroup: GROUP, kind: row.role[0], name: row.role[1]}}
  }
  const aggregation = row.from && {
    aggregationRule: {clusterRoleSelectors: row.from.map((role) => ({matchLabels: {[AGGREGATE + role]: 'true'}}))},
  }
  return {...base, rules: row.rules ? row.rules.map(ruleOf) : null, ...aggregation}
}

function ruleOf([verbs, apiGroups, resources, resourceNames, nonResourceURLs]: RuleRow): JsonObject {
  return {
    verbs,
    ...(apiGroups ? {apiGroups} : {}),
    ...(resources ? {resources} : {}),
    ...(resourceNames ? {resourceNames} : {}),
    ...(nonResourceURLs ? {nonResourceURLs} : {}),
  }
}
