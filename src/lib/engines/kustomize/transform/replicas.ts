import type {FieldSpec} from '../config/field-spec.js'
import {KustomizeError} from '../error.js'
import type {Replica} from '../kustomization/types.js'
import {SCALAR, TAG} from '../node/node.js'
import {gvkText, isSelected} from '../resource/res-id.js'
import type {ResMap} from '../resource/res-map.js'
import {entrySetter, FieldFilter} from './field-filter.js'

/** Sets the number of replicas of resources that have or had the name. */
export function setReplicas(map: ResMap, replica: Replica, specs: readonly FieldSpec[]): void {
  let found = false
  const named = map.resources.filter((resource) => !resource.isEmpty && resource.mayBeCalled(replica.name))
  for (const spec of specs) {
    const filter = new FieldFilter(spec, {kind: SCALAR, tag: TAG.int})
    for (const resource of named) {
      if (!resource.allIds.some((id) => id.name === replica.name && isSelected(id, spec))) continue
      found = true
      filter.apply(resource.node!, entrySetter('', String(replica.count), TAG.int))
    }
  }
  if (!found) {
    const gvks = specs.map(gvkText).join(' ')
    throw new KustomizeError(`resource with name ${replica.name} does not match a config with the following GVK [${gvks}]`)
  }
}
