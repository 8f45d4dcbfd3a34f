import type {Gvk} from './res-id.js'

/** Kinds that stand first, and those that stand last, unless a kustomization says otherwise. Facts of kustomize 5.8.1. */
const FIRST =
  'Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount PodSecurityPolicy Role ClusterRole RoleBinding ClusterRoleBinding ConfigMap Secret Endpoints Service LimitRange PriorityClass PersistentVolume PersistentVolumeClaim Deployment StatefulSet CronJob PodDisruptionBudget'
const LAST = 'MutatingWebhookConfiguration ValidatingWebhookConfiguration'

/** Below 0 for what stands first, above 0 for what stands last; kinds that are not in it count 0. */
export function kindRanks(
  first: readonly string[] = FIRST.split(' '),
  last: readonly string[] = LAST.split(' '),
): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>()
  for (const [i, kind] of first.entries()) ranks.set(kind, i - first.length)
  for (const [i, kind] of last.entries()) ranks.set(kind, i + 1)
  return ranks
}

/** What kinds of one rank are sorted by. */
export function gvkSortText({group, version, kind}: Gvk): string {
  return `${group || '~G'}_${version || '~V'}_${kind || '~K'}`
}
