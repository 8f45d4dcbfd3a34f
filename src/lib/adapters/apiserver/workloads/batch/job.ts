import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {positive} from '../apps/replica-set.js'
import {conditionOf, withCondition} from '../runtime/conditions.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {
  controlledBy,
  controllerOf,
  isDeleting,
  listOf,
  millisOf,
  numberOf,
  section,
  specOf,
  statusOf,
  timestamp,
  writeStatus,
} from '../runtime/objects.js'
import {deletePod, isActive, isFinished, isReady, phaseOf, podKind, podOf} from '../runtime/pods.js'
import {indexesText, missingIndexes, succeededIndexes} from './job-indexes.js'
import {failureMatch, isForeign} from './job-policies.js'
import {verdictOf} from './job-verdict.js'

const component = 'job-controller'
const firstBackOffMs = 10_000
const longestBackOffMs = 600_000

export const jobController: ControllerSpec = {
  name: component,
  of: {apiVersion: 'batch/v1', kind: 'Job'},
  owns: [podKind],
  async reconcile(work, job) {
    if (isForeign(job)) return
    await reconcile(work, job)
    await release(work, controlledBy(work.client, job, 'Pod').filter(isOver))
  },
  // Pods of a job that is gone are held for nobody.
  async gone(work, namespace, name) {
    const pods = work.client.list(podKind.apiVersion, podKind.kind, namespace)
    await release(
      work,
      pods.filter((pod) => {
        const owner = controllerOf(pod)
        return !owner || (owner.kind === 'Job' && owner.name === name)
      }),
    )
  },
}

const tracking = 'batch.kubernetes.io/job-tracking'

function isOver(pod: KubeObject): boolean {
  return isDeleting(pod) || isFinished(pod)
}

/** Pods are held until they have been counted. */
async function release({client}: Work, pods: readonly KubeObject[]): Promise<void> {
  for (const {metadata} of pods) {
    if (!metadata.finalizers?.includes(tracking)) continue
    const now = client.get(podKind.apiVersion, podKind.kind, metadata.namespace, metadata.name ?? '')
    if (!now || now.metadata.uid !== metadata.uid) continue
    const finalizers = now.metadata.finalizers?.filter((one) => one !== tracking) ?? []
    await client.update({...now, metadata: {...now.metadata, finalizers}})
  }
}

export interface JobPods {
  readonly active: readonly KubeObject[]
  readonly succeeded: readonly KubeObject[]
  readonly failed: readonly KubeObject[]
}

/** Complete or Failed. */
export function finishedCondition(job: KubeObject): JsonObject | undefined {
  return listOf(statusOf(job).conditions).find(
    ({type, status}) => (type === 'Complete' || type === 'Failed') && status === 'True',
  )
}

async function reconcile(work: Work, job: KubeObject): Promise<void> {
  if (finishedCondition(job)) return expire(work, job)
  if (isDeleting(job)) return
  const before = podsOf(work, job)
  const verdict = verdictOf(job, before, work.now)
  const suspended = specOf(job).suspend === true
  if (verdict || suspended) await stop(work, job, before.active)
  else await manage(work, job, before)
  await updateStatus(work, job, verdict, verdict && !verdict.complete ? before.active.length : 0)
  const deadline = specOf(job).activeDeadlineSeconds
  const started = millisOf(statusOf(job).startTime)
  if (!verdict && typeof deadline === 'number' && !suspended) {
    work.again(Math.max(0, (Number.isNaN(started) ? work.now : started) + deadline * 1000 - work.now))
  }
}

function podsOf({client}: Work, job: KubeObject): JobPods {
  const pods = controlledBy(client, job, 'Pod')
  return {
    active: pods.filter(isActive),
    succeeded: pods.filter((pod) => phaseOf(pod) === 'Succeeded'),
    failed: pods.filter((pod) => phaseOf(pod) === 'Failed' && failureMatch(job, pod)?.action !== 'Ignore'),
  }
}

async function stop(work: Work, job: KubeObject, pods: readonly KubeObject[]): Promise<void> {
  for (const pod of pods) {
    await deletePod(work.client, pod)
    await recordEvent(work, component, job, {reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}`})
  }
}

/** Starts as many pods as may run side by side and are still wanted; after failures with growing pauses. */
async function manage(work: Work, job: KubeObject, pods: JobPods): Promise<void> {
  const spec = specOf(job)
  const parallelism = numberOf(spec.parallelism, 1)
  const completions = typeof spec.completions === 'number' ? spec.completions : undefined
  // Without a number of completions the first success ends the intake.
  const left = completions === undefined ? (pods.succeeded.length > 0 ? 0 : parallelism) : completions - pods.succeeded.length
  const wanted = Math.min(parallelism, left)
  await stop(work, job, pods.active.slice(wanted))
  const missing = wanted - pods.active.length
  if (missing <= 0) return
  const wait = backOff(pods, work.now)
  if (wait > 0) return work.again(wait)
  const indexes = spec.completionMode === 'Indexed' ? missingIndexes(pods, completions ?? 0) : undefined
  for (let i = 0; i < missing; i++) {
    const index = indexes?.[i]
    if (indexes && index === undefined) return
    const pod = await work.client.create(jobPod(job, index))
    await recordEvent(work, component, job, {reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}`})
  }
}

/** Milliseconds until the next pod may start after failures. */
function backOff({failed}: JobPods, now: number): number {
  if (failed.length === 0) return 0
  const pause = Math.min(firstBackOffMs * 2 ** (failed.length - 1), longestBackOffMs)
  return Math.max(...failed.map(endOf)) + pause - now
}

