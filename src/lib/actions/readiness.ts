import {computeStatus} from '../apply/status/compute-status.js'
import {staticMessage} from '../kinds/object-facts.js'
import type {KindRow} from '../kinds/registry.js'
import type {KubeObject} from '../ports/kube.js'
import {conditionOf, statusOf} from './conditions.js'

export type Readiness = {state: 'current'} | {state: 'in-progress'} | {state: 'failed'; message: string}

/** kstatus of one of Flux's own kinds (cli reference 1.9, "Ready check"); `now` in milliseconds. */
export function fluxStatus(object: KubeObject, now: number): Readiness {
  const {status, message} = computeStatus(object, now)
  if (status === 'Current') return {state: 'current'}
  return status === 'InProgress' ? {state: 'in-progress'} : {state: 'failed', message}
}

/** The same for an object that no controller reports on: kstatus alone; `isReady` for all others. */
export function readiness(kind: KindRow, object: KubeObject, now: number): Readiness {
  return staticMessage(kind, object) === undefined ? isReady(object, now) : fluxStatus(object, now)
}

/** Whether a resumed or created object has come to rest: observed in its newest generation, then kstatus. */
export function isReady(object: KubeObject, now: number): Readiness {
  const observed = Number(statusOf(object).observedGeneration ?? 0)
  const ready = conditionOf(object, 'Ready')
  if (observed < 1 || !ready) return {state: 'in-progress'}
  const generation = Number(object.metadata.generation ?? 0)
  const seen = ready.observedGeneration !== 0 ? ready.observedGeneration : observed
  return seen === generation ? fluxStatus(object, now) : {state: 'in-progress'}
}
