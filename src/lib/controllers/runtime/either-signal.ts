/**
 * A signal that aborts with the first of two, until `release`: call it when the work is done. AbortSignal.any would hold
 * on to the long-lived one of them for every run.
 */
export function eitherSignal(first: AbortSignal, second: AbortSignal): {signal: AbortSignal; release: () => void} {
  const controller = new AbortController()
  const listeners = [first, second].map((signal) => {
    const listener = (): void => controller.abort(signal.reason)
    if (signal.aborted) listener()
    else signal.addEventListener('abort', listener, {once: true})
    return () => signal.removeEventListener('abort', listener)
  })
  return {signal: controller.signal, release: () => listeners.forEach((remove) => void remove())}
}
