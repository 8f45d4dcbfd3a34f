import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'
import {controlledBy, isDeleting, numberOf, section, specOf, statusOf} from '../runtime/objects.js'
import {isActive, isFinished, phaseOf} from '../runtime/pods.js'
import {indexesOf, indexOf, readIndexes} from './job-indexes.js'
import {failureMatch} from './job-policies.js'

/** Pods carry it until their job has counted them. */
export const TRACKING = 'batch.kubernetes.io/job-tracking'
const FAILURES = 'batch.kubernetes.io/job-index-failure-count'
const IGNORED = 'batch.kubernetes.io/job-index-ignored-failure-count'

/** What a controller knows of a job at one moment. */
export interface JobContext {
  readonly job: KubeObject
  readonly spec: JsonObject
  readonly status: JsonObject
  readonly pods: readonly KubeObject[]
  readonly active: readonly KubeObject[]
  readonly terminating: readonly KubeObject[]
  /** uids of pods that are counted in the status but may still carry the finalizer */
  readonly uncounted: {readonly succeeded: ReadonlySet<string>; readonly failed: ReadonlySet<string>}
  /** finished pods that nobody has counted yet */
  readonly newSucceeded: readonly KubeObject[]
  readonly newFailed: readonly KubeObject[]
  readonly succeeded: number
  readonly failed: number
  readonly indexes: JobIndexes | undefined
}

/** What a job with completion indexes knows besides. */
export interface JobIndexes {
  readonly completions: number
  readonly succeeded: ReadonlySet<number>
  /** absent without backoffLimitPerIndex */
  readonly failed: ReadonlySet<number> | undefined
  /** by index: the failed pod that is kept until another one, which counts on from it, is there */
  readonly kept: ReadonlyMap<number, KubeObject>
}

export const isTracked = ({metadata}: KubeObject): boolean => metadata.finalizers?.includes(TRACKING) === true

/** Whether only pods that have failed are replaced, not those that are about to end. */
export function replacesFailedOnly({podReplacementPolicy, podFailurePolicy}: JsonObject): boolean {
  return podReplacementPolicy === 'Failed' || (podFailurePolicy !== undefined && podFailurePolicy !== null)
}

/** Pods that are being deleted have failed, too, unless the job waits for how they end. */
export function hasFailed(job: KubeObject, pod: KubeObject): boolean {
  if (phaseOf(pod) === 'Failed') return true
  return !replacesFailedOnly(specOf(job)) && isDeleting(pod) && phaseOf(pod) !== 'Succeeded'
}

/** Whether the job's policy counts a failed pod. */
export function isCounted(job: KubeObject, pod: KubeObject): boolean {
  return failureMatch(job, pod)?.action !== 'Ignore'
}

export function contextOf(client: LocalClient, job: KubeObject): JobContext {
  const [spec, status] = [specOf(job), statusOf(job)]
  const pods = controlledBy(client, job, 'Pod')
  const active = pods.filter(isActive)
  const {succeeded, failed} = section(status, 'uncountedTerminatedPods')
  const uncounted = {succeeded: uids(succeeded), failed: uids(failed)}
  const completions = spec.completionMode === 'Indexed' ? numberOf(spec.completions, 0) : undefined
  const isNew = (pod: KubeObject, known: ReadonlySet<string>): boolean =>
    isTracked(pod) &&
    !known.has(pod.metadata.uid ?? '') &&
    (completions === undefined || (indexOf(pod) ?? completions) < completions)
  const newSucceeded = pods.filter((pod) => phaseOf(pod) === 'Succeeded' && isNew(pod, uncounted.succeeded))
  const newFailed = pods.filter((pod) => hasFailed(job, pod) && isNew(pod, uncounted.failed))
  const indexes = completions === undefined ? undefined : jobIndexes(job, completions, pods, active)
  return {
    ...{job, spec, status, pods, active, uncounted, newSucceeded, newFailed, indexes},
    terminating: pods.filter((pod) => isDeleting(pod) && !isFinished(pod)),
    succeeded: indexes?.succeeded.size ?? numberOf(status.succeeded, 0) + newSucceeded.length + uncounted.succeeded.size,
    failed: numberOf(status.failed, 0) + newFailed.filter((pod) => isCounted(job, pod)).length + uncounted.failed.size,
  }
}

function uids(list: unknown): Set<string> {
  return new Set(Array.isArray(list) ? list.map(String) : [])
}

function jobIndexes(
  job: KubeObject,
  completions: number,
  pods: readonly KubeObject[],
  active: readonly KubeObject[],
): JobIndexes {
  const {completedIndexes, failedIndexes} = statusOf(job)
  const tracked = pods.filter((pod) => isTracked(pod) && (indexOf(pod) ?? completions) < completions)
  const succeeded = readIndexes(completedIndexes, completions)
  for (const pod of tracked) if (phaseOf(pod) === 'Succeeded') succeeded.add(indexOf(pod)!)
  const limit = specOf(job).backoffLimitPerIndex
  if (typeof limit !== 'number') return {completions, succeeded, failed: undefined, kept: new Map()}
  const failed = readIndexes(failedIndexes, completions)
  for (const pod of tracked) if (hasFailed(job, pod) && endsIndex(job, pod, limit)) failed.add(indexOf(pod)!)
  // what runs knows how often its index has failed
  const settled = [succeeded, failed, indexesOf(active)]
  const kept = new Map<number, KubeObject>()
  for (const pod of tracked) {
    const index = indexOf(pod)!
    if (!hasFailed(job, pod) || settled.some((one) => one.has(index))) continue
    const other = kept.get(index)
    if (!other || allFailures(other) <= allFailures(pod)) kept.set(index, pod)
  }
  return {completions, succeeded, failed, kept}
}

/** Whether a failed pod is the last one of its index. */
function endsIndex(job: KubeObject, pod: KubeObject, limit: number): boolean {
  const action = failureMatch(job, pod)?.action
  return action === 'FailIndex' || (action !== 'Ignore' && failuresBefore(pod, FAILURES) >= limit)
}

function failuresBefore(pod: KubeObject, annotation: string): number {
  return Number(pod.metadata.annotations?.[annotation] ?? 0) || 0
}

const allFailures = (pod: KubeObject): number => failuresBefore(pod, FAILURES) + failuresBefore(pod, IGNORED)

/** Annotations of the pod that comes after `before` (if any) in a job that counts failures by index. */
export function failureAnnotations(job: KubeObject, before: KubeObject | undefined): Record<string, string> {
  if (!before) return {[FAILURES]: '0'}
  const counted = isCounted(job, before)
  const failures = failuresBefore(before, FAILURES) + (counted ? 1 : 0)
  const ignored = failuresBefore(before, IGNORED) + (counted ? 0 : 1)
  return {[FAILURES]: String(failures), ...(ignored > 0 ? {[IGNORED]: String(ignored)} : {})}
}

/** How often the index of a failed pod has failed with it. */
export function failuresWith(pod: KubeObject): number {
  return allFailures(pod) + 1
}
