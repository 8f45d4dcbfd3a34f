import {humanDuration} from '../../../formats/duration/human-duration.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'

/** Cells of one object's row; `now` in milliseconds. */
export type Printer = (object: KubeObject, now: number) => JsonValue[]

export function part(object: JsonObject, name: string): JsonObject {
  const value = object[name]
  return isObject(value) ? value : {}
}

export function items(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

export function words(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

export function count(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0
}

export function word(value: JsonValue | undefined, absent = ''): string {
  return value === undefined || value === null ? absent : String(value)
}

/** How long ago a timestamp was; `<unknown>` when there is none. */
export function since(time: JsonValue | undefined, now: number): string {
  if (typeof time !== 'string') return '<unknown>'
  return humanDuration(now - Date.parse(time))
}

export function age(object: KubeObject, now: number): string {
  return since(object.metadata.creationTimestamp, now)
}

/** `a=b,c=d`, or `<none>`. */
export function labelsText(labels: JsonValue | undefined): string {
  const keys = isObject(labels) ? Object.keys(labels).sort() : []
  return keys.length === 0 ? '<none>' : keys.map((key) => `${key}=${word((labels as JsonObject)[key])}`).join(',')
}

/** A LabelSelector as text, or `<none>`. */
export function selectorText(selector: JsonValue | undefined): string {
  if (!isObject(selector)) return '<none>'
  const labels = part(selector, 'matchLabels')
  const terms = Object.keys(labels).map((key) => ({key, text: `${key}=${word(labels[key])}`}))
  for (const {key, operator, values} of items(selector.matchExpressions)) {
    const list = [...words(values)].sort().join(',')
    const name = word(key)
    const text =
      operator === 'In'
        ? `${name} in (${list})`
        : operator === 'NotIn'
          ? `${name} notin (${list})`
          : operator === 'Exists'
            ? name
            : `!${name}`
    terms.push({key: name, text})
  }
  if (terms.length === 0) return '<none>'
  return terms
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((term) => term.text)
    .join(',')
}

/** Names and images of a Pod template's containers. */
export function containersText(template: JsonObject): readonly [names: string, images: string] {
  const containers = items(part(template, 'spec').containers)
  return [containers.map((one) => word(one.name)).join(','), containers.map((one) => word(one.image)).join(',')]
}

export function conditionStatus(status: JsonObject, type: string): string | undefined {
  const found = items(status.conditions).find((condition) => condition.type === type)
  return found && word(found.status)
}
