import {formatQuantity, parseQuantity, roundToMilli} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {podSpecDefaults, storageDefaults} from '../pod/pod-defaults.js'

const EXPOSED = new Set(['NodePort', 'LoadBalancer'])

export function serviceDefaults({spec, status}: Go['Service']): void {
  spec.sessionAffinity ??= 'None'
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig
  if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = {clientIP: {timeoutSeconds: 10800}}
  }
  spec.type ??= 'ClusterIP'
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP'
    if (port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port
  }
  const external = EXPOSED.has(spec.type) || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0)
  if (external) spec.externalTrafficPolicy ??= 'Cluster'
  if (spec.type !== 'ExternalName' && (EXPOSED.has(spec.type) || spec.type === 'ClusterIP'))
    spec.internalTrafficPolicy ??= 'Cluster'
  if (spec.type !== 'LoadBalancer') return
  spec.allocateLoadBalancerNodePorts ??= true
  for (const ingress of status.loadBalancer.ingress ?? []) if (ingress.ip) ingress.ipMode ??= 'VIP'
}

export function replicationControllerDefaults(controller: Go['ReplicationController']): void {
  const {spec, metadata} = controller
  spec.replicas ??= 1
  if (!spec.template) return
  const {labels} = spec.template.metadata
  if (labels) {
    if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = {...labels}
    if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = {...labels}
  }
  podSpecDefaults(spec.template.spec)
}

export function volumeDefaults({spec, status}: Go['PersistentVolume']): void {
  spec.persistentVolumeReclaimPolicy ??= 'Retain'
  spec.volumeMode ??= 'Filesystem'
  status.phase ??= 'Pending'
  if (spec.hostPath) spec.hostPath.type ??= ''
  roundAmounts(spec.capacity)
  storageDefaults(spec as unknown as Parameters<typeof storageDefaults>[0])
}

export function claimDefaults({spec, status}: Go['PersistentVolumeClaim']): void {
  for (const amounts of [spec.resources.requests, spec.resources.limits, status.capacity, status.allocatedResources])
    roundAmounts(amounts)
  spec.volumeMode ??= 'Filesystem'
  status.phase ??= 'Pending'
}

export function endpointsDefaults(endpoints: Go['Endpoints']): void {
  for (const subset of endpoints.subsets ?? []) for (const port of subset.ports ?? []) port.protocol ??= 'TCP'
}

export function namespaceDefaults({metadata, status}: Go['Namespace']): void {
  if (metadata.name) metadata.labels = {...metadata.labels, 'kubernetes.io/metadata.name': metadata.name}
  status.phase ??= 'Active'
}

type Amounts = Record<string, string>

/** Amounts of these kinds are no finer than thousandths. */
function roundAmounts(amounts: Amounts | null | undefined): void {
  for (const name in amounts) {
    const read = parseQuantity(amounts[name]!)
    const rounded = roundToMilli(read)
    if (rounded !== read) amounts[name] = formatQuantity(rounded)
  }
}

export function quotaDefaults({spec, status}: Go['ResourceQuota']): void {
  for (const amounts of [spec.hard, status.hard, status.used]) roundAmounts(amounts)
}

export function limitRangeDefaults({spec}: Go['LimitRange']): void {
  for (const item of spec.limits ?? []) {
    for (const amounts of [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio])
      roundAmounts(amounts)
    if (item.type !== 'Container') continue
    const limit = {...item.max, ...item.default}
    const request = {...item.min, ...limit, ...item.defaultRequest}
    setAmounts(item, 'default', limit)
    setAmounts(item, 'defaultRequest', request)
  }
}

function setAmounts(item: Go['LimitRangeItem'], key: 'default' | 'defaultRequest', amounts: Amounts): void {
  if (Object.keys(amounts).length === 0) return
  item[key] = Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The first of a node's ranges has a field of its own; that one wins. */
export function nodeDefaults({spec, status}: Go['Node']): void {
  if (spec.podCIDR && spec.podCIDR !== spec.podCIDRs?.[0]) spec.podCIDRs = [spec.podCIDR]
  if (spec.podCIDRs?.[0]) spec.podCIDR = spec.podCIDRs[0]
  for (const amounts of [status.capacity, status.allocatable]) roundAmounts(amounts)
  if (status.capacity) status.allocatable ??= {...status.capacity}
}

/** stringData is folded into data; the type is Opaque. */
export function secretDefaults(secret: Go['Secret']): void {
  if (secret.stringData) {
    const written = Object.entries(secret.stringData).map(([key, text]) => [key, Buffer.from(text).toString('base64')] as const)
    const all = {...secret.data, ...Object.fromEntries(written)}
    secret.data = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)))
    delete secret.stringData
  }
  secret.type ??= 'Opaque'
}
