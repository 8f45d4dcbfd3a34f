import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {cidrWithin} from '../addresses.js'
import type {RuleContext} from '../kind-rules.js'
import {headless, needsHealthPort, RANGE, takenBy} from './service-allocation.js'
import {validateService} from './service-rules.js'

type Service = Go['Service']

export function validateServiceUpdate(now: Service, old: Service, {env}: RuleContext): FieldError[] {
  if (env.subresource === 'status') return []
  const named = now.spec.type === 'ExternalName' || old.spec.type === 'ExternalName'
  const errors = named ? [] : [...addressChange(now.spec, old.spec), ...familyChange(now.spec, old.spec)]
  const balanced = now.spec.type === 'LoadBalancer' && old.spec.type === 'LoadBalancer'
  if (balanced && now.spec.loadBalancerClass !== old.spec.loadBalancerClass)
    errors.push(invalid('spec.loadBalancerClass', now.spec.loadBalancerClass ?? null, 'may not change once set'))
  if (needsHealthPort(now) && needsHealthPort(old) && now.spec.healthCheckNodePort !== old.spec.healthCheckNodePort)
    errors.push(forbidden('spec.healthCheckNodePort', 'field is immutable'))
  return [...errors, ...validateService(now)]
}

const ONCE = 'may not change once set'

function addressChange(now: Go['ServiceSpec'], old: Go['ServiceSpec']): FieldError[] {
  if (headless(now) && headless(old)) return []
  const [is, was] = [now.clusterIPs ?? [], old.clusterIPs ?? []]
  const first = (text: string) => invalid('spec.clusterIPs[0]', now.clusterIPs ?? null, text)
  if (is.length === was.length) {
    return was.flatMap((ip, at) => (ip === is[at] ? [] : [invalid(`spec.clusterIPs[${at}]`, is, ONCE)]))
  }
  const changed = was.length > 0 && is.length > 0 && is[0] !== was[0] ? [first(ONCE)] : []
  if (is.length > was.length) return changed
  const unset = is.length === 0 ? [first('primary clusterIP can not be unset')] : []
  return [...unset, ...changed, ...(is.length === 1 ? released(now, 'clusterIP') : [])]
}

function familyChange(now: Go['ServiceSpec'], old: Go['ServiceSpec']): FieldError[] {
  if (headless(now) || headless(old)) return []
  const [is, was] = [now.ipFamilies ?? [], old.ipFamilies ?? []]
  const path = 'spec.ipFamilies[0]'
  if (is.length === was.length) return was.flatMap((family, at) => (family === is[at] ? [] : [invalid(path, is, ONCE)]))
  const changed = was.length > 0 && is.length > 0 && is[0] !== was[0] ? [invalid(path, now.clusterIPs ?? null, ONCE)] : []
  if (is.length > was.length) return changed
  const unset = (now.clusterIPs ?? []).length === 0 ? [invalid(path, is, 'primary ipFamily can not be unset')] : []
  return [...unset, ...changed, ...(is.length === 1 ? released(now, 'ipFamily') : [])]
}

function released({ipFamilyPolicy: policy}: Go['ServiceSpec'], what: string): FieldError[] {
  if (policy === 'SingleStack') return []
  return [invalid('spec.ipFamilyPolicy', policy ?? null, `must be set to 'SingleStack' when releasing the secondary ${what}`)]
}

/** Addresses and ports that were asked for and cannot be given; only told when nothing else is wrong. */
export function allocationFaults(service: Service, old: Service | undefined, {env}: RuleContext): FieldError[] {
  const {spec} = service
  if (env.subresource === 'status') return []
  const taken = takenBy(env, service)
  const kept = new Set(old?.spec.clusterIPs)
  const errors = spec.type === 'ExternalName' ? [] : stackFaults(spec)
  if (errors.length > 0) return errors
  for (const ip of headless(spec) || spec.type === 'ExternalName' ? [] : (spec.clusterIPs ?? [])) {
    if (kept.has(ip)) continue
    const tell = (why: string) => [invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${ip}: ${why}`)]
    if (!cidrWithin(`${ip}/32`, RANGE))
      return tell(`the provided IP (${ip}) is not in the valid range. The range of valid IPs is ${RANGE}`)
    if (taken.addresses.has(ip)) return tell('provided IP is already allocated')
  }
  const before = new Set(old?.spec.ports?.map(({nodePort}) => nodePort))
  for (const [at, {nodePort}] of (spec.ports ?? []).entries()) {
    if (nodePort && !before.has(nodePort) && taken.ports.has(nodePort))
      return [invalid(`spec.ports[${at}].nodePort`, nodePort, 'provided port is already allocated')]
  }
  return []
}

function stackFaults(spec: Go['ServiceSpec']): FieldError[] {
  const free = headless(spec) && Object.keys(spec.selector ?? {}).length === 0
  if (free) return []
  const errors: FieldError[] = []
  const text = 'this cluster is not configured for dual-stack services'
  if (spec.ipFamilyPolicy === 'RequireDualStack') errors.push(invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy, text))
  for (const [at, family] of (spec.ipFamilies ?? []).entries()) {
    if (family === 'IPv6') errors.push(invalid(`spec.ipFamilies[${at}]`, family, 'not configured on this cluster'))
  }
  return errors
}
