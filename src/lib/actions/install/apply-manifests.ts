import type {Change} from '../../apply/change-set.js'
import {normalizeObject} from '../../apply/prepare/normalize.js'
import {applyStages} from '../../apply/server-side/apply-stages.js'
import {NO_RULES} from '../../apply/wait/health-rules.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'

/** Requests under way at a time. */
const CONCURRENCY = 8

/** Applies an installation as `flux`, definitions first (cli reference 1.9); the change of every object. Throws ApplyError. */
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
  return applyStages(ctx, objects.map(normalizeObject), options, NO_RULES)
}
