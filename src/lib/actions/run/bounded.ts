import {FluxError} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'
import {isTimeout} from '../poll.js'

/** How long work that heard of the deadline may take to put things in order, ms. */
const GRACE = 1000

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

/**
 * What `work` comes to, whose own signal is `deadline`: an API that swallows requests keeps nobody longer than that.
 * Throws FluxError `api-silent` when the time was over before the end.
 */
export async function inTime<T>(ctx: Pick<Context, 'clock' | 'kube'>, deadline: AbortSignal, work: Promise<T>): Promise<T> {
  const late = (): never => {
    throw deadline.reason
  }
  try {
    await Promise.race([work, aborted(deadline)])
    return await bounded(ctx, GRACE, work, late)
  } catch (error) {
    if (!isTimeout(deadline) || error instanceof FluxError) throw error
    throw new FluxError(
      'api-silent',
      `the controllers could not start in time: the Kubernetes API at ${ctx.kube.server} is slow or silent`,
      {
        hints: ['check the address of the cluster, or wait longer with --timeout'],
        cause: error,
      },
    )
  }
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), {once: true})
  })
}

/** The error for an API that was there and is gone. */
export function silentApi(server: string, cause?: unknown): FluxError {
  return new FluxError('api-silent', `the Kubernetes API at ${server} does not answer any more`, {
    hints: ['what was not applied yet is applied by the next run: start it again when the API is back'],
    cause,
  })
}
