import type {Clock, Timer} from '../../ports/clock.js'

/** setTimeout fires at once beyond this (2^31-1 ms, 24.8 days): longer timers are taken in legs. */
const LONGEST = 2 ** 31 - 1

/** A Clock that also tells what is still due. */
export interface ObservedClock extends Clock {
  /** Timers that are pending: `oneShot` ones are work to come, `interval` ones only repeat routine work. */
  readonly pending: {readonly oneShot: number; readonly interval: number}
}

/** The real time. Timers keep the process alive, except those of `timeout`. */
export function createSystemClock(): ObservedClock {
  let oneShot = 0
  let interval = 0

  const timer = (ms: number, fire: () => void, options?: {interval?: boolean}): Timer => {
    const routine = options?.interval === true
    let handle: NodeJS.Timeout | undefined
    let open = true
    const close = () => {
      if (!open) return false
      open = false
      if (routine) interval--
      else oneShot--
      return true
    }
    const arm = (left: number) => {
      const leg = Math.min(left, LONGEST)
      handle = setTimeout(() => {
        if (left > leg) arm(left - leg)
        else if (close()) fire()
      }, leg)
    }
    if (routine) interval++
    else oneShot++
    arm(Math.max(0, ms))
    return {
      cancel: () => {
        clearTimeout(handle)
        close()
      },
    }
  }

  return {
    now: () => Date.now(),
    // not performance.now(): its first use loads half a dozen modules of Node
    monotonic: () => Number(process.hrtime.bigint()) / 1e6,
    timer,
    sleep: (ms, signal) => sleepOn(timer, ms, signal),
    timeout(ms) {
      // Not AbortSignal.timeout: in Node 20 it is collected, and never fires, when only AbortSignal.any refers to it.
      const controller = new AbortController()
      const expire = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
      setTimeout(expire, Math.min(Math.max(0, Math.ceil(ms)), LONGEST)).unref()
      return controller.signal
    },
    get pending() {
      return {oneShot, interval}
    },
  }
}

/** `sleep` in terms of `timer`: rejects with the signal's reason and leaves no timer behind. */
export function sleepOn(timer: Clock['timer'], ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = () => {
      pending.cancel()
      reject(signal?.reason)
    }
    const pending = timer(ms, () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
    signal?.addEventListener('abort', abort, {once: true})
  })
}
