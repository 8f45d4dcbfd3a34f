import type {KubeObject} from '../../ports/kube.js'
import {conditionOf, conditionsOf, fieldAt, integerAt, textAt} from './fields.js'
import {current, failed, inProgress, type ObjectStatus} from './object-status.js'

/** Value of progressDeadlineSeconds that means "never". */
const NO_DEADLINE = 2147483647

/** First pair in which the wanted number is larger than the one at hand. */
function behind(pairs: readonly (readonly [string, number, string, number])[]): ObjectStatus | undefined {
  for (const [wantedName, wanted, haveName, have] of pairs) {
    if (wanted > have) return inProgress(`${haveName}: ${have}/${wanted} (${wantedName})`)
  }
  return undefined
}

export function deploymentStatus(object: KubeObject): ObjectStatus {
  const progressing = conditionOf(object, 'Progressing')
  if (progressing?.reason === 'ProgressDeadlineExceeded') return failed('Progress deadline exceeded')
  const spec = integerAt(object, 'spec.replicas', 1)
  const replicas = integerAt(object, 'status.replicas')
  const updated = integerAt(object, 'status.updatedReplicas')
  const waiting = behind([
    ['replicas', spec, 'Replicas', replicas],
    ['replicas', spec, 'Updated', updated],
    ['terminating', replicas, 'Pending termination', spec],
    ['updated', updated, 'Available', integerAt(object, 'status.availableReplicas')],
    ['replicas', spec, 'Ready', integerAt(object, 'status.readyReplicas')],
  ])
  if (waiting) return waiting
  const deadline = integerAt(object, 'spec.progressDeadlineSeconds', NO_DEADLINE)
  const progressed = progressing?.status === 'True' && progressing.reason === 'NewReplicaSetAvailable'
  if (!progressed && deadline !== NO_DEADLINE) return inProgress('ReplicaSet not Available')
  if (conditionOf(object, 'Available')?.status !== 'True') return inProgress('Deployment not Available')
  return current(`Deployment is available. Replicas: ${replicas}`)
}

export function replicaSetStatus(object: KubeObject): ObjectStatus {
  for (const condition of conditionsOf(object)) {
    if (condition.type === 'ReplicaFailure' && condition.status === 'True')
      return inProgress('Replica Failure condition. Check Pods')
  }
  const spec = integerAt(object, 'spec.replicas', 1)
  const replicas = integerAt(object, 'status.replicas')
  const waiting = behind([
    ['replicas', spec, 'Labelled', integerAt(object, 'status.fullyLabeledReplicas')],
    ['replicas', spec, 'Available', integerAt(object, 'status.availableReplicas')],
    ['replicas', spec, 'Ready', integerAt(object, 'status.readyReplicas')],
    ['terminating', replicas, 'Pending termination', spec],
  ])
  return waiting ?? current(`ReplicaSet is available. Replicas: ${replicas}`)
}

export function statefulSetStatus(object: KubeObject): ObjectStatus {
  if (textAt(object, 'spec.updateStrategy.type') === 'OnDelete')
    return current('StatefulSet is using the ondelete update strategy')
  const spec = integerAt(object, 'spec.replicas', 1)
  const replicas = integerAt(object, 'status.replicas')
  const updated = integerAt(object, 'status.updatedReplicas')
  const waiting = behind([
    ['replicas', spec, 'Replicas', replicas],
    ['replicas', spec, 'Ready', integerAt(object, 'status.readyReplicas')],
    ['terminating', replicas, 'Pending termination', spec],
  ])
  if (waiting) return waiting
  const partition = integerAt(object, 'spec.updateStrategy.rollingUpdate.partition', -1)
  if (partition !== -1) {
    if (updated < spec - partition) return inProgress(`updated: ${updated}/${spec - partition} (partition)`)
    return current(`Partition rollout complete. updated: ${updated}`)
  }
  const have = integerAt(object, 'status.currentReplicas')
  if (spec > have) return inProgress(`current: ${have}/${spec} (replicas)`)
  if (textAt(object, 'status.currentRevision') !== textAt(object, 'status.updateRevision')) {
    return inProgress('Waiting for updated revision to match current')
  }
  return current(`All replicas scheduled as expected. Replicas: ${replicas}`)
}

export function daemonSetStatus(object: KubeObject): ObjectStatus {
  if (object.metadata.generation === undefined || fieldAt(object, 'status.observedGeneration') === undefined) {
    return inProgress('Missing generation or observedGeneration')
  }
  const desired = integerAt(object, 'status.desiredNumberScheduled', -1)
  if (desired === -1) return inProgress('Missing .status.desiredNumberScheduled')
  const waiting = behind([
    ['scheduled', desired, 'Current', integerAt(object, 'status.currentNumberScheduled')],
    ['scheduled', desired, 'Updated', integerAt(object, 'status.updatedNumberScheduled')],
    ['scheduled', desired, 'Available', integerAt(object, 'status.numberAvailable')],
    ['scheduled', desired, 'Ready', integerAt(object, 'status.numberReady')],
  ])
  return waiting ?? current(`All replicas scheduled as expected. Replicas: ${desired}`)
}
