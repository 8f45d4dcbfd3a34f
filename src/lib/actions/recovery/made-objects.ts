import {isObject} from '../../formats/json/value.js'
import {textAt} from '../../kinds/object-facts.js'
import {kindRow} from '../../kinds/registry.js'
import type {KubeObject} from '../../ports/kube.js'

/** `Kind namespace/name` */
export const keyOf = (kind: string, namespace: string | undefined, name: string) => `${kind} ${namespace ?? ''}/${name}`

export const keyFor = ({kind, metadata}: KubeObject) => keyOf(kind, metadata.namespace, metadata.name ?? '')

/**
 * The object of Flux that makes this one anew, as `keyOf` says it: the HelmRelease of a HelmChart, the ArtifactGenerator of an
 * ExternalArtifact, whoever a controller's owner reference names. Undefined for what somebody wrote or a Kustomization applied.
 */
function makerOf(object: KubeObject): string | undefined {
  const {labels = {}, namespace, ownerReferences} = object.metadata
  if (object.kind === 'HelmChart') {
    const [name, where] = [labels['helm.toolkit.fluxcd.io/name'], labels['helm.toolkit.fluxcd.io/namespace']]
    // a copy that somebody made by hand carries the labels too, but not the name
    if (name && where && object.metadata.name === `${where}-${name}`) return keyOf('HelmRelease', where, name)
  }
  if (object.kind === 'ExternalArtifact' && textAt(object, ['spec', 'sourceRef', 'kind']) === 'ArtifactGenerator') {
    const where = textAt(object, ['spec', 'sourceRef', 'namespace']) || namespace
    return keyOf('ArtifactGenerator', where, textAt(object, ['spec', 'sourceRef', 'name']))
  }
  const owners = Array.isArray(ownerReferences) ? ownerReferences : []
  const owner = owners.find((item) => isObject(item) && item.controller === true && kindRow(item.kind))
  return owner && keyOf(owner.kind, namespace, owner.name)
}

/**
 * Objects of Flux apart from those that another one of them makes anew: those would come back as orphans. With `within`, the
 * objects are all of that namespace, and makers in others are taken to be there.
 */
export function partMade(
  objects: readonly KubeObject[],
  within?: string,
): {readonly kept: KubeObject[]; readonly made: KubeObject[]} {
  const there = new Set(objects.map(keyFor))
  const charts = new Set(objects.map((object) => `HelmChart ${textAt(object, ['status', 'helmChart'])}`))
  const isMade = (object: KubeObject) => {
    if (charts.has(keyFor(object))) return true
    const maker = makerOf(object)
    if (maker === undefined) return false
    return there.has(maker) || (within !== undefined && !maker.includes(` ${within}/`))
  }
  return {kept: objects.filter((object) => !isMade(object)), made: objects.filter(isMade)}
}
