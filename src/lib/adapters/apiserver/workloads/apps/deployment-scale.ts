import {sameValue} from '../../../../formats/json/same-value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {compareAge, isDeleting, numberOf, specOf, statusOf} from '../runtime/objects.js'
import {
  desiredAnnotation,
  isRolling,
  maxAnnotation,
  maxSurge,
  replicasOf,
  revisionOf,
  statusCount,
  sum,
} from './deployment-facts.js'
import {allSets, component, type Rollout, sizeAnnotations} from './deployment-sets.js'

/** Gives a set its size (and notes the Deployment's); returns the set as it is now. */
export async function scaleSet(work: Work, deployment: KubeObject, set: KubeObject, size: number): Promise<KubeObject> {
  const annotations = {...set.metadata.annotations, ...sizeAnnotations(deployment)}
  const before = replicasOf(set)
  if (before === size && sameValue(annotations, set.metadata.annotations ?? {})) return set
  const scaled = await work.client.update({
    ...set,
    metadata: {...set.metadata, annotations},
    spec: {...specOf(set), replicas: size},
  })
  if (before !== size) {
    const message = `Scaled ${size > before ? 'up' : 'down'} replica set ${set.metadata.name} from ${before} to ${size}`
    await recordEvent(work, component, deployment, {reason: 'ScalingReplicaSet', message})
  }
  return scaled
}

/** Whether the Deployment's size changed since the sets were last given theirs. */
export function isScaling(deployment: KubeObject, sets: readonly KubeObject[]): boolean {
  return sets.some((set) => {
    const desired = set.metadata.annotations?.[desiredAnnotation]
    return replicasOf(set) > 0 && desired !== undefined && Number(desired) !== replicasOf(deployment)
  })
}

/** Brings the sets to the Deployment's size outside a rollout, or in proportion within one. */
export async function scaleSets(work: Work, rollout: Rollout): Promise<void> {
  const {deployment, newSet, oldSets} = rollout
  const single = activeOrLatest(rollout)
  if (single) {
    if (replicasOf(single) !== replicasOf(deployment)) await scaleSet(work, deployment, single, replicasOf(deployment))
    return
  }
  if (newSet && isSaturated(deployment, newSet)) {
    for (const set of oldSets) if (replicasOf(set) > 0) await scaleSet(work, deployment, set, 0)
    return
  }
  if (isRolling(deployment)) await scaleInProportion(work, rollout)
}

/** The only set with replicas, or the newest one when none has any; undefined when several have. */
function activeOrLatest(rollout: Rollout): KubeObject | undefined {
  const sets = allSets(rollout)
  const active = sets.filter((set) => replicasOf(set) > 0)
  if (active.length > 1) return undefined
  return active[0] ?? rollout.newSet ?? [...rollout.oldSets].sort((a, b) => compareAge(b, a))[0]
}

function isSaturated(deployment: KubeObject, set: KubeObject): boolean {
  const wanted = replicasOf(deployment)
  const noted = Number(set.metadata.annotations?.[desiredAnnotation])
  return replicasOf(set) === wanted && noted === wanted && statusCount('availableReplicas')(set) === wanted
}

async function scaleInProportion(work: Work, rollout: Rollout): Promise<void> {
  const {deployment} = rollout
  const active = allSets(rollout).filter((set) => replicasOf(set) > 0)
  const total = sum(active, replicasOf)
  const allowed = replicasOf(deployment) > 0 ? replicasOf(deployment) + maxSurge(deployment) : 0
  const toAdd = allowed - total
  // Big sets first; of equal ones the newest grows first and the oldest shrinks first.
  active.sort((a, b) => replicasOf(b) - replicasOf(a) || (toAdd > 0 ? compareAge(b, a) : compareAge(a, b)))
  let added = 0
  const sizes = active.map((set) => {
    const share = toAdd === 0 ? 0 : proportion(deployment, set, toAdd, added)
    added += share
    return replicasOf(set) + share
  })
  if (sizes.length > 0) sizes[0] = Math.max(0, (sizes[0] ?? 0) + toAdd - added)
  for (const [i, set] of active.entries()) await scaleSet(work, deployment, set, sizes[i] ?? 0)
}

/** What a set gets of the replicas to add (or lose), never more than is left. */
function proportion(deployment: KubeObject, set: KubeObject, toAdd: number, added: number): number {
  const noted = Number(set.metadata.annotations?.[maxAnnotation]) || numberOf(statusOf(deployment).replicas, 0)
  if (noted === 0) return 0
  const size = (replicasOf(set) * (replicasOf(deployment) + maxSurge(deployment))) / noted
  const fraction = Math.round(size) - replicasOf(set)
  const left = toAdd - added
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left)
}

/** Deletes old sets beyond the history limit that have nothing left. */
export async function cleanUp(work: Work, rollout: Rollout): Promise<void> {
  const limit = numberOf(specOf(rollout.deployment).revisionHistoryLimit, 10)
  const old = rollout.oldSets.filter((set) => !isDeleting(set)).sort((a, b) => revisionOf(a) - revisionOf(b))
  for (const set of old.slice(0, Math.max(0, old.length - limit))) {
    const empty = replicasOf(set) === 0 && statusCount('replicas')(set) === 0
    if (!empty || (set.metadata.generation ?? 0) > statusCount('observedGeneration')(set)) continue
    const {name = '', namespace} = set.metadata
    await work.client.delete({apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, name}, {propagationPolicy: 'Background'})
  }
}
