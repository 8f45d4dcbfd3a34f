import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'

/** One entry of `status.conditions` (metav1.Condition). */
export type Condition = {
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason: string
  message: string
  lastTransitionTime: string
  observedGeneration?: number
}

/** What a caller says about a condition; times and generations are added by `setCondition`. */
export interface ConditionChange {
  readonly type: string
  readonly status: Condition['status']
  readonly reason: string
  readonly message: string
}

/** An object that a run may change: its own copies of `metadata`, `status` and `status.conditions`, the rest shared. */
export type Draft = KubeObject & {status: JsonObject & {conditions?: Condition[]}}

/** Longest message that the API takes for a condition, in bytes. */
const MAX_MESSAGE = 32768

/** A draft of a (frozen) object: change `metadata`, `status` and the list of conditions freely, replace deeper values. */
export function draftOf(object: KubeObject): Draft {
  const status = isObject(object.status) ? {...object.status} : {}
  if (Array.isArray(status.conditions)) status.conditions = [...status.conditions]
  return {...object, metadata: {...object.metadata}, status} as Draft
}

/** The condition of that type, if the object has it. */
export function getCondition(object: KubeObject, type: string): Condition | undefined {
  const status = object.status
  if (!isObject(status) || !Array.isArray(status.conditions)) return undefined
  return (status.conditions as JsonValue[]).find((item) => isObject(item) && item.type === type) as Condition | undefined
}

/** True when the condition is there with status True. */
export function isTrue(object: KubeObject, type: string): boolean {
  return getCondition(object, type)?.status === 'True'
}

/** True when the condition is there with status False. */
export function isFalse(object: KubeObject, type: string): boolean {
  return getCondition(object, type)?.status === 'False'
}

/** Stalled and not reconciling (kustomize-controller reference 16). */
export function isStalled(object: KubeObject): boolean {
  return isTrue(object, 'Stalled') && !isTrue(object, 'Reconciling')
}

/** Reconciling and not stalled. */
export function isReconciling(object: KubeObject): boolean {
  return isTrue(object, 'Reconciling') && !isTrue(object, 'Stalled')
}

/** Ready, and neither reconciling nor stalled. */
export function isReady(object: KubeObject): boolean {
  return isTrue(object, 'Ready') && !isTrue(object, 'Reconciling') && !isTrue(object, 'Stalled')
}

/**
 * Sets a condition on a draft: stamps the object's generation, keeps the transition time while status, reason and
 * message stay, and keeps the list in Flux's order. `now` is milliseconds since the epoch.
 */
export function setCondition(draft: Draft, now: number, change: ConditionChange): void {
  const conditions = (draft.status.conditions ??= [])
  const message = truncate(change.message)
  const index = conditions.findIndex((item) => item.type === change.type)
  const old = index < 0 ? undefined : conditions[index]
  const same = old && old.status === change.status && old.reason === change.reason && old.message === message
  const next: Condition = {
    type: change.type,
    status: change.status,
    reason: change.reason,
    message,
    lastTransitionTime: same ? old.lastTransitionTime : formatTime(now),
    observedGeneration: draft.metadata.generation ?? 0,
  }
  if (index < 0) conditions.push(next)
  else conditions[index] = next
  conditions.sort(compareConditions)
}

/** Removes a condition from a draft. */
export function deleteCondition(draft: Draft, type: string): void {
  const conditions = draft.status.conditions
  if (conditions?.some((item) => item.type === type)) {
    draft.status.conditions = conditions.filter((item) => item.type !== type)
  }
}

/** Reconciling=True; an object that reconciles is not stalled. */
export function markReconciling(draft: Draft, now: number, reason: string, message: string): void {
  deleteCondition(draft, 'Stalled')
  setCondition(draft, now, {type: 'Reconciling', status: 'True', reason, message})
}

/** Stalled=True; an object that is stalled does not reconcile. */
export function markStalled(draft: Draft, now: number, reason: string, message: string): void {
  deleteCondition(draft, 'Reconciling')
  setCondition(draft, now, {type: 'Stalled', status: 'True', reason, message})
}

/** A time as Kubernetes writes it: RFC 3339 in UTC, whole seconds. */
export function formatTime(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z`
}

/** Order of the list: Stalled, Reconciling, Ready, then newer generations first, then by type. */
export function compareConditions(a: Condition, b: Condition): number {
  const rank = priority(a.type) - priority(b.type)
  if (rank !== 0) return rank
  const generation = (b.observedGeneration ?? 0) - (a.observedGeneration ?? 0)
  if (generation !== 0) return generation
  return a.type < b.type ? -1 : a.type > b.type ? 1 : 0
}

function priority(type: string): number {
  const index = ['Stalled', 'Reconciling', 'Ready'].indexOf(type)
  return index < 0 ? 3 : index
}

function truncate(message: string): string {
  if (message.length * 3 <= MAX_MESSAGE) return message
  const bytes = new TextEncoder().encode(message)
  if (bytes.length <= MAX_MESSAGE) return message
  // cut at a character: a decoder that drops the broken tail
  const head = new TextDecoder('utf-8').decode(bytes.subarray(0, MAX_MESSAGE - 3)).replace(/\ufffd+$/, '')
  return `${head}...`
}
