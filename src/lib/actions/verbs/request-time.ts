import {rfc3339} from '../../formats/time/local-time.js'
import type {Context} from '../../ports/context.js'

/**
 * The value of `reconcile.fluxcd.io/requestedAt`: RFC 3339 in local time with up to nine digits of a second. The clock gives
 * milliseconds; the rest comes from its monotonic part, so that two requests of one millisecond differ.
 */
export function requestTime(clock: Context['clock']): string {
  const now = clock.now()
  const nanos = Math.floor(now % 1000) * 1e6 + Math.floor((clock.monotonic() % 1) * 1e6)
  return rfc3339(now, clock.zone, nanos)
}
