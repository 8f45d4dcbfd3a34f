import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'

/** The value at a dotted path; undefined when there is none. */
export function fieldAt(object: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = object
  for (const key of path.split('.')) value = isObject(value) ? value[key] : undefined
  return value
}

/** An integer field; `absent` when it is missing or no integer. */
export function integerAt(object: JsonObject, path: string, absent = 0): number {
  const value = fieldAt(object, path)
  return typeof value === 'number' && Number.isInteger(value) ? value : absent
}

/** A text field; `absent` when it is missing, empty or no text. */
export function textAt(object: JsonObject, path: string, absent = ''): string {
  const value = fieldAt(object, path)
  return typeof value === 'string' && value !== '' ? value : absent
}

export interface StatusCondition {
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly message: string
}

/** `status.conditions` in their order. */
export function conditionsOf(object: KubeObject): StatusCondition[] {
  const list = fieldAt(object, 'status.conditions')
  if (!Array.isArray(list)) return []
  return list.filter(isObject).map((item) => ({
    type: textAt(item, 'type'),
    status: textAt(item, 'status'),
    reason: textAt(item, 'reason'),
    message: textAt(item, 'message'),
  }))
}

/** The first condition of a type. */
export function conditionOf(object: KubeObject, type: string): StatusCondition | undefined {
  return conditionsOf(object).find((item) => item.type === type)
}
