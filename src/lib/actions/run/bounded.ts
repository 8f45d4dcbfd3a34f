import {FluxError} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'

/** What `work` comes to; `late` throws or answers in its place when it takes longer than `ms`. Its own end is then ignored. */
export async function bounded<T>(ctx: Pick<Context, 'clock'>, ms: number, work: Promise<T>, late: () => T): Promise<T> {
  const done = new AbortController()
  const timer = ctx.clock.sleep(ms, done.signal).then(late)
  try {
    return await Promise.race([work, timer])
  } finally {
    done.abort(new FluxError('stopped', 'the work is done'))
    timer.catch(() => undefined)
    work.catch(() => undefined)
  }
}

/** The error for an API that was there and is gone. */
export function silentApi(server: string, cause?: unknown): FluxError {
  return new FluxError('api-silent', `the Kubernetes API at ${server} does not answer any more`, {
    hints: ['what was not applied yet is applied by the next run: start it again when the API is back'],
    cause,
  })
}
