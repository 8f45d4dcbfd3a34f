import type {JsonObject} from '../../../../formats/json/value.js'
import {items, part} from '../parts.js'
import {BASELINE} from './pod-security-baseline.js'
import type {PodParts, PodSecurityCheck} from './pod-security-check.js'
import {RESTRICTED} from './pod-security-restricted.js'

export type Level = 'privileged' | 'baseline' | 'restricted'

/** Rules of a level in a version: those of `restricted` may stand for others of `baseline`. */
function checksOf(level: Level, minor: number): readonly PodSecurityCheck[] {
  if (level === 'privileged') return []
  const isThere = ({since = 0}: PodSecurityCheck): boolean => since <= minor
  const baseline = BASELINE.filter(isThere)
  if (level === 'baseline') return baseline
  const restricted = RESTRICTED.filter(isThere)
  const replaced = new Set(restricted.map((check) => check.replaces))
  return [...baseline.filter((check) => !replaced.has(check.id)), ...restricted]
}

/** The minor version of `v1.25`; `latest`, none and what is none: infinite. */
function minorOf(version: string): number {
  return Number(/^v1\.(\d+)$/.exec(version)?.[1] ?? Number.POSITIVE_INFINITY)
}

/** What a Pod (or Pod template) breaks of a level, as one text; '' when nothing. `brief` leaves out which containers. */
export function violations(level: Level, pod: JsonObject, {brief = false, version = 'latest'} = {}): string {
  const spec = part(pod, 'spec')
  const minor = minorOf(version)
  const parts: PodParts = {
    spec,
    security: part(spec, 'securityContext'),
    annotations: part(part(pod, 'metadata'), 'annotations'),
    containers: [...items(spec.initContainers), ...items(spec.containers), ...items(spec.ephemeralContainers)],
    minor,
  }
  return checksOf(level, minor)
    .flatMap((check) => {
      const found = check.run(parts)
      if (!found) return []
      return [brief ? found.reason : `${found.reason} (${found.detail})`]
    })
    .join(', ')
}
