import type {FieldSpec} from '../config/field-spec.js'
import {compareBytes} from '../node/fields.js'
import {MAP, TAG} from '../node/node.js'
import type {ResMap} from '../resource/res-map.js'
import {entrySetter, FieldFilter} from './field-filter.js'

/** Sets labels or annotations, one by one in the order of their names, at every place. */
export function setPairs(map: ResMap, pairs: ReadonlyMap<string, string>, specs: readonly FieldSpec[]): void {
  if (pairs.size === 0) return
  const filters = specs.map((spec) => new FieldFilter(spec, {kind: MAP, tag: TAG.map}))
  const keys = [...pairs.keys()].sort(compareBytes)
  for (const {node} of map.resources) {
    const matching = filters.filter((filter) => filter.matches(node!))
    for (const key of keys) {
      const set = entrySetter(key, pairs.get(key)!, TAG.string)
      for (const filter of matching) filter.apply(node!, set)
    }
  }
  map.changed()
}
