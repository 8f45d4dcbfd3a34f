import {parseDuration} from '../../formats/duration/duration.js'
import type {KustomizationSpec, KustomizationStatus} from '../../kinds/types/kustomization.gen.js'
import type {KubeObject} from '../../ports/kube.js'

export const KUSTOMIZATION = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'} as const

/** Least time that health checks and terminations get, in milliseconds. */
const LEAST_TIMEOUT = 30_000

/** The typed spec of a Kustomization; the API has validated it. */
export function specOf(object: KubeObject): KustomizationSpec {
  return object.spec as unknown as KustomizationSpec
}

/** The typed status of a Kustomization. */
export function statusOf(object: KubeObject): KustomizationStatus {
  return (object.status ?? {}) as unknown as KustomizationStatus
}

/** Budget of health checks and of terminations, in milliseconds: the interval less 30 s unless said, never below 30 s. */
export function timeoutOf(spec: KustomizationSpec): number {
  const wanted = spec.timeout ? parseDuration(spec.timeout) : parseDuration(spec.interval) - LEAST_TIMEOUT
  return Math.max(wanted, LEAST_TIMEOUT)
}

/** Delay after a failed run, in milliseconds. */
export function retryIntervalOf(spec: KustomizationSpec): number {
  return parseDuration(spec.retryInterval ?? spec.interval)
}

export interface SourceKey {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** The source that a Kustomization names; the apiVersion of the reference does not count. */
export function sourceOf(object: KubeObject): SourceKey {
  const {sourceRef} = specOf(object)
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: sourceRef.kind,
    namespace: sourceRef.namespace || (object.metadata.namespace ?? ''),
    name: sourceRef.name,
  }
}

/** `namespace/name` */
export function nameOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`
}
