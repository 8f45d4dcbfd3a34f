import type {KubeObject} from '../../ports/kube.js'
import {conditionsOf, textAt} from './fields.js'
import {current, failed, inProgress, type ObjectStatus} from './object-status.js'

/** A load balancer's external address is not awaited. */
export function serviceStatus(object: KubeObject): ObjectStatus {
  const waiting = textAt(object, 'spec.type', 'ClusterIP') === 'LoadBalancer' && textAt(object, 'spec.clusterIP') === ''
  return waiting ? inProgress('ClusterIP not set. Service type: LoadBalancer') : current('Service is ready')
}

export function persistentVolumeClaimStatus(object: KubeObject): ObjectStatus {
  const phase = textAt(object, 'status.phase', 'unknown')
  return phase === 'Bound' ? current('PVC is Bound') : inProgress(`PVC is not Bound. phase: ${phase}`)
}

export function customResourceDefinitionStatus(object: KubeObject): ObjectStatus {
  for (const {type, status, reason, message} of conditionsOf(object)) {
    if (type === 'NamesAccepted' && status === 'False') return failed(message)
    if (type !== 'Established') continue
    if (status === 'False' && reason !== 'Installing') return failed(message)
    if (status === 'True') return current('CRD is established')
  }
  return inProgress('Install in progress')
}
