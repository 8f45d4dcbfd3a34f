import {KustomizeError} from '../error.js'
import type {Node} from '../node/node.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'

const MARK = 'validated-by'

/** Runs a transformer that may only look; @throws KustomizeError when it changed something but for its mark */
export function validate(map: ResMap, apply: (map: ResMap) => void): void {
  const before = map.resources.map((resource) => ({id: resource.curId, node: resource.deepCopy().node}))
  apply(map)
  const fault = (detail: string) => new KustomizeError(`validator shouldn't modify the resource map: ${detail}`)
  if (map.size !== before.length) throw fault('lists have different number of entries')
  const left = map.resources.filter((resource) => !resource.isEmpty)
  const after = new Map<string, Resource[]>()
  for (const resource of left) after.set(resource.curId.key, [...(after.get(resource.curId.key) ?? []), resource])
  for (const {id, node} of before) {
    const [resource, ...more] = after.get(id.key) ?? []
    if (resource === undefined) throw fault(`id in self missing from other; id: ${id}`)
    if (more.length > 0) throw fault(`id in self matches ${more.length + 1} in other; id: ${id}`)
    const copy = resource.deepCopy()
    const {labels} = copy
    if (labels.delete(MARK)) copy.setLabels(labels)
    if (!areEqual(node, copy.node)) throw fault(`nodes unequal: ${id}`)
  }
}

/** Whoever has written what was there already has written, too: its line is none of the file any more. */
function areEqual(a: Node | undefined, b: Node | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return (
    a.kind === b.kind &&
    a.tag === b.tag &&
    a.value === b.value &&
    a.style === b.style &&
    a.line === b.line &&
    a.content.length === b.content.length &&
    a.content.every((child, i) => areEqual(child, b.content[i]))
  )
}
