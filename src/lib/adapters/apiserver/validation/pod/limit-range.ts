import {compareQuantities, parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import type {RuleEnv} from '../../hooks.js'
import {forbidden} from '../../status.js'

type Amounts = Record<string, string> | undefined

/** LimitRanges of the namespace: defaults into containers, then minimum and maximum. Throws ApiError 403. */
export function limitPod(pod: Go['Pod'], env: RuleEnv): void {
  const ranges = env.list('v1', 'LimitRange', pod.metadata.namespace) as unknown as Go['LimitRange'][]
  const items = ranges.flatMap((range) => range.spec.limits ?? [])
  if (items.length === 0) return
  const notes = ranges.flatMap((range) => fill(pod, range))
  if (notes.length > 0) {
    pod.metadata.annotations = {
      ...pod.metadata.annotations,
      'kubernetes.io/limit-ranger': `LimitRanger plugin set: ${notes.join('; ')}`,
    }
  }
  const errors = items.flatMap((item) => check(item, pod.spec))
  if (errors.length === 0) return
  throw forbidden(
    {group: '', resource: 'pods'},
    pod.metadata.generateName || pod.metadata.name || 'Unknown',
    errors.length === 1 ? errors[0]! : `[${errors.join(', ')}]`,
  )
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

function check(item: Go['LimitRangeItem'], spec: Go['PodSpec']): string[] {
  if (item.type !== 'Container') return []
  return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap(({resources: {requests, limits}}) => [
    ...Object.entries(item.min ?? {}).flatMap(([name, bound]) => minimum(name, bound, requests, limits)),
    ...Object.entries(item.max ?? {}).flatMap(([name, bound]) => maximum(name, bound, requests, limits)),
  ])
}

function order(a: string, b: string): number {
  return compareQuantities(parseQuantity(a), parseQuantity(b))
}

function minimum(name: string, bound: string, requests: Amounts, limits: Amounts): string[] {
  const text = `minimum ${name} usage per Container is ${bound}`
  const request = requests?.[name]
  const limit = limits?.[name]
  if (request === undefined) return [`${text}.  No request is specified`]
  if (order(request, bound) < 0) return [`${text}, but request is ${request}`]
  return limit !== undefined && order(limit, bound) < 0 ? [`${text}, but limit is ${limit}`] : []
}

function maximum(name: string, bound: string, requests: Amounts, limits: Amounts): string[] {
  const text = `maximum ${name} usage per Container is ${bound}`
  const request = requests?.[name]
  const limit = limits?.[name]
  if (limit === undefined) return [`${text}.  No limit is specified`]
  if (order(limit, bound) > 0) return [`${text}, but limit is ${limit}`]
  return request !== undefined && order(request, bound) > 0 ? [`${text}, but request is ${request}`] : []
}
