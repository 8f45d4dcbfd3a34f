import type {Manager} from '../../controllers/runtime/manager.js'
import type {Context} from '../../ports/context.js'

/** How often it is looked whether everybody only waits, ms. */
const LOOK = 500
/** Retries that are due sooner come by themselves, ms. */
const SOON = 3000

/**
 * A run that ends when everything has settled need not sit out retry intervals: when nothing is running or queued any
 * more, objects that wait for their next try get it now. Each gets it again only after something else has made progress,
 * since then it counts as settled. Resolves when the signal aborts.
 */
export async function nudge(ctx: Pick<Context, 'clock'>, manager: Manager, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await ctx.clock.sleep(LOOK, signal)
      const left = manager.unsettled()
      if (left.length === 0 || left.some(({why}) => why === 'running' || why === 'queued')) continue
      for (const {kind, namespace, name} of left) {
        const key = {namespace, name}
        const queue = manager.controllers.find((controller) => controller.reconciler.kind.kind === kind)?.queue
        const due = queue?.dueAt(key)
        if (due !== undefined && due - ctx.clock.now() > SOON) queue?.add(key)
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
