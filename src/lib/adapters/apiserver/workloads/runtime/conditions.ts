import type {JsonObject} from '../../../../formats/json/value.js'
import {listOf, timestamp} from './objects.js'

export function conditionOf(status: JsonObject, type: string): JsonObject | undefined {
  return listOf(status.conditions).find((condition) => condition.type === type)
}

/**
 * The conditions with this one set: unchanged when status and reason already are so (as the workload controllers of
 * Kubernetes do), else moved to the end; lastTransitionTime moves only with the status.
 */
export function withCondition(conditions: readonly JsonObject[], next: JsonObject, now: number): JsonObject[] {
  const old = conditions.find((condition) => condition.type === next.type)
  if (old && old.status === next.status && old.reason === next.reason) return [...conditions]
  const time = timestamp(now)
  const lastTransitionTime = old && old.status === next.status ? old.lastTransitionTime : time
  return [...conditions.filter((condition) => condition.type !== next.type), {...next, lastTransitionTime}]
}

export function withoutCondition(conditions: readonly JsonObject[], type: string): JsonObject[] {
  return conditions.filter((condition) => condition.type !== type)
}
