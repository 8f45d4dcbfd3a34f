import {goQuote} from '../../../../errors/go-quote.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid} from '../../../../schema/field-error.js'
import {pathSegmentName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {cidrWithin} from '../common/addresses.js'
import type {RuleContext} from '../kind-rules.js'
import {serviceStatusFaults} from '../status/core-status.js'
import {
  FIRST_PORT,
  headless,
  keepsPreference,
  LAST_ADDRESS,
  LAST_PORT,
  needsHealthPort,
  RANGE,
  type Taken,
  takenBy,
} from './service-allocation.js'
import {addressFaults, validateService} from './service-rules.js'

type Service = Go['Service']

export function validateServiceUpdate(now: Service, old: Service, {env}: RuleContext): FieldError[] {
  if (env.subresource === 'status') return serviceStatusFaults(now)
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

/** Addresses and ports that were asked for and cannot be given. */
export function allocationFaults(service: Service, old: Service | undefined, {env}: RuleContext): FieldError[] {
  if (env.subresource === 'status') return []
  const taken = takenBy(env, service)
  const errors = service.spec.type === 'ExternalName' ? [] : givenAddresses(service, old, taken, env.dryRun === true)
  return errors.length > 0 ? errors : givenPorts(service, old, taken, env.dryRun === true)
}

/** Addresses that are none or that this cluster cannot have. */
export function addressMisfits({spec}: Service, old: Service): FieldError[] {
  if (spec.type === 'ExternalName') return []
  return misfits(spec, old)
}

/** The first of the server's three looks at addresses and families that finds something. */
function misfits(spec: Go['ServiceSpec'], old: Service | undefined): FieldError[] {
  if (keepsPreference(spec, old?.spec)) return []
  for (const look of [addressFaults, countFaults, stackFaults]) {
    const faults = look(spec)
    if (faults.length > 0) return faults
  }
  return []
}

/** More than a policy of one stack or this cluster gives. */
function countFaults({ipFamilyPolicy: policy, clusterIPs = [], ipFamilies = []}: Go['ServiceSpec']): FieldError[] {
  const errors: FieldError[] = []
  const many = (list: readonly string[], what: string) => {
    const text = `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`
    if (policy === 'SingleStack' && list.length === 2) errors.push(invalid('spec.ipFamilyPolicy', policy, text))
  }
  many(clusterIPs, 'cluster IPs')
  many(ipFamilies, 'IP families')
  for (const [at, ip] of clusterIPs.entries()) {
    if (ip === 'None') break
    if (at >= ipFamilies.length && ip.includes(':'))
      errors.push(invalid(`spec.clusterIPs[${at}]`, [...clusterIPs], 'IPv6 is not configured on this cluster'))
  }
  return errors
}

function givenAddresses(service: Service, old: Service | undefined, taken: Taken, rehearsal: boolean): FieldError[] {
  const {spec} = service
  const faults = misfits(spec, old)
  if (faults.length > 0 || headless(spec)) return faults
  const fresh = !rehearsal && (!old || headless(old.spec) || old.spec.type === 'ExternalName')
  if (fresh) faults.push(...ownerFaults(service))
  const kept = new Set(old?.spec.clusterIPs)
  for (const ip of spec.clusterIPs ?? []) {
    if (kept.has(ip) || faults.length > 0) continue
    const tell = (why: string) => faults.push(invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${ip}: ${why}`))
    if (!cidrWithin(`${ip}/32`, RANGE) || (rehearsal && ip === LAST_ADDRESS))
      tell(
        rehearsal
          ? `the provided IP (${ip}) is not in the valid range. The range of valid IPs is ${RANGE}`
          : 'the provided network does not match the current range',
      )
    // a rehearsal looks no further
    else if (!rehearsal && taken.address(ip)) tell('provided IP is already allocated')
  }
  return faults
}

function givenPorts({spec}: Service, old: Service | undefined, taken: Taken, rehearsal: boolean): FieldError[] {
  // other types get none: they are told off for asking
  if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return []
  const before = new Set(old?.spec.ports?.map(({nodePort}) => nodePort))
  const ports = spec.ports ?? []
  for (const [at, {nodePort}] of ports.entries()) {
    if (!nodePort || before.has(nodePort)) continue
    if (!rehearsal && (nodePort < FIRST_PORT || nodePort > LAST_PORT)) {
      const text = 'provided port is not in the valid range. The range of valid ports is 30000-32767'
      return [invalid(`spec.ports[${at}].nodePort`, nodePort, text)]
    }
    // what a rehearsal gives out lies beyond the range, and may be there twice
    const asked = (other: (typeof ports)[number]) => other.nodePort === nodePort && other.protocol === ports[at]!.protocol
    const twice = nodePort <= LAST_PORT && ports.findIndex(asked) < at
    if (taken.port(nodePort) || twice)
      return [invalid(`spec.ports[${at}].nodePort`, nodePort, 'provided port is already allocated')]
  }
  return []
}

/** The address is recorded under the name of its service. */
function ownerFaults({metadata: {name = ''}, spec}: Service): FieldError[] {
  const faults = pathSegmentName(name).map((text) => `spec.parentRef.name: Invalid value: ${goQuote(name)}: ${text}`)
  if (faults.length === 0) return []
  const what = faults.length === 1 ? faults[0] : `[${faults.join(', ')}]`
  const text = `failed to allocate IP: IPAddress.networking.k8s.io ${goQuote(spec.clusterIP ?? '')} is invalid: ${what}`
  return [invalid('spec.clusterIPs', [''], text)]
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
