import type {Change} from '../../apply/change-set.js'
import {normalizeObject} from '../../apply/prepare/normalize.js'
import {applyStages} from '../../apply/server-side/apply-stages.js'
import {NO_RULES} from '../../apply/wait/health-rules.js'
import {FluxError} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {isTimeout} from '../poll.js'

/** Requests under way at a time. */
const CONCURRENCY = 8

/** Applies an installation as `flux`, definitions first (cli reference 1.9); the change of every object. Throws FluxError. */
export async function applyManifests(
  ctx: Pick<Context, 'kube' | 'clock' | 'signal'>,
  objects: readonly KubeObject[],
): Promise<Change[]> {
  const options = {
    manager: 'flux',
    force: false,
    overriddenManagers: [],
    keepManagers: true,
    ignore: [],
    customStage: new Set<string>(),
    concurrency: CONCURRENCY,
    migrateApiVersion: false,
    signal: ctx.signal,
  }
  try {
    return await applyStages(ctx, objects.map(normalizeObject), options, NO_RULES)
  } catch (error) {
    // which object was under way when time was up says nothing
    if (isTimeout(ctx.signal)) throw new FluxError('deadline', 'context deadline exceeded', {cause: error})
    throw error
  }
}
