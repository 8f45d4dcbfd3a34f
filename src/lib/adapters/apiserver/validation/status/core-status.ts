import {isIP} from 'node:net'
import {parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {ipFaults} from '../common/addresses.js'
import {subdomain} from '../common/checks.js'
import {nonNegatives, notAbove} from '../common/counts.js'
import {wholeOf} from '../common/whole.js'
import {resourceQuantity} from '../pod/validate-resources.js'

/** The phase follows the deletion. */
export function namespaceStatusFaults({metadata, status}: Go['Namespace']): FieldError[] {
  const {phase = ''} = status
  const deleted = metadata.deletionTimestamp !== undefined
  if (phase === (deleted ? 'Terminating' : 'Active')) return []
  const text = deleted
    ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
    : "may only be 'Active' if `deletionTimestamp` is empty"
  return [invalid('status.Phase', phase, text)]
}

/** Addresses of a load balancer. */
export function serviceStatusFaults({spec, status}: Go['Service']): FieldError[] {
  const path = 'status.loadBalancer.ingress'
  const list = status.loadBalancer.ingress ?? []
  if (spec.type !== 'LoadBalancer' && list.length > 0)
    return [forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'")]
  return list.flatMap(({ip, hostname, ipMode}, at) => {
    const field = `${path}[${at}]`
    const errors = ip ? ipFaults(`${field}.ip`, ip) : []
    const modes = ['Proxy', 'VIP']
    if (!ip && ipMode !== undefined) errors.push(forbidden(`${field}.ipMode`, 'may not be specified when `ip` is not set'))
    else if (ipMode !== undefined && !modes.includes(ipMode)) errors.push(notSupported(`${field}.ipMode`, ipMode, modes))
    if (!hostname) return errors
    errors.push(...subdomain(`${field}.hostname`, hostname))
    if (isIP(hostname)) errors.push(invalid(`${field}.hostname`, hostname, 'must be a DNS name, not an IP address'))
    return errors
  })
}

const RESIZING = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
]

/** Storage, or what a driver has a name of its own for. */
const isClaimResource = (name: string) => name === 'storage' || (name.includes('/') && !/(^|\.)kubernetes\.io\//.test(name))

/** What a volume's controllers may say of a claim. */
export function claimStatusFaults({status}: Go['PersistentVolumeClaim']): FieldError[] {
  const errors: FieldError[] = []
  const amount = (path: string, text: string) =>
    parseQuantity(text).nanos < 0n ? [invalid(path, wholeOf(text), 'must be a valid resource quantity')] : []
  const named = (path: string, name: string) => (isClaimResource(name) ? [] : [notSupported(path, name, ['storage'])])
  for (const [name, text] of Object.entries(status.capacity ?? {})) errors.push(...amount(`status.capacity[${name}]`, text))
  for (const [name, state] of Object.entries(status.allocatedResourceStatuses ?? {})) {
    const path = 'status.allocatedResourceStatuses'
    errors.push(...named(path, name))
    if (!RESIZING.includes(state)) errors.push(notSupported(path, name, RESIZING))
  }
  for (const [name, text] of Object.entries(status.allocatedResources ?? {}))
    errors.push(...named('status.allocatedResources', name), ...amount(`status.allocatedResources[${name}]`, text))
  return errors
}

/** Amounts of a node, from its first moment on. */
export function nodeAmountFaults({status}: Go['Node']): FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((field) =>
    Object.entries(status[field] ?? {}).flatMap(([name, amount]) => resourceQuantity(`status.${field}.${name}`, name, amount)),
  )
}

const FEATURE = /^([A-Z][a-z0-9]*)+(\/[A-Za-z0-9]+)*$/

/** What only an update of a node is asked. */
export function nodeStatusFaults({status}: Go['Node']): FieldError[] {
  const seen = new Set<string>()
  const errors = (status.addresses ?? []).flatMap(({type, address}, at) => {
    const key = `${type} ${address}`
    if (seen.has(key)) return [duplicate(`status.addresses[${at}]`, {Type: type, Address: address})]
    seen.add(key)
    return []
  })
  return [...errors, ...nodeAmountFaults({status} as Go['Node']), ...featureFaults(status.declaredFeatures ?? [])]
}

export function featureFaults(names: readonly string[]): FieldError[] {
  return names.flatMap((name, at) => {
    const path = `status.declaredFeatures[${at}]`
    const errors = at > 0 && names[at - 1]! > name ? [invalid(path, name, 'list must be sorted alphabetically')] : []
    if (FEATURE.test(name)) return errors
    const text = `invalid feature name "${name}": must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes`
    return [...errors, invalid(path, name, text)]
  })
}

/** Counters of a ReplicationController. */
export function controllerStatusFaults({status}: Go['ReplicationController']): FieldError[] {
  const total = 'status.replicas'
  return [
    ...nonNegatives('status', status, [
      'replicas',
      'fullyLabeledReplicas',
      'readyReplicas',
      'availableReplicas',
      'observedGeneration',
    ]),
    ...notAbove(status, [
      ['fullyLabeledReplicas', 'replicas', total],
      ['readyReplicas', 'replicas', total],
      ['availableReplicas', 'replicas', total],
      ['availableReplicas', 'readyReplicas', 'readyReplicas'],
    ]),
  ]
}
