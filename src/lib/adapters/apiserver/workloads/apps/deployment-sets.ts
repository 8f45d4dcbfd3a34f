import {ApiError} from '../../../../errors/api-error.js'
import {messageOf} from '../../../../errors/flux-error.js'
import {sameValue} from '../../../../formats/json/same-value.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {conditionOf, withCondition} from '../runtime/conditions.js'
import type {Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {templateHash} from '../runtime/hash.js'
import {controllerOf, listOf, numberOf, ownerReference, section, specOf, statusOf, timestamp} from '../runtime/objects.js'
import {
  desiredAnnotation,
  hashLabel,
  historyAnnotation,
  maxAnnotation,
  maxSurge,
  newSetSize,
  progressDeadlineMs,
  replicasOf,
  revisionAnnotation,
  revisionOf,
  sameTemplate,
} from './deployment-facts.js'

export const component = 'deployment-controller'

/** Annotations of a Deployment that its sets do not get. */
const ownAnnotations: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
  'deprecated.deployment.rollback.to',
])

/** A Deployment with its sets: the one of today's template, and all others. */
export interface Rollout {
  readonly deployment: KubeObject
  readonly newSet: KubeObject | undefined
  readonly oldSets: readonly KubeObject[]
  /** the Deployment here has revision and conditions that are not stored yet: the next status write takes them along */
  readonly unsaved?: boolean
}

export function allSets({newSet, oldSets}: Rollout): readonly KubeObject[] {
  return newSet ? [...oldSets, newSet] : oldSets
}

/** Finds the set of today's template, keeps revision and annotations up to date, and makes it if asked to. */
export async function syncSets(
  work: Work,
  deployment: KubeObject,
  sets: readonly KubeObject[],
  create: boolean,
): Promise<Rollout> {
  const found = sets.find((set) => sameTemplate(set, deployment))
  const oldSets = sets.filter((set) => set !== found)
  const revision = Math.max(0, ...oldSets.map(revisionOf)) + 1
  if (found) return syncExisting(work, deployment, found, oldSets, revision)
  if (!create) return {deployment, newSet: undefined, oldSets}
  return createSet(work, deployment, oldSets, revision)
}

async function syncExisting(
  work: Work,
  deployment: KubeObject,
  found: KubeObject,
  oldSets: readonly KubeObject[],
  revision: number,
): Promise<Rollout> {
  const annotations = setAnnotations(deployment, found, revision)
  const {minReadySeconds} = specOf(deployment)
  let newSet = found
  if (!sameValue(annotations, found.metadata.annotations ?? {}) || specOf(found).minReadySeconds !== minReadySeconds) {
    const spec: JsonObject = {...specOf(found), minReadySeconds}
    newSet = await work.client.update({...found, metadata: {...found.metadata, annotations}, spec})
  }
  const condition = conditionOf(statusOf(deployment), 'Progressing')
    ? undefined
    : progressing('FoundNewReplicaSet', `Found new replica set "${newSet.metadata.name}"`)
  const synced = await syncRevision(work, deployment, newSet.metadata.annotations?.[revisionAnnotation] ?? '', condition)
  return {deployment: synced, newSet, oldSets}
}

function progressing(reason: string, message: string, status = 'True'): JsonObject {
  return {type: 'Progressing', status, reason, message}
}

/** Annotations of the set: the Deployment's own, and the revision; an older one is remembered in the history. */
function setAnnotations(deployment: KubeObject, set: KubeObject | undefined, revision: number): Record<string, string> {
  const annotations: Record<string, string> = {...set?.metadata.annotations}
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) {
    if (!ownAnnotations.has(key)) annotations[key] = value
  }
  const old = annotations[revisionAnnotation]
  if (old !== undefined && Number(old) >= revision) return annotations
  if (old !== undefined) {
    const history = annotations[historyAnnotation]
    annotations[historyAnnotation] = history ? `${history},${old}` : old
  }
  annotations[revisionAnnotation] = String(revision)
  return annotations
}

