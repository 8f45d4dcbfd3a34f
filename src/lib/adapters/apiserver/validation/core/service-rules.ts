import {isIP} from 'node:net'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import {portNumber} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {cidrFaults, endpointAddressFaults, ipFaults} from '../common/addresses.js'
import {complain, label, labelName, portOrName, range, subdomain} from '../common/checks.js'
import {validateLabels} from '../object-meta.js'
import {headless, isExternal, needsHealthPort} from './service-allocation.js'

type Service = Go['Service']
type Spec = Go['ServiceSpec']

const protocols = ['SCTP', 'TCP', 'UDP']
const RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges'

export function validateService(service: Service): FieldError[] {
  const {spec} = service
  return [
    ...topologyFaults(service),
    ...typeFaults(spec),
    ...portFaults(spec),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...affinityFaults(spec),
    ...(spec.type === 'ExternalName' ? [] : addressFaults(spec)),
    ...(spec.externalIPs ?? []).flatMap((ip, at) => externalAddress(ip, `spec.externalIPs[${at}]`)),
    ...typeSupport(spec),
    ...nodePortFaults(spec),
    ...loadBalancerFaults(service),
    ...trafficFaults(service),
  ]
}

function topologyFaults({metadata}: Service): FieldError[] {
  const [hints, mode] = ['service.kubernetes.io/topology-aware-hints', 'service.kubernetes.io/topology-mode']
  const {[hints]: old, [mode]: now} = metadata.annotations ?? {}
  if (old === undefined || now === undefined || old === now) return []
  return [invalid(`metadata.annotations[${mode}]`, now, `must match annotations[${hints}] when both are specified`)]
}

function typeFaults(spec: Spec): FieldError[] {
  const errors: FieldError[] = []
  if ((spec.ports ?? []).length === 0 && !headless(spec) && spec.type !== 'ExternalName') errors.push(required('spec.ports'))
  if (headless(spec) && (spec.type === 'LoadBalancer' || spec.type === 'NodePort'))
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`))
  if (spec.type !== 'ExternalName') return errors
  const unwanted = 'may not be set for ExternalName services'
  if ((spec.clusterIPs ?? []).length > 0) errors.push(forbidden('spec.clusterIPs', unwanted))
  if ((spec.ipFamilies ?? []).length > 0) errors.push(forbidden('spec.ipFamilies', unwanted))
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbidden('spec.ipFamilyPolicy', unwanted))
  const name = (spec.externalName ?? '').replace(/\.$/, '')
  return [...errors, ...(name ? subdomain('spec.externalName', name) : [required('spec.externalName')])]
}

function portFaults({ports = []}: Spec): FieldError[] {
  const names = new Set<string>()
  return ports.flatMap((port, at) => {
    const path = `spec.ports[${at}]`
    const errors: FieldError[] = []
    if (port.name) {
      errors.push(...label(`${path}.name`, port.name))
      if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name))
      names.add(port.name)
    } else if (ports.length > 1) errors.push(required(`${path}.name`))
    errors.push(...complain(`${path}.port`, port.port, portNumber(port.port)))
    if (!port.protocol) errors.push(required(`${path}.protocol`))
    else if (!protocols.includes(port.protocol)) errors.push(notSupported(`${path}.protocol`, port.protocol, protocols))
    errors.push(...portOrName(`${path}.targetPort`, port.targetPort ?? 0))
    if (port.appProtocol !== undefined) errors.push(...labelName(`${path}.appProtocol`, port.appProtocol))
    return errors
  })
}

function affinityFaults({sessionAffinity, sessionAffinityConfig: config}: Spec): FieldError[] {
  const path = 'spec.sessionAffinity'
  if (!sessionAffinity) return [required(path)]
  if (sessionAffinity === 'None') {
    return config ? [forbidden(`${path}Config`, 'must not be set when session affinity is None')] : []
  }
  if (sessionAffinity !== 'ClientIP') return [notSupported(path, sessionAffinity, ['ClientIP', 'None'])]
  const text = 'when session affinity type is ClientIP'
  if (!config) return [required(`${path}Config`, text)]
  if (!config.clientIP) return [required(`${path}Config.clientIP`, text)]
  const seconds = config.clientIP.timeoutSeconds
  const at = `${path}Config.clientIP.timeoutSeconds`
  if (seconds === undefined) return [required(at, text)]
  if (seconds > 0 && seconds <= 86_400) return []
  return [invalid(at, seconds, 'must be greater than 0 and less than 86400')]
}

export function addressFaults(spec: Spec): FieldError[] {
  const {clusterIP = '', clusterIPs = [], ipFamilies = []} = spec
  const path = 'spec.clusterIPs'
  const errors: FieldError[] = []
  if (clusterIP && clusterIPs.length === 0) errors.push(required(path))
  else if (clusterIP && clusterIPs[0] !== clusterIP) errors.push(invalid(path, clusterIPs, 'first value must match `clusterIP`'))
  else if (!clusterIP && clusterIPs.length > 0)
    errors.push(invalid(path, clusterIPs, 'must be empty when `clusterIP` is not specified'))
  errors.push(...familyFaults(spec))
  const faults = clusterIPs.flatMap((ip, at) => {
    if (at > 0 || ip !== 'None') return ipFaults(`${path}[${at}]`, ip)
    return clusterIPs.length > 1 ? [invalid(path, clusterIPs, "'None' must be the first and only value")] : []
  })
  errors.push(...faults)
  if (clusterIPs.length > 2) errors.push(invalid(path, clusterIPs, 'may only hold up to 2 values'))
  if (faults.length > 0) return errors
  if (clusterIPs.length > 1 && isIP(clusterIPs[0] ?? '') === isIP(clusterIPs[1] ?? ''))
    errors.push(invalid(path, clusterIPs, 'may specify no more than one IP for each IP family'))
  return headless(spec) ? errors : [...errors, ...familyOfAddress(clusterIPs, ipFamilies)]
}

function familyOfAddress(clusterIPs: readonly string[], ipFamilies: readonly string[]): FieldError[] {
  const errors: FieldError[] = []
  for (const [at, ip] of clusterIPs.slice(0, ipFamilies.length).entries()) {
    const family = ipFamilies[at] ?? ''
    if (['IPv4', 'IPv6'].includes(family) && family !== (isIP(ip) === 6 ? 'IPv6' : 'IPv4'))
      errors.push(invalid(`spec.clusterIPs[${at}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${at}]\``))
  }
  return errors
}

