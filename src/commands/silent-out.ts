import type {Out} from '../lib/ports/observe.js'

/**
 * An Out that says nothing more once the process is interrupted: what a command still comes to then (requests that were cut off, counts
 * of nothing) is no result, and flux is gone by then, too.
 */
export function silentAfter(out: Out, signal: AbortSignal): Out {
  const unless = (say: (text: string) => void) => (text: string) => {
    if (!signal.aborted) say(text)
  }
  return {
    ...out,
    data: async (text) => {
      if (!signal.aborted) await out.data(text)
    },
    action: unless(out.action),
    generate: unless(out.generate),
    waiting: unless(out.waiting),
    success: unless(out.success),
    warning: unless(out.warning),
    failure: unless(out.failure),
    progress: unless(out.progress),
    note: unless(out.note),
  }
}
