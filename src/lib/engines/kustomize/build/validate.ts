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
  const before = new Map(map.resources.map((resource) => [resource.curId.key, contentOf(resource)]))
  apply(map)
  map.dropEmpties()
  const fault = (detail: string) => new KustomizeError(`validator shouldn't modify the resource map: ${detail}`)
  if (map.size !== before.size) throw fault('lists have different number of entries')
  for (const resource of map.resources) {
    const id = resource.curId
    const copy = resource.deepCopy()
    const {labels} = copy
    if (labels.delete(MARK)) copy.setLabels(labels)
    if (!before.has(id.key)) throw fault(`id in self missing from other; id: ${id}`)
    if (before.get(id.key) !== contentOf(copy)) throw fault(`nodes unequal: ${id}`)
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
