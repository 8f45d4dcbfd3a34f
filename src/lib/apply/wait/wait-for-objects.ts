import {messageOf} from '../../errors/flux-error.js'
import type {KubeObject, ObjectRef} from '../../ports/kube.js'
import {inParallel} from '../in-parallel.js'
import type {ApplyContext} from '../server-side/options.js'
import type {StatusWord} from '../status/object-status.js'
import {groupOf, subjectOf} from '../subject.js'
import type {HealthRules} from './health-rules.js'
import {judge, readStatus} from './read-status.js'

export interface WaitTarget {
  readonly ref: ObjectRef
  /** the object as a write just returned it, so that the first look needs no request */
  readonly seen?: KubeObject | undefined
  /** a Job that its TTL may remove counts as done when it is gone */
  readonly mayVanish?: boolean | undefined
}

export interface WaitOptions {
  /** milliseconds */
  readonly timeout: number
  /** longest pause between two looks, milliseconds; the first pauses are shorter */
  readonly interval: number
  /** stop at the first object that failed */
  readonly failFast: boolean
  readonly rules: HealthRules
  readonly signal?: AbortSignal | undefined
}

interface Watched {
  readonly target: WaitTarget
  status: StatusWord
  error: string | undefined
}

const FIRST_PAUSE = 100
const READS_AT_A_TIME = 8

/**
 * Looks at objects until all are Current, one failed (with failFast), all are settled, or time is up. `message` is the
 * text of what went wrong (kustomize-controller reference 14.2), absent when all are Current. Throws the signal's reason.
 */
export async function waitForObjects(
  context: ApplyContext,
  targets: readonly WaitTarget[],
  options: WaitOptions,
): Promise<{readonly message?: string}> {
  const unplaced = await withoutNamespace(context, targets, options)
  if (unplaced !== undefined) return {message: unplaced}
  const watched = targets.map((target): Watched => ({target, status: 'Unknown', error: undefined}))
  const deadline = context.clock.now() + options.timeout
  for (let look = 0, pause = FIRST_PAUSE; ; look++, pause = Math.min(2 * pause, options.interval)) {
    const open = watched.filter((item) => item.status !== 'Current')
    await inParallel(open, READS_AT_A_TIME, (item) => update(context, item, look === 0, options))
    const left = watched.filter((item) => item.status !== 'Current')
    if (left.length === 0) return {}
    const failed = left.filter((item) => item.status === 'Failed')
    if ((options.failFast && failed.length > 0) || failed.length === left.length) {
      return {message: `failed early due to stalled resources: [${failed.map(describe).join(', ')}]`}
    }
    const rest = deadline - context.clock.now()
    if (rest <= 0) return {message: `timeout waiting for: [${left.map(describe).join(', ')}]`}
    await context.clock.sleep(Math.min(pause, rest), options.signal)
  }
}

/** The text for the first object of a namespaced kind that has no namespace; kinds that are not served may still come. */
async function withoutNamespace(
  context: ApplyContext,
  targets: readonly WaitTarget[],
  options: WaitOptions,
): Promise<string | undefined> {
  for (const {ref} of targets) {
    if (ref.namespace) continue
    const resource = await context.kube.resourceFor(ref, {signal: options.signal}).catch(() => undefined)
    if (!resource?.namespaced) continue
    const kind = [ref.kind, groupOf(ref.apiVersion)].filter((part) => part !== '').join('.')
    return `resource ${kind} ${ref.name} is namespace scoped, but namespace is not set`
  }
  return undefined
}

async function update(context: ApplyContext, item: Watched, first: boolean, options: WaitOptions): Promise<void> {
  const {target} = item
  try {
    const status =
      first && target.seen
        ? await judge(context, target.seen, options.rules, options.signal)
        : await readStatus(context, target.ref, options.rules, options.signal)
    item.status = status.status === 'NotFound' && target.mayVanish ? 'Current' : status.status
    item.error = undefined
  } catch (error) {
    options.signal?.throwIfAborted()
    item.status = 'Unknown'
    item.error = messageOf(error)
  }
}

function describe(item: Watched): string {
  return `${subjectOf(item.target.ref)} status: '${item.status}'${item.error === undefined ? '' : `: ${item.error}`}`
}
