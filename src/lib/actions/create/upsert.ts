import {isNotFound} from '../../errors/api-error.js'
import {formatDuration, parseDuration} from '../../formats/duration/duration.js'
import {sameValue} from '../../formats/json/same-value.js'
import {isObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject, ObjectRef} from '../../ports/kube.js'
import {explainNoMatch} from '../verbs/no-match.js'
import type {ClusterContext} from './context.js'

/** The manager under which the API server records flux's writes. */
const WRITE = {fieldManager: 'flux'}

/** The object as it is in the cluster; undefined when it is not there. */
export async function find(ctx: ClusterContext, object: KubeObject): Promise<KubeObject | undefined> {
  try {
    return await ctx.kube.get(refOf(object), {signal: ctx.signal})
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw await explainNoMatch(ctx, error)
  }
}

export function refOf(object: KubeObject): ObjectRef {
  const {namespace, name} = object.metadata
  return {apiVersion: object.apiVersion, kind: object.kind, namespace, name: name!}
}

/**
 * Creates the object, or overwrites labels and spec of the one that is there; its annotations stay (cli reference 1.9).
 * With `onlyChanges` an object that says the same already is left alone.
 */
export async function upsert(
  ctx: ClusterContext,
  object: KubeObject,
  options: {onlyChanges?: boolean | undefined} = {},
): Promise<'created' | 'updated' | 'unchanged'> {
  const existing = await find(ctx, object)
  if (!existing) {
    await create(ctx, object)
    return 'created'
  }
  const {labels, ...metadata} = existing.metadata
  const wanted = object.metadata.labels
  const same = sameValue(inGoForm(existing['spec']), object['spec']) && sameValue(labels ?? {}, wanted ?? {})
  if (options.onlyChanges && same) return 'unchanged'
  await update(ctx, {...existing, metadata: {...metadata, ...(wanted ? {labels: wanted} : {})}, spec: object['spec']})
  return 'updated'
}

/** A spec with its interval as Go prints it: `30m` and `30m0s` are the same to flux. */
function inGoForm(spec: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(spec) || typeof spec['interval'] !== 'string') return spec
  return {...spec, interval: formatDuration(parseDuration(spec['interval']))}
}

/** Creates the Secret, or adds its data, labels and annotations to the one that is there; that one keeps its type. */
export async function upsertSecret(ctx: ClusterContext, secret: KubeObject): Promise<void> {
  const existing = await find(ctx, secret)
  if (!existing) return create(ctx, secret)
  const {labels, annotations} = secret.metadata
  const metadata = {
    ...existing.metadata,
    ...(labels ? {labels: {...existing.metadata.labels, ...labels}} : {}),
    ...(annotations ? {annotations: {...existing.metadata.annotations, ...annotations}} : {}),
  }
  await update(ctx, {...existing, metadata, stringData: secret['stringData']})
}

export async function create(ctx: ClusterContext, object: KubeObject): Promise<void> {
  await ctx.kube.create(object, {...WRITE, signal: ctx.signal})
}

export async function update(ctx: ClusterContext, object: KubeObject): Promise<void> {
  await ctx.kube.update(object, {...WRITE, signal: ctx.signal})
}

/** True when `part` says nothing that `whole` does not say, as apimachinery's DeepDerivative. */
export function isPartOf(part: JsonValue | undefined, whole: JsonValue | undefined): boolean {
  if (part === undefined || part === null || part === '') return true
  if (Array.isArray(part) && Array.isArray(whole)) {
    return part.length === 0 || (part.length === whole.length && part.every((item, index) => isPartOf(item, whole[index])))
  }
  if (isObject(part) && isObject(whole)) return Object.entries(part).every(([key, value]) => isPartOf(value, whole[key]))
  return sameValue(part, whole)
}
