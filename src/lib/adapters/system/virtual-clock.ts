import type {Timer} from '../../ports/clock.js'
import {type ObservedClock, sleepOn} from './system-clock.js'
import {type CountedTasks, turn} from './tasks.js'
import {createTimerHeap, type HeapTimer} from './timer-heap.js'

/** Turns of the event loop without new work before time may move. */
const QUIET_TURNS = 3

/** Time that stands still until it is told to move, and then only while nothing is in flight. */
export interface VirtualClock extends ObservedClock {
  /** Moves on by `ms`, firing every timer on the way in order of due time, then of creation. */
  advance(ms: number, signal?: AbortSignal): Promise<void>
  /**
   * Moves from timer to timer until `done` holds (asked whenever everything is quiet). Returns false when
   * `limitMs` of virtual time passed, or when no timer is left, before it held.
   */
  runUntil(done: () => boolean, limitMs: number, signal?: AbortSignal): Promise<boolean>
  /** Resolves when nothing is in flight and the event loop is quiet; time does not move. */
  quiet(signal?: AbortSignal): Promise<void>
  /** Due time of the next timer. */
  readonly next: number | undefined
}

/** A virtual clock that starts at `start` (ms since the epoch) and waits for `tasks` before every step. */
export function createVirtualClock(tasks: CountedTasks, start = Date.UTC(2026, 0, 1)): VirtualClock {
  const heap = createTimerHeap()
  let now = start
  let sequence = 0
  let oneShot = 0
  let interval = 0
  let monotonic = 0
  let noise = 1
  /**
   * Work takes no virtual time, but no two pieces of work take exactly as long: texts with a duration (events) must
   * differ as they do on a machine, or they would be counted as one. Up to 20 microseconds per question, repeatable.
   */
  const elapsed = () => {
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) >>> 0
    monotonic = Math.max(monotonic, now - start) + ((noise >>> 8) % 20_000 || 1) / 1e6
    return monotonic
  }

  /** Timeouts are guards, not work to come: they count as neither. */
  const schedule = (ms: number, fire: () => void, kind: 'oneShot' | 'interval' | 'guard'): Timer => {
    const entry: HeapTimer = {due: now + Math.max(0, ms), sequence: sequence++, fire: () => release() && fire(), index: -1}
    let open = true
    const release = () => {
      if (!open) return false
      open = false
      if (kind === 'oneShot') oneShot--
      else if (kind === 'interval') interval--
      return true
    }
    if (kind === 'oneShot') oneShot++
    else if (kind === 'interval') interval++
    heap.push(entry)
    return {
      cancel: () => {
        if (release()) heap.remove(entry)
      },
    }
  }
  const timer = (ms: number, fire: () => void, options?: {interval?: boolean}) =>
    schedule(ms, fire, options?.interval ? 'interval' : 'oneShot')

  const quiet = async (signal?: AbortSignal) => {
    for (let calm = 0; calm < QUIET_TURNS; ) {
      const before = tasks.started
      if (tasks.running > 0) await tasks.idle(signal)
      else await turn()
      signal?.throwIfAborted()
      calm = tasks.running === 0 && tasks.started === before ? calm + 1 : 0
    }
  }
  /** Fires what is due at the next due time, one by one; returns false when that lies after `limit`. */
  const step = async (limit: number, signal?: AbortSignal) => {
    const first = heap.peek()
    if (!first || first.due > limit) return false
    now = Math.max(now, first.due)
    heap.pop()?.fire()
    await quiet(signal)
    return true
  }

  return {
    now: () => now,
    monotonic: elapsed,
    timer,
    sleep: (ms, signal) => sleepOn(timer, ms, signal),
    timeout(ms) {
      const controller = new AbortController()
      schedule(ms, () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), 'guard')
      return controller.signal
    },
    get pending() {
      return {oneShot, interval}
    },
    get next() {
      return heap.peek()?.due
    },
    quiet,
    async advance(ms, signal) {
      const target = now + ms
      await quiet(signal)
      while (await step(target, signal));
      now = target
    },
    async runUntil(done, limitMs, signal) {
      const limit = now + limitMs
      await quiet(signal)
      for (;;) {
        if (done()) return true
        if (!(await step(limit, signal))) return false
      }
    },
  }
}
