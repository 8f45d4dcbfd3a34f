import type {Manager, Unsettled} from '../../controllers/runtime/manager.js'
import type {KindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {conditionOf} from '../conditions.js'
import {inVain, pendingOf} from './report/pending.js'

/** How often it is looked, ms. */
const LOOK = 500

/**
 * Waits until nothing more can happen because all that is left are health checks of Kustomizations that wait for objects of
 * `stored` kinds alone, which nobody reconciles; the Kustomizations. Never resolves otherwise; rejects when the signal aborts.
 */
export async function outOfReach(
  ctx: Pick<Context, 'kube' | 'clock'>,
  manager: Manager,
  stored: readonly KindRow[],
  signal: AbortSignal,
): Promise<Unsettled[]> {
  const hopeless = async (object: KubeObject | undefined): Promise<boolean> => {
    if (!object || !conditionOf(object, 'Reconciling')?.message.startsWith('Running health checks')) return false
    return inVain(await pendingOf(ctx, object), stored)
  }
  for (;;) {
    await ctx.clock.sleep(LOOK, signal)
    const left = manager.unsettled()
    if (left.length === 0 || left.some(({why}) => why !== 'running')) continue
    const objects = left.map(({kind, namespace, name}) =>
      manager.controllers.find(({reconciler}) => reconciler.kind.kind === kind)?.cache.get(namespace, name),
    )
    const found = await Promise.all(objects.map(hopeless))
    if (found.every(Boolean)) return left
  }
}
