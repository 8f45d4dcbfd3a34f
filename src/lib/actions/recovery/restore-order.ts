import {compareRefs} from '../../apply/order.js'
import {groupOf, refOf} from '../../apply/subject.js'
import {isObject, type JsonValue} from '../../formats/json/value.js'
import {valueAt} from '../../kinds/object-facts.js'
import {kindRow} from '../../kinds/registry.js'
import type {KubeObject} from '../../ports/kube.js'
import {keyFor, keyOf} from './made-objects.js'

/** What everything else may need; then whatever is none of ours; then our kinds. */
const FIRST = ['Namespace', 'CustomResourceDefinition', 'Secret', 'ConfigMap', 'ServiceAccount']
const FLUX = [
  ...['GitRepository', 'OCIRepository', 'Bucket', 'HelmRepository', 'ExternalArtifact', 'HelmChart', 'ArtifactGenerator'],
  ...['ImageRepository', 'ImagePolicy', 'Kustomization', 'HelmRelease', 'ImageUpdateAutomation'],
  ...['Provider', 'Alert', 'Receiver'],
]

/** True for an object of one of our kinds, in whatever version. */
export function isFlux(object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  return kindRow(object.kind)?.group === groupOf(object.apiVersion)
}

/** Place of an object's kind: what is applied together has the same number. */
export function stepOf(object: KubeObject): number {
  if (isFlux(object)) return FIRST.length + 1 + FLUX.indexOf(object.kind)
  const first = FIRST.indexOf(object.kind)
  return first < 0 || !['', 'apiextensions.k8s.io'].includes(groupOf(object.apiVersion)) ? FIRST.length : first
}

/**
 * Objects in the order in which they come back: namespaces, definitions, Secrets, ConfigMaps, accounts, what is none of Flux,
 * sources, the rest; what others of its kind depend on first, else by namespace and name. The same for every order of the input.
 */
export function inRestoreOrder<T>(items: readonly T[], objectOf: (item: T) => KubeObject): T[] {
  const sorted = items
    .map((item) => ({item, object: objectOf(item)}))
    .map((entry) => ({...entry, step: stepOf(entry.object), ref: refOf(entry.object)}))
    .sort((a, b) => a.step - b.step || compareRefs(a.ref, b.ref))
  const byKey = new Map(sorted.map((entry) => [keyFor(entry.object), entry]))
  const done = new Set<unknown>()
  const ordered: T[] = []
  const visit = (entry: (typeof sorted)[number]): void => {
    // a stack of its own: chains may be as long as the fleet
    const stack = [{entry, needs: needsOf(entry.object)}]
    done.add(entry)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.needs.map((key) => byKey.get(key)).find((need) => need && !done.has(need))
      if (next) {
        done.add(next)
        stack.push({entry: next, needs: needsOf(next.object)})
      } else {
        ordered.push(top.entry.item)
        stack.pop()
      }
    }
  }
  for (const entry of sorted) if (!done.has(entry)) visit(entry)
  return ordered
}

/** Keys of the objects of its own kind that an object depends on. */
function needsOf(object: KubeObject): string[] {
  if (!isFlux(object)) return []
  const {kind, metadata} = object
  const names =
    kind === 'GitRepository'
      ? listAt(object, 'include').map((item) => (isObject(item) ? item.repository : undefined))
      : listAt(object, 'dependsOn')
  return names.flatMap((ref) => {
    if (!isObject(ref) || typeof ref.name !== 'string') return []
    return [keyOf(kind, typeof ref.namespace === 'string' && ref.namespace !== '' ? ref.namespace : metadata.namespace, ref.name)]
  })
}

function listAt(object: KubeObject, field: string): readonly (JsonValue | undefined)[] {
  const list = valueAt(object, ['spec', field])
  return Array.isArray(list) ? list : []
}