function familyFaults({ipFamilies = [], ipFamilyPolicy}: Spec): FieldError[] {
  const errors = ipFamilies.flatMap((family, at) => {
    const path = `spec.ipFamilies[${at}]`
    const unknown = ['IPv4', 'IPv6'].includes(family) ? [] : [notSupported(path, family, ['IPv4', 'IPv6'])]
    return [...unknown, ...(ipFamilies.indexOf(family) < at ? [duplicate(path, family)] : [])]
  })
  const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack']
  if (ipFamilyPolicy !== undefined && !policies.includes(ipFamilyPolicy))
    errors.push(notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, policies))
  return errors
}

function externalAddress(ip: string, path: string): FieldError[] {
  const errors = ipFaults(path, ip)
  return errors.length > 0 ? errors : endpointAddressFaults(path, ip)
}

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']

function typeSupport({type}: Spec): FieldError[] {
  if (!type) return [required('spec.type')]
  return types.includes(type) ? [] : [notSupported('spec.type', type, types)]
}

function nodePortFaults({type, ports = []}: Spec): FieldError[] {
  const errors: FieldError[] = []
  for (const [at, {nodePort}] of ports.entries()) {
    if (type === 'ClusterIP' && nodePort)
      errors.push(forbidden(`spec.ports[${at}].nodePort`, "may not be used when `type` is 'ClusterIP'"))
  }
  const seen = new Set<string>()
  for (const [at, {nodePort, protocol}] of ports.entries()) {
    if (!nodePort) continue
    if (seen.has(`${protocol}/${nodePort}`)) errors.push(duplicate(`spec.ports[${at}].nodePort`, nodePort))
    seen.add(`${protocol}/${nodePort}`)
  }
  const used = new Set<string>()
  for (const [at, {port, protocol = ''}] of ports.entries()) {
    if (used.has(`${protocol}:${port}`)) {
      const shown = {Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0}
      errors.push(duplicate(`spec.ports[${at}]`, shown))
    }
    used.add(`${protocol}:${port}`)
  }
  return errors
}

function loadBalancerFaults({metadata, spec}: Service): FieldError[] {
  const balanced = spec.type === 'LoadBalancer'
  const only = "may only be used when `type` is 'LoadBalancer'"
  const errors: FieldError[] = []
  const written = metadata.annotations?.[RANGES]
  if ((spec.loadBalancerSourceRanges ?? []).length > 0) {
    const path = 'spec.LoadBalancerSourceRanges'
    if (!balanced) errors.push(forbidden(path, only))
    for (const [at, one] of (spec.loadBalancerSourceRanges ?? []).entries())
      errors.push(...cidrFaults(`${path}[${at}]`, one.trim()))
  } else if (written !== undefined) {
    const path = `metadata.annotations[${RANGES}]`
    if (!balanced) errors.push(forbidden(path, only))
    if (written.trim()) for (const one of written.split(',')) errors.push(...cidrFaults(path, one.trim()))
  }
  if (spec.allocateLoadBalancerNodePorts !== undefined && !balanced)
    errors.push(forbidden('spec.allocateLoadBalancerNodePorts', only))
  return [...errors, ...classFaults(spec)]
}

function classFaults({type, loadBalancerClass: name}: Spec): FieldError[] {
  const path = 'spec.loadBalancerClass'
  if (name === undefined) return []
  return type === 'LoadBalancer' ? labelName(path, name) : [forbidden(path, "may only be used when `type` is 'LoadBalancer'")]
}

function trafficFaults(service: Service): FieldError[] {
  const {externalTrafficPolicy: policy, healthCheckNodePort: port, internalTrafficPolicy: internal} = service.spec
  const errors: FieldError[] = []
  const policies = ['Cluster', 'Local']
  const path = 'spec.externalTrafficPolicy'
  if (!isExternal(service)) {
    if (policy) errors.push(invalid(path, policy, 'may only be set for externally-accessible services'))
  } else if (!policy) errors.push(required(path))
  else if (!policies.includes(policy)) errors.push(notSupported(path, policy, policies))
  if (!needsHealthPort(service)) {
    const text = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
    if (port) errors.push(invalid('spec.healthCheckNodePort', port, text))
  } else errors.push(...range('spec.healthCheckNodePort', port ?? 0, 1, 65_535))
  if (internal === undefined) {
    if (['ClusterIP', 'NodePort', 'LoadBalancer'].includes(service.spec.type ?? ''))
      errors.push(required('spec.internalTrafficPolicy'))
  } else if (!policies.includes(internal)) errors.push(notSupported('spec.internalTrafficPolicy', internal, policies))
  const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode']
  const {trafficDistribution: wanted} = service.spec
  if (wanted !== undefined && !distributions.includes(wanted))
    errors.push(notSupported('spec.trafficDistribution', wanted, distributions))
  return errors
}
