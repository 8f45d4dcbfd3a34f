import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {positive} from '../apps/replica-set.js'
import {conditionOf, withCondition} from '../runtime/conditions.js'
import type {Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {isDeleting, listOf, numberOf, statusOf, timestamp, writeStatus} from '../runtime/objects.js'
import {phaseOf} from '../runtime/pods.js'
import {hasFailed, isCounted, isTracked, type JobContext} from './job-context.js'
import {indexesText, indexOf} from './job-indexes.js'
import {type Acted, component, untrack} from './job-pods.js'
import type {Verdict} from './job-verdict.js'

/** Counters of a job and the pods that are on their way into them. */
interface Counts {
  readonly succeeded: number
  readonly failed: number
  readonly uncounted: {readonly succeeded: readonly string[]; readonly failed: readonly string[]}
}

/**
 * Counts pods that have ended, in three steps so that none is counted twice whatever happens in between: their uids are noted,
 * they are let go, the notes become numbers. A job ends when nothing of it is left to be counted or to end.
 */
export async function track(work: Work, context: JobContext, acted: Acted, verdict: Verdict | undefined): Promise<void> {
  const done = context.pods.filter((pod) => isTracked(pod) && mayGo(context, pod, verdict))
  const counts = noted(context, done, verdict)
  const conditions = conditionsOf(context, verdict, work.now)
  const interim = statusNow(work, context, acted, counts, conditions)
  if (done.length > 0) {
    await write(work, context.job, interim)
    for (const pod of done) await untrack(work, pod)
  }
  const {succeeded, failed, uncounted} = counts
  const settled = {
    succeeded: succeeded + uncounted.succeeded.length,
    failed: failed + uncounted.failed.length,
    uncounted: {succeeded: [], failed: []},
  }
  const over = verdict !== undefined && acted.terminating === 0
  const last = over ? [...conditions, finalCondition(verdict, work.now)] : conditions
  const status = statusNow(work, context, acted, settled, last)
  await write(work, context.job, over && verdict.complete ? {...status, completionTime: timestamp(work.now)} : status)
  await tell(work, context, over ? verdict : undefined)
}

async function write({client}: Work, {apiVersion, kind, metadata}: KubeObject, status: JsonObject): Promise<void> {
  const job = client.get(apiVersion, kind, metadata.namespace, metadata.name ?? '')
  if (job?.metadata.uid === metadata.uid && job) await writeStatus(client, job, status)
}

/** Whether a pod has been of use: the one that failed last at an index is kept for the one that comes after it. */
function mayGo({job, indexes}: JobContext, pod: KubeObject, verdict: Verdict | undefined): boolean {
  if (verdict || isDeleting(job) || phaseOf(pod) === 'Succeeded') return true
  return hasFailed(job, pod) && indexes?.kept.get(indexOf(pod) ?? -1) !== pod
}

function noted(context: JobContext, done: readonly KubeObject[], verdict: Verdict | undefined): Counts {
  const {job, status, pods, uncounted, indexes} = context
  const tracked = new Set(pods.filter(isTracked).map(({metadata}) => metadata.uid ?? ''))
  const succeeded = [...uncounted.succeeded].filter((uid) => tracked.has(uid))
  const failed = [...uncounted.failed].filter((uid) => tracked.has(uid))
  const counts = {
    succeeded: numberOf(status.succeeded, 0) + uncounted.succeeded.size - succeeded.length,
    failed: numberOf(status.failed, 0) + uncounted.failed.size - failed.length,
  }
  for (const pod of done) {
    const list = listFor(context, pod, verdict)
    if (list === undefined || uncounted[list].has(pod.metadata.uid ?? '')) continue
    if (list === 'succeeded') succeeded.push(pod.metadata.uid ?? '')
    else if (isCounted(job, pod)) failed.push(pod.metadata.uid ?? '')
  }
  return {...counts, succeeded: indexes?.succeeded.size ?? counts.succeeded, uncounted: {succeeded, failed}}
}

/** As what a pod is to be counted: what is ended with a failed job has failed, successes with an index are known by that. */
function listFor({job, indexes}: JobContext, pod: KubeObject, verdict: Verdict | undefined): 'succeeded' | 'failed' | undefined {
  if (indexes && (indexOf(pod) ?? indexes.completions) >= indexes.completions) return undefined
  if (phaseOf(pod) === 'Succeeded') return indexes ? undefined : 'succeeded'
  return hasFailed(job, pod) || verdict?.complete === false ? 'failed' : undefined
}

function statusNow(
  {now}: Work,
  {spec, status, indexes}: JobContext,
  {active, ready, terminating}: Acted,
  {succeeded, failed, uncounted}: Counts,
  conditions: readonly JsonObject[],
): JsonObject {
  const suspended = spec.suspend === true
  const resumed = !suspended && conditionOf(status, 'Suspended')?.status === 'True'
  const startTime = suspended ? undefined : ((resumed ? undefined : status.startTime) ?? timestamp(now))
  const completed = indexes ? indexesText(indexes.succeeded) : ''
  return {
    ...(conditions.length > 0 ? {conditions: [...conditions]} : {}),
    ...(startTime === undefined ? {} : {startTime}),
    ...positive('active', active),
    ...positive('succeeded', succeeded),
    ...positive('failed', failed),
    terminating,
    ...(completed === '' ? {} : {completedIndexes: completed}),
    ...(indexes?.failed ? {failedIndexes: indexesText(indexes.failed)} : {}),
    uncountedTerminatedPods: {
      ...(uncounted.succeeded.length > 0 ? {succeeded: [...uncounted.succeeded]} : {}),
      ...(uncounted.failed.length > 0 ? {failed: [...uncounted.failed]} : {}),
    },
    ready,
  }
}

/** What is decided is told first by the criterion that was met; a job that goes on says whether it is suspended. */
function conditionsOf({spec, status}: JobContext, verdict: Verdict | undefined, now: number): JsonObject[] {
  const old = listOf(status.conditions)
  const lastProbeTime = timestamp(now)
  if (verdict) {
    const {complete, reason, message} = verdict
    const type = complete ? 'SuccessCriteriaMet' : 'FailureTarget'
    return withCondition(old, {type, status: 'True', lastProbeTime, reason, message}, now)
  }
  if (spec.suspend === true) {
    return withCondition(
      old,
      {type: 'Suspended', status: 'True', lastProbeTime, reason: 'JobSuspended', message: 'Job suspended'},
      now,
    )
  }
  if (conditionOf(status, 'Suspended')?.status !== 'True') return old
  return withCondition(
    old,
    {type: 'Suspended', status: 'False', lastProbeTime, reason: 'JobResumed', message: 'Job resumed'},
    now,
  )
}

function finalCondition({complete, reason, message}: Verdict, now: number): JsonObject {
  const time = timestamp(now)
  return {type: complete ? 'Complete' : 'Failed', status: 'True', lastProbeTime: time, reason, message, lastTransitionTime: time}
}

async function tell(work: Work, {job, spec}: JobContext, verdict: Verdict | undefined): Promise<void> {
  if (verdict) {
    const {complete, reason, message} = verdict
    const event = complete ? {reason: 'Completed', message: 'Job completed'} : {type: 'Warning' as const, reason, message}
    return recordEvent(work, component, job, event)
  }
  const noted = conditionOf(statusOf(job), 'Suspended')?.status === 'True'
  const suspended = spec.suspend === true
  if (suspended === noted) return
  const event = suspended ? {reason: 'Suspended', message: 'Job suspended'} : {reason: 'Resumed', message: 'Job resumed'}
  return recordEvent(work, component, job, event)
}
