import {changeLine} from '../../apply/change-set.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'
import {upsertSecret} from '../create/upsert.js'
import {deadlineError} from '../poll.js'
import {applyManifests} from './apply-manifests.js'
import {assessDeployments} from './assess-deployments.js'
import {type ClusterInfo, requireInfo} from './cluster-info.js'
import {type Asking, confirmOverride} from './confirm-override.js'
import {pullSecret} from './pull-secret.js'
import {type RenderContext, type RenderOptions, renderManifests, tellLeftOut} from './render-manifests.js'

type ClusterContext = Pick<Context, 'kube' | 'clock' | 'out' | 'signal'>

export interface InstallContext extends RenderContext, Asking {
  /** without a deadline of its own */
  cluster(): Promise<ClusterContext>
}

export interface InstallRun extends RenderOptions {
  readonly export: boolean
  /** print the manifests before they are applied */
  readonly verbose: boolean
  /** do not ask before an installation of another tool is replaced */
  readonly force: boolean
  /** of the apply, and of the wait after it, ms */
  readonly timeout: number
}

/** Pause between two looks at the Deployments, ms (cli reference 1.1). */
const INTERVAL = 5000

/** `flux install` (cli reference 3.2). */
export async function install(ctx: InstallContext, options: InstallRun): Promise<void> {
  const {out} = ctx
  const manifests = await renderManifests(ctx, options, () => {
    if (!options.export) out.generate('generating manifests')
  })
  if (options.export || options.verbose) await out.data(manifests.text)
  if (options.export) return
  out.success('manifests build completed')
  out.action(`installing components in ${options.namespace} namespace`)
  const cluster = await ctx.cluster()
  const signal = AbortSignal.any([cluster.signal, cluster.clock.timeout(options.timeout)])
  const timed = {...cluster, signal}
  await allow(ctx, await requireInfo(timed), options)
  await tellLeftOut(timed, options)
  try {
    const changes = await applyManifests(timed, manifests.objects)
    await out.data(`${changes.map(changeLine).join('\n')}\n`)
    await applyPullSecret(timed, options)
  } catch (error) {
    const cause = deadlineError(error, signal)
    throw new FluxError('install-failed', `install failed: ${messageOf(cause)}`, {cause})
  }
  out.waiting('verifying installation')
  const components = [...options.components, ...options.componentsExtra]
  const {namespace, timeout} = options
  if (!(await assessDeployments(cluster, components, {namespace, timeout, interval: INTERVAL}))) {
    throw new FluxError('install-failed', 'install failed')
  }
  out.success('install finished')
}

/** Refuses a cluster that Git keeps, and asks before the installation of another tool is replaced. */
async function allow(ctx: InstallContext, info: ClusterInfo | undefined, {force}: InstallRun): Promise<void> {
  if (info?.bootstrapped) {
    const words = `this cluster has already been bootstrapped with Flux ${info.version ?? ''}!`
    throw new FluxError('bootstrapped', `${words} Please use 'flux bootstrap' to upgrade`)
  }
  if (!force) await confirmOverride(ctx, info, 'installation cancelled')
}

async function applyPullSecret(cluster: ClusterContext, options: InstallRun): Promise<void> {
  const secret = pullSecret(options)
  if (!secret) return
  cluster.out.action(`generating image pull secret ${secret.metadata.name}`)
  await upsertSecret(cluster, secret)
}
