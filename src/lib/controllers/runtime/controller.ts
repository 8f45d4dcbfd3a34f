import {messageOf} from '../../errors/flux-error.js'
import {parseDuration} from '../../formats/duration/duration.js'
import {isObject} from '../../formats/json/value.js'
import type {Context} from '../../ports/context.js'
import type {KubeCache} from '../../ports/kube.js'
import {createQueue, keyText, type WorkQueue} from './queue.js'
import {queueMetrics} from './queue-metrics.js'
import type {ObjectKey, Outcome, Reconciler, Run, Trigger} from './types.js'
import {bindWatches} from './watches.js'

export type ControllerContext = Pick<Context, 'caches' | 'clock' | 'random' | 'log' | 'metrics'>

/** What Flux's controllers take as flags; defaults are theirs. */
export interface ControllerOptions {
  /** runs at the same time (default 4) */
  readonly concurrent?: number | undefined
  /** --min-retry-delay, ms (default 750) */
  readonly minRetryDelay?: number | undefined
  /** --max-retry-delay, ms (default 15 min) */
  readonly maxRetryDelay?: number | undefined
  /** --interval-jitter-percentage (default 5) */
  readonly jitterPercentage?: number | undefined
  /** --watch-label-selector */
  readonly watchLabelSelector?: string | undefined
  /** --watch-all-namespaces=false: only this one */
  readonly namespace?: string | undefined
}

/** How one object stands with its controller. */
export interface Standing {
  readonly outcome: Outcome
  /** order of the start among all starts and ends of the manager's runs */
  readonly started: number
  readonly ended: number
  /** failed runs in a row */
  readonly failures: number
}

export interface Controller {
  readonly reconciler: Reconciler
  readonly cache: KubeCache
  readonly queue: WorkQueue
  /** last outcome of every object that still exists */
  readonly standings: ReadonlyMap<string, Standing>
  /** Runs until `signal` aborts, then waits for what is in flight. */
  run(signal: AbortSignal): Promise<void>
}

/** Longest wait (ms) for runs that go on after the controller was told to stop. */
const GRACE = 30_000

interface Active {
  trigger: Trigger | undefined
  readonly listeners: Set<(trigger: Trigger) => void>
}

/** Drives one reconciler: watches fill the queue, up to `concurrent` runs work it off. `tick` orders runs over controllers. */
export function createController(
  ctx: ControllerContext,
  reconciler: Reconciler,
  options: ControllerOptions,
  tick: (progress: boolean) => number,
): Controller {
  const {metrics, clock, random} = ctx
  const name = reconciler.kind.kind.toLowerCase()
  const labels = {controller: name}
  const [group = ''] = reconciler.kind.apiVersion.split('/')
  const log = ctx.log.child({controller: name, controllerGroup: group, controllerKind: reconciler.kind.kind})
  const concurrent = options.concurrent ?? 4
  const active = new Map<string, Active>()
  const standings = new Map<string, Standing>()
  const flights = new Set<Promise<void>>()
  let pump = () => {}

  const queue = createQueue({
    clock,
    minDelay: options.minRetryDelay ?? 750,
    maxDelay: options.maxRetryDelay ?? 900_000,
    onReady: () => pump(),
    observer: queueMetrics(metrics, clock, name),
  })
  const {labelSelector, namespace} = {labelSelector: options.watchLabelSelector, namespace: options.namespace}
  const binding = bindWatches(reconciler, ctx.caches, {labelSelector, namespace}, (key, trigger) => {
    // Looked up first: an idle key starts to run inside `add`.
    const run = active.get(keyText(key))
    queue.add(key)
    if (!run) return
    run.trigger = trigger
    for (const listener of run.listeners) listener(trigger)
  })

  /** Throws, with nothing queued, when `spec.interval` is no duration. */
  const requeue = (key: ObjectKey, outcome: Outcome): void => {
    const after = outcome.requeue
    if (after === 'backoff' || after === 'now') {
      queue.addRateLimited(key)
      return
    }
    if (after === 'never') {
      if (outcome.error === undefined) queue.forget(key)
      return
    }
    const ms = after === 'interval' ? intervalOf(binding.own, key, random.float(), options.jitterPercentage ?? 5) : after.ms
    queue.forget(key)
    if (ms !== undefined) queue.addAfter(key, ms, {interval: outcome.result === 'success' || outcome.result === 'noop'})
  }
  const settle = (key: ObjectKey, outcome: Outcome, started: number, seconds: number, runLog: Run['log']): void => {
    const result = resultWord(outcome)
    metrics.count('controller_runtime_reconcile_total', {...labels, result})
    metrics.observe('controller_runtime_reconcile_time_seconds', labels, seconds)
    if (result === 'error') {
      metrics.count('controller_runtime_reconcile_errors_total', labels)
      if (outcome.requeue === 'never') metrics.count('controller_runtime_terminal_reconcile_errors_total', labels)
      runLog.error('Reconciler error', outcome.error)
    }
    try {
      requeue(key, outcome)
    } catch (error) {
      // Only an object that no CRD has checked: as good as a failed run, or it would never run again.
      runLog.error('Reconciler error', error)
      queue.addRateLimited(key)
    }
    const id = keyText(key)
    const failures = outcome.result === 'failed' ? (standings.get(id)?.failures ?? 0) + 1 : 0
    const ended = tick(outcome.result === 'success')
    if (binding.own.get(key.namespace, key.name)) standings.set(id, {outcome, started, ended, failures})
    else standings.delete(id)
  }
  const runOne = async (key: ObjectKey, signal: AbortSignal): Promise<void> => {
    const id = keyText(key)
    const state: Active = {trigger: undefined, listeners: new Set()}
    active.set(id, state)
    const runLog = log.child({[reconciler.kind.kind]: key, namespace: key.namespace, name: key.name, reconcileID: random.uuid()})
    const started = tick(false)
    const begun = clock.monotonic()
    const run: Run = {
      key,
      log: runLog,
      signal,
      cached: () => binding.own.get(key.namespace, key.name),
      superseded: () => state.trigger,
      onSuperseded(listener) {
        state.listeners.add(listener)
        return () => state.listeners.delete(listener)
      },
    }
    metrics.gauge('controller_runtime_active_workers', labels, active.size)
    const outcome = await reconciler.reconcile(run).catch((error: unknown): Outcome => {
      if (isBug(error)) {
        metrics.count('controller_runtime_reconcile_panics_total', labels)
        runLog.error('Observed a panic', error, {stacktrace: (error as Error).stack})
      }
      return {result: 'failed', requeue: 'backoff', error}
    })
    active.delete(id)
    metrics.gauge('controller_runtime_active_workers', labels, active.size)
    try {
      if (!signal.aborted) settle(key, outcome, started, (clock.monotonic() - begun) / 1000, runLog)
    } finally {
      queue.done(key)
    }
  }

  return {
    reconciler,
    cache: binding.own,
    queue,
    standings,
    async run(signal) {
      startAtZero(metrics, labels)
      metrics.gauge('controller_runtime_max_concurrent_reconciles', labels, concurrent)
      for (const source of binding.sources) log.info('Starting EventSource', {source: `kind source: ${source}`})
      pump = () => {
        while (!signal.aborted && active.size < concurrent) {
          const key = queue.take()
          if (!key) break
          const flight = runOne(key, signal).finally(() => {
            flights.delete(flight)
            pump()
          })
          flights.add(flight)
        }
      }
      try {
        const stop = await binding.start(signal)
        log.info('Starting Controller')
        log.info('Starting workers', {'worker count': concurrent})
        await new Promise<void>((resolve) => {
          if (signal.aborted) resolve()
          else signal.addEventListener('abort', () => resolve(), {once: true})
        })
        stop()
      } catch (error) {
        if (!signal.aborted) throw error
      }
      log.info('Shutdown signal received, waiting for all workers to finish')
      queue.shutDown()
      if (await ended(flights, clock)) log.info('All workers finished')
      else log.error('workers did not finish in time', undefined, {running: [...active.keys()]})
    },
  }
}

