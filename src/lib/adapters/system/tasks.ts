import type {Tasks} from '../../ports/clock.js'

/** Tasks that also say how many were ever started, so that a virtual clock sees work that came and went. */
export interface CountedTasks extends Tasks {
  readonly started: number
  /** Names of what is running, for messages about a clock that cannot move. */
  names(): readonly string[]
}

/** Resolves after one turn of the event loop: everything that was ready has run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A fresh counter of running work; one per Context. */
export function createTasks(): CountedTasks {
  const running = new Map<number, string>()
  let started = 0
  let waiters: (() => void)[] = []

  const done = (id: number) => {
    running.delete(id)
    if (running.size > 0) return
    const all = waiters
    waiters = []
    for (const wake of all) wake()
  }
  const zero = (signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const abort = () => {
        waiters = waiters.filter((waiter) => waiter !== wake)
        reject(signal?.reason)
      }
      const wake = () => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }
      waiters.push(wake)
      signal?.addEventListener('abort', abort, {once: true})
    })

  return {
    get running() {
      return running.size
    },
    get started() {
      return started
    },
    names: () => [...running.values()],
    async run(name, work) {
      const id = ++started
      running.set(id, name)
      try {
        return await work()
      } finally {
        done(id)
      }
    },
    async idle(signal) {
      for (;;) {
        while (running.size > 0) await zero(signal)
        const before = started
        await turn()
        signal?.throwIfAborted()
        if (running.size === 0 && started === before) return
      }
    },
  }
}
