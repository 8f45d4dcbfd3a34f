import {changeLine} from '../../apply/change-set.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'
import {dockerConfig} from '../create/secrets/docker-config.js'
import {newSecret} from '../create/secrets/secret.js'
import {upsertSecret} from '../create/upsert.js'
import {deadlineError} from '../poll.js'
import {applyManifests} from './apply-manifests.js'
import {assessDeployments} from './assess-deployments.js'
import {type ClusterInfo, foreignManager, installedInfo} from './cluster-info.js'
import {type RenderContext, type RenderOptions, renderManifests} from './render-manifests.js'

type ClusterContext = Pick<Context, 'kube' | 'clock' | 'out' | 'signal'>

export interface InstallContext extends RenderContext {
  /** without a deadline of its own */
  cluster(): Promise<ClusterContext>
  /** Asks a question that only `y` accepts. */
  confirm(label: string): Promise<'yes' | 'no' | 'end'>
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
  await allow(ctx, await infoOf(timed), options)
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

async function infoOf(cluster: ClusterContext): Promise<ClusterInfo | undefined> {
  try {
    return await installedInfo(cluster)
  } catch (error) {
    const cause = deadlineError(error, cluster.signal)
    throw new FluxError('cluster-info', `cluster info unavailable: ${messageOf(cause)}`, {cause})
  }
}

/** Refuses a cluster that Git keeps, and asks before the installation of another tool is replaced. */
async function allow(ctx: InstallContext, info: ClusterInfo | undefined, {force}: InstallRun): Promise<void> {
  if (info?.bootstrapped) {
    const words = `this cluster has already been bootstrapped with Flux ${info.version ?? ''}!`
    throw new FluxError('bootstrapped', `${words} Please use 'flux bootstrap' to upgrade`)
  }
  const manager = foreignManager(info)
  if (manager === undefined || force) return
  ctx.out.note(`Flux ${info?.version ?? ''} has been installed on this cluster with ${manager}!\n`)
  const answer = await ctx.confirm(`Are you sure you want to override the ${manager} installation? Y/N`)
  if (answer !== 'yes') throw new FluxError('aborted', answer === 'end' ? '^D' : 'installation cancelled')
}

async function applyPullSecret(cluster: ClusterContext, options: InstallRun): Promise<void> {
  const {imagePullSecret: name, registryCreds, registry, namespace} = options
  if (name === '' || registryCreds === '') return
  cluster.out.action(`generating image pull secret ${name}`)
  const [username = '', password = ''] = registryCreds.split(':')
  const data = {'.dockerconfigjson': dockerConfig(registry, username, password)}
  await upsertSecret(cluster, newSecret({name, namespace, type: 'kubernetes.io/dockerconfigjson'}, data))
}
