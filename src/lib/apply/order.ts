import type {KubeObject} from '../ports/kube.js'
import {groupOf} from './subject.js'

// kustomize-controller reference 10.1; by kind name alone
const FIRST = [
  'CustomResourceDefinition',
  'Namespace',
  'ClusterRole',
  'ClusterClass',
  'RuntimeClass',
  'PriorityClass',
  'StorageClass',
  'VolumeSnapshotClass',
  'IngressClass',
  'GatewayClass',
  'ClusterRoleBinding',
  'ResourceQuota',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ConfigMap',
  'Secret',
  'Service',
  'LimitRange',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
]
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']
const RANKS = new Map([
  ...FIRST.map((kind, index): [string, number] => [kind, index - FIRST.length]),
  ...LAST.map((kind, index): [string, number] => [kind, index + 1]),
])

interface Sortable {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string | undefined
  readonly name: string
}

/** Position of a kind: negative before all unnamed kinds, positive after them. */
export function rankOf(kind: string): number {
  return RANKS.get(kind) ?? 0
}

/** Order in which objects are applied: by kind, then group, kind, namespace and name; deletion runs the other way. */
export function compareRefs(a: Sortable, b: Sortable): number {
  return (
    rankOf(a.kind) - rankOf(b.kind) ||
    compare(groupOf(a.apiVersion), groupOf(b.apiVersion)) ||
    compare(a.kind, b.kind) ||
    compare(a.namespace ?? '', b.namespace ?? '') ||
    compare(a.name, b.name)
  )
}

/** The four stages of an apply, in order; what is in a later one may need what an earlier one brings. */
export type Stage = 'definitions' | 'classes' | 'custom' | 'rest'
export const STAGES: readonly Stage[] = ['definitions', 'classes', 'custom', 'rest']

/** Stage of an object; `custom` holds `group/Kind` (core kinds as `Kind`) of `--custom-apply-stage-kinds`. */
export function stageOf(object: KubeObject, custom: ReadonlySet<string>): Stage {
  const group = groupOf(object.apiVersion)
  const kind = object.kind.toLowerCase()
  if (group === 'apiextensions.k8s.io' && kind === 'customresourcedefinition') return 'definitions'
  if (object.apiVersion === 'v1' && kind === 'namespace') return 'definitions'
  if (group === 'rbac.authorization.k8s.io' && kind === 'clusterrole') return 'definitions'
  if (object.kind.endsWith('Class')) return 'classes'
  return custom.has(group === '' ? object.kind : `${group}/${object.kind}`) ? 'custom' : 'rest'
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
