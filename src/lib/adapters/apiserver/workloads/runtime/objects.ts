import {sameValue} from '../../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject, OwnerReference} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'

export function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`
}

export function splitKey(key: string): [namespace: string, name: string] {
  const at = key.indexOf('/')
  return [key.slice(0, at), key.slice(at + 1)]
}

/** The part of an object under this name, `{}` when it is none. */
export function section(object: JsonObject | undefined, name: string): JsonObject {
  const value = object?.[name]
  return isObject(value) ? value : {}
}

export function specOf(object: JsonObject): JsonObject {
  return section(object, 'spec')
}

export function statusOf(object: JsonObject): JsonObject {
  return section(object, 'status')
}

export function numberOf(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

export function listOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true)
}

/** Objects of a kind that `owner` controls, oldest first. */
export function controlledBy(client: LocalClient, owner: KubeObject, kind: string): KubeObject[] {
  const uid = owner.metadata.uid ?? ''
  return client
    .ownedBy(uid)
    .filter((object) => object.kind === kind && controllerOf(object)?.uid === uid)
    .sort((a, b) => compareAge(a, b))
}

export function compareAge(a: KubeObject, b: KubeObject): number {
  const [x, y] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (x !== y) return x < y ? -1 : 1
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1
}

export function ownerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  }
}

export function isDeleting(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined
}

/** RFC 3339 with seconds, as metav1.Time. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

export function millisOf(time: JsonValue | undefined): number {
  return typeof time === 'string' ? Date.parse(time) : Number.NaN
}

/** Writes the status when it differs from what is stored (undefined properties count as absent). */
export async function writeStatus(client: LocalClient, object: KubeObject, status: JsonObject): Promise<void> {
  if (sameValue(statusOf(object), status)) return
  await client.update({...object, status}, {subresource: 'status'})
}

/** Whether labels fulfil a LabelSelector; an empty selector fulfils everything, an absent one nothing. */
export function selectorMatches(selector: JsonValue | undefined, labels: Readonly<Record<string, string>> | undefined): boolean {
  if (!isObject(selector)) return false
  const own = labels ?? {}
  for (const [key, value] of Object.entries(section(selector, 'matchLabels'))) if (own[key] !== value) return false
  return listOf(selector.matchExpressions).every((expression) => expressionHolds(expression, own))
}

function expressionHolds({key, operator, values}: JsonObject, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[String(key)]
  const among = Array.isArray(values) && value !== undefined && values.includes(value)
  if (operator === 'In') return among
  if (operator === 'NotIn') return !among
  if (operator === 'Exists') return value !== undefined
  return value === undefined
}

/** Whether labels have all these pairs; an empty or absent map selects nothing. */
export function mapMatches(selector: JsonValue | undefined, labels: Readonly<Record<string, string>> | undefined): boolean {
  if (!isObject(selector)) return false
  const pairs = Object.entries(selector)
  return pairs.length > 0 && pairs.every(([key, value]) => labels?.[key] === value)
}

/** An int-or-percent of `total`; percents are rounded up or down. */
export function scaledValue(value: JsonValue | undefined, total: number, up: boolean): number {
  if (typeof value === 'number') return value
  const percent = /^(\d+)%$/.exec(typeof value === 'string' ? value : '')
  if (!percent) return 0
  const exact = (total * Number(percent[1])) / 100
  return up ? Math.ceil(exact) : Math.floor(exact)
}
