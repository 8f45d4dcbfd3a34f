import {isIP} from 'node:net'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, notSupported, required, tooLong} from '../../../../schema/field-error.js'
import {inMemory} from '../../../../schema/go/given-empty.js'
import {dns1123Subdomain, pathSegmentName, portName, portNumber, wildcardSubdomain} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {cidrFaults, cidrWithin, ipFaults} from '../common/addresses.js'
import {complain, label, labelSelector, subdomain, unchanged} from '../common/checks.js'
import {domainPath} from '../common/domain-path.js'
import type {RuleContext} from '../kind-rules.js'

const CLASS = 'kubernetes.io/ingress.class'

export function validateIngress({metadata, spec}: Go['Ingress']): FieldError[] {
  const errors = ingressSpec(spec)
  const written = metadata.annotations?.[CLASS]
  const clash = written !== undefined && spec.ingressClassName !== undefined && written !== spec.ingressClassName
  if (clash) errors.push(invalid(`annotations.${CLASS}`, written, 'must match `ingressClassName` when both are specified'))
  return errors
}

function ingressSpec(spec: Go['IngressSpec']): FieldError[] {
  const {rules = [], tls = [], defaultBackend, ingressClassName} = spec
  const errors: FieldError[] = []
  if (rules.length === 0 && !defaultBackend)
    errors.push(invalid('spec', inMemory(spec, 'rules'), 'either `defaultBackend` or `rules` must be specified'))
  if (defaultBackend) errors.push(...backendFaults(defaultBackend, 'spec.defaultBackend'))
  for (const [at, rule] of rules.entries()) {
    const path = `spec.rules[${at}]`
    if (rule.host) {
      if (isIP(rule.host)) errors.push(invalid(`${path}.host`, rule.host, 'must be a DNS name, not an IP address'))
      errors.push(...hostFaults(`${path}.host`, rule.host))
    }
    if (rule.http) errors.push(...pathFaults(rule.http, `${path}.http.paths`))
  }
  for (const [at, {hosts, secretName}] of tls.entries()) {
    const path = `spec.tls[${at}]`
    for (const [index, host] of (hosts ?? []).entries()) errors.push(...hostFaults(`${path}.hosts[${index}]`, host))
    if (secretName) errors.push(...subdomain(`${path}.secretName`, secretName))
  }
  if (ingressClassName !== undefined) errors.push(...subdomain('spec.ingressClassName', ingressClassName))
  return errors
}

function hostFaults(path: string, host: string): FieldError[] {
  return complain(path, host, host.includes('*') ? wildcardSubdomain(host) : dns1123Subdomain(host))
}

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix']

function pathFaults({paths}: Go['HTTPIngressRuleValue'], path: string): FieldError[] {
  const list = paths ?? []
  if (list.length === 0) return [required(path)]
  return list.flatMap((one, at) => {
    const field = `${path}[${at}]`
    if (one.pathType === undefined || one.pathType === null) return [required(`${field}.pathType`, 'pathType must be specified')]
    const errors: FieldError[] = []
    if (!pathTypes.includes(one.pathType)) errors.push(notSupported(`${field}.pathType`, one.pathType, pathTypes))
    else errors.push(...urlFaults(one.path ?? '', one.pathType !== 'ImplementationSpecific', `${field}.path`))
    return [...errors, ...backendFaults(one.backend, `${field}.backend`)]
  })
}

function urlFaults(text: string, strict: boolean, path: string): FieldError[] {
  const errors: FieldError[] = []
  const needed = strict || text !== ''
  if (needed && !text.startsWith('/')) errors.push(invalid(path, text, 'must be an absolute path'))
  if (!strict) return errors
  for (const part of ['//', '/./', '/../', '%2f', '%2F'])
    if (text.includes(part)) errors.push(invalid(path, text, `must not contain '${part}'`))
  for (const end of ['/..', '/.']) if (text.endsWith(end)) errors.push(invalid(path, text, `cannot end with '${end}'`))
  return errors
}

function backendFaults({service, resource}: Go['IngressBackend'], path: string): FieldError[] {
  if (service && resource) return [invalid(path, '', 'cannot set both resource and service backends')]
  if (resource) return referenceFaults(resource, `${path}.resource`)
  if (!service) return [invalid(path, '', 'resource or service backend is required')]
  const errors = service.name ? label(`${path}.service.name`, service.name) : [required(`${path}.service.name`)]
  const {name, number} = service.port ?? {}
  const at = `${path}.service.port`
  if (name && number) errors.push(invalid(path, '', 'cannot set both port name & port number'))
  else if (name) errors.push(...complain(`${at}.name`, name, portName(name)))
  else if (number) errors.push(...complain(`${at}.number`, number, portNumber(number)))
  else errors.push(required(path, 'port name or number is required'))
  return errors
}

function referenceFaults(of: {apiGroup?: string | null; kind: string; name: string}, path: string): FieldError[] {
  const segment = (field: string, value: string) =>
    value ? complain(`${path}.${field}`, value, pathSegmentName(value)) : [required(`${path}.${field}`)]
  return [
    ...(of.apiGroup === undefined || of.apiGroup === null ? [] : subdomain(`${path}.apiGroup`, of.apiGroup)),
    ...segment('kind', of.kind),
    ...segment('name', of.name),
  ]
}

export function validateIngressUpdate(now: Go['Ingress'], _old: Go['Ingress'], {env}: RuleContext): FieldError[] {
  if (env.subresource !== 'status') return ingressSpec(now.spec)
  return (now.status.loadBalancer.ingress ?? []).flatMap(({ip, hostname}, at) => {
    const path = `status.loadBalancer.ingress[${at}]`
    const errors = ip ? ipFaults(`${path}.ip`, ip) : []
    if (!hostname) return errors
    const numeric = isIP(hostname) ? [invalid(`${path}.hostname`, hostname, 'must be a DNS name, not an IP address')] : []
    return [...errors, ...subdomain(`${path}.hostname`, hostname), ...numeric]
  })
}

