import type {KubeObject} from '../ports/kube.js'
import {conditionOf, statusOf} from './conditions.js'

export type Readiness = {state: 'current'} | {state: 'in-progress'} | {state: 'failed'; message: string}

/** kstatus of one of Flux's own kinds (cli reference 1.9, "Ready check"). */
export function fluxStatus(object: KubeObject): Readiness {
  if (object.metadata.deletionTimestamp !== undefined) return {state: 'failed', message: 'Resource scheduled for deletion'}
  const observed = statusOf(object).observedGeneration
  if (observed !== undefined && Number(observed) !== object.metadata.generation) return {state: 'in-progress'}
  if (conditionOf(object, 'Reconciling')?.status === 'True') return {state: 'in-progress'}
  const stalled = conditionOf(object, 'Stalled')
  if (stalled?.status === 'True') return {state: 'failed', message: stalled.message}
  const ready = conditionOf(object, 'Ready')
  return ready && ready.status !== 'True' ? {state: 'in-progress'} : {state: 'current'}
}

/** Whether a resumed or created object has come to rest: observed in its newest generation, then kstatus. */
export function isReady(object: KubeObject): Readiness {
  const observed = Number(statusOf(object).observedGeneration ?? 0)
  const ready = conditionOf(object, 'Ready')
  if (observed < 1 || !ready) return {state: 'in-progress'}
  const generation = Number(object.metadata.generation ?? 0)
  const seen = ready.observedGeneration !== 0 ? ready.observedGeneration : observed
  return seen === generation ? fluxStatus(object) : {state: 'in-progress'}
}
