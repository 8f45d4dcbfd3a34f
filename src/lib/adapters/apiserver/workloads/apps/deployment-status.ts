import {sameValue} from '../../../../formats/json/same-value.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {conditionOf, withCondition, withoutCondition} from '../runtime/conditions.js'
import type {Work} from '../runtime/controller.js'
import {listOf, millisOf, numberOf, statusOf, timestamp} from '../runtime/objects.js'
import {maxUnavailable, progressDeadlineMs, replicasOf, statusCount, sum} from './deployment-facts.js'
import {allSets, type Rollout} from './deployment-sets.js'
import {positive} from './replica-set.js'

/** Counters and the Available condition; conditions come last, as the server prints them. */
export function countedStatus(rollout: Rollout, now: number): JsonObject {
  const {deployment, newSet} = rollout
  const sets = allSets(rollout)
  const old = statusOf(deployment)
  const available = sum(sets, statusCount('availableReplicas'))
  const unavailable = Math.max(0, sum(sets, replicasOf) - available)
  const enough = available >= replicasOf(deployment) - maxUnavailable(deployment)
  const condition = enough
    ? {status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.'}
    : {status: 'False', reason: 'MinimumReplicasUnavailable', message: 'Deployment does not have minimum availability.'}
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...positive('replicas', sum(sets, statusCount('replicas'))),
    ...positive('updatedReplicas', newSet ? statusCount('replicas')(newSet) : 0),
    ...positive('readyReplicas', sum(sets, statusCount('readyReplicas'))),
    ...positive('availableReplicas', available),
    ...positive('unavailableReplicas', unavailable),
    terminatingReplicas: sum(sets, statusCount('terminatingReplicas')),
    ...(old.collisionCount === undefined ? {} : {collisionCount: old.collisionCount}),
    conditions: withCondition(listOf(old.conditions), {type: 'Available', ...condition, lastUpdateTime: timestamp(now)}, now),
  }
}

export function isComplete(deployment: KubeObject, status: JsonObject): boolean {
  const wanted = replicasOf(deployment)
  return (
    ['updatedReplicas', 'replicas', 'availableReplicas'].every((name) => numberOf(status[name], 0) === wanted) &&
    numberOf(status.observedGeneration, 0) >= (deployment.metadata.generation ?? 0)
  )
}

/** Status of a rollout under way: also whether it gets on, is done, or has run out of time. */
export async function syncRolloutStatus(work: Work, rollout: Rollout): Promise<void> {
  const {deployment} = rollout
  const status = countedStatus(rollout, work.now)
  let conditions = progressConditions(rollout, status, work.now)
  const failure = allSets(rollout)
    .flatMap((set) => listOf(statusOf(set).conditions))
    .find(({type}) => type === 'ReplicaFailure')
  if (failure) {
    const {reason, message, status: failed} = failure
    const time = timestamp(work.now)
    conditions = withCondition(
      conditions,
      {type: 'ReplicaFailure', status: failed, reason, message, lastUpdateTime: time},
      work.now,
    )
  } else conditions = withoutCondition(conditions, 'ReplicaFailure')
  status.conditions = conditions
  if (!rollout.unsaved && sameValue(statusOf(deployment), status)) return lookAgain(work, deployment, status)
  const written = await work.client.update({...deployment, status}, {subresource: 'status'})
  lookAgain(work, written, status)
}

function progressConditions(rollout: Rollout, status: JsonObject, now: number): JsonObject[] {
  const {deployment, newSet} = rollout
  const conditions = listOf(status.conditions)
  if (progressDeadlineMs(deployment) === undefined) return withoutCondition(conditions, 'Progressing')
  const current = conditionOf(statusOf(deployment), 'Progressing')
  const settled =
    numberOf(status.replicas, 0) === numberOf(status.updatedReplicas, 0) && current?.reason === 'NewReplicaSetAvailable'
  if (settled) return conditions
  const subject = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`
  const lastUpdateTime = timestamp(now)
  const state = (state: string, reason: string, text: string) => ({
    type: 'Progressing',
    status: state,
    reason,
    message: `${subject} ${text}`,
    lastUpdateTime,
  })
  if (isComplete(deployment, status)) {
    return withCondition(conditions, state('True', 'NewReplicaSetAvailable', 'has successfully progressed.'), now)
  }
  if (isProgressing(deployment, status)) {
    const next = state('True', 'ReplicaSetUpdated', 'is progressing.')
    const since = current?.status === 'True' ? current.lastTransitionTime : lastUpdateTime
    return [...withoutCondition(conditions, 'Progressing'), {...next, lastTransitionTime: since}]
  }
  if (hasTimedOut(deployment, status, now)) {
    return withCondition(conditions, state('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'), now)
  }
  return conditions
}

/** More updated, ready or available replicas, or fewer old ones, than the stored status says. */
function isProgressing(deployment: KubeObject, status: JsonObject): boolean {
  const old = statusOf(deployment)
  const more = (name: string) => numberOf(status[name], 0) > numberOf(old[name], 0)
  const outdated = (of: JsonObject) => numberOf(of.replicas, 0) - numberOf(of.updatedReplicas, 0)
  return more('updatedReplicas') || outdated(status) < outdated(old) || more('readyReplicas') || more('availableReplicas')
}

function hasTimedOut(deployment: KubeObject, status: JsonObject, now: number): boolean {
  const deadline = progressDeadlineMs(deployment)
  const condition = conditionOf(status, 'Progressing')
  if (deadline === undefined || !condition || condition.reason === 'NewReplicaSetAvailable') return false
  return condition.reason === 'ProgressDeadlineExceeded' || millisOf(condition.lastUpdateTime) + deadline < now
}

/** A rollout that stands still is looked at again when its time is up. */
function lookAgain(work: Work, deployment: KubeObject, status: JsonObject): void {
  const deadline = progressDeadlineMs(deployment)
  const condition = conditionOf(status, 'Progressing')
  if (deadline === undefined || !condition || condition.reason === 'ProgressDeadlineExceeded') return
  if (isComplete(deployment, status) || condition.reason === 'NewReplicaSetAvailable') return
  work.again(Math.max(0, millisOf(condition.lastUpdateTime) + deadline - work.now) + 1000)
}
