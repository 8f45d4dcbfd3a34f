import type {KubeObject} from '../../../../ports/kube.js'
import {conditionOf} from '../runtime/conditions.js'
import {listOf, millisOf, numberOf, specOf, statusOf} from '../runtime/objects.js'
import {phaseOf} from '../runtime/pods.js'
import {hasFailed, type JobContext, type JobIndexes} from './job-context.js'
import {failureMatch, successMatch} from './job-policies.js'

export interface Verdict {
  readonly complete: boolean
  readonly reason: string
  readonly message: string
}

/** How a job ends, if it is decided: what still runs has to go then. */
export function verdictOf(context: JobContext, now: number): Verdict | undefined {
  const decided = said(context, 'SuccessCriteriaMet', true) ?? said(context, 'FailureTarget', false) ?? failureOf(context, now)
  if (decided) return decided
  const {job, indexes} = context
  if (!indexes) return undefined
  const failure = indexFailure(job, indexes)
  if (failure) return failure
  const met = successMatch(job, indexes.succeeded)
  return met === undefined ? undefined : {complete: true, reason: 'SuccessPolicy', message: met}
}

/** All that was wanted has been done. */
export const COMPLETIONS_REACHED: Verdict = {
  complete: true,
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
}

/** Whether a job of which `active` pods run has done what was wanted. */
export function isComplete({spec, succeeded}: JobContext, active: number): boolean {
  const {completions} = spec
  return active === 0 && (typeof completions === 'number' ? succeeded >= completions : succeeded > 0)
}

/** What an earlier look has decided. */
function said({status}: JobContext, type: string, complete: boolean): Verdict | undefined {
  const condition = conditionOf(status, type)
  if (condition?.status !== 'True') return undefined
  return {complete, reason: String(condition.reason), message: String(condition.message)}
}

const failed = (reason: string, message: string): Verdict => ({complete: false, reason, message})

function failureOf(context: JobContext, now: number): Verdict | undefined {
  const {job, pods, spec} = context
  for (const pod of pods) {
    const match = hasFailed(job, pod) ? failureMatch(job, pod) : undefined
    if (match?.action === 'FailJob') return failed('PodFailurePolicy', match.message)
  }
  if (context.failed > numberOf(spec.backoffLimit, 6) || hasRestartedTooOften(job, pods)) {
    return failed('BackoffLimitExceeded', 'Job has reached the specified backoff limit')
  }
  const deadline = spec.activeDeadlineSeconds
  if (typeof deadline !== 'number' || spec.suspend === true) return undefined
  if (!(now - millisOf(statusOf(job).startTime) >= deadline * 1000)) return undefined
  return failed('DeadlineExceeded', 'Job was active longer than specified deadline')
}

/** Containers that are started again in their pod count, too, while it runs. */
function hasRestartedTooOften(job: KubeObject, pods: readonly KubeObject[]): boolean {
  const {template, backoffLimit} = specOf(job)
  if (specOf(template as KubeObject).restartPolicy !== 'OnFailure') return false
  let restarts = 0
  for (const pod of pods) {
    if (phaseOf(pod) !== 'Running' && phaseOf(pod) !== 'Pending') continue
    const {initContainerStatuses, containerStatuses} = statusOf(pod)
    for (const {restartCount} of [...listOf(initContainerStatuses), ...listOf(containerStatuses)])
      restarts += numberOf(restartCount, 0)
  }
  return restarts >= Math.max(1, numberOf(backoffLimit, 6))
}

function indexFailure(job: KubeObject, {completions, succeeded, failed: lost}: JobIndexes): Verdict | undefined {
  if (!lost || lost.size === 0) return undefined
  const {maxFailedIndexes: most} = specOf(job)
  if (typeof most === 'number' && lost.size > most) {
    return failed('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes')
  }
  return lost.size + succeeded.size >= completions ? failed('FailedIndexes', 'Job has failed indexes') : undefined
}
