import {messageOf} from '../../../../errors/flux-error.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'
import {withCondition, withoutCondition} from '../runtime/conditions.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {
  controlledBy,
  controllerOf,
  isDeleting,
  keyOf,
  listOf,
  mapMatches,
  numberOf,
  ownerReference,
  section,
  selectorMatches,
  specOf,
  statusOf,
  writeStatus,
} from '../runtime/objects.js'
import {PairIndex} from '../runtime/pair-index.js'
import {availableIn, compareForDeletion, deletePod, isActive, isFinished, isReady, podKind, podOf} from '../runtime/pods.js'

/** Keeps as many pods of one template as asked for: ReplicaSets and ReplicationControllers. */
export function replicaController(kind: {apiVersion: string; kind: string}): ControllerSpec {
  const name = kind.kind === 'ReplicaSet' ? 'replicaset-controller' : 'replication-controller'
  // Pods without a controller are rare: all sets of their namespace look at each of them.
  const orphans = new PairIndex((pod) => (controllerOf(pod) ? [] : ['orphan']))
  return {
    name,
    of: kind,
    owns: [podKind],
    start: (client) => orphans.follow(client, podKind),
    watches: [{kind: podKind, wakes: (client, pod) => orphanWakes(client, kind, pod)}],
    reconcile: (work, set) => reconcile(work, name, set, [...orphans.under(set.metadata.namespace ?? '', 'orphan')]),
  }
}

/** A pod without a controller wakes the sets that would adopt it. */
function orphanWakes(client: LocalClient, kind: {apiVersion: string; kind: string}, pod: KubeObject): string[] {
  if (controllerOf(pod)) return []
  const sets = client.list(kind.apiVersion, kind.kind, pod.metadata.namespace)
  return sets.filter((set) => selects(set, pod)).map(keyOf)
}

function selects(set: KubeObject, pod: KubeObject): boolean {
  const {selector} = specOf(set)
  const {labels} = pod.metadata
  return set.kind === 'ReplicaSet' ? selectorMatches(selector, labels) : mapMatches(selector, labels)
}

async function reconcile(work: Work, component: string, set: KubeObject, orphans: readonly KubeObject[]): Promise<void> {
  if (!isDeleting(set)) await adopt(work, set, orphans)
  const wanted = numberOf(specOf(set).replicas, 1)
  const active = controlledBy(work.client, set, 'Pod').filter(isActive)
  let failure: unknown
  if (!isDeleting(set)) {
    try {
      if (active.length < wanted) await createPods(work, component, set, wanted - active.length)
      else if (active.length > wanted) await deletePods(work, component, set, active, active.length - wanted)
    } catch (error) {
      failure = error
      await recordEvent(work, component, set, {
        type: 'Warning',
        reason: 'FailedCreate',
        message: `Error creating: ${messageOf(error)}`,
      })
    }
  }
  await updateStatus(work, set, failure === undefined ? undefined : {error: failure, active})
  if (failure !== undefined) throw failure
}

async function adopt({client}: Work, set: KubeObject, orphans: readonly KubeObject[]): Promise<void> {
  for (const pod of orphans) {
    if (!isActive(pod) || !selects(set, pod)) continue
    const {namespace, name = '', uid} = pod.metadata
    const ownerReferences = [...(pod.metadata.ownerReferences ?? []), ownerReference(set)].map((owner) => ({...owner}))
    await client.patch({...podKind, namespace, name}, {metadata: {uid, ownerReferences}})
  }
}

async function createPods(work: Work, component: string, set: KubeObject, count: number): Promise<void> {
  const template = section(specOf(set), 'template')
  for (let i = 0; i < count; i++) {
    const pod = await work.client.create(podOf(set, template, {generateName: podPrefix(set)}))
    await recordEvent(work, component, set, {reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}`})
  }
}

/** Names of pods are cut so that the suffix fits. */
function podPrefix(set: KubeObject): string {
  return `${(set.metadata.name ?? '').slice(0, 243)}-`
}

async function deletePods(
  work: Work,
  component: string,
  set: KubeObject,
  pods: readonly KubeObject[],
  count: number,
): Promise<void> {
  for (const pod of [...pods].sort(compareForDeletion).slice(0, count)) {
    await deletePod(work.client, pod)
    await recordEvent(work, component, set, {reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}`})
  }
}

/** What went wrong, and the pods that were there before it was tried. */
interface Failure {
  readonly error: unknown
  readonly active: readonly KubeObject[]
}

async function updateStatus(work: Work, before: KubeObject, failure: Failure | undefined): Promise<void> {
  const set = work.client.get(before.apiVersion, before.kind, before.metadata.namespace, before.metadata.name ?? '')
  if (!set) return
  const pods = controlledBy(work.client, set, 'Pod').filter((pod) => !isFinished(pod))
  // the real controller counts what it had seen before it made any: a failure is told before the pods that were made with it
  const active = failure?.active ?? pods.filter((pod) => !isDeleting(pod))
  const templateLabels = section(section(section(specOf(set), 'template'), 'metadata'), 'labels')
  const labelled = active.filter((pod) =>
    Object.entries(templateLabels).every(([key, value]) => pod.metadata.labels?.[key] === value),
  )
  const waits = active.map((pod) => availableIn(pod, numberOf(specOf(set).minReadySeconds, 0), work.now))
  const pending = waits.filter((wait): wait is number => wait !== undefined && wait > 0)
  if (pending.length > 0) work.again(Math.min(...pending))
  await writeStatus(work.client, set, {
    replicas: active.length,
    ...positive('fullyLabeledReplicas', labelled.length),
    ...positive('readyReplicas', active.filter(isReady).length),
    ...positive('availableReplicas', waits.filter((wait) => wait === 0).length),
    ...(set.kind === 'ReplicaSet' ? {terminatingReplicas: pods.filter(isDeleting).length} : {}),
    observedGeneration: set.metadata.generation ?? 0,
    ...failureConditions(set, active.length, failure?.error, work.now),
  })
}

/** Zero counters are left out, as Go's omitempty does. */
export function positive(name: string, count: number): JsonObject {
  return count > 0 ? {[name]: count} : {}
}

function failureConditions(set: KubeObject, active: number, failure: unknown, now: number): JsonObject {
  let conditions = listOf(statusOf(set).conditions)
  if (failure !== undefined) {
    const reason = active < numberOf(specOf(set).replicas, 1) ? 'FailedCreate' : 'FailedDelete'
    conditions = withCondition(conditions, {type: 'ReplicaFailure', status: 'True', reason, message: messageOf(failure)}, now)
  } else conditions = withoutCondition(conditions, 'ReplicaFailure')
  return conditions.length > 0 ? {conditions} : {}
}
