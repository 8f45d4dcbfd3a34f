import {FluxError} from '../../../errors/flux-error.js'
import {KustomizeError} from '../error.js'
import {goJson} from '../go/json.js'
import {jsonOf} from '../node/meaning.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import {writeNode} from '../text/write-node.js'

const MARK = 'validated-by'

/** Runs a transformer that may only look; @throws KustomizeError when it changed something but for its mark */
export function validate(map: ResMap, apply: (map: ResMap) => void): void {
  const before = map.resources.map((resource) => ({id: resource.curId, content: contentOf(resource)}))
  apply(map)
  const fault = (detail: string) => new KustomizeError(`validator shouldn't modify the resource map: ${detail}`)
  if (map.size !== before.length) throw fault('lists have different number of entries')
  const left = map.resources.filter((resource) => !resource.isEmpty)
  const after = new Map(left.map((resource) => [resource.curId.key, resource]))
  for (const {id, content} of before) {
    const resource = after.get(id.key)
    if (resource === undefined) throw fault(`id in self missing from other; id: ${id}`)
    const copy = resource.deepCopy()
    const {labels} = copy
    if (labels.delete(MARK)) copy.setLabels(labels)
    if (content !== contentOf(copy)) throw fault(`nodes unequal: ${id}`)
  }
}

/** What cannot be JSON is compared as it is written; it is refused later. */
function contentOf({node}: Resource): string {
  try {
    return goJson(jsonOf(node!))
  } catch (error) {
    if (error instanceof FluxError) return writeNode(node!)
    throw error
  }
}
