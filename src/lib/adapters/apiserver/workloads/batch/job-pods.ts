import {messageOf} from '../../../../errors/flux-error.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {listOf, numberOf, section, specOf} from '../runtime/objects.js'
import {compareForDeletion, deletePod, isReady, podKind, podOf} from '../runtime/pods.js'
import {endOf, type Failures, pauseAfter} from './job-backoff.js'
import {failureAnnotations, failuresWith, isTracked, type JobContext, replacesFailedOnly, TRACKING} from './job-context.js'
import {INDEX, indexesOf, indexOf, pendingIndexes} from './job-indexes.js'

export const component = 'job-controller'

/** Pods after a controller has done something about them. */
export interface Acted {
  readonly active: number
  readonly ready: number
  readonly terminating: number
  /** why not all could be done */
  readonly error?: unknown
}

export function untouched({active, terminating}: JobContext): Acted {
  return {active: active.length, ready: active.filter(isReady).length, terminating: terminating.length}
}

/** Ends all pods of a job whose end is decided; they are still to be counted. */
export async function endActive(work: Work, context: JobContext): Promise<Acted> {
  for (const pod of context.active) await end(work, context.job, pod)
  return without(context, context.active)
}

/** Starts and ends pods until as many run as are wanted; after failures with growing pauses. */
export async function manage(work: Work, context: JobContext, failures: Failures): Promise<Acted> {
  const {job, spec, active, terminating, indexes} = context
  if (spec.suspend === true) return release(work, context, active)
  const wanted = wantedPods(context)
  const surplus = surplusPods(context, Math.max(0, active.length - wanted))
  if (surplus.length > 0) return release(work, context, surplus)
  const missing = wanted - active.length - (replacesFailedOnly(spec) ? terminating.length : 0)
  if (missing <= 0) return untouched(context)
  const pause = indexes?.failed ? 0 : pauseAfter(failures, work.now)
  const next = indexes
    ? nextIndexes(context, missing, work.now)
    : {pause: 0, start: new Array<undefined>(missing).fill(undefined)}
  const wait = Math.max(pause, next.pause)
  if (wait > 0) {
    work.again(wait)
    return untouched(context)
  }
  let started = 0
  try {
    for (const index of next.start) {
      const made = await work.client.create(jobPod(context, index))
      started++
      await recordEvent(work, component, job, {reason: 'SuccessfulCreate', message: `Created pod: ${made.metadata.name}`})
    }
  } catch (error) {
    const message = `Error creating: ${messageOf(error)}`
    await recordEvent(work, component, job, {type: 'Warning', reason: 'FailedCreate', message})
    return {...untouched(context), active: active.length + started, error}
  }
  return {...untouched(context), active: active.length + started}
}

/** Without a number of completions the first success ends the intake; what runs then may go on. */
function wantedPods({spec, succeeded, active}: JobContext): number {
  const parallelism = numberOf(spec.parallelism, 1)
  if (typeof spec.completions !== 'number') return succeeded > 0 ? active.length : parallelism
  return Math.max(0, Math.min(spec.completions - succeeded, parallelism))
}

/** Pods of indexes that others have or that the job has no more, and as many others as there are too many. */
function surplusPods({active, indexes}: JobContext, least: number): readonly KubeObject[] {
  const sorted = [...active].sort(compareForDeletion)
  if (!indexes) return sorted.slice(0, least)
  const surplus: KubeObject[] = []
  const seen = new Set<number>()
  // the best of each index stays: it would go last
  const left = sorted.reverse().filter((pod) => {
    const index = indexOf(pod) ?? indexes.completions
    const goes = index >= indexes.completions || seen.has(index)
    seen.add(index)
    if (goes) surplus.push(pod)
    return !goes
  })
  return [...surplus, ...left.reverse().slice(0, Math.max(0, least - surplus.length))]
}

/** Indexes whose next pod may start now, or the pause until the first of them may. */
function nextIndexes(
  {active, terminating, spec, indexes}: JobContext,
  missing: number,
  now: number,
): {pause: number; start: number[]} {
  const {completions, succeeded, failed, kept} = indexes!
  const taken = [succeeded, indexesOf(active), failed ?? new Set<number>()]
  if (replacesFailedOnly(spec)) taken.push(indexesOf(terminating))
  const pending = pendingIndexes(taken, missing, completions)
  const pauses = pending.map((index) => {
    const before = kept.get(index)
    return before ? pauseAfter({count: failuresWith(before), last: endOf(before)}, now) : 0
  })
  const start = pending.filter((_, at) => pauses[at] === 0)
  return {start, pause: start.length > 0 || pauses.length === 0 ? 0 : Math.min(...pauses)}
}

/** Ends pods that nobody needs; they count for nothing. */
async function release(work: Work, context: JobContext, pods: readonly KubeObject[]): Promise<Acted> {
  for (const pod of pods) {
    await untrack(work, pod)
    await end(work, context.job, pod)
  }
  return without(context, pods)
}

async function end(work: Work, job: KubeObject, pod: KubeObject): Promise<void> {
  await deletePod(work.client, pod)
  await recordEvent(work, component, job, {reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}`})
}

function without(context: JobContext, pods: readonly KubeObject[]): Acted {
  const {active, ready, terminating} = untouched(context)
  return {active: active - pods.length, ready: ready - pods.filter(isReady).length, terminating: terminating + pods.length}
}

/** Lets go of a pod that is counted. */
export async function untrack({client}: Work, {metadata}: KubeObject): Promise<void> {
  const now = client.get(podKind.apiVersion, podKind.kind, metadata.namespace, metadata.name ?? '')
  if (!now || now.metadata.uid !== metadata.uid || !isTracked(now)) return
  const finalizers = now.metadata.finalizers?.filter((one) => one !== TRACKING) ?? []
  await client.update({...now, metadata: {...now.metadata, finalizers}})
}

function jobPod({job, spec, indexes}: JobContext, index: number | undefined): KubeObject {
  const template = section(spec, 'template')
  const name = job.metadata.name ?? ''
  if (index === undefined) return held(podOf(job, template, {generateName: `${name}-`}))
  const pod = podOf(job, template, {generateName: `${name}-${index}-`, labels: {[INDEX]: String(index)}})
  const counts = indexes?.failed ? failureAnnotations(job, indexes.kept.get(index)) : {}
  const annotations = {...pod.metadata.annotations, [INDEX]: String(index), ...counts}
  const own = specOf(pod)
  const lists = ['containers', 'initContainers'].flatMap((list) =>
    Array.isArray(own[list]) ? [[list, listOf(own[list]).map(withIndex)] as const] : [],
  )
  return held({
    ...pod,
    metadata: {...pod.metadata, annotations},
    spec: {...own, ...Object.fromEntries(lists), hostname: `${name}-${index}`},
  })
}

function held(pod: KubeObject): KubeObject {
  return {...pod, metadata: {...pod.metadata, finalizers: [TRACKING]}}
}

/** The container is told its number. */
function withIndex(container: JsonObject): JsonObject {
  const env = listOf(container.env)
  if (env.some(({name}) => name === 'JOB_COMPLETION_INDEX')) return container
  const fieldRef = {apiVersion: 'v1', fieldPath: `metadata.labels['${INDEX}']`}
  return {...container, env: [...env, {name: 'JOB_COMPLETION_INDEX', valueFrom: {fieldRef}}]}
}
