import type {Go} from '../../../../schema/builtin/go.gen.js'
import type {RuleEnv} from '../../hooks.js'
import {same} from '../same.js'
import {keyOf, ServiceAllocations} from './service-allocations.js'

/** Ports of nodes. */
export const FIRST_PORT = 30000
export const LAST_PORT = 32767
/** What a rehearsal is given. */
const REHEARSED = '10.96.0.0'
const REHEARSED_PORT = 32769
/** Addresses of services. */
export const RANGE = '10.96.0.0/16'
/** Its broadcast address. */
export const LAST_ADDRESS = '10.96.255.255'

export const headless = ({clusterIPs}: Go['ServiceSpec']) => clusterIPs?.length === 1 && clusterIPs[0] === 'None'

/** What other services than this one have been given. */
export interface Taken {
  address(address: string): boolean
  port(port: number): boolean
  firstAddress(): string
}

export function takenBy(env: RuleEnv, service: Go['Service']): Taken {
  const allocations = () => env.index('v1', 'Service', createAllocations)
  const key = keyOf(service)
  return {
    address: (address) => allocations().addressTaken(address, key),
    port: (port) => allocations().portTaken(port, key),
    firstAddress: () => allocations().firstAddress(key),
  }
}

const createAllocations = () => new ServiceAllocations()

const needsAddress = (service: Go['Service']) => service.spec.type !== 'ExternalName'
export const needsHealthPort = ({spec}: Go['Service']) => spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local'

function mayHaveNodePort({spec}: Go['Service']): boolean {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer'
}

function needsNodePort(service: Go['Service']): boolean {
  return mayHaveNodePort(service) && service.spec.allocateLoadBalancerNodePorts !== false
}

/** A new Service gets its addresses and ports (10.96.0.0/16, 30000-32767). */
export function prepareService(service: Go['Service'], env: RuleEnv): void {
  const {spec} = service
  if (spec.clusterIP && !spec.clusterIPs) spec.clusterIPs = [spec.clusterIP]
  if (spec.type === 'ExternalName') delete spec.internalTrafficPolicy
  families(service, undefined)
  allocate(service, env)
}

/** An update keeps what was allocated, gives back what the new type has no use for, and gets the rest. */
export function prepareServiceUpdate(service: Go['Service'], old: Go['Service'], env: RuleEnv): void {
  if (env.subresource === 'status') return
  keepAllocated(service, old)
  normaliseAddresses(service.spec, old.spec)
  dropSecondStack(service.spec, old.spec)
  dropDependent(service, old)
  families(service, old)
  allocate(service, env)
}

function keepAllocated(service: Go['Service'], old: Go['Service']): void {
  const {spec} = service
  if (needsAddress(old) && needsAddress(service)) {
    if (!spec.clusterIP && old.spec.clusterIP) spec.clusterIP = old.spec.clusterIP
    if (!spec.clusterIPs && old.spec.clusterIPs) spec.clusterIPs = [...old.spec.clusterIPs]
  }
  if (needsNodePort(old) && needsNodePort(service)) {
    const wanted = new Set(spec.ports?.map((port) => port.nodePort))
    const byName = new Map(old.spec.ports?.map((port) => [port.name ?? '', port.nodePort]))
    for (const port of spec.ports ?? []) {
      const before = byName.get(port.name ?? '')
      if (port.nodePort || !before || wanted.has(before)) continue
      port.nodePort = before
      wanted.add(before)
    }
  }
  if (needsHealthPort(old) && needsHealthPort(service) && !spec.healthCheckNodePort && old.spec.healthCheckNodePort) {
    spec.healthCheckNodePort = old.spec.healthCheckNodePort
  }
}

function normaliseAddresses(spec: Go['ServiceSpec'], old: Go['ServiceSpec']): void {
  if (old.clusterIPs && !spec.clusterIPs && old.clusterIP === spec.clusterIP) spec.clusterIPs = [...old.clusterIPs]
  if (old.clusterIP === spec.clusterIP || !same(old.clusterIPs, spec.clusterIPs)) return
  if (old.clusterIP && !spec.clusterIP) delete spec.clusterIPs
  else if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP]
}

/** Who asks for one stack after two, and says nothing of families and addresses, gives back the second ones. */
function dropSecondStack(spec: Go['ServiceSpec'], old: Go['ServiceSpec']): void {
  if (!isDual(old.ipFamilyPolicy) || spec.ipFamilyPolicy !== 'SingleStack') return
  for (const key of ['clusterIPs', 'ipFamilies'] as const) {
    if (spec[key]?.length === 2 && same(old[key], spec[key])) spec[key] = spec[key].slice(0, 1)
  }
}

const isDual = (policy: string | undefined) => policy === 'RequireDualStack' || policy === 'PreferDualStack'

/** Services that were given the policy that they had: they did not ask for one themselves. */
const unsaid = new WeakSet<Go['ServiceSpec']>()

/** A service that prefers two stacks keeps what it was given as long as nobody asks for something else. */
export function keepsPreference(spec: Go['ServiceSpec'], old: Go['ServiceSpec'] | undefined): boolean {
  const prefers = old?.ipFamilyPolicy === 'PreferDualStack' && spec.ipFamilyPolicy === 'PreferDualStack' && !unsaid.has(spec)
  return prefers && same(old.clusterIPs, spec.clusterIPs) && same(old.ipFamilies, spec.ipFamilies)
}

