import type {FieldSpec} from '../config/field-spec.js'
import {compareBytes} from '../node/fields.js'
import {tagOf} from '../node/meaning.js'
import {MAP, TAG} from '../node/node.js'
import type {ResMap} from '../resource/res-map.js'
import {entrySetter, FieldFilter} from './field-filter.js'

/** Sets labels or annotations, one by one in the order of their names, at every place. `where` tells where a key was written. */
export function setPairs(
  map: ResMap,
  pairs: ReadonlyMap<string, string>,
  specs: readonly FieldSpec[],
  where?: (key: string) => string,
): void {
  if (pairs.size === 0) return
  const filters = specs.map((spec) => new FieldFilter(spec, {kind: MAP, tag: TAG.map}))
  const keys = [...pairs.keys()].sort(compareBytes)
  // what is no text without quotes cannot be printed as a key
  const odd = where === undefined ? [] : keys.filter((key) => key !== '' && tagOf(key) !== TAG.string)
  for (const resource of map.resources) {
    const {node} = resource
    const matching = filters.filter((filter) => filter.matches(node!))
    for (const key of keys) {
      const set = entrySetter(key, pairs.get(key)!, TAG.string)
      for (const filter of matching) filter.apply(node!, set)
    }
    if (odd.length > 0)
      resource.keysAt = new Map([...odd.map((key) => [key, () => where!(key)] as const), ...(resource.keysAt ?? [])])
  }
  map.changed()
}
