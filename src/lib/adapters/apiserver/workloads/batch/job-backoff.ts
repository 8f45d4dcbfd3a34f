import type {KubeObject} from '../../../../ports/kube.js'
import {conditionOf} from '../runtime/conditions.js'
import {listOf, millisOf, section, statusOf} from '../runtime/objects.js'
import type {JobContext} from './job-context.js'

const firstPauseMs = 10_000
const longestPauseMs = 600_000

/** Failures in a row, and the end of the last of them. */
export interface Failures {
  readonly count: number
  readonly last: number
}

/** Pauses between failures and the pods that come after them, by job. */
export class JobBackOff {
  private readonly known = new Map<string, Failures>()

  /** Takes in what has ended; `count` is how many pods have failed since one succeeded. */
  note({job, newSucceeded, newFailed}: JobContext): Failures {
    const uid = job.metadata.uid ?? ''
    const before = this.known.get(uid) ?? {count: 0, last: 0}
    if (newSucceeded.length + newFailed.length === 0) return before
    const success = Math.max(-1, ...newSucceeded.map(endOf))
    const since = newFailed.map(endOf).filter((end) => end > success)
    const old = newSucceeded.length > 0 ? {count: 0, last: 0} : before
    const next = {count: old.count + since.length, last: Math.max(old.last, ...since)}
    return next
  }

  /** Remembers what `note` gave, once it is counted. */
  keep({job}: JobContext, failures: Failures): void {
    if (failures.count > 0) this.known.set(job.metadata.uid ?? '', failures)
    else this.known.delete(job.metadata.uid ?? '')
  }

  forget(job: KubeObject): void {
    this.known.delete(job.metadata.uid ?? '')
  }
}

/** Milliseconds until the next pod may start. */
export function pauseAfter({count, last}: Failures, now: number): number {
  return count === 0 ? 0 : Math.max(0, last + Math.min(firstPauseMs * 2 ** (count - 1), longestPauseMs) - now)
}

/** When the pod's last container ended, or else when it was last heard of. */
export function endOf(pod: KubeObject): number {
  const ends = listOf(statusOf(pod).containerStatuses)
    .map((status) => millisOf(section(section(status, 'state'), 'terminated').finishedAt))
    .filter((end) => !Number.isNaN(end))
  if (ends.length > 0) return Math.max(...ends)
  const others = [
    conditionOf(statusOf(pod), 'Ready')?.lastTransitionTime,
    pod.metadata.deletionTimestamp,
    pod.metadata.creationTimestamp,
  ]
  return others.map(millisOf).find((time) => !Number.isNaN(time)) ?? 0
}