/** Series that count from the first scrape on: what is not there cannot rise. */
function startAtZero(metrics: ControllerContext['metrics'], labels: {readonly controller: string}): void {
  for (const result of ['success', 'error', 'requeue', 'requeue_after']) {
    metrics.count('controller_runtime_reconcile_total', {...labels, result}, 0)
  }
  for (const what of ['reconcile_errors', 'terminal_reconcile_errors', 'reconcile_panics', 'reconcile_timeouts']) {
    metrics.count(`controller_runtime_${what}_total`, labels, 0)
  }
  metrics.gauge('controller_runtime_active_workers', labels, 0)
}

/** Waits for what is in flight, as long as controller-runtime does; false when that was too short. */
async function ended(flights: ReadonlySet<Promise<void>>, clock: ControllerContext['clock']): Promise<boolean> {
  let stop = () => {}
  const limit = new Promise<boolean>((resolve) => {
    const timer = clock.timer(GRACE, () => resolve(false), {interval: true})
    stop = timer.cancel
  })
  const all = Promise.all(flights).then(() => true)
  return Promise.race([all, limit]).finally(() => stop())
}

/** `result` label of controller-runtime. */
function resultWord(outcome: Outcome): 'success' | 'error' | 'requeue' | 'requeue_after' {
  if (outcome.requeue === 'backoff' || (outcome.requeue === 'never' && outcome.error !== undefined)) return 'error'
  if (outcome.requeue === 'now') return 'requeue'
  return outcome.requeue === 'never' ? 'success' : 'requeue_after'
}

/** interval x (1 + p(2r - 1)); undefined when the object is gone (kustomize-controller 3.10). */
function intervalOf(cache: KubeCache, key: ObjectKey, random: number, percentage: number): number | undefined {
  const spec = cache.get(key.namespace, key.name)?.spec
  if (!isObject(spec) || typeof spec['interval'] !== 'string') return undefined
  try {
    return parseDuration(spec['interval']) * (1 + (percentage / 100) * (2 * random - 1))
  } catch (error) {
    throw new Error(`spec.interval of ${keyText(key)}: ${messageOf(error)}`)
  }
}

/** Errors that only a fault of ours throws: the counterpart of a Go panic. */
function isBug(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
}
