import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {listOf, ownerReference, section, specOf} from '../runtime/objects.js'
import {podOf} from '../runtime/pods.js'
import {templateOf} from './revisions.js'

export const component = 'statefulset-controller'
export const revisionLabel = 'controller-revision-hash'

/** Number at the end of a member's name; -1 of a pod that is no member. */
export function ordinalOf(pod: KubeObject): number {
  const parts = /-(\d+)$/.exec(pod.metadata.name ?? '')
  return parts ? Number(parts[1]) : -1
}

/** Creates one member of a set, with the claims that it mounts. */
export async function createMember(work: Work, set: KubeObject, revision: KubeObject, ordinal: number): Promise<KubeObject> {
  const name = `${set.metadata.name}-${ordinal}`
  const claims = listOf(specOf(set).volumeClaimTemplates)
  for (const claim of claims) await ensureClaim(work, set, claim, name)
  const template = templateOf(revision)
  const volumes = listOf(specOf(template).volumes)
  const mounted = new Set(claims.map((claim) => section(claim, 'metadata').name))
  const all = [
    ...claims.map((claim) => ({
      name: section(claim, 'metadata').name,
      persistentVolumeClaim: {claimName: claimName(claim, name)},
    })),
    ...volumes.filter((volume) => !mounted.has(volume.name)),
  ]
  const {serviceName} = specOf(set)
  return work.client.create(
    podOf(set, template, {
      name,
      generateName: `${set.metadata.name}-`,
      labels: {
        'apps.kubernetes.io/pod-index': String(ordinal),
        [revisionLabel]: revision.metadata.name ?? '',
        'statefulset.kubernetes.io/pod-name': name,
      },
      spec: {
        hostname: name,
        ...(typeof serviceName === 'string' && serviceName !== '' ? {subdomain: serviceName} : {}),
        ...(all.length > 0 ? {volumes: all} : {}),
      },
    }),
  )
}

function claimName(claim: JsonObject, pod: string): string {
  return `${String(section(claim, 'metadata').name)}-${pod}`
}

function keepsClaims(set: KubeObject, when: 'whenDeleted' | 'whenScaled'): boolean {
  return section(specOf(set), 'persistentVolumeClaimRetentionPolicy')[when] !== 'Delete'
}

/** A member that is scaled away takes its claims along, where the set says so. */
export async function claimsFollow({client}: Work, set: KubeObject, pod: KubeObject): Promise<void> {
  if (keepsClaims(set, 'whenScaled')) return
  const {namespace, name: podName = '', uid} = pod.metadata
  for (const template of listOf(specOf(set).volumeClaimTemplates)) {
    const claim = client.get('v1', 'PersistentVolumeClaim', namespace, claimName(template, podName))
    if (!claim || claim.metadata.ownerReferences?.some((owner) => owner.uid === uid)) continue
    const others = claim.metadata.ownerReferences?.filter((owner) => owner.uid !== set.metadata.uid) ?? []
    const ownerReferences = [...others, ownerReference({...pod, apiVersion: 'v1', kind: 'Pod'})]
    await client.update({...claim, metadata: {...claim.metadata, ownerReferences}})
  }
}

async function ensureClaim(work: Work, set: KubeObject, claim: JsonObject, pod: string): Promise<void> {
  const {client} = work
  const name = claimName(claim, pod)
  const {namespace = ''} = set.metadata
  if (client.get('v1', 'PersistentVolumeClaim', namespace, name)) return
  const metadata = section(claim, 'metadata')
  const selector = section(section(specOf(set), 'selector'), 'matchLabels') as Record<string, string>
  await client.create({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name,
      namespace,
      labels: {...(section(metadata, 'labels') as Record<string, string>), ...selector},
      ...(metadata.annotations === undefined ? {} : {annotations: metadata.annotations as Record<string, string>}),
      ...(keepsClaims(set, 'whenDeleted') ? {} : {ownerReferences: [ownerReference(set)]}),
    },
    spec: specOf(claim),
  })
  const message = `Create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name} success`
  await recordEvent(work, component, set, {reason: 'SuccessfulCreate', message})
}
