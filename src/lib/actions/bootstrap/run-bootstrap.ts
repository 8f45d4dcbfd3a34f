import {FluxError} from '../../errors/flux-error.js'
import {deadlineError} from '../poll.js'
import type {BootstrapContext, BootstrapPlan} from './bootstrap-plan.js'
import {reconcileComponents} from './steps/components.js'
import {confirmHealth} from './steps/health.js'
import {cloneRepository} from './steps/repository.js'
import {reconcileSourceSecret} from './steps/source-secret.js'
import {reconcileSync} from './steps/sync.js'

/** The steps of every bootstrap once the repository is there (cli reference 3.1, steps 4 to 9); `version` has a `v`. */
export async function runBootstrap(ctx: BootstrapContext, plan: BootstrapPlan, version: string): Promise<void> {
  try {
    const workspace = await cloneRepository(ctx, plan)
    await reconcileComponents(ctx, plan, workspace, version)
    const login = await reconcileSourceSecret(ctx, plan)
    const synced = await reconcileSync(ctx, plan, workspace)
    if (synced.head === undefined) throw new FluxError('bug', 'the branch has no commit after the sync was written')
    await confirmHealth(ctx, plan, {head: synced.head, login})
  } catch (error) {
    throw deadlineError(error, ctx.cluster.signal)
  }
}
