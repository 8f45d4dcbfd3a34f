import {isNotFound, NoMatchError} from '../../errors/api-error.js'
import {isObject} from '../../formats/json/value.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../ports/kube.js'
import type {ApplyContext} from '../server-side/options.js'
import {computeStatus} from '../status/compute-status.js'
import {fieldAt} from '../status/fields.js'
import type {ObjectStatus} from '../status/object-status.js'
import {isUnschedulable} from '../status/pods.js'
import {groupOf} from '../subject.js'
import {type HealthRules, ruleFor} from './health-rules.js'

/** Reads an object and says how it is doing; NotFound when it is gone. Throws what reading or judging throws. */
export async function readStatus(
  context: ApplyContext,
  ref: ObjectRef,
  rules: HealthRules,
  signal: AbortSignal | undefined,
): Promise<ObjectStatus> {
  try {
    return await judge(context, await get(context.kube, ref, rules, signal), rules, signal)
  } catch (error) {
    if (isNotFound(error) || error instanceof NoMatchError) return {status: 'NotFound', message: 'Resource not found'}
    throw error
  }
}

/** How an object that was just read is doing; looks at Pods where the kind's reader does. */
export async function judge(
  context: ApplyContext,
  object: KubeObject,
  rules: HealthRules,
  signal: AbortSignal | undefined,
): Promise<ObjectStatus> {
  const rule = ruleFor(rules, object)
  if (rule) return rule(object)
  const now = context.clock.now()
  const own = computeStatus(object, now)
  const lookAtPods = groupOf(object.apiVersion) === 'apps' && (object.kind === 'StatefulSet' || object.kind === 'ReplicaSet')
  if (own.status !== 'InProgress' || !lookAtPods) return own
  const count = await failedPods(context, object, now, signal)
  return count > 0 ? {status: 'Failed', message: `${count} pods have failed`} : own
}

/**
 * The kind's served version is found by group and kind: the version that was asked for does not matter. Throws NoMatchError for a kind
 * that went away while the client lived.
 */
async function get(
  kube: KubeClient,
  ref: ObjectRef,
  {dedicated}: HealthRules,
  signal: AbortSignal | undefined,
): Promise<KubeObject> {
  let apiVersion = ref.apiVersion
  try {
    await kube.resourceFor(ref, {signal})
  } catch (error) {
    if (!(error instanceof NoMatchError)) throw error
    const group = groupOf(ref.apiVersion)
    const served = (await kube.resources({fresh: true, signal})).find((item) => item.group === group && item.kind === ref.kind)
    if (!served && error.wasServed && !dedicated) throw error
    if (!served) throw new Error(`no matches for kind "${ref.kind}" in group "${group}"`, {cause: error})
    apiVersion = group === '' ? served.version : `${group}/${served.version}`
  }
  return kube.get({...ref, apiVersion}, {signal})
}

async function failedPods(
  context: ApplyContext,
  owner: KubeObject,
  now: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const labels = fieldAt(owner, 'spec.selector.matchLabels')
  if (!isObject(labels)) return 0
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',')
  const pods = await context.kube.list(
    {apiVersion: 'v1', kind: 'Pod'},
    {namespace: owner.metadata.namespace, labelSelector, signal},
  )
  return pods.items.filter(
    (pod) => !pod.metadata.deletionTimestamp && !isUnschedulable(pod) && computeStatus(pod, now).status === 'Failed',
  ).length
}