/** Writes the revision (and a condition) to the Deployment; through its status, as the real controller does. */
async function syncRevision(
  work: Work,
  deployment: KubeObject,
  revision: string,
  condition: JsonObject | undefined,
): Promise<KubeObject> {
  const next = withRevision(work, deployment, revision, condition)
  if (sameValue(next as JsonObject, deployment as JsonObject)) return deployment
  return work.client.update(next, {subresource: 'status'})
}

function withRevision(work: Work, deployment: KubeObject, revision: string, condition: JsonObject | undefined): KubeObject {
  const annotations = {...deployment.metadata.annotations, [revisionAnnotation]: revision}
  const status = statusOf(deployment)
  const time = timestamp(work.now)
  const conditions =
    condition && progressDeadlineMs(deployment) !== undefined
      ? withCondition(listOf(status.conditions), {...condition, lastUpdateTime: time}, work.now)
      : listOf(status.conditions)
  return {
    ...deployment,
    metadata: {...deployment.metadata, annotations},
    status: {...status, ...(conditions.length > 0 ? {conditions} : {})},
  }
}

async function createSet(work: Work, deployment: KubeObject, oldSets: readonly KubeObject[], revision: number): Promise<Rollout> {
  const set = newSetOf(deployment, oldSets, revision)
  let newSet: KubeObject
  try {
    newSet = await work.client.create(set)
  } catch (error) {
    return {deployment, newSet: await recover(work, deployment, set, error), oldSets}
  }
  const size = replicasOf(newSet)
  const name = newSet.metadata.name ?? ''
  if (size > 0) {
    const message = `Scaled up replica set ${name} from 0 to ${size}`
    await recordEvent(work, component, deployment, {reason: 'ScalingReplicaSet', message})
  }
  const condition = progressing('NewReplicaSetCreated', `Created new replica set "${name}"`)
  return {deployment: withRevision(work, deployment, String(revision), condition), newSet, oldSets, unsaved: true}
}

function newSetOf(deployment: KubeObject, oldSets: readonly KubeObject[], revision: number): KubeObject {
  const spec = specOf(deployment)
  const template = section(spec, 'template')
  const metadata = section(template, 'metadata')
  const {collisionCount} = statusOf(deployment)
  const hash = templateHash(template, collisionCount === undefined ? undefined : numberOf(collisionCount, 0))
  const labels = {...(section(metadata, 'labels') as Record<string, string>), [hashLabel]: hash}
  const selector = section(spec, 'selector')
  const size = newSetSize(deployment, oldSets, 0)
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace ?? '',
      labels,
      annotations: {...setAnnotations(deployment, undefined, revision), ...sizeAnnotations(deployment)},
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas: size,
      ...(spec.minReadySeconds === undefined ? {} : {minReadySeconds: spec.minReadySeconds}),
      selector: {...selector, matchLabels: {...section(selector, 'matchLabels'), [hashLabel]: hash}},
      template: {...template, metadata: {...metadata, labels}},
    },
  }
}

export function sizeAnnotations(deployment: KubeObject): Record<string, string> {
  const wanted = replicasOf(deployment)
  return {[desiredAnnotation]: String(wanted), [maxAnnotation]: String(wanted + maxSurge(deployment))}
}

/** The name is taken: by our own set, or by another (then the next hash differs); or the server refuses the set. */
async function recover(work: Work, deployment: KubeObject, set: KubeObject, error: unknown): Promise<KubeObject> {
  const {name = '', namespace} = set.metadata
  if (error instanceof ApiError && error.reason === 'AlreadyExists') {
    const existing = work.client.get('apps/v1', 'ReplicaSet', namespace, name)
    if (existing && controllerOf(existing)?.uid === deployment.metadata.uid && sameTemplate(existing, set)) return existing
    const status = statusOf(deployment)
    const collisionCount = numberOf(status.collisionCount, 0) + 1
    await work.client.update({...deployment, status: {...status, collisionCount}}, {subresource: 'status'})
    throw error
  }
  const message = `Failed to create new replica set "${name}": ${messageOf(error)}`
  const status = statusOf(deployment)
  const condition = {...progressing('ReplicaSetCreateError', message, 'False'), lastUpdateTime: timestamp(work.now)}
  const conditions = withCondition(listOf(status.conditions), condition, work.now)
  await work.client.update({...deployment, status: {...status, conditions}}, {subresource: 'status'})
  throw error
}
