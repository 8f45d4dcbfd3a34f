import {randomBytes, randomUUID} from 'node:crypto'
import type {Clock, Random, Tasks} from '../../ports/clock.js'
import type {Log} from '../../ports/observe.js'

/** The ports as the bare system gives them, for callers that bring none (other people's tests). */

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const stop = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, ms)
      signal?.addEventListener('abort', stop, {once: true})
    }),
  timeout: (ms) => AbortSignal.timeout(ms),
  timer: (ms, fire) => {
    // the server's timers never hold a process that has nothing else to do
    const timer = setTimeout(fire, Math.min(ms, 2 ** 31 - 1)).unref()
    return {cancel: () => clearTimeout(timer)}
  },
}

export const systemRandom: Random = {
  float: () => Math.random(),
  bytes: (length) => randomBytes(length),
  uuid: () => randomUUID(),
}

export const plainTasks: Tasks = {
  run: (_name, work) => work(),
  running: 0,
  idle: async () => {},
}

export const silentLog: Log = {
  trace: () => {},
  debug: () => {},
  info: () => {},
  error: () => {},
  child: () => silentLog,
}
