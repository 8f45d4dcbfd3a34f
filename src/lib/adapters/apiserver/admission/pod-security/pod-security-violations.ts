import type {JsonObject} from '../../../../formats/json/value.js'
import {items, part} from '../parts.js'
import {BASELINE} from './pod-security-baseline.js'
import type {PodParts} from './pod-security-check.js'
import {RESTRICTED} from './pod-security-restricted.js'

export type Level = 'privileged' | 'baseline' | 'restricted'

const REPLACED = new Set(RESTRICTED.map((check) => check.replaces))
const CHECKS = {
  privileged: [],
  baseline: BASELINE,
  restricted: [...BASELINE.filter((check) => !REPLACED.has(check.id)), ...RESTRICTED],
}

/** What a Pod (or Pod template) breaks of a level, as one text; '' when nothing. `brief` leaves out which containers. */
export function violations(level: Level, pod: JsonObject, brief = false): string {
  const spec = part(pod, 'spec')
  const parts: PodParts = {
    spec,
    security: part(spec, 'securityContext'),
    annotations: part(part(pod, 'metadata'), 'annotations'),
    containers: [...items(spec.initContainers), ...items(spec.containers), ...items(spec.ephemeralContainers)],
  }
  return CHECKS[level]
    .flatMap((check) => {
      const found = check.run(parts)
      if (!found) return []
      return [brief ? found.reason : `${found.reason} (${found.detail})`]
    })
    .join(', ')
}
