import type {Clock, Timer} from '../../ports/clock.js'

/**
 * A signal that aborts `ms` after another one, so that what must not get lost can still be written when the other one has
 * stopped the work. Call `release` when nothing is written any more.
 */
export function lastingSignal(
  clock: Pick<Clock, 'timer'>,
  signal: AbortSignal,
  ms: number,
): {signal: AbortSignal; release: () => void} {
  const controller = new AbortController()
  let timer: Timer | undefined
  const begin = (): void => {
    timer = clock.timer(ms, () => controller.abort(signal.reason))
  }
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, {once: true})
  return {
    signal: controller.signal,
    release() {
      signal.removeEventListener('abort', begin)
      timer?.cancel()
    },
  }
}
