import {KustomizeError, within} from '../error.js'
import type {SortOptions} from '../kustomization/types.js'
import {compareBytes} from '../node/fields.js'
import {gvkSortText, kindRanks} from '../resource/kind-order.js'
import {gvkText, type ResId} from '../resource/res-id.js'
import type {ResMap} from '../resource/res-map.js'

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
  const {orderFirst, orderLast} = options.legacySortOptions ?? {}
  const ranks = kindRanks(orderFirst, orderLast)
  const sorted = map.resources
    .map((resource) => {
      const id = resource.curId
      return {resource, rank: ranks.get(id.kind) ?? 0, gvk: gvkSortText(id), name: nameSortText(id)}
    })
    .sort((a, b) => a.rank - b.rank || compareBytes(a.gvk, b.gvk) || compareBytes(a.name, b.name))
  map.replaceAll([])
  within('SortOrderTransformer: Failed to append to resources', () => map.appendAll(sorted.map(({resource}) => resource)))
}

function nameSortText(id: ResId): string {
  return `${gvkText(id)}|${id.namespace || '~X'}|${id.name || '~N'}`
}
