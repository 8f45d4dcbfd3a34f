import {FluxError} from '../errors/flux-error.js'
import type {Context} from '../ports/context.js'

/** First pause between two looks; it grows to flux's constant two seconds, so that what is quick is seen at once. */
const FIRST_MS = 100
const LONGEST_MS = 2000

/** Looks at once and then again and again until `look` returns a value; the deadline gives flux's words for it. */
export async function poll<T>(ctx: Pick<Context, 'clock' | 'signal'>, look: () => Promise<T | undefined>): Promise<T> {
  for (let pause = FIRST_MS; ; pause = Math.min(pause * 1.5, LONGEST_MS)) {
    try {
      const value = await look()
      if (value !== undefined) return value
      await ctx.clock.sleep(pause, ctx.signal)
    } catch (error) {
      throw deadlineError(error, ctx.signal)
    }
  }
}

/** `context deadline exceeded` when `error` comes from a signal that timed out; any other error as it is. */
export function deadlineError(error: unknown, signal: AbortSignal): unknown {
  return isTimeout(signal) && !(error instanceof FluxError)
    ? new FluxError('deadline', 'context deadline exceeded', {cause: error})
    : error
}

/** True when the signal aborted because its time was over. */
export function isTimeout(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof Error && signal.reason.name === 'TimeoutError'
}