export function ingressWarnings({metadata, spec}: Go['Ingress'], old: Go['Ingress'] | undefined): string[] {
  if (old || spec.ingressClassName !== undefined || metadata.annotations?.[CLASS] === undefined) return []
  return [`annotation "${CLASS}" is deprecated, please use 'spec.ingressClassName' instead`]
}

const CONTROLLER = 250

export function validateIngressClass({spec}: Go['IngressClass']): FieldError[] {
  const {controller = '', parameters} = spec
  const errors = controller.length > CONTROLLER ? [tooLong('spec.controller', CONTROLLER)] : []
  errors.push(...domainPath('spec.controller', controller))
  if (!parameters) return errors
  const path = 'spec.parameters'
  errors.push(...referenceFaults(parameters, path))
  const {scope, namespace} = parameters
  const scopes = ['Cluster', 'Namespace']
  if (scope === undefined || scope === null) return [...errors, required(`${path}.scope`)]
  if (!scopes.includes(scope)) errors.push(notSupported(`${path}.scope`, scope, scopes))
  if (scope === 'Cluster' && namespace !== undefined)
    errors.push(forbidden(`${path}.namespace`, "`parameters.scope` is set to 'Cluster'"))
  if (scope !== 'Namespace') return errors
  if (namespace === undefined) return [...errors, required(`${path}.namespace`, "`parameters.scope` is set to 'Namespace'")]
  return [...errors, ...label(`${path}.namespace`, namespace)]
}

export function validateIngressClassUpdate(now: Go['IngressClass'], old: Go['IngressClass']): FieldError[] {
  return [...unchanged('spec.controller', now.spec.controller ?? '', old.spec.controller ?? ''), ...validateIngressClass(now)]
}

export function validateNetworkPolicy({spec}: Go['NetworkPolicy']): FieldError[] {
  const errors = labelSelector('spec.podSelector', spec.podSelector)
  for (const [at, {ports, from}] of (spec.ingress ?? []).entries())
    errors.push(...ruleFaults(ports, from, `spec.ingress[${at}]`, 'from'))
  for (const [at, {ports, to}] of (spec.egress ?? []).entries()) errors.push(...ruleFaults(ports, to, `spec.egress[${at}]`, 'to'))
  const types = spec.policyTypes ?? []
  if (types.length > 2) return [...errors, invalid('spec.policyTypes', types, 'may not specify more than two policyTypes')]
  for (const [at, type] of types.entries())
    if (!['Ingress', 'Egress'].includes(type)) errors.push(notSupported(`spec.policyTypes[${at}]`, type, ['Ingress', 'Egress']))
  return errors
}

function ruleFaults(
  ports: readonly Go['NetworkPolicyPort'][] | undefined,
  peers: readonly Go['NetworkPolicyPeer'][] | undefined,
  path: string,
  side: string,
): FieldError[] {
  return [
    ...(ports ?? []).flatMap((port, at) => portFaults(port, `${path}.ports[${at}]`)),
    ...(peers ?? []).flatMap((peer, at) => peerFaults(peer, `${path}.${side}[${at}]`)),
  ]
}

function portFaults({protocol, port, endPort}: Go['NetworkPolicyPort'], path: string): FieldError[] {
  const protocols = ['TCP', 'UDP', 'SCTP']
  const errors: FieldError[] = []
  if (protocol !== undefined && !protocols.includes(protocol)) errors.push(notSupported(`${path}.protocol`, protocol, protocols))
  const end = (text: string) => (endPort === undefined ? [] : [invalid(`${path}.endPort`, endPort, text)])
  if (port === undefined) return [...errors, ...end('may not be specified when `port` is not specified')]
  if (typeof port === 'string') {
    errors.push(...end('may not be specified when `port` is non-numeric'))
    return [...errors, ...complain(`${path}.port`, port, portName(port))]
  }
  errors.push(...complain(`${path}.port`, port, portNumber(port)))
  if (endPort === undefined) return errors
  if (endPort < port) errors.push(invalid(`${path}.endPort`, port, 'must be greater than or equal to `port`'))
  return [...errors, ...complain(`${path}.endPort`, endPort, portNumber(endPort))]
}

function peerFaults({podSelector, namespaceSelector, ipBlock}: Go['NetworkPolicyPeer'], path: string): FieldError[] {
  const errors = [
    ...labelSelector(`${path}.podSelector`, podSelector),
    ...labelSelector(`${path}.namespaceSelector`, namespaceSelector),
  ]
  if (ipBlock) errors.push(...blockFaults(ipBlock, `${path}.ipBlock`))
  if (!podSelector && !namespaceSelector && !ipBlock) errors.push(required(path, 'must specify a peer'))
  else if (ipBlock && (podSelector || namespaceSelector))
    errors.push(forbidden(path, 'may not specify both ipBlock and another peer'))
  return errors
}

function blockFaults({cidr, except}: Go['IPBlock'], path: string): FieldError[] {
  if (!cidr) return [required(`${path}.cidr`)]
  const faults = cidrFaults(`${path}.cidr`, cidr)
  if (faults.length > 0) return faults
  return (except ?? []).flatMap((one, at) => {
    const field = `${path}.except[${at}]`
    const odd = cidrFaults(field, one)
    if (odd.length > 0) return odd
    const strict = cidrWithin(one, cidr) && Number(one.split('/')[1]) > Number(cidr.split('/')[1])
    return strict ? [] : [invalid(field, one, 'must be a strict subset of `cidr`')]
  })
}
