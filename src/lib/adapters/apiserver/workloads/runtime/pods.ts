import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'
import {conditionOf} from './conditions.js'
import {compareAge, isDeleting, listOf, millisOf, ownerReference, section, specOf, statusOf} from './objects.js'

export const podKind = {apiVersion: 'v1', kind: 'Pod'}

export function phaseOf(pod: KubeObject): string {
  return String(statusOf(pod).phase ?? 'Pending')
}

export function isFinished(pod: KubeObject): boolean {
  const phase = phaseOf(pod)
  return phase === 'Succeeded' || phase === 'Failed'
}

/** Neither finished nor being deleted. */
export function isActive(pod: KubeObject): boolean {
  return !isFinished(pod) && !isDeleting(pod)
}

export function isReady(pod: KubeObject): boolean {
  return conditionOf(statusOf(pod), 'Ready')?.status === 'True'
}

/** Milliseconds until a ready pod counts as available: 0 now, undefined when it is not ready. */
export function availableIn(pod: KubeObject, minReadySeconds: number, now: number): number | undefined {
  if (!isReady(pod)) return undefined
  if (minReadySeconds === 0) return 0
  const since = millisOf(conditionOf(statusOf(pod), 'Ready')?.lastTransitionTime)
  return Math.max(0, since + minReadySeconds * 1000 - now)
}

/** A pod of a template, controlled by `owner`; not created yet. */
export function podOf(
  owner: KubeObject,
  template: JsonObject,
  more: {name?: string; generateName?: string; labels?: Record<string, string>; spec?: JsonObject},
): KubeObject {
  const metadata = section(template, 'metadata')
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(more.name === undefined ? {} : {name: more.name}),
      ...(more.generateName === undefined ? {} : {generateName: more.generateName}),
      namespace: owner.metadata.namespace ?? '',
      labels: {...(section(metadata, 'labels') as Record<string, string>), ...more.labels},
      ...(metadata.annotations === undefined ? {} : {annotations: metadata.annotations as Record<string, string>}),
      ...(metadata.finalizers === undefined ? {} : {finalizers: metadata.finalizers as string[]}),
      ownerReferences: [ownerReference(owner)],
    },
    spec: {...specOf(template), ...more.spec},
  }
}

export async function deletePod(client: LocalClient, pod: KubeObject): Promise<void> {
  if (isDeleting(pod)) return
  const {name = '', namespace, uid} = pod.metadata
  await client.delete({...podKind, namespace, name}, {propagationPolicy: 'Background', ...(uid === undefined ? {} : {uid})})
}

/** Which pods go first when there are too many: unassigned, pending, not ready, young ones. */
export function compareForDeletion(a: KubeObject, b: KubeObject): number {
  return (
    Number(specOf(a).nodeName !== undefined) - Number(specOf(b).nodeName !== undefined) ||
    phaseRank(a) - phaseRank(b) ||
    Number(isReady(a)) - Number(isReady(b)) ||
    compareAge(b, a)
  )
}

function phaseRank(pod: KubeObject): number {
  return ['Pending', 'Unknown', 'Running'].indexOf(phaseOf(pod))
}

/** The node that a pod is meant for, '' when it may be any: a daemon pod names it before it is scheduled. */
export function nodeOf(pod: KubeObject): string {
  const {nodeName} = specOf(pod)
  if (typeof nodeName === 'string') return nodeName
  const required = section(
    section(section(specOf(pod), 'affinity'), 'nodeAffinity'),
    'requiredDuringSchedulingIgnoredDuringExecution',
  )
  const fields = listOf(listOf(required.nodeSelectorTerms)[0]?.matchFields)
  const values = fields[0]?.values
  return Array.isArray(values) ? String(values[0]) : ''
}
