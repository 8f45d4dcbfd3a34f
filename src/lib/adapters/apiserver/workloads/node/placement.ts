import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'
import {isDeleting, listOf, section, specOf, statusOf} from '../runtime/objects.js'
import {nodeOf} from '../runtime/pods.js'
import {nodeName} from './node.js'
import {misfits} from './node-fit.js'

/** Says on a claim where its first pod will run. */
export const selectedNode = 'volume.kubernetes.io/selected-node'

/** Whether a claim's volume waits for a pod. */
export function waitsForConsumer(client: LocalClient, claim: KubeObject): boolean {
  const {storageClassName} = specOf(claim)
  if (typeof storageClassName !== 'string' || storageClassName === '') return false
  const found = client.get('storage.k8s.io/v1', 'StorageClass', undefined, storageClassName)
  return found?.volumeBindingMode === 'WaitForFirstConsumer'
}

/** What the scheduler makes of a pod that waits for a node. */
export interface Placement {
  /** why it must wait, `0/1 nodes are available: ...` */
  readonly refusal?: string
  /** claims that are to be bound before it can run */
  readonly claims: readonly KubeObject[]
}

/** Words of the scheduler about the simulated node, which is the only one that takes pods. */
export function placementOf(client: LocalClient, pod: KubeObject): Placement {
  const claims = namesOfClaims(pod).map((name) => ({
    name,
    claim: client.get('v1', 'PersistentVolumeClaim', pod.metadata.namespace, name),
  }))
  for (const {name, claim} of claims) {
    const fault = claimFault(name, claim)
    // nothing can be pre-empted where no node was looked at
    if (fault !== undefined) return {refusal: `0/1 nodes are available: ${fault}. not found`, claims: []}
  }
  const unbound = claims.flatMap(({claim}) => (claim && statusOf(claim).phase !== 'Bound' ? [claim] : []))
  if (unbound.some((claim) => !waitsForConsumer(client, claim)))
    return {refusal: '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found', claims: []}
  // a daemon's pod may be meant for another node, on which nothing runs
  const meant = nodeOf(pod)
  const node = client.get('v1', 'Node', undefined, meant || nodeName)
  const reasons = node ? misfits(node, pod) : meant === '' ? [] : ["node(s) didn't match Pod's node affinity/selector"]
  if (reasons.length === 0) return {claims: unbound}
  const shown = reasons.map((reason) => `1 ${reason}`).join(', ')
  return {refusal: `0/1 nodes are available: ${shown}. ${preemption(pod)}`, claims: []}
}

function preemption(pod: KubeObject): string {
  if (specOf(pod).preemptionPolicy === 'Never') return 'preemption: not eligible due to preemptionPolicy=Never.'
  return 'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.'
}

function claimFault(name: string, claim: KubeObject | undefined): string | undefined {
  const shown = `persistentvolumeclaim ${JSON.stringify(name)}`
  if (!claim) return `${shown} not found`
  if (statusOf(claim).phase === 'Lost')
    return `${shown} bound to non-existent persistentvolume ${JSON.stringify(String(specOf(claim).volumeName ?? ''))}`
  return isDeleting(claim) ? `${shown} is being deleted` : undefined
}

/** Claims that a pod mounts, of its own name for ephemeral volumes. */
export function namesOfClaims(pod: KubeObject): readonly string[] {
  return listOf(specOf(pod).volumes).flatMap((volume: JsonObject) => {
    const {claimName} = section(volume, 'persistentVolumeClaim')
    return typeof claimName === 'string' ? [claimName] : []
  })
}
