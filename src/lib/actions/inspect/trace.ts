import {FluxError, messageOf} from '../../errors/flux-error.js'
import {lateError} from '../../errors/late-error.js'
import {isObject} from '../../formats/json/value.js'
import {apiVersionOf, kindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../ports/kube.js'
import {specOf, textAt} from '../conditions.js'
import {deadlineError} from '../poll.js'
import {noMatchTeller} from '../verbs/no-match.js'
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
    const explain = noMatchTeller(context)
    const behind = options.late ? {...context, kube: {get: async () => Promise.reject(lateError())}} : context
    for (const target of await traceTargets(context, options)) {
      try {
        results.push(await traceOne(behind, target))
      } catch (error) {
        context.signal.throwIfAborted()
        results.push({target, error: messageOf(await explain(error))})
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
  const chart = await chartOf(context, applier)
  return {target, applier, ...(chart && {chart}), source: await releaseSource(context, applier)}
}

async function chartOf(context: TraceContext, release: KubeObject): Promise<KubeObject | undefined> {
  const key = textAt(release, ['status', 'helmChart'])
  if (!key) return undefined
  const at = key.indexOf('/')
  // client-go's words
  if (at < 1)
    throw new FluxError(
      'not-found',
      'failed to find HelmChart: an empty namespace may not be set when a resource name is provided',
    )
  return find(context, refTo('HelmChart', key.slice(0, at), key.slice(at + 1)), 'failed to find HelmChart')
}

/** What the release itself names; behind the chart of a chartRef the original shows nothing. */
async function releaseSource(context: TraceContext, release: KubeObject): Promise<KubeObject | undefined> {
  const {chart, chartRef} = specOf(release)
  if (isObject(chart)) {
    const reference = isObject(chart.spec) ? chart.spec.sourceRef : undefined
    return isObject(reference) && /^(Git|Helm)Repository$/.test(String(reference.kind))
      ? sourceOf(context, release, reference)
      : undefined
  }
  return isObject(chartRef) && chartRef.kind !== 'HelmChart' ? sourceOf(context, release, chartRef) : undefined
}

const APPLIERS = [
  ['kustomize.toolkit.fluxcd.io', 'Kustomization'],
  ['helm.toolkit.fluxcd.io', 'HelmRelease'],
] as const

/** Labels of the object or of one of its owners say who applied it; an owner that cannot be read says nothing. */
async function ownerOf(context: TraceContext, object: KubeObject): Promise<ObjectRef | undefined> {
  for (const [prefix, kind] of APPLIERS) {
    const found = await ownerAbove(context, object, (one) => labelled(one, prefix, kind))
    if (found) return found
  }
  return undefined
}

async function ownerAbove(
  context: TraceContext,
  object: KubeObject,
  ownerIn: (object: KubeObject) => ObjectRef | undefined,
  steps = 0,
): Promise<ObjectRef | undefined> {
  const own = ownerIn(object)
  if (own || steps === MAX_OWNERS) return own
  for (const {apiVersion, kind, name} of object.metadata.ownerReferences ?? []) {
    const above = await context.kube
      .get({apiVersion, kind, name, namespace: object.metadata.namespace}, {signal: context.signal})
      .catch(() => undefined)
    context.signal.throwIfAborted()
    if (!above) return undefined
    const found = ownerIn(above)
    if (found) return found
    if (above.metadata.ownerReferences?.length) return ownerAbove(context, above, ownerIn, steps + 1)
  }
  return undefined
}

function labelled({metadata: {labels = {}}}: KubeObject, prefix: string, kind: string): ObjectRef | undefined {
  const name = labels[`${prefix}/name`]
  return name ? refTo(kind, labels[`${prefix}/namespace`] ?? '', name) : undefined
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
  const source = await find(context, refTo(kind, namespace, String(reference.name)), `failed to find ${kind}`)
  if (kind !== 'ExternalArtifact' || isObject(specOf(source).sourceRef)) return source
  throw new FluxError('bad-reference', `ExternalArtifact ${namespace}/${String(reference.name)} is missing spec.sourceRef`)
}
