import {KustomizeError} from '../error.js'
import type {SortOptions} from '../kustomization/types.js'
import {compareBytes} from '../node/fields.js'
import {gvkText, type ResId} from '../resource/res-id.js'
import type {ResMap} from '../resource/res-map.js'

const FIRST =
  'Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount PodSecurityPolicy Role ClusterRole RoleBinding ClusterRoleBinding ConfigMap Secret Endpoints Service LimitRange PriorityClass PersistentVolume PersistentVolumeClaim Deployment StatefulSet CronJob PodDisruptionBudget'
const LAST = 'MutatingWebhookConfiguration ValidatingWebhookConfiguration'

/** Puts resources in the order that a kustomization asks for. */
export function sortResources(map: ResMap, options: SortOptions): void {
  if (options.order !== 'fifo' && options.order !== 'legacy') {
    throw new KustomizeError("the field 'sortOptions.order' must be one of [fifo, legacy]")
  }
  if (options.order === 'fifo') {
    if (options.legacySortOptions === undefined) return
    throw new KustomizeError(
      "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
    )
  }
  const ranks = ranksOf(
    options.legacySortOptions?.orderFirst ?? FIRST.split(' '),
    options.legacySortOptions?.orderLast ?? LAST.split(' '),
  )
  const sorted = map.resources
    .map((resource) => {
      const id = resource.curId
      return {resource, rank: ranks.get(id.kind) ?? 0, gvk: gvkSortText(id), name: nameSortText(id)}
    })
    .sort((a, b) => a.rank - b.rank || compareBytes(a.gvk, b.gvk) || compareBytes(a.name, b.name))
  map.replaceAll([])
  map.appendAll(sorted.map(({resource}) => resource))
}

function ranksOf(first: readonly string[], last: readonly string[]): Map<string, number> {
  const ranks = new Map<string, number>()
  for (const [i, kind] of first.entries()) ranks.set(kind, i - first.length)
  for (const [i, kind] of last.entries()) ranks.set(kind, i + 1)
  return ranks
}

function gvkSortText(id: ResId): string {
  return `${id.group || '~G'}_${id.version || '~V'}_${id.kind || '~K'}`
}

function nameSortText(id: ResId): string {
  return `${gvkText(id)}|${id.namespace || '~X'}|${id.name || '~N'}`
}
