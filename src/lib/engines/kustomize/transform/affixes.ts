import type {FieldSpec} from '../config/field-spec.js'
import {SCALAR, TAG} from '../node/node.js'
import {isSelected} from '../resource/res-id.js'
import type {ResMap} from '../resource/res-map.js'
import {entrySetter, FieldFilter} from './field-filter.js'

/** Kinds whose names are no one's to change. */
const SKIPPED = [
  {group: '', version: '', kind: 'CustomResourceDefinition'},
  {group: 'apiregistration.k8s.io', version: '', kind: 'APIService'},
  {group: '', version: '', kind: 'Namespace'},
]

/** Puts text before or after names; the resource remembers it, so that references to it can be told apart. */
export function addAffix(map: ResMap, side: 'prefix' | 'suffix', affix: string, specs: readonly FieldSpec[]): void {
  const filters = specs.map((spec) => new FieldFilter(spec, {kind: SCALAR, tag: TAG.string}))
  for (const resource of map.resources) {
    const id = resource.orgId
    if (SKIPPED.some((gvk) => isSelected(id, gvk))) continue
    for (const filter of filters) {
      if (!isSelected(id, filter.spec)) continue
      if (filter.spec.path === 'metadata/name' && affix !== '') {
        if (side === 'prefix') resource.addPrefix(affix)
        else resource.addSuffix(affix)
        resource.storePreviousId()
      }
      filter.apply(resource.node!, (node) => {
        const name = side === 'prefix' ? affix + node.value : node.value + affix
        map.grow(0, affix.length)
        entrySetter('', name, '')(node)
      })
    }
  }
  map.changed()
}
