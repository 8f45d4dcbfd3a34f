import {sameValue} from '../../../../formats/json/same-value.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'
import {conditionOf, withCondition} from '../runtime/conditions.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {
  controlledBy,
  controllerOf,
  isDeleting,
  keyOf,
  listOf,
  ownerReference,
  selectorMatches,
  specOf,
  statusOf,
  timestamp,
} from '../runtime/objects.js'
import {PairIndex} from '../runtime/pair-index.js'
import {isFinished, podKind} from '../runtime/pods.js'
import {isRolling, maxUnavailable, newSetSize, progressDeadlineMs, replicasOf, statusCount, sum} from './deployment-facts.js'
import {cleanUp, isScaling, scaleSet, scaleSets} from './deployment-scale.js'
import {allSets, component, type Rollout, syncSets} from './deployment-sets.js'
import {countedStatus, isComplete, syncRolloutStatus} from './deployment-status.js'

const kind = {apiVersion: 'apps/v1', kind: 'Deployment'}

const setKind = {apiVersion: 'apps/v1', kind: 'ReplicaSet'}

export function deploymentController(): ControllerSpec {
  // Sets without a controller are rare: all Deployments of their namespace look at each of them.
  const orphans = new PairIndex((set) => (controllerOf(set) ? [] : ['orphan']))
  return {
    name: component,
    of: kind,
    owns: [setKind],
    start: (client) => orphans.follow(client, setKind),
    watches: [
      // A Recreate rollout waits for the old pods to be gone.
      {
        kind: podKind,
        wakes: (client, pod, gone) =>
          gone ? deploymentOf(client.get('apps/v1', 'ReplicaSet', pod.metadata.namespace, controllerOf(pod)?.name ?? '')) : [],
      },
      {kind: setKind, wakes: adoptersOf},
    ],
    reconcile: async (work, deployment) => {
      if (!isDeleting(deployment)) {
        await adopt(work, deployment, [...orphans.under(deployment.metadata.namespace ?? '', 'orphan')])
      }
      await reconcile(work, deployment)
    },
  }
}

function adoptersOf(client: LocalClient, set: KubeObject): string[] {
  if (controllerOf(set)) return []
  const {namespace, labels} = set.metadata
  return client
    .list(kind.apiVersion, kind.kind, namespace)
    .filter((deployment) => selectorMatches(specOf(deployment).selector, labels))
    .map(keyOf)
}

async function adopt({client}: Work, deployment: KubeObject, orphans: readonly KubeObject[]): Promise<void> {
  for (const set of orphans) {
    if (isDeleting(set) || !selectorMatches(specOf(deployment).selector, set.metadata.labels)) continue
    const {namespace, name = '', uid} = set.metadata
    const ownerReferences = [...(set.metadata.ownerReferences ?? []), ownerReference(deployment)].map((owner) => ({...owner}))
    await client.patch({...setKind, namespace, name}, {metadata: {uid, ownerReferences}})
  }
}

function deploymentOf(set: KubeObject | undefined): string[] {
  const owner = set && controllerOf(set)
  return owner?.kind === 'Deployment' ? [`${set?.metadata.namespace ?? ''}/${owner.name}`] : []
}

async function reconcile(work: Work, found: KubeObject): Promise<void> {
  const sets = controlledBy(work.client, found, 'ReplicaSet')
  if (isDeleting(found)) return syncStatus(work, await syncSets(work, found, sets, false))
  const deployment = await checkPaused(work, found)
  if (specOf(deployment).paused === true || isScaling(deployment, sets)) {
    const rollout = await syncSets(work, deployment, sets, false)
    await scaleSets(work, rollout)
    return syncStatus(work, reread(work, rollout))
  }
  return isRolling(deployment) ? rollingUpdate(work, deployment, sets) : recreate(work, deployment, sets)
}

/** The rollout with its objects as they are now: every write makes a new version. */
function reread(work: Work, rollout: Rollout): Rollout {
  const again = (object: KubeObject): KubeObject | undefined =>
    work.client.get(object.apiVersion, object.kind, object.metadata.namespace, object.metadata.name ?? '')
  return {
    ...rollout,
    deployment: rollout.unsaved ? rollout.deployment : (again(rollout.deployment) ?? rollout.deployment),
    // A set that was just made counts as it was made, whatever its own controller has done meanwhile.
    newSet: rollout.unsaved ? rollout.newSet : rollout.newSet && again(rollout.newSet),
    oldSets: rollout.oldSets.map(again).filter((set): set is KubeObject => set !== undefined),
  }
}

async function syncStatus(work: Work, rollout: Rollout): Promise<void> {
  const status = countedStatus(rollout, work.now)
  if (sameValue(statusOf(rollout.deployment), status)) return
  await work.client.update({...rollout.deployment, status}, {subresource: 'status'})
}

