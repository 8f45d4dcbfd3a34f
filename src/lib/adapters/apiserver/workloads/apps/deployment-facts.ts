import {sameValue} from '../../../../formats/json/same-value.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {numberOf, scaledValue, section, specOf, statusOf} from '../runtime/objects.js'

export const hashLabel = 'pod-template-hash'
export const revisionAnnotation = 'deployment.kubernetes.io/revision'
export const historyAnnotation = 'deployment.kubernetes.io/revision-history'
export const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas'
export const maxAnnotation = 'deployment.kubernetes.io/max-replicas'

export function replicasOf(object: KubeObject): number {
  return numberOf(specOf(object).replicas, 1)
}

export function sum(sets: readonly KubeObject[], count: (set: KubeObject) => number): number {
  return sets.reduce((total, set) => total + count(set), 0)
}

export function statusCount(name: string): (set: KubeObject) => number {
  return (set) => numberOf(statusOf(set)[name], 0)
}

export function isRolling(deployment: KubeObject): boolean {
  return section(specOf(deployment), 'strategy').type !== 'Recreate'
}

/** Pods that a rollout may add and may miss; never both none. */
function fenceposts(deployment: KubeObject): {surge: number; unavailable: number} {
  const {maxSurge, maxUnavailable} = section(section(specOf(deployment), 'strategy'), 'rollingUpdate')
  const replicas = replicasOf(deployment)
  const surge = scaledValue(maxSurge, replicas, true)
  const unavailable = scaledValue(maxUnavailable, replicas, false)
  return {surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable}
}

export function maxSurge(deployment: KubeObject): number {
  return isRolling(deployment) ? fenceposts(deployment).surge : 0
}

export function maxUnavailable(deployment: KubeObject): number {
  if (!isRolling(deployment) || replicasOf(deployment) === 0) return 0
  return Math.min(fenceposts(deployment).unavailable, replicasOf(deployment))
}

/** The template as the Deployment has it: without what the controller adds. */
function withoutHash(template: JsonObject): JsonObject {
  const metadata = section(template, 'metadata')
  const {[hashLabel]: _, ...labels} = section(metadata, 'labels')
  return {...template, metadata: {...metadata, labels}}
}

export function sameTemplate(a: KubeObject, b: KubeObject): boolean {
  const [x, y] = [section(specOf(a), 'template'), section(specOf(b), 'template')]
  return sameValue(withoutHash(x), withoutHash(y))
}

export function revisionOf(set: KubeObject): number {
  return Number(set.metadata.annotations?.[revisionAnnotation] ?? 0) || 0
}

export function progressDeadlineMs(deployment: KubeObject): number | undefined {
  const seconds = specOf(deployment).progressDeadlineSeconds
  // The longest possible deadline means none.
  return typeof seconds === 'number' && seconds !== 2_147_483_647 ? seconds * 1000 : undefined
}

/** How many replicas the new set may have now. */
export function newSetSize(deployment: KubeObject, all: readonly KubeObject[], current: number): number {
  const wanted = replicasOf(deployment)
  if (!isRolling(deployment)) return wanted
  const room = wanted + maxSurge(deployment) - sum(all, replicasOf)
  return room <= 0 ? current : current + Math.min(room, wanted - current)
}
