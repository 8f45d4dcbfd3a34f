import {isObject, type JsonValue} from '../../../formats/json/value.js'
import {formatQuantity, parseQuantity, type Quantity} from '../../../formats/quantity/quantity.js'
import type {KubeObject} from '../../../ports/kube.js'
import {items, part} from './parts.js'

/** Core kinds that a quota names without `count/`. */
const NAMED = new Set([
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
])

export type Usage = ReadonlyMap<string, Quantity>

/** What one object uses of a quota's resources; `collection` is `group/resource`. */
export function usageOf(collection: string, object: KubeObject): Usage {
  const [group = '', resource = ''] = collection.split('/')
  const usage = new Map<string, Quantity>()
  const one = parseQuantity('1')
  usage.set(`count/${group === '' ? resource : `${resource}.${group}`}`, one)
  if (group === '' && NAMED.has(resource) && !(resource === 'pods' && isDone(object))) usage.set(resource, one)
  if (group !== '') return usage
  if (resource === 'services') serviceUsage(object, usage)
  if (resource === 'persistentvolumeclaims')
    add(usage, 'requests.storage', part(part(part(object, 'spec'), 'resources'), 'requests').storage)
  if (resource === 'pods' && !isDone(object)) podUsage(object, usage)
  return usage
}

function isDone(pod: KubeObject): boolean {
  const {phase} = part(pod, 'status')
  return phase === 'Succeeded' || phase === 'Failed'
}

function serviceUsage(service: KubeObject, usage: Map<string, Quantity>): void {
  const spec = part(service, 'spec')
  const ports = items(spec.ports).length
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') add(usage, 'services.nodeports', String(ports))
  if (spec.type === 'LoadBalancer') add(usage, 'services.loadbalancers', '1')
}

/** Sums of a Pod's containers, or the largest init container where that is more. */
function podUsage(pod: KubeObject, usage: Map<string, Quantity>): void {
  const spec = part(pod, 'spec')
  for (const kind of ['requests', 'limits'] as const) {
    const total = new Map<string, Quantity>()
    const each = (list: JsonValue | undefined, take: (name: string, value: JsonValue | undefined) => void): void => {
      for (const container of items(list)) {
        for (const [name, value] of Object.entries(part(part(container, 'resources'), kind))) take(name, value)
      }
    }
    each(spec.containers, (name, value) => add(total, name, value))
    each(spec.initContainers, (name, value) => atLeast(total, name, quantityOf(value)))
    for (const [name, quantity] of total) {
      usage.set(`${kind}.${name}`, quantity)
      if (kind === 'requests') usage.set(name, quantity)
    }
  }
}

const COMPUTE = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']

/** What containers must say because a quota counts it, `cpu for: a,b; memory for: a`; undefined when all is said. */
export function missingCompute(pod: KubeObject, hard: Iterable<string>): string | undefined {
  const spec = part(pod, 'spec')
  const containers = [...items(spec.containers), ...items(spec.initContainers)]
  const missing: string[] = []
  for (const name of [...hard].filter((one) => COMPUTE.includes(one)).sort()) {
    const [kind, resource] = name.includes('.') ? (name.split('.') as [string, string]) : ['requests', name]
    const silent = containers.filter((one) => part(part(one, 'resources'), kind)[resource] === undefined)
    if (silent.length > 0)
      missing.push(
        `${name} for: ${silent
          .map((one) => String(one.name))
          .sort()
          .join(',')}`,
      )
  }
  return missing.length === 0 ? undefined : missing.join('; ')
}

function atLeast(total: Map<string, Quantity>, name: string, quantity: Quantity | undefined): void {
  const before = total.get(name)
  if (quantity && (!before || quantity.nanos > before.nanos)) total.set(name, quantity)
}

function quantityOf(value: JsonValue | undefined): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  try {
    return parseQuantity(String(value))
  } catch {
    return undefined
  }
}

function add(usage: Map<string, Quantity>, name: string, value: JsonValue | undefined): void {
  const quantity = quantityOf(value)
  if (!quantity) return
  const before = usage.get(name)
  usage.set(name, before ? sum(before, quantity) : quantity)
}

/** The sum in the first one's format. */
export function sum(a: Quantity, b: Quantity): Quantity {
  return parseQuantity(formatQuantity({nanos: a.nanos + b.nanos, format: a.format}))
}

/** Quantities of a `hard` or `used` map. */
export function quantities(map: JsonValue | undefined): Map<string, Quantity> {
  const found = new Map<string, Quantity>()
  for (const [name, value] of Object.entries(isObject(map) ? map : {})) {
    const quantity = quantityOf(value)
    if (quantity) found.set(name, quantity)
  }
  return found
}

export function quantityText(quantity: Quantity): string {
  return formatQuantity({nanos: quantity.nanos, format: quantity.format})
}
