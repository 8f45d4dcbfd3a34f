import type {KubeObject} from '../../../../ports/kube.js'
import {millisOf, numberOf, specOf, statusOf} from '../runtime/objects.js'
import type {JobPods} from './job.js'
import {succeededIndexes} from './job-indexes.js'
import {failureMatch, successMatch} from './job-policies.js'

export interface Verdict {
  readonly complete: boolean
  readonly reason: string
  readonly message: string
}

/** How a job ends, if it does now. */
export function verdictOf(job: KubeObject, pods: JobPods, now: number): Verdict | undefined {
  const spec = specOf(job)
  for (const pod of pods.failed) {
    const match = failureMatch(job, pod)
    if (match?.action === 'FailJob') return {complete: false, reason: 'PodFailurePolicy', message: match.message}
  }
  if (pods.failed.length > numberOf(spec.backoffLimit, 6)) {
    return {complete: false, reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit'}
  }
  const deadline = spec.activeDeadlineSeconds
  if (typeof deadline === 'number' && spec.suspend !== true && now - millisOf(statusOf(job).startTime) >= deadline * 1000) {
    return {complete: false, reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline'}
  }
  const met = spec.suspend === true ? undefined : successMatch(job, pods.succeeded)
  if (met !== undefined) return {complete: true, reason: 'SuccessPolicy', message: met}
  return isComplete(job, pods)
    ? {complete: true, reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods'}
    : undefined
}

function isComplete(job: KubeObject, pods: JobPods): boolean {
  const {completions, completionMode, suspend} = specOf(job)
  if (suspend === true) return false
  if (typeof completions !== 'number') return pods.succeeded.length > 0 && pods.active.length === 0
  const done = completionMode === 'Indexed' ? succeededIndexes(pods).length : pods.succeeded.length
  return done >= completions
}