function dropDependent(service: Go['Service'], old: Go['Service']): void {
  const {spec} = service
  if (needsAddress(old) && !needsAddress(service)) {
    if (same(old.spec.clusterIPs, spec.clusterIPs)) {
      delete spec.clusterIP
      delete spec.clusterIPs
    }
    for (const key of ['ipFamilies', 'ipFamilyPolicy'] as const) if (same(old.spec[key], spec[key])) delete spec[key]
  }
  if (mayHaveNodePort(old) && !mayHaveNodePort(service) && keepsNodePorts(old, service)) {
    for (const port of spec.ports ?? []) delete port.nodePort
  }
  if (needsHealthPort(old) && !needsHealthPort(service) && old.spec.healthCheckNodePort === spec.healthCheckNodePort) {
    delete spec.healthCheckNodePort
  }
  dropTypeFields(service, old)
  if (spec.type === 'ExternalName') delete spec.internalTrafficPolicy
}

function dropTypeFields(service: Go['Service'], old: Go['Service']): void {
  const {spec} = service
  const left = old.spec.type === 'LoadBalancer' && spec.type !== 'LoadBalancer'
  if (left) {
    for (const key of ['allocateLoadBalancerNodePorts', 'loadBalancerClass'] as const) {
      if (old.spec[key] === spec[key]) delete spec[key]
    }
  }
  if (isExternal(old) && !isExternal(service) && old.spec.externalTrafficPolicy === spec.externalTrafficPolicy) {
    delete spec.externalTrafficPolicy
  }
  if (spec.type !== 'LoadBalancer') service.status.loadBalancer = {}
}

export function isExternal({spec}: Go['Service']): boolean {
  return (
    spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0)
  )
}

/** No port is asked for that the service did not have; ports may come, go and change places. */
function keepsNodePorts(old: Go['Service'], service: Go['Service']): boolean {
  const had = new Set(old.spec.ports?.map((port) => port.nodePort))
  return (service.spec.ports ?? []).every(({nodePort}) => !nodePort || had.has(nodePort))
}

function families({spec}: Go['Service'], old: Go['Service'] | undefined): void {
  if (spec.type === 'ExternalName' || keepsPreference(spec, old?.spec)) return
  const free = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0
  if (spec.ipFamilyPolicy === undefined) unsaid.add(spec)
  spec.ipFamilyPolicy ??= old?.spec.ipFamilyPolicy ?? (free ? 'RequireDualStack' : 'SingleStack')
  const [first = 'None'] = spec.clusterIPs ?? []
  // of an address that cannot be had nothing follows: it is told off
  if (first !== 'None' && (spec.ipFamilies ?? []).length === 0 && !first.includes(':')) spec.ipFamilies = ['IPv4']
  if ((spec.clusterIPs ?? []).some((address) => address !== 'None') && !spec.ipFamilies) return
  spec.ipFamilies ??= ['IPv4']
  if (free && spec.ipFamilies.length < 2 && spec.ipFamilyPolicy !== 'SingleStack') {
    spec.ipFamilies = [...spec.ipFamilies, spec.ipFamilies[0] === 'IPv4' ? 'IPv6' : 'IPv4']
  }
}

function allocate(service: Go['Service'], env: RuleEnv): void {
  const {spec} = service
  const foreign = spec.ipFamilies?.includes('IPv6') === true
  const wantsAddress = needsAddress(service) && !spec.clusterIP && !spec.clusterIPs && !foreign
  const wantsPorts = needsNodePort(service) && spec.ports?.some((port) => !port.nodePort)
  const wantsHealth = needsHealthPort(service) && !spec.healthCheckNodePort
  if (!wantsAddress && !wantsPorts && !wantsHealth) return
  const taken = takenBy(env, service)
  if (wantsAddress) {
    spec.clusterIP = env.dryRun ? REHEARSED : taken.firstAddress()
    spec.clusterIPs = [spec.clusterIP]
  }
  if (!wantsPorts && !wantsHealth) return
  const ports = new Set<number>((spec.ports ?? []).flatMap((port) => (port.nodePort ? [port.nodePort] : [])))
  const next = () => {
    let port = env.dryRun ? REHEARSED_PORT : FIRST_PORT
    while (ports.has(port) || (!env.dryRun && taken.port(port))) port += 1
    ports.add(port)
    return port
  }
  if (wantsPorts) nodePorts(spec, next, env.dryRun === true)
  if (wantsHealth) spec.healthCheckNodePort = next()
}

/** TCP and UDP of one port share their node port. */
function nodePorts(spec: Go['ServiceSpec'], next: () => number, rehearsal: boolean): void {
  const shared = new Map<number, {port: number; protocols: Set<string>}>()
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue
    const protocol = port.protocol ?? 'TCP'
    const known = shared.get(port.port)
    // a rehearsal does not see that one port is there twice
    if (known && (rehearsal || !known.protocols.has(protocol))) {
      port.nodePort = known.port
      known.protocols.add(protocol)
      continue
    }
    port.nodePort = next()
    shared.set(port.port, {port: port.nodePort, protocols: new Set([protocol])})
  }
}
