import type {JsonObject} from '../../../../formats/json/value.js'
import {formatQuantity, parseQuantity, type Quantity} from '../../../../formats/quantity/quantity.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {items, part} from '../parts.js'
import {type Amounts, addAmounts, podAmounts, quantities, quantityOf} from '../pod-amounts.js'

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

const ONE = parseQuantity('1')
const BY_CLASS = '.storageclass.storage.k8s.io/'

export type Usage = ReadonlyMap<string, Quantity>

/** What one object uses of a quota's resources; `collection` is `group/resource`. */
export function usageOf(collection: string, object: KubeObject): Usage {
  const [group = '', resource = ''] = collection.split('/')
  const usage: Amounts = new Map()
  usage.set(`count/${group === '' ? resource : `${resource}.${group}`}`, ONE)
  if (group === '' && NAMED.has(resource) && !(resource === 'pods' && isDone(object))) usage.set(resource, ONE)
  if (group !== '') return usage
  if (resource === 'services') serviceUsage(part(object, 'spec'), usage)
  if (resource === 'persistentvolumeclaims') claimUsage(object, usage)
  if (resource === 'pods' && !isDone(object)) podUsage(part(object, 'spec'), usage)
  return usage
}

/**
 * Of the resources that a quota limits, those that may be said of objects of a kind; none: the quota is not about it.
 * `hard` may name a resource of a pod that this pod does not ask for.
 */
export function matchingResources(collection: string, usage: Usage, hard: Iterable<string>): readonly string[] {
  const isPod = collection === '/pods'
  return [...hard].filter((name) => usage.has(name) || (isPod && isComputeName(name))).sort()
}

const COMPUTE = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']
const OTHER_COMPUTE = new Set([...COMPUTE, 'ephemeral-storage', 'requests.ephemeral-storage', 'limits.ephemeral-storage'])

function isComputeName(name: string): boolean {
  if (OTHER_COMPUTE.has(name) || /^(requests\.)?hugepages-/.test(name)) return true
  return name.startsWith('requests.') && name.includes('/')
}

function isDone(pod: KubeObject): boolean {
  const {phase} = part(pod, 'status')
  return phase === 'Succeeded' || phase === 'Failed'
}

function serviceUsage(spec: JsonObject, usage: Amounts): void {
  const balances = spec.type === 'LoadBalancer'
  const all = items(spec.ports)
  // node ports that are not asked for count only where one is named
  const ports = balances && spec.allocateLoadBalancerNodePorts === false ? all.filter(({nodePort}) => Number(nodePort) > 0) : all
  usage.set('services.nodeports', parseQuantity(balances || spec.type === 'NodePort' ? String(ports.length) : '0'))
  usage.set('services.loadbalancers', parseQuantity(balances ? '1' : '0'))
}

function claimUsage(claim: KubeObject, usage: Amounts): void {
  const spec = part(claim, 'spec')
  const name = claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName
  const className = typeof name === 'string' && name !== '' ? name : undefined
  if (className) usage.set(`${className}${BY_CLASS}persistentvolumeclaims`, ONE)
  const wanted = quantityOf(part(part(spec, 'resources'), 'requests').storage)
  const given = quantityOf(part(part(claim, 'status'), 'allocatedResources').storage)
  const storage = wanted && given && given.nanos > wanted.nanos ? given : wanted
  if (!storage) return
  usage.set('requests.storage', storage)
  if (className) usage.set(`${className}${BY_CLASS}requests.storage`, storage)
}

function podUsage(spec: JsonObject, usage: Amounts): void {
  const overhead = quantities(spec.overhead)
  for (const kind of ['requests', 'limits'] as const) {
    const total = podAmounts(spec, kind)
    addAmounts(total, kind === 'requests' ? overhead : new Map([...overhead].filter(([name]) => total.has(name))))
    for (const [name, quantity] of total) {
      usage.set(`${kind}.${name}`, quantity)
      if (kind === 'requests' && !name.includes('/')) usage.set(name, quantity)
    }
  }
}

/** What containers must say because a quota counts it, `cpu for: a,b; memory for: a`; undefined when all is said. */
export function missingCompute(pod: KubeObject, hard: Iterable<string>): string | undefined {
  const spec = part(pod, 'spec')
  const containers = [...items(spec.containers), ...items(spec.initContainers)]
  const missing: string[] = []
  for (const name of [...hard].filter((one) => COMPUTE.includes(one)).sort()) {
    const [kind, resource] = name.includes('.') ? (name.split('.') as [string, string]) : ['requests', name]
    if (part(part(spec, 'resources'), kind)[resource] !== undefined) continue
    const silent = containers.filter((one) => part(part(one, 'resources'), kind)[resource] === undefined)
    const names = silent.map((one) => String(one.name)).sort()
    if (names.length > 0) missing.push(`${name} for: ${names.join(',')}`)
  }
  return missing.length === 0 ? undefined : missing.join('; ')
}

export function quantityText(quantity: Quantity): string {
  return formatQuantity({nanos: quantity.nanos, format: quantity.format})
}
