import {FluxError} from '../../errors/flux-error.js'
import {isObject} from '../../formats/json/value.js'
import {staticMessage, valueAt} from '../../kinds/object-facts.js'
import {apiVersionOf, type KindRow, kindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject, ObjectRef} from '../../ports/kube.js'
import {conditionOf, specOf, statusOf, textAt} from '../conditions.js'
import {poll} from '../poll.js'
import {progressText} from '../progress-text.js'
import {fluxStatus} from '../readiness.js'
import {requestTime} from './request-time.js'
import {successMessage} from './success-message.js'

export interface ReconcileOptions {
  readonly namespace: string
  readonly name: string
  readonly withSource?: boolean
  /** names of the kind's `requests` that go with this one, e.g. `force` */
  readonly requests?: readonly string[]
}

type ReconcileContext = Pick<Context, 'kube' | 'clock' | 'signal' | 'out'>

/** Asks the controller for a run of one object and waits for its end; the object as it is then. */
export async function reconcile(ctx: ReconcileContext, kind: KindRow, options: ReconcileOptions): Promise<KubeObject> {
  const ref = {apiVersion: apiVersionOf(kind), kind: kind.kind, namespace: options.namespace, name: options.name}
  const object = await ctx.kube.get(ref, {signal: ctx.signal})
  if (staticMessage(kind, object) !== undefined) {
    ctx.out.success('reconciliation not supported by the object')
    return object
  }
  if (specOf(object).suspend === true) throw new FluxError('suspended', 'resource is suspended')
  if (options.withSource) await reconcileSource(ctx, kind, object)
  const annotations = (options.requests ?? []).map((name) => kind.requests![name]!.annotation)
  await request(ctx, ref, annotations)
  const after = await waitHandled(ctx, ref, statusOf(object).lastHandledReconcileAt)
  const ready = conditionOf(after, 'Ready')
  if (!ready) throw new FluxError('reconcile-failed', "status can't be determined")
  if (ready.status !== 'True') {
    throw new FluxError('reconcile-failed', `${kind.kind} reconciliation failed: ${ready.message}`)
  }
  ctx.out.success(successMessage(kind, after))
  return after
}

/** The source first, and a chart's own source before the chart. */
async function reconcileSource(ctx: ReconcileContext, kind: KindRow, object: KubeObject): Promise<void> {
  const source = sourceOf(kind, object)
  if (!source) return
  const row = kindRow(source.kind)
  if (!row || !kind.withSource?.includes(source.kind)) {
    throw new FluxError('usage', `cannot reconcile source of kind ${source.kind}`)
  }
  await reconcile(ctx, row, {...source, withSource: row.withSource !== undefined})
}

/** Kind, name and namespace of what an object is made from. */
function sourceOf(kind: KindRow, object: KubeObject): {kind: string; name: string; namespace: string} | undefined {
  const own = object.metadata.namespace!
  const path = kind.sourceRefs?.find((keys) => isObject(valueAt(object, keys)))
  if (!path) return undefined
  const [kindName, name, namespace] = ['kind', 'name', 'namespace'].map((key) => textAt(object, [...path, key]))
  const where = namespace || own
  return kind.madeSource && path.includes('chart')
    ? {kind: kind.madeSource, name: `${own}-${object.metadata.name}`, namespace: where}
    : {kind: kindName!, name: name!, namespace: where}
}

async function request(ctx: ReconcileContext, ref: ObjectRef, more: readonly string[]): Promise<void> {
  const {kind, name, namespace} = ref
  ctx.out.action(`annotating ${kind} ${name} in ${namespace} namespace`)
  const time = requestTime(ctx.clock)
  const annotations = Object.fromEntries(['reconcile.fluxcd.io/requestedAt', ...more].map((key) => [key, time]))
  await ctx.kube.patch(ref, {type: 'merge', body: {metadata: {annotations}}}, {fieldManager: 'flux', signal: ctx.signal})
  ctx.out.success(`${kind} annotated`)
}

async function waitHandled(ctx: ReconcileContext, ref: ObjectRef, handled: unknown): Promise<KubeObject> {
  ctx.out.waiting(`waiting for ${ref.kind} reconciliation`)
  return poll(ctx, async () => {
    const now = await ctx.kube.get(ref, {signal: ctx.signal})
    ctx.out.progress(progressText(now))
    if (statusOf(now).lastHandledReconcileAt === handled) return undefined
    const status = fluxStatus(now, ctx.clock.now())
    if (status.state === 'failed') throw new FluxError('reconcile-failed', status.message)
    return status.state === 'current' ? now : undefined
  })
}
