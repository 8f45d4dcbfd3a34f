import type {KubeObject} from '../../ports/kube.js'
import {groupOf} from '../subject.js'
import {conditionOf, conditionsOf, fieldAt} from './fields.js'
import {current, failed, inProgress, type ObjectStatus} from './object-status.js'
import {jobStatus, podDisruptionBudgetStatus, podStatus} from './pods.js'
import {customResourceDefinitionStatus, persistentVolumeClaimStatus, serviceStatus} from './resources.js'
import {daemonSetStatus, deploymentStatus, replicaSetStatus, statefulSetStatus} from './workloads.js'

type Rule = (object: KubeObject, now: number) => ObjectStatus

const always: Rule = (object) => current(`${object.kind} is always ready`)

const RULES: Readonly<Record<string, Rule>> = {
  '/Secret': always,
  '/ConfigMap': always,
  'batch/CronJob': always,
  '/Service': serviceStatus,
  '/Pod': podStatus,
  '/PersistentVolumeClaim': persistentVolumeClaimStatus,
  'policy/PodDisruptionBudget': podDisruptionBudgetStatus,
  'apiextensions.k8s.io/CustomResourceDefinition': customResourceDefinitionStatus,
  'apps/Deployment': deploymentStatus,
  'apps/ReplicaSet': replicaSetStatus,
  'apps/StatefulSet': statefulSetStatus,
  'apps/DaemonSet': daemonSetStatus,
  'extensions/Deployment': deploymentStatus,
  'extensions/ReplicaSet': replicaSetStatus,
  'extensions/DaemonSet': daemonSetStatus,
}

/**
 * How a live object is doing (kustomize-controller reference 15). `now` is milliseconds since the epoch (a Pod that
 * cannot be scheduled fails after a while). Throws for a status that makes no sense, which readers show as Unknown.
 */
export function computeStatus(object: KubeObject, now: number): ObjectStatus {
  const kind = `${groupOf(object.apiVersion)}/${object.kind}`
  if (kind === 'batch/Job') return jobStatus(object)
  const rule = RULES[kind]
  return genericStatus(object) ?? rule?.(object, now) ?? readyStatus(object)
}

/** What decides for every kind: deletion, generations, the standard conditions. */
function genericStatus(object: KubeObject): ObjectStatus | undefined {
  if (object.metadata.deletionTimestamp) return {status: 'Terminating', message: 'Resource scheduled for deletion'}
  const {generation} = object.metadata
  const observed = fieldAt(object, 'status.observedGeneration')
  if (generation !== undefined && observed !== undefined && observed !== null) {
    if (typeof observed !== 'number' || !Number.isInteger(observed)) {
      throw new Error('looking up status.observedGeneration from resource: value is not an integer')
    }
    if (observed !== generation) {
      return inProgress(`${object.kind} generation is ${generation}, but latest observed generation is ${observed}`)
    }
  }
  for (const condition of conditionsOf(object)) {
    if (condition.status !== 'True') continue
    if (condition.type === 'Reconciling') return inProgress(condition.message)
    if (condition.type === 'Stalled') return failed(condition.message)
  }
  return undefined
}

/** Kinds without a rule of their own: Ready decides, and without it the object is fine. */
function readyStatus(object: KubeObject): ObjectStatus {
  const ready = conditionOf(object, 'Ready')
  if (!ready || ready.status === 'True') return current('Resource is current')
  return inProgress(ready.message)
}
