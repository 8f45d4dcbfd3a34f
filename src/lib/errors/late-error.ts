import {FluxError} from './flux-error.js'

/** What client-go says to a request that is made after the deadline. */
export function lateError(): FluxError {
  return new FluxError('deadline', 'client rate limiter Wait returned an error: context deadline exceeded')
}

/** Time (ms) in which nothing can be asked: a deadline so near is as good as over. */
const NO_TIME_MS = 1

/** True for a time limit (ms) that leaves nothing; none at all is no limit. */
export function isLate(timeoutMs: number | undefined): boolean {
  return timeoutMs !== undefined && timeoutMs <= NO_TIME_MS
}
