import {compareQuantities, formatQuantity, parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {cidrWarnings, ipWarnings} from '../warnings/address-warnings.js'

function all(path: string, list: readonly string[] | undefined, check: (path: string, one: string) => string[]): string[] {
  return (list ?? []).flatMap((one, at) => check(`${path}[${at}]`, one))
}

function headlessWarnings(spec: Go['ServiceSpec']): string[] {
  const ignored = (field: string) => `spec.${field} is ignored for headless services`
  return [
    ...(spec.loadBalancerIP ? [ignored('loadBalancerIP')] : []),
    ...((spec.externalIPs ?? []).length > 0 ? [ignored('externalIPs')] : []),
    ...(spec.sessionAffinity === 'None' ? [] : [ignored('SessionAffinity')]),
  ]
}

export function serviceWarnings({metadata, spec}: Go['Service']): string[] {
  const warnings: string[] = []
  const [hints, mode] = ['service.kubernetes.io/topology-aware-hints', 'service.kubernetes.io/topology-mode']
  if (metadata.annotations?.[hints] !== undefined) warnings.push(`annotation ${hints} is deprecated, please use ${mode} instead`)
  if (spec.clusterIP && spec.clusterIP !== 'None') warnings.push(...all('spec.clusterIPs', spec.clusterIPs, ipWarnings))
  const external = (spec.externalIPs ?? []).length > 0
  const headless = spec.type === 'ClusterIP' && spec.clusterIP === 'None'
  const named = spec.type === 'ExternalName'
  if (headless) warnings.push(...headlessWarnings(spec))
  warnings.push(...all('spec.externalIPs', spec.externalIPs, ipWarnings))
  if (external && !headless && !named)
    warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters')
  warnings.push(
    ...ipWarnings('spec.loadBalancerIP', spec.loadBalancerIP),
    ...all('spec.loadBalancerSourceRanges', spec.loadBalancerSourceRanges, cidrWarnings),
  )
  if (external && named) warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"')
  if (!named && spec.externalName) warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"')
  if (spec.trafficDistribution === 'PreferClose')
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"')
  return warnings
}

export function quotaWarnings({spec}: Go['ResourceQuota'], old: Go['ResourceQuota'] | undefined): string[] {
  if (old) return []
  const hard = spec.hard ?? {}
  return ['cpu', 'memory', 'storage', 'ephemeral-storage'].flatMap((name) => {
    const bare = hard[`requests.${name}`] === undefined && (name === 'cpu' || name === 'memory')
    const field = bare ? name : `requests.${name}`
    const [requests, limits] = [hard[field], hard[`limits.${name}`]]
    if (requests === undefined || limits === undefined) return []
    const [asked, limit] = [parseQuantity(requests), parseQuantity(limits)]
    if (compareQuantities(asked, limit) <= 0) return []
    return [`ResourceQuota ${field} (${formatQuantity(asked)}) should be less than limits.${name} (${formatQuantity(limit)})`]
  })
}

const MOUNTABLE = 'kubernetes.io/enforce-mountable-secrets'

/** An account that still asks for an older protection. */
export function accountWarnings({metadata}: Go['ServiceAccount'], old: Go['ServiceAccount'] | undefined): string[] {
  const given = metadata.annotations?.[MOUNTABLE]
  if (given === undefined || old?.metadata.annotations?.[MOUNTABLE] !== undefined) return []
  const text = 'deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets'
  return [`metadata.annotations[${MOUNTABLE}]: ${text}`]
}
