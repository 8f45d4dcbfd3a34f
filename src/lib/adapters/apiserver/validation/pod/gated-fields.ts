import type {Go} from '../../../../schema/builtin/go.gen.js'
import {containerPlaces} from './validate-platform.js'

/** Whether a pod has fields whose feature the server leaves out; most have none. */
export function hasGatedFields(spec: Go['PodSpec']): boolean {
  if (spec.schedulingGroup) return true
  if (containerPlaces(spec, '').some(([{lifecycle}]) => lifecycle?.stopSignal !== undefined)) return true
  return (spec.volumes ?? []).some(({projected}) => projected?.sources?.some(({clusterTrustBundle}) => clusterTrustBundle))
}

/** Takes fields away that Kubernetes 1.36 takes away unless their feature is asked for. */
export function dropGatedFields(spec: Go['PodSpec']): void {
  delete spec.schedulingGroup
  for (const [container] of containerPlaces(spec, '')) {
    const {lifecycle} = container
    if (lifecycle?.stopSignal === undefined) continue
    delete lifecycle.stopSignal
    if (!lifecycle.postStart && !lifecycle.preStop) delete container.lifecycle
  }
  for (const {projected} of spec.volumes ?? []) {
    for (const source of projected?.sources ?? []) delete source.clusterTrustBundle
  }
}
