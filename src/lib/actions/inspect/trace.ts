import {FluxError, messageOf} from '../../errors/flux-error.js'
import {lateError} from '../../errors/late-error.js'
import {isObject} from '../../formats/json/value.js'
import {apiVersionOf, kindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeClient, KubeObject, ObjectRef, OwnerReference} from '../../ports/kube.js'
import {specOf, textAt} from '../conditions.js'
import {deadlineError} from '../poll.js'
import {type TraceOptions, type TraceTarget, traceTargets} from './trace-args.js'

/** The objects that stand behind one: who applied it, and where that comes from. */
export interface Trace {
  readonly target: TraceTarget
  /** a Kustomization or HelmRelease */
  readonly applier: KubeObject
  /** HelmChart of a HelmRelease that has one */
  readonly chart?: KubeObject | undefined
  readonly source?: KubeObject | undefined
}

export type TraceResult = Trace | {readonly target: TraceTarget; readonly error: string}

type TraceContext = Pick<Context, 'signal'> & {readonly kube: Pick<KubeClient, 'get'>}

/** Owners that are looked at above an object. */
const MAX_OWNERS = 20

/** `flux trace`: from objects to their sources; what cannot be traced says why (cli reference 9.2). */
export async function trace(context: Pick<Context, 'kube' | 'signal'>, options: TraceOptions): Promise<TraceResult[]> {
  try {
    const results: TraceResult[] = []
    const behind = options.late ? {...context, kube: {get: async () => Promise.reject(lateError())}} : context
    for (const target of await traceTargets(context, options)) {
      try {
        results.push(await traceOne(behind, target))
      } catch (error) {
        context.signal.throwIfAborted()
        results.push({target, error: messageOf(error)})
      }
    }
    return results
  } catch (error) {
    throw deadlineError(error, context.signal)
  }
}

async function traceOne(context: TraceContext, target: TraceTarget): Promise<Trace> {
  const owner = await ownerOf(context, target.object)
  if (!owner) throw new FluxError('unmanaged', 'object not managed by Flux')
  const applier = await find(
    context,
    owner,
    owner.kind === 'Kustomization' ? 'failed to find kustomization' : 'failed to find HelmRelease',
  )
  if (owner.kind === 'Kustomization')
    return {target, applier, source: await sourceOf(context, applier, specOf(applier).sourceRef)}
  const chartKey = textAt(applier, ['status', 'helmChart'])
  const {chartRef} = specOf(applier)
  // behind the chart of a chartRef the original shows nothing
  if (isObject(chartRef) && chartRef.kind === 'HelmChart') return {target, applier}
  if (isObject(chartRef)) return {target, applier, source: await sourceOf(context, applier, chartRef)}
  if (!chartKey) return {target, applier}
  const [namespace = '', name = ''] = chartKey.split('/')
  const chart = await find(context, refTo('HelmChart', namespace, name), 'failed to find HelmChart')
  return {target, applier, chart, source: await sourceOf(context, chart, specOf(chart).sourceRef)}
}

/** Labels of the object or of one of its owners say who applied it. */
async function ownerOf({kube, signal}: TraceContext, object: KubeObject): Promise<ObjectRef | undefined> {
  let now: KubeObject | undefined = object
  for (let steps = 0; now && steps < MAX_OWNERS; steps++) {
    const labels = now.metadata.labels ?? {}
    for (const [prefix, kind] of [
      ['kustomize.toolkit.fluxcd.io', 'Kustomization'],
      ['helm.toolkit.fluxcd.io', 'HelmRelease'],
    ] as const) {
      const [name, namespace] = [labels[`${prefix}/name`], labels[`${prefix}/namespace`]]
      if (name) return refTo(kind, namespace ?? '', name)
    }
    const owner: OwnerReference | undefined = now.metadata.ownerReferences?.[0]
    const namespace: string | undefined = now.metadata.namespace
    now = owner && (await kube.get({apiVersion: owner.apiVersion, kind: owner.kind, name: owner.name, namespace}, {signal}))
  }
  return undefined
}

function refTo(kind: string, namespace: string, name: string): ObjectRef {
  return {apiVersion: apiVersionOf(kindRow(kind)!), kind, namespace, name}
}

async function find({kube, signal}: TraceContext, ref: ObjectRef, failure: string): Promise<KubeObject> {
  try {
    return await kube.get(ref, {signal})
  } catch (error) {
    signal.throwIfAborted()
    throw new FluxError('not-found', `${failure}: ${messageOf(error)}`, {cause: error})
  }
}

/** Sources of which the report has a block. */
const SHOWN = ['GitRepository', 'OCIRepository', 'HelmRepository', 'ExternalArtifact']

async function sourceOf(context: TraceContext, object: KubeObject, reference: unknown): Promise<KubeObject | undefined> {
  if (!isObject(reference) || !SHOWN.includes(String(reference.kind))) return undefined
  const namespace = typeof reference.namespace === 'string' ? reference.namespace : (object.metadata.namespace ?? '')
  const kind = String(reference.kind)
  return find(context, refTo(kind, namespace, String(reference.name)), `failed to find ${kind}`)
}
