import {setMaxListeners} from 'node:events'
import type {KubeObject} from '../../ports/kube.js'
import {getCondition} from './conditions.js'
import {type Controller, type ControllerContext, type ControllerOptions, createController, type Standing} from './controller.js'
import type {ObjectKey, Reconciler} from './types.js'

export interface ManagedController extends ControllerOptions {
  readonly reconciler: Reconciler
}

/** An object that still has work to come, for messages. */
export interface Unsettled extends ObjectKey {
  readonly kind: string
  readonly why: 'running' | 'queued' | 'retrying' | 'waiting'
}

export interface SettleOptions {
  /** Failed tries in a row after which an object that is retried with back-off counts as settled (default 3). */
  readonly failures?: number
  /** ms during which nothing may happen (default 250) */
  readonly calm?: number
}

export interface Manager {
  /** Runs all controllers until `signal` aborts and what is in flight has ended; rejects when one cannot start. */
  run(signal: AbortSignal): Promise<void>
  /** What keeps the controllers from being settled; empty when only routine work is pending. */
  unsettled(options?: SettleOptions): Unsettled[]
  /** Resolves when nothing is in flight, queues are empty and only routine repetition is pending, for a calm while. */
  settled(signal: AbortSignal, options?: SettleOptions): Promise<void>
  readonly controllers: readonly Controller[]
}

/** Longest time (ms) that a controller has for its first pass before the next one starts beside it. */
const FIRST_PASS = 10_000
const LOOK = 20
/** How long nothing may happen before all counts as settled, ms. */
const CALM = 250
/** The same when something waits or has failed: a cache may hear late of what would help it. */
const LATE = 1500

/**
 * Several controllers under one signal. They start in their order, each after the first pass of the one before: who
 * takes over a cluster finds artifacts of a store that is gone, and nothing may read those before they are made anew.
 */
export function createManager(ctx: ControllerContext, controllers: readonly ManagedController[]): Manager {
  let ticks = 0
  let progress = 0
  const tick = (advanced: boolean) => {
    ticks++
    if (advanced) progress = ticks
    return ticks
  }
  const all = controllers.map(({reconciler, ...options}) => createController(ctx, reconciler, options, tick))
  let synced = false

  const unsettled = (options: SettleOptions = {}): Unsettled[] => {
    const found: Unsettled[] = []
    for (const controller of all) {
      const {kind} = controller.reconciler.kind
      for (const object of controller.cache.list()) {
        const key = {namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? ''}
        const why = reasonOf(controller, key, progress, options.failures ?? 3)
        if (why) found.push({kind, ...key, why})
      }
    }
    return found
  }

  return {
    controllers: all,
    unsettled,
    async run(signal) {
      const stop = new AbortController()
      const both = AbortSignal.any([signal, stop.signal])
      // Every run listens for the end; node would take that for a leak.
      setMaxListeners(0, both, signal)
      const running = all.map(async (controller, index) => {
        try {
          if (await passed(ctx, all[index - 1], both)) await controller.run(both)
        } catch (error) {
          if (!both.aborted) stop.abort(error)
          throw error
        }
      })
      void Promise.all(all.map((controller) => controller.cache.synced(both))).then(
        () => (synced = true),
        () => {},
      )
      const results = await Promise.allSettled(running)
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
    },
    async settled(signal, options = {}) {
      for (;;) {
        const before = ticks
        const quiet = synced && all.every(({queue}) => queue.busy === 0) && unsettled(options).length === 0
        await ctx.clock.sleep(options.calm ?? (all.some(hasTrouble) ? LATE : CALM), signal)
        if (quiet && ticks === before && all.every(({queue}) => queue.busy === 0)) return
      }
    },
  }
}

/** Waits for the first pass of a controller, but not for ever; false when the signal aborts first. */
async function passed(ctx: ControllerContext, before: Controller | undefined, signal: AbortSignal): Promise<boolean> {
  if (!before) return !signal.aborted
  try {
    await before.cache.synced(signal)
    const limit = ctx.clock.now() + FIRST_PASS
    while (ctx.clock.now() < limit && before.cache.list().some((object) => !hasPassed(before, object)))
      await ctx.clock.sleep(LOOK, signal)
    return true
  } catch (error) {
    if (signal.aborted) return false
    throw error
  }
}

function hasPassed({standings}: Controller, {metadata}: KubeObject): boolean {
  const standing = standings.get(`${metadata.namespace ?? ''}/${metadata.name}`)
  return standing !== undefined && standing.outcome.requeue !== 'now'
}

function hasTrouble({standings}: Controller): boolean {
  for (const {outcome} of standings.values()) if (outcome.result === 'waiting' || outcome.result === 'failed') return true
  return false
}

/** Why one object is not settled; undefined when it is. */
function reasonOf(controller: Controller, key: ObjectKey, progress: number, failures: number): Unsettled['why'] | undefined {
  const {queue, standings} = controller
  if (queue.isProcessing(key)) return 'running'
  const standing = standings.get(`${key.namespace}/${key.name}`)
  if (!standing) return 'queued'
  if (queue.dueAt(key) === undefined) return undefined
  const {cache} = controller
  const since = watchedToTheEnd(cache.get(key.namespace, key.name)) ? standing.ended : standing.started
  return isRoutine(standing, since > progress, failures)
    ? undefined
    : standing.outcome.result === 'waiting'
      ? 'waiting'
      : 'retrying'
}

/**
 * What is only repeated: successes on their interval, failures that failed often enough, and waits that looked again after
 * the last thing that could have helped them.
 */
function isRoutine({outcome, failures}: Standing, last: boolean, enough: number): boolean {
  if (outcome.requeue === 'interval' && outcome.result !== 'failed') return true
  if (outcome.requeue === 'now') return false
  if (outcome.result === 'failed' && outcome.requeue === 'backoff' && failures < enough) return false
  return outcome.result === 'success' || outcome.result === 'noop' || outcome.result === 'stalled' || last
}

/** A health check looks until its time is over: what got done meanwhile has not helped. */
function watchedToTheEnd(object: KubeObject | undefined): boolean {
  return object !== undefined && getCondition(object, 'Ready')?.reason === 'HealthCheckFailed'
}