/** When the pod's last container ended. */
function endOf(pod: KubeObject): number {
  const ends = listOf(statusOf(pod).containerStatuses).map((status) =>
    millisOf(section(section(status, 'state'), 'terminated').finishedAt),
  )
  const known = ends.filter((end) => !Number.isNaN(end))
  return known.length > 0 ? Math.max(...known) : millisOf(pod.metadata.creationTimestamp)
}

function jobPod(job: KubeObject, index: number | undefined): KubeObject {
  const template = section(specOf(job), 'template')
  const name = job.metadata.name ?? ''
  if (index === undefined) return held(podOf(job, template, {generateName: `${name}-`}))
  const completionIndex = 'batch.kubernetes.io/job-completion-index'
  const pod = podOf(job, template, {generateName: `${name}-${index}-`, labels: {[completionIndex]: String(index)}})
  const annotations = {...pod.metadata.annotations, [completionIndex]: String(index)}
  const spec = specOf(pod)
  const lists = ['containers', 'initContainers'].flatMap((list) =>
    Array.isArray(spec[list]) ? [[list, listOf(spec[list]).map(withIndex)] as const] : [],
  )
  return held({
    ...pod,
    metadata: {...pod.metadata, annotations},
    spec: {...spec, ...Object.fromEntries(lists), hostname: `${name}-${index}`},
  })
}

function held(pod: KubeObject): KubeObject {
  return {...pod, metadata: {...pod.metadata, finalizers: [tracking]}}
}

/** The container is told its number. */
function withIndex(container: JsonObject): JsonObject {
  const env = listOf(container.env)
  if (env.some(({name}) => name === 'JOB_COMPLETION_INDEX')) return container
  const fieldRef = {apiVersion: 'v1', fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']"}
  return {...container, env: [...env, {name: 'JOB_COMPLETION_INDEX', valueFrom: {fieldRef}}]}
}

/** `stopped`: active pods that the job's failure ended; they count as failed. */
async function updateStatus(
  work: Work,
  before: KubeObject,
  verdict: ReturnType<typeof verdictOf>,
  stopped: number,
): Promise<void> {
  const job = work.client.get(before.apiVersion, before.kind, before.metadata.namespace, before.metadata.name ?? '')
  if (!job) return
  const pods = podsOf(work, job)
  const old = statusOf(job)
  const suspended = specOf(job).suspend === true
  const conditions = conditionsOf(job, verdict, work.now)
  const done = verdict?.complete === true
  const indexed = specOf(job).completionMode === 'Indexed'
  const completed = indexed ? indexesText(succeededIndexes(pods)) : ''
  const startTime = suspended ? undefined : (old.startTime ?? timestamp(work.now))
  await writeStatus(work.client, job, {
    ...(conditions.length > 0 ? {conditions} : {}),
    ...(startTime === undefined ? {} : {startTime}),
    ...(done ? {completionTime: timestamp(work.now)} : {}),
    ...positive('active', verdict ? 0 : pods.active.length),
    ...positive('succeeded', pods.succeeded.length),
    ...positive('failed', pods.failed.length + stopped),
    terminating: 0,
    ...(completed === '' ? {} : {completedIndexes: completed}),
    uncountedTerminatedPods: {},
    ready: verdict ? 0 : pods.active.filter(isReady).length,
  })
  const noted = conditionOf(old, 'Suspended')?.status === 'True'
  if (!verdict && suspended !== noted) {
    const event = suspended ? {reason: 'Suspended', message: 'Job suspended'} : {reason: 'Resumed', message: 'Job resumed'}
    await recordEvent(work, component, job, event)
  }
  if (verdict) {
    const event = verdict.complete
      ? {reason: 'Completed', message: 'Job completed'}
      : {type: 'Warning' as const, reason: verdict.reason, message: verdict.message}
    await recordEvent(work, component, job, event)
  }
}

/** The final conditions come in pairs: first the criterion that was met, then the outcome. */
function conditionsOf(job: KubeObject, verdict: ReturnType<typeof verdictOf>, now: number): JsonObject[] {
  const old = listOf(statusOf(job).conditions)
  const time = timestamp(now)
  if (verdict) {
    const {reason, message} = verdict
    const types = verdict.complete ? ['SuccessCriteriaMet', 'Complete'] : ['FailureTarget', 'Failed']
    return types.reduce(
      (list, type) => withCondition(list, {type, status: 'True', lastProbeTime: time, reason, message}, now),
      old,
    )
  }
  const suspended = specOf(job).suspend === true
  const noted = conditionOf(statusOf(job), 'Suspended')
  if (suspended) {
    const condition = {type: 'Suspended', status: 'True', lastProbeTime: time, reason: 'JobSuspended', message: 'Job suspended'}
    return withCondition(old, condition, now)
  }
  if (noted?.status !== 'True') return old
  return withCondition(
    old,
    {type: 'Suspended', status: 'False', lastProbeTime: time, reason: 'JobResumed', message: 'Job resumed'},
    now,
  )
}

/** A finished job with a time to live goes when that is over. */
async function expire(work: Work, job: KubeObject): Promise<void> {
  const ttl = specOf(job).ttlSecondsAfterFinished
  if (typeof ttl !== 'number' || isDeleting(job)) return
  const left = millisOf(finishedCondition(job)?.lastTransitionTime) + ttl * 1000 - work.now
  if (left > 0) return work.again(left)
  const {name = '', namespace} = job.metadata
  await work.client.delete({apiVersion: 'batch/v1', kind: 'Job', namespace, name}, {propagationPolicy: 'Background'})
}
