import {isObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {conditionOf, fieldAt, textAt} from './fields.js'
import {current, failed, inProgress, type ObjectStatus} from './object-status.js'

/** How long a Pod may stay unschedulable before it counts as failed, in milliseconds. */
const SCHEDULING = 15_000

export function podStatus(object: KubeObject, now: number): ObjectStatus {
  const phase = textAt(object, 'status.phase')
  switch (phase) {
    case 'Succeeded':
      return current('Pod has completed successfully')
    case 'Failed':
      return current('Pod has completed, but not successfully')
    case 'Running':
      if (conditionOf(object, 'Ready')?.status === 'True') return current('Pod is Ready')
      return isCrashing(object) ? failed('Containers in CrashLoop state') : inProgress('Pod is running but is not Ready')
    case 'Pending':
      return isUnschedulable(object) && ageOf(object, now) >= SCHEDULING
        ? failed('Pod could not be scheduled')
        : inProgress(isUnschedulable(object) ? 'Pod has not been scheduled' : 'Pod is in the Pending phase')
    case '':
      return inProgress('Pod phase not available')
    default:
      throw new Error(`unknown pod phase "${phase}"`)
  }
}

/** True for a Pod that waits for a node. */
export function isUnschedulable(object: KubeObject): boolean {
  const scheduled = conditionOf(object, 'PodScheduled')
  return scheduled?.status === 'False' && scheduled.reason === 'Unschedulable'
}

export function podDisruptionBudgetStatus(): ObjectStatus {
  return current('AllowedDisruptions has been computed.')
}

/** The rule of Flux's own reader; deletion and generations do not count. */
export function jobStatus(object: KubeObject): ObjectStatus {
  if (fieldAt(object, 'spec.suspend') === true) return current('Job is suspended')
  if (conditionOf(object, 'Complete')?.status === 'True') return current('Job Completed')
  if (conditionOf(object, 'Failed')?.status === 'True') return failed('Job Failed')
  return inProgress('Job in progress')
}

function isCrashing(object: KubeObject): boolean {
  const containers = fieldAt(object, 'status.containerStatuses')
  if (!Array.isArray(containers)) return false
  return (containers as JsonValue[]).some(
    (container) => isObject(container) && fieldAt(container, 'state.waiting.reason') === 'CrashLoopBackOff',
  )
}

function ageOf(object: KubeObject, now: number): number {
  const created = Date.parse(object.metadata.creationTimestamp ?? '')
  return Number.isNaN(created) ? 0 : now - created
}
