import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {isObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {conditionOf, specOf, statusOf} from '../../conditions.js'
import {assessDeployments} from '../../install/assess-deployments.js'
import {isTimeout, poll} from '../../poll.js'
import {requestTime} from '../../verbs/request-time.js'
import type {BootstrapContext, BootstrapPlan, ClusterContext} from '../bootstrap-plan.js'
import type {LoginChange} from './source-secret.js'

/** Pause between two looks at the Deployments, ms (cli reference 1.1). */
const INTERVAL = 5000

interface Wanted {
  /** of the branch */
  readonly head: string
  readonly login: LoginChange
}

/** As a Go client says it that has no time left to ask. */
const NO_TIME_LEFT = 'client rate limiter Wait returned an error: context deadline exceeded'

/**
 * Waits until the cluster has followed Git to this commit and the controllers are well; all three are looked at. The first two
 * share the deadline of the whole command, the controllers have `--timeout` for themselves, as in flux.
 */
export async function confirmHealth(ctx: BootstrapContext, plan: BootstrapPlan, {head, login}: Wanted): Promise<void> {
  const revision = `${plan.repository.branch}@sha1:${head}`
  const failures: string[] = []
  for (const kind of ['GitRepository', 'Kustomization'] as const) {
    const failure = await waitFor(ctx, plan, kind, {revision, login})
    if (failure !== undefined) failures.push(failure)
  }
  const {out} = ctx.cluster
  const {namespace, components, componentsExtra} = plan.manifests
  out.action('confirming components are healthy')
  const timing = {namespace, timeout: plan.timeout, interval: INTERVAL}
  if (await assessDeployments({...ctx.cluster, signal: ctx.signal}, [...components, ...componentsExtra], timing)) {
    out.success('all components are healthy')
  } else failures.push('timed out waiting for all resources to be ready')
  if (failures.length === 0) return
  const all = failures.length === 1 ? failures[0] : `[${failures.join(', ')}]`
  throw new FluxError('unhealthy', `bootstrap failed with ${failures.length} health check failure(s): ${all}`)
}

const GROUPS = {GitRepository: 'source.toolkit.fluxcd.io/v1', Kustomization: 'kustomize.toolkit.fluxcd.io/v1'}
type Kind = keyof typeof GROUPS

/** Why the object did not get there; undefined when it did. */
async function waitFor(
  ctx: BootstrapContext,
  plan: BootstrapPlan,
  kind: Kind,
  {revision, login}: {readonly revision: string; readonly login: LoginChange},
): Promise<string | undefined> {
  const {out} = ctx.cluster
  const {namespace} = plan.manifests
  const name = `${namespace}/${namespace}`
  out.waiting(`waiting for ${kind} ${JSON.stringify(name)} to be reconciled`)
  const {cluster} = ctx
  let last: KubeObject | undefined
  let requested: string | undefined
  try {
    if (isTimeout(cluster.signal)) throw new FluxError('deadline', NO_TIME_LEFT)
    await poll(cluster, async () => {
      last = await read(cluster, kind, namespace)
      if (saysNothing(last, kind, login)) {
        requested ??= await requestReconcile(cluster, kind, namespace)
        if (statusOf(last).lastHandledReconcileAt !== requested) return undefined
      }
      return isReconciled(last, kind, revision) ? true : undefined
    })
    out.success(`${kind} reconciled successfully`)
    return undefined
  } catch (error) {
    ctx.signal.throwIfAborted()
    const ready = last && conditionOf(last, 'Ready')
    const late = isTimeout(cluster.signal) && ready && ready.status !== 'True'
    const reason = late ? `${kind.toLowerCase()} '${name}' not ready: '${ready.message}'` : messageOf(error)
    out.failure(reason)
    return `error while waiting for ${kind} to be ready: '${reason}'`
  }
}

/** Whether what the object says may be about another login than the one in force; what was asked for once stays asked for. */
function saysNothing(object: KubeObject, kind: Kind, login: LoginChange): boolean {
  if (login === 'kept') return false
  return conditionOf(object, 'Ready')?.status === 'False' || (login === 'changed' && kind === 'GitRepository')
}

function read({kube, signal}: ClusterContext, kind: Kind, namespace: string): Promise<KubeObject> {
  return kube.get({apiVersion: GROUPS[kind], kind, namespace, name: namespace}, {signal})
}

/** Asks for another look, once; returns by what its status shows that it was taken. */
async function requestReconcile({kube, signal, clock}: ClusterContext, kind: Kind, namespace: string): Promise<string> {
  const time = requestTime(clock)
  const body = {metadata: {annotations: {'reconcile.fluxcd.io/requestedAt': time}}}
  const ref = {apiVersion: GROUPS[kind], kind, namespace, name: namespace}
  await kube.patch(ref, {type: 'merge', body}, {fieldManager: 'flux', signal})
  return time
}

/** Throws for what will not come right by waiting: a suspended object, and one that failed. */
function isReconciled(object: KubeObject, kind: Kind, revision: string): boolean {
  const {namespace, name, generation} = object.metadata
  if (specOf(object).suspend === true) throw new FluxError('suspended', `${kind} '${namespace}/${name}' is suspended`)
  const status = statusOf(object)
  if (status.observedGeneration !== undefined && status.observedGeneration !== generation) return false
  const ready = conditionOf(object, 'Ready')
  if (ready?.status === 'False') throw new FluxError('not-ready', ready.message)
  if (ready?.status !== 'True') return false
  const artifact = isObject(status.artifact) ? status.artifact.revision : undefined
  return (kind === 'GitRepository' ? artifact : status.lastAttemptedRevision) === revision
}
