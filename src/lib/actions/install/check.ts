import {FluxError, messageOf} from '../../errors/flux-error.js'
import {parseConstraint} from '../../formats/semver/constraint.js'
import {formatVersion, parseVersion, type Version} from '../../formats/semver/version.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {statusOf} from '../conditions.js'
import {deadlineError} from '../poll.js'
import {assessDeployments} from './assess-deployments.js'
import {type ClusterInfo, clusterInfo, distributionOf} from './cluster-info.js'
import {imagesOf} from './images.js'
import {type Installation, traps} from './traps/traps.js'

/** Without a deadline of its own: a readiness wait may take as long as `timeout` each time. */
export type CheckContext = Pick<Context, 'kube' | 'clock' | 'out' | 'signal'>

export interface CheckOptions {
  readonly namespace: string
  /** only what an installation needs of the cluster */
  readonly pre: boolean
  /** pause between two looks at a Deployment, ms */
  readonly pollInterval: number
  /** ms */
  readonly timeout: number
}

const CONSTRAINT = '>=1.33.0-0'
const SELECTOR = 'app.kubernetes.io/part-of=flux'

/** `flux check` (cli reference 3.5); throws FluxError when something is wrong. */
export async function check(ctx: CheckContext, options: CheckOptions): Promise<void> {
  const {out} = ctx
  const timed = {...ctx, signal: AbortSignal.any([ctx.signal, ctx.clock.timeout(options.timeout)])}
  out.action('checking prerequisites')
  const suitable = await checkKubernetes(timed)
  if (options.pre) {
    if (!suitable) throw new FluxError('said', 'the prerequisites are not met')
    out.success('prerequisites checks passed')
    return
  }
  out.action('checking version in cluster')
  const info = await checkVersion(timed)
  out.action('checking controllers')
  const controllers = await checkControllers(ctx, timed, options)
  out.action('checking crds')
  const definitions = await checkDefinitions(timed)
  ctx.signal.throwIfAborted()
  const installation: Installation = {namespace: options.namespace, info, controllers: controllers.items}
  for (const trap of await traps(timed, installation)) out.warning(trap)
  if (!suitable || !info || !controllers.ready || !definitions) throw new FluxError('check-failed', 'check failed')
  out.success('all checks passed')
}

async function checkKubernetes({kube, out, signal}: CheckContext): Promise<boolean> {
  let text: string
  try {
    text = (await kube.version({signal})).gitVersion
  } catch (error) {
    out.failure(`Kubernetes API call failed: ${messageOf(deadlineError(error, signal))}`)
    return false
  }
  const version = readVersion(text)
  if (!version) out.failure("Kubernetes version can't be determined")
  else if (!parseConstraint(CONSTRAINT).check(version)) {
    out.failure(`Kubernetes version ${version.original} does not match ${CONSTRAINT}`)
  } else {
    out.success(`Kubernetes ${formatVersion(version)} ${CONSTRAINT}`)
    return true
  }
  return false
}

function readVersion(text: string): Version | undefined {
  try {
    return parseVersion(text)
  } catch {
    return undefined
  }
}

async function checkVersion(ctx: CheckContext): Promise<ClusterInfo | undefined> {
  try {
    const info = await clusterInfo(ctx)
    const distribution = distributionOf(info)
    if (distribution !== '') ctx.out.success(`distribution: ${distribution}`)
    ctx.out.success(`bootstrapped: ${info.bootstrapped}`)
    return info
  } catch (error) {
    ctx.out.failure(`checking failed: ${messageOf(deadlineError(error, ctx.signal))}`)
    return undefined
  }
}

/** Each Deployment may take the whole timeout; a list that is refused says nothing and fails nothing. */
async function checkControllers(
  ctx: CheckContext,
  timed: CheckContext,
  {namespace, pollInterval, timeout}: CheckOptions,
): Promise<{ready: boolean; items: readonly KubeObject[]}> {
  const items = await listed(timed, {apiVersion: 'apps/v1', kind: 'Deployment'}, namespace)
  if (items?.length === 0) {
    ctx.out.failure(`no controllers found in the '${namespace}' namespace with the label selector '${SELECTOR}'`)
    return {ready: false, items}
  }
  let ready = true
  for (const deployment of items ?? []) {
    const {name} = deployment.metadata
    if (!(await assessDeployments(ctx, [name!], {namespace, timeout, interval: pollInterval}))) ready = false
    for (const image of imagesOf(deployment)) ctx.out.action(image)
  }
  return {ready, items: items ?? []}
}

async function checkDefinitions(timed: CheckContext): Promise<boolean> {
  const items = await listed(timed, {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition'}, undefined)
  if (items?.length === 0) timed.out.failure(`no crds found with the label selector '${SELECTOR}'`)
  let stored = items?.length !== 0
  for (const item of items ?? []) {
    const versions = statusOf(item).storedVersions
    const last = Array.isArray(versions) ? versions.at(-1) : undefined
    if (last !== undefined) timed.out.success(`${item.metadata.name}/${String(last)}`)
    else {
      stored = false
      timed.out.failure(`no stored versions for ${item.metadata.name}`)
    }
  }
  return stored
}

async function listed(
  {kube, signal}: CheckContext,
  kind: {apiVersion: string; kind: string},
  namespace: string | undefined,
): Promise<readonly KubeObject[] | undefined> {
  try {
    return (await kube.list(kind, {namespace, labelSelector: SELECTOR, signal})).items
  } catch {
    return undefined
  }
}
