import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {controlledBy, isDeleting, numberOf, section, specOf, statusOf, writeStatus} from '../runtime/objects.js'
import {availableIn, deletePod, isFinished, isReady, phaseOf, podKind} from '../runtime/pods.js'
import {positive} from './replica-set.js'
import {revisionsOf, syncRevision, trimRevisions} from './revisions.js'
import {claimsFollow, component, createMember, ordinalOf, revisionLabel} from './stateful-pods.js'

export const statefulSetController: ControllerSpec = {
  name: component,
  of: {apiVersion: 'apps/v1', kind: 'StatefulSet'},
  owns: [podKind],
  reconcile,
}

interface Members {
  readonly set: KubeObject
  /** revision of pods that are not updated yet, and the one of today's template */
  readonly current: KubeObject
  readonly update: KubeObject
  readonly pods: readonly KubeObject[]
}

async function reconcile(work: Work, set: KubeObject): Promise<void> {
  const known = revisionsOf(work, set)
  const update = await syncRevision(work, set, known)
  const stored = statusOf(set).currentRevision
  const current = known.find((revision) => revision.metadata.name === stored) ?? update
  const members: Members = {set, current, update, pods: podsOf(work, set)}
  if (!isDeleting(set)) await step(work, members)
  await updateStatus(work, members)
  const used = new Set([current, update].map((revision) => revision.metadata.name ?? ''))
  for (const pod of podsOf(work, set)) used.add(pod.metadata.labels?.[revisionLabel] ?? '')
  await trimRevisions(work, set, revisionsOf(work, set), used)
}

function podsOf({client}: Work, set: KubeObject): KubeObject[] {
  return controlledBy(client, set, 'Pod').sort((a, b) => ordinalOf(a) - ordinalOf(b))
}

function firstOrdinal(set: KubeObject): number {
  return numberOf(section(specOf(set), 'ordinals').start, 0)
}

function isOrdered(set: KubeObject): boolean {
  return specOf(set).podManagementPolicy !== 'Parallel'
}

/** Makes, replaces and removes pods; in order, one waits for the other. */
async function step(work: Work, members: Members): Promise<void> {
  const {set, pods} = members
  const first = firstOrdinal(set)
  const last = first + numberOf(specOf(set).replicas, 1) - 1
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod), pod]))
  for (let ordinal = first; ordinal <= last; ordinal++) {
    const pod = byOrdinal.get(ordinal)
    const settled = pod ? await keepMember(work, set, pod) : await addMember(work, members, ordinal)
    if (!settled && isOrdered(set)) return
  }
  const condemned = pods.filter((pod) => ordinalOf(pod) < first || ordinalOf(pod) > last)
  if (await removeMembers(work, set, condemned)) return
  // Those that were just made count as well: they are not healthy yet.
  await updateMembers(work, members, podsOf(work, set))
}

async function addMember(work: Work, {set, current, update}: Members, ordinal: number): Promise<boolean> {
  const keepsOld = numberOf(section(section(specOf(set), 'updateStrategy'), 'rollingUpdate').partition, 0) > ordinal
  const pod = await createMember(work, set, keepsOld ? current : update, ordinal)
  const message = `Create Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`
  await recordEvent(work, component, set, {reason: 'SuccessfulCreate', message})
  return false
}

async function removeMember(work: Work, set: KubeObject, pod: KubeObject): Promise<void> {
  await deletePod(work.client, pod)
  const message = `Delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`
  await recordEvent(work, component, set, {reason: 'SuccessfulDelete', message})
}

/** Whether the pod is healthy; one that ended is replaced. */
async function keepMember(work: Work, set: KubeObject, pod: KubeObject): Promise<boolean> {
  if (isDeleting(pod)) return false
  if (isFinished(pod)) {
    await deletePod(work.client, pod)
    return false
  }
  return isHealthy(work, set, pod)
}

function isHealthy(work: Work, set: KubeObject, pod: KubeObject): boolean {
  const wait = availableIn(pod, numberOf(specOf(set).minReadySeconds, 0), work.now)
  if (wait !== undefined && wait > 0) work.again(wait)
  return wait === 0 && phaseOf(pod) === 'Running' && !isDeleting(pod)
}

/** Takes pods down from the highest ordinal, in order one at a time; true while there are any. */
async function removeMembers(work: Work, set: KubeObject, condemned: readonly KubeObject[]): Promise<boolean> {
  for (const pod of [...condemned].reverse()) {
    const leaving = isDeleting(pod)
    if (!leaving) {
      await claimsFollow(work, set, pod)
      await removeMember(work, set, pod)
    }
    if (isOrdered(set)) return true
  }
  return condemned.length > 0
}

/** Rolling update: the highest pod of an old revision goes first, the next one when it is back. */
async function updateMembers(work: Work, {set, update}: Members, pods: readonly KubeObject[]): Promise<void> {
  const strategy = section(specOf(set), 'updateStrategy')
  if (strategy.type === 'OnDelete') return
  const partition = numberOf(section(strategy, 'rollingUpdate').partition, 0)
  for (const pod of [...pods].reverse()) {
    if (ordinalOf(pod) < partition) return
    if (pod.metadata.labels?.[revisionLabel] !== update.metadata.name && !isDeleting(pod)) {
      await removeMember(work, set, pod)
      return
    }
    if (!isHealthy(work, set, pod)) return
  }
}

async function updateStatus(work: Work, {set: before, current, update}: Members): Promise<void> {
  const set = work.client.get(before.apiVersion, before.kind, before.metadata.namespace, before.metadata.name ?? '')
  if (!set) return
  const pods = podsOf(work, set)
  const living = pods.filter((pod) => !isDeleting(pod))
  const of = (revision: KubeObject) => living.filter((pod) => pod.metadata.labels?.[revisionLabel] === revision.metadata.name)
  const ready = pods.filter((pod) => phaseOf(pod) === 'Running' && isReady(pod)).length
  const updated = of(update).length
  const wanted = numberOf(specOf(set).replicas, 1)
  const done = updated === pods.length && ready === pods.length && pods.length === wanted
  const status: JsonObject = {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: pods.length,
    ...positive('readyReplicas', ready),
    ...positive('currentReplicas', done ? updated : of(current).length),
    ...positive('updatedReplicas', updated),
    currentRevision: (done ? update : current).metadata.name ?? '',
    updateRevision: update.metadata.name ?? '',
    collisionCount: numberOf(statusOf(set).collisionCount, 0),
    availableReplicas: living.filter((pod) => isHealthy(work, set, pod)).length,
  }
  await writeStatus(work.client, set, status)
}
