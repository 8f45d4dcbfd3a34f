import type {Context} from '../../ports/context.js'

/**
 * The value of `reconcile.fluxcd.io/requestedAt`: RFC 3339 with nine digits of a second. The clock gives
 * milliseconds; the rest comes from its monotonic part, so that two requests of one millisecond differ.
 */
export function requestTime(clock: Context['clock']): string {
  const now = new Date(clock.now()).toISOString()
  const nanos = Math.floor((clock.monotonic() % 1) * 1e6)
  return `${now.slice(0, -1)}${String(nanos).padStart(6, '0')}Z`
}
