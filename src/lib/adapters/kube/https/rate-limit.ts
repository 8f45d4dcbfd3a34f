import {lateError} from '../../../errors/late-error.js'
import type {Clock} from '../../../ports/clock.js'

/**
 * client-go's token bucket: `burst` requests at once, then `qps` per second, in the order of asking. Whose deadline comes while it waits is
 * told so in its words.
 */
export function createRateLimiter(qps: number, burst: number, clock: Pick<Clock, 'sleep' | 'monotonic'>) {
  if (qps <= 0 || !Number.isFinite(qps)) return async () => {}
  let tokens = burst
  let updated = clock.monotonic()
  return async (signal?: AbortSignal): Promise<void> => {
    const now = clock.monotonic()
    tokens = Math.min(burst, tokens + ((now - updated) / 1000) * qps)
    updated = now
    tokens -= 1
    if (tokens >= 0) return
    await clock.sleep((-tokens / qps) * 1000, signal).catch((error: unknown) => {
      throw error instanceof Error && error.name === 'TimeoutError' ? lateError() : error
    })
  }
}