/** Notes that a Deployment was paused or resumed, so that its deadline does not run meanwhile. */
async function checkPaused(work: Work, deployment: KubeObject): Promise<KubeObject> {
  const status = statusOf(deployment)
  const reason = conditionOf(status, 'Progressing')?.reason
  if (progressDeadlineMs(deployment) === undefined || reason === 'ProgressDeadlineExceeded') return deployment
  const paused = specOf(deployment).paused === true
  const noted = reason === 'DeploymentPaused'
  if (paused === noted) return deployment
  const condition: JsonObject = {
    type: 'Progressing',
    status: 'Unknown',
    reason: paused ? 'DeploymentPaused' : 'DeploymentResumed',
    message: paused ? 'Deployment is paused' : 'Deployment is resumed',
    lastUpdateTime: timestamp(work.now),
  }
  const conditions = withCondition(listOf(status.conditions), condition, work.now)
  return work.client.update({...deployment, status: {...status, conditions}}, {subresource: 'status'})
}

async function rollingUpdate(work: Work, deployment: KubeObject, sets: readonly KubeObject[]): Promise<void> {
  const rollout = await syncSets(work, deployment, sets, true)
  const changed = (await resizeNew(work, rollout)) || (await shrinkOld(work, rollout))
  if (!changed && isComplete(rollout.deployment, statusOf(rollout.deployment))) await cleanUp(work, rollout)
  await syncRolloutStatus(work, reread(work, rollout))
}

async function resizeNew(work: Work, rollout: Rollout): Promise<boolean> {
  const {deployment, newSet} = rollout
  if (!newSet) return false
  const current = replicasOf(newSet)
  const wanted = replicasOf(deployment)
  if (current === wanted) return false
  const size = current > wanted ? wanted : newSetSize(deployment, allSets(rollout), current)
  if (size === current) return false
  await scaleSet(work, deployment, newSet, size)
  return true
}

/** Takes old replicas down as far as enough others are available; those that never became ready first. */
async function shrinkOld(work: Work, rollout: Rollout): Promise<boolean> {
  const {deployment, newSet, oldSets} = rollout
  const old = sum(oldSets, replicasOf)
  // Counters that their controller has not brought up to date would let too many go.
  if (old === 0 || !allSets(rollout).every(isObserved)) return false
  const available = statusCount('availableReplicas')
  const minAvailable = replicasOf(deployment) - maxUnavailable(deployment)
  const missing = newSet ? replicasOf(newSet) - available(newSet) : 0
  const room = sum(allSets(rollout), replicasOf) - minAvailable - missing
  if (room <= 0) return false
  const cleaned = await shrink(work, deployment, oldSets, room, (set) => replicasOf(set) - available(set))
  const left = cleaned.sets
  const surplus = sum(newSet ? [...left, newSet] : left, available) - minAvailable
  const scaled = surplus > 0 ? await shrink(work, deployment, left, surplus, replicasOf) : {count: 0}
  return cleaned.count + scaled.count > 0
}

function isObserved(set: KubeObject): boolean {
  return statusCount('observedGeneration')(set) >= (set.metadata.generation ?? 0)
}

async function shrink(
  work: Work,
  deployment: KubeObject,
  sets: readonly KubeObject[],
  most: number,
  share: (set: KubeObject) => number,
): Promise<{sets: KubeObject[]; count: number}> {
  const out: KubeObject[] = []
  let count = 0
  for (const set of sets) {
    const by = Math.max(0, Math.min(most - count, share(set), replicasOf(set)))
    out.push(by > 0 ? await scaleSet(work, deployment, set, replicasOf(set) - by) : set)
    count += by
  }
  return {sets: out, count}
}

async function recreate(work: Work, deployment: KubeObject, sets: readonly KubeObject[]): Promise<void> {
  let rollout = await syncSets(work, deployment, sets, false)
  const active = rollout.oldSets.filter((set) => replicasOf(set) > 0)
  for (const set of active) await scaleSet(work, rollout.deployment, set, 0)
  const running = rollout.oldSets.some((set) => controlledBy(work.client, set, 'Pod').some((pod) => !isFinished(pod)))
  if (active.length > 0 || running) return syncRolloutStatus(work, reread(work, rollout))
  if (!rollout.newSet) rollout = await syncSets(work, rollout.deployment, rollout.oldSets, true)
  if (rollout.newSet) await scaleSet(work, rollout.deployment, rollout.newSet, replicasOf(rollout.deployment))
  if (isComplete(rollout.deployment, statusOf(rollout.deployment))) await cleanUp(work, rollout)
  await syncRolloutStatus(work, reread(work, rollout))
}
