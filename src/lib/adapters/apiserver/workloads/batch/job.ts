import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {controlledBy, controllerOf, isDeleting, listOf, millisOf, specOf, statusOf} from '../runtime/objects.js'
import {isFinished, podKind} from '../runtime/pods.js'
import {JobBackOff} from './job-backoff.js'
import {contextOf, isTracked} from './job-context.js'
import {component, endActive, manage, untouched, untrack} from './job-pods.js'
import {isForeign} from './job-policies.js'
import {track} from './job-status.js'
import {COMPLETIONS_REACHED, isComplete, verdictOf} from './job-verdict.js'

/** What kube-controller-manager 1.36 does for Jobs. */
export function jobController(): ControllerSpec {
  const backOff = new JobBackOff()
  return {
    name: component,
    of: {apiVersion: 'batch/v1', kind: 'Job'},
    owns: [podKind],
    async reconcile(work, job) {
      if (isForeign(job)) return
      if (!finishedCondition(job)) return reconcile(work, job, backOff)
      backOff.forget(job)
      await expire(work, job)
      await release(work, controlledBy(work.client, job, 'Pod').filter(isOver))
    },
    // Pods of a job that is gone are held for nobody.
    async gone(work, namespace, name) {
      const pods = work.client.list(podKind.apiVersion, podKind.kind, namespace)
      const orphans = pods.filter((pod) => {
        const owner = controllerOf(pod)
        return !owner || (owner.kind === 'Job' && owner.name === name)
      })
      await release(work, orphans)
    },
  }
}

const isOver = (pod: KubeObject): boolean => isDeleting(pod) || isFinished(pod)

async function release(work: Work, pods: readonly KubeObject[]): Promise<void> {
  for (const pod of pods) if (isTracked(pod)) await untrack(work, pod)
}

/** Complete or Failed. */
export function finishedCondition(job: KubeObject): JsonObject | undefined {
  return listOf(statusOf(job).conditions).find(
    ({type, status}) => (type === 'Complete' || type === 'Failed') && status === 'True',
  )
}

async function reconcile(work: Work, job: KubeObject, backOff: JobBackOff): Promise<void> {
  const context = contextOf(work.client, job)
  const failures = backOff.note(context)
  const decided = verdictOf(context, work.now)
  const idle = isDeleting(job)
  const acted = decided ? await endActive(work, context) : idle ? untouched(context) : await manage(work, context, failures)
  const verdict = decided ?? (isComplete(context, acted.active) ? COMPLETIONS_REACHED : undefined)
  await track(work, context, acted, verdict)
  backOff.keep(context, failures)
  const {activeDeadlineSeconds: deadline, suspend} = context.spec
  if (!verdict && typeof deadline === 'number' && suspend !== true) {
    const started = millisOf(statusOf(job).startTime)
    work.again(Math.max(0, (Number.isNaN(started) ? work.now : started) + deadline * 1000 - work.now))
  }
  if (acted.error !== undefined) throw acted.error
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
