import {FluxError} from '../errors/flux-error.js'
import {isObject} from '../formats/json/value.js'
import {apiVersionOf, type KindRow, kindRow} from '../kinds/registry.js'
import type {Context} from '../ports/context.js'
import type {KubeObject, ObjectRef} from '../ports/kube.js'
import {conditionOf, specOf, statusOf} from './conditions.js'
import {poll} from './poll.js'
import {fluxStatus} from './readiness.js'
import {requestTime} from './request-time.js'
import {successMessage} from './success-message.js'

export interface ReconcileOptions {
  readonly namespace: string
  readonly name: string | undefined
  readonly withSource?: boolean
}

type ReconcileContext = Pick<Context, 'kube' | 'clock' | 'signal' | 'out'>
/** Kinds that `--with-source` can reconcile first. */
const SOURCES = ['GitRepository', 'OCIRepository', 'Bucket']

/** Asks the controller for a run of one object and waits for its end; the object as it is then. */
export async function reconcile(ctx: ReconcileContext, kind: KindRow, options: ReconcileOptions): Promise<KubeObject> {
  if (!options.name) throw new FluxError('usage', `${kind.kind} name is required`)
  const ref = {apiVersion: apiVersionOf(kind), kind: kind.kind, namespace: options.namespace, name: options.name}
  const object = await ctx.kube.get(ref, {signal: ctx.signal})
  if (specOf(object).suspend === true) throw new FluxError('suspended', 'resource is suspended')
  if (options.withSource) await reconcileSource(ctx, kind, object)
  return request(ctx, ref, object)
}

async function reconcileSource(ctx: ReconcileContext, kind: KindRow, object: KubeObject): Promise<void> {
  const source = specOf(object).sourceRef
  if (!kind.withSource || !isObject(source)) return
  const name = String(source.kind)
  if (!SOURCES.includes(name)) throw new FluxError('usage', `cannot reconcile source of kind ${name}`)
  const row = kindRow(name) ?? {...kindRow('GitRepository')!, kind: name}
  const namespace = typeof source.namespace === 'string' ? source.namespace : object.metadata.namespace!
  await reconcile(ctx, row, {namespace, name: String(source.name)})
}

async function request(ctx: ReconcileContext, ref: ObjectRef, before: KubeObject): Promise<KubeObject> {
  const {kind, name, namespace} = ref
  ctx.out.action(`annotating ${kind} ${name} in ${namespace} namespace`)
  const annotations = {'reconcile.fluxcd.io/requestedAt': requestTime(ctx.clock)}
  await ctx.kube.patch(ref, {type: 'merge', body: {metadata: {annotations}}}, {fieldManager: 'flux', signal: ctx.signal})
  ctx.out.success(`${kind} annotated`)
  ctx.out.waiting(`waiting for ${kind} reconciliation`)
  const handled = statusOf(before).lastHandledReconcileAt
  const after = await poll(ctx, async () => {
    const now = await ctx.kube.get(ref, {signal: ctx.signal})
    if (statusOf(now).lastHandledReconcileAt === handled) return undefined
    const status = fluxStatus(now, ctx.clock.now())
    if (status.state === 'failed') throw new FluxError('reconcile-failed', status.message)
    return status.state === 'current' ? now : undefined
  })
  const ready = conditionOf(after, 'Ready')
  if (!ready) throw new FluxError('reconcile-failed', "status can't be determined")
  if (ready.status !== 'True') throw new FluxError('reconcile-failed', `${kind} reconciliation failed: ${ready.message}`)
  ctx.out.success(successMessage(after))
  return after
}
