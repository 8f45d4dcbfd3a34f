import type {Go} from '../../../../schema/builtin/go.gen.js'
import type {RuleEnv} from '../../hooks.js'

/** What LimitRanges of the namespace fill into containers; what they refuse is admission's (`admission/limit-range.ts`). */
export function fillLimits(pod: Go['Pod'], env: RuleEnv): void {
  const ranges = env.list('v1', 'LimitRange', pod.metadata.namespace) as unknown as Go['LimitRange'][]
  const notes = ranges.flatMap((range) => fill(pod, range))
  if (notes.length > 0) {
    pod.metadata.annotations = {
      ...pod.metadata.annotations,
      'kubernetes.io/limit-ranger': `LimitRanger plugin set: ${notes.join('; ')}`,
    }
  }
}

function fill(pod: Go['Pod'], range: Go['LimitRange']): string[] {
  const notes: string[] = []
  const items = (range.spec.limits ?? []).filter((item) => item.type === 'Container')
  const limits = Object.assign({}, ...items.map((item) => item.default)) as Record<string, string>
  const requests = Object.assign({}, ...items.map((item) => item.defaultRequest)) as Record<string, string>
  const groups = [
    ['container', pod.spec.containers ?? []],
    ['init container', pod.spec.initContainers ?? []],
  ] as const
  for (const [word, containers] of groups) {
    for (const {name, resources} of containers) {
      const newRequests = Object.keys(requests).filter((key) => resources.requests?.[key] === undefined)
      const newLimits = Object.keys(limits).filter((key) => resources.limits?.[key] === undefined)
      if (newLimits.length > 0) resources.limits = ordered({...limits, ...resources.limits})
      if (newRequests.length > 0) resources.requests = ordered({...requests, ...resources.requests})
      if (newRequests.length > 0) notes.push(`${newRequests.sort().join(', ')} request for ${word} ${name}`)
      if (newLimits.length > 0) notes.push(`${newLimits.sort().join(', ')} limit for ${word} ${name}`)
    }
  }
  return notes
}

function ordered(amounts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1)))
}
