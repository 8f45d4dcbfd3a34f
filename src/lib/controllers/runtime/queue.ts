import type {Clock, Timer} from '../../ports/clock.js'
import type {QueueObserver} from './queue-metrics.js'
import type {ObjectKey} from './types.js'

export interface QueueOptions {
  readonly clock: Pick<Clock, 'now' | 'timer'>
  /** first delay of the per-item exponential limiter (ms; Flux: 750) */
  readonly minDelay: number
  /** longest delay (ms; Flux: 15 min) */
  readonly maxDelay: number
  /** Called whenever an item may be taken. */
  readonly onReady: () => void
  readonly observer?: QueueObserver | undefined
}

interface Delayed {
  readonly key: ObjectKey
  readonly due: number
  readonly timer: Timer
}

export type WorkQueue = ReturnType<typeof createQueue>

/** The key as text, `namespace/name`. */
export function keyText(key: ObjectKey): string {
  return `${key.namespace}/${key.name}`
}

/**
 * controller-runtime's work queue: a key is in it at most once (the earliest time counts), never handed out twice at the
 * same time, and comes back by itself when it was added while it was being worked on.
 */
export function createQueue({clock, minDelay, maxDelay, onReady, observer}: QueueOptions) {
  const ready = new Map<string, ObjectKey>()
  const processing = new Set<string>()
  const delayed = new Map<string, Delayed>()
  const failures = new Map<string, number>()
  let open = true

  const undelay = (id: string) => {
    delayed.get(id)?.timer.cancel()
    delayed.delete(id)
  }
  const add = (key: ObjectKey) => {
    if (!open) return
    const id = keyText(key)
    undelay(id)
    if (ready.has(id)) return
    ready.set(id, key)
    observer?.added(id, ready.size)
    if (!processing.has(id)) onReady()
  }
  const addAfter = (key: ObjectKey, ms: number, options: {interval?: boolean} = {}) => {
    if (ms <= 0) return add(key)
    if (open) observer?.retried()
    const id = keyText(key)
    const due = clock.now() + ms
    const known = delayed.get(id)
    if (!open || ready.has(id) || (known && known.due <= due)) return
    undelay(id)
    const timer = clock.timer(
      ms,
      () => {
        delayed.delete(id)
        add(key)
      },
      options,
    )
    delayed.set(id, {key, due, timer})
  }

  return {
    add,
    addAfter,
    /** Adds after the item's own back-off, which doubles each time until `forget`. */
    addRateLimited(key: ObjectKey) {
      const id = keyText(key)
      const count = failures.get(id) ?? 0
      failures.set(id, count + 1)
      addAfter(key, Math.min(minDelay * 2 ** count, maxDelay))
    },
    /** How often the item was rate-limited since it was last forgotten. */
    retries: (key: ObjectKey) => failures.get(keyText(key)) ?? 0,
    forget: (key: ObjectKey) => failures.delete(keyText(key)),
    /** The next item that nobody works on; the taker calls `done` with it. */
    take(): ObjectKey | undefined {
      for (const [id, key] of ready) {
        if (processing.has(id)) continue
        ready.delete(id)
        processing.add(id)
        observer?.taken(id, ready.size)
        return key
      }
      return undefined
    },
    done(key: ObjectKey) {
      const id = keyText(key)
      processing.delete(id)
      observer?.done(id)
      if (ready.has(id)) onReady()
    },
    isProcessing: (key: ObjectKey) => processing.has(keyText(key)),
    /** When the item is due, if it is waiting for its time. */
    dueAt: (key: ObjectKey) => delayed.get(keyText(key))?.due,
    delayedKeys: (): ObjectKey[] => [...delayed.values()].map(({key}) => key),
    /** Items that could be taken or are being worked on. */
    get busy() {
      return ready.size + processing.size
    },
    get depth() {
      return ready.size
    },
    /** Drops everything that waits and takes nothing more. */
    shutDown() {
      open = false
      for (const id of [...delayed.keys()]) undelay(id)
      ready.clear()
    },
  }
}
