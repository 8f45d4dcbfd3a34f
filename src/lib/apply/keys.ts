import {isObject} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'

const PREFIX = 'kustomize.toolkit.fluxcd.io/'

/** Keys with meaning on managed objects (kustomize-controller reference 1.4), without their prefix. */
export type ManagedKey = 'ssa' | 'reconcile' | 'force' | 'prune' | 'decrypt'

/** True when label or annotation carry the key with that value, whatever its case. */
export function hasKey(object: KubeObject | undefined, key: ManagedKey, value: string): boolean {
  if (!object) return false
  const name = PREFIX + key
  const {labels, annotations} = object.metadata
  return matches(labels, name, value) || matches(annotations, name, value)
}

/** True when an annotation (labels do not count) carries the key with that value, whatever its case. */
export function hasAnnotation(object: KubeObject, key: ManagedKey, value: string): boolean {
  return matches(object.metadata.annotations, PREFIX + key, value)
}

/** The labels that say whose object it is. */
export function ownerLabels(owner: {name: string; namespace: string}): {[key: string]: string} {
  return {[`${PREFIX}name`]: owner.name, [`${PREFIX}namespace`]: owner.namespace}
}

function matches(map: unknown, name: string, value: string): boolean {
  if (!isObject(map)) return false
  const found = map[name]
  return typeof found === 'string' && found.toLowerCase() === value.toLowerCase()
}
