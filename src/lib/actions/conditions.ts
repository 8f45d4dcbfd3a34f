import {isObject, type JsonObject} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'

export {textAt} from '../kinds/object-facts.js'

export interface Condition {
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly message: string
  readonly observedGeneration: number
}

/** The conditions of an object's status; what is no condition is left out. */
export function conditionsOf(object: KubeObject): Condition[] {
  const list = statusOf(object).conditions
  if (!Array.isArray(list)) return []
  return list.filter(isObject).map((item) => ({
    type: text(item.type),
    status: text(item.status),
    reason: text(item.reason),
    message: text(item.message),
    observedGeneration: Number(item.observedGeneration ?? 0),
  }))
}

/** The first condition of that type, as Flux looks it up. */
export function conditionOf(object: KubeObject, type: string): Condition | undefined {
  return conditionsOf(object).find((condition) => condition.type === type)
}

/** The object's status, `{}` when it has none. */
export function statusOf(object: KubeObject): JsonObject {
  return isObject(object.status) ? object.status : {}
}

/** The object's spec, `{}` when it has none. */
export function specOf(object: KubeObject): JsonObject {
  return isObject(object.spec) ? object.spec : {}
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')
