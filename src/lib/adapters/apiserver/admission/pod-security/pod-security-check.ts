import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import {part} from '../parts.js'

/** A rule of the Pod Security Standards: why a Pod spec breaks it, undefined when it does not. */
export interface PodSecurityCheck {
  readonly id: string
  /** baseline rule that this one makes needless */
  readonly replaces?: string
  /** minor version of Kubernetes 1 that has it first; absent: all */
  readonly since?: number
  run(pod: PodParts): {readonly reason: string; readonly detail: string} | undefined
}

/** What rules look at. */
export interface PodParts {
  readonly spec: JsonObject
  readonly security: JsonObject
  readonly annotations: JsonObject
  /** init containers first, ephemeral ones last */
  readonly containers: readonly JsonObject[]
  /** minor version of Kubernetes 1 whose rules hold; infinite: the latest */
  readonly minor: number
}

/** Windows has nothing of what some rules are about, since the rules of 1.25. */
export const isWindows = ({spec, minor}: PodParts): boolean => minor >= 25 && part(spec, 'os').name === 'windows'
/** Users of a namespace of their own may be root in it, since the rules of 1.35. */
export const hasOwnUsers = ({spec, minor}: PodParts): boolean => minor >= 35 && spec.hostUsers === false

export function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
export const plural = (word: string, count: number): string => (count === 1 ? word : `${word}s`)
/** `containers "a", "b"` */
export const named = (containers: readonly JsonObject[]): string =>
  `${plural('container', containers.length)} ${quoted(containers.map((one) => String(one.name)))}`
export const securityOf = (container: JsonObject): JsonObject => part(container, 'securityContext')

/** Who set what is forbidden: the pod, some of its containers. */
export function settersOf(pod: boolean, containers: readonly JsonObject[]): string[] {
  return [...(pod ? ['pod'] : []), ...(containers.length > 0 ? [named(containers)] : [])]
}
