import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, internal, invalid, notSupported, required} from '../../../../schema/field-error.js'
import {labelValue, portNumber, qualifiedName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {cidrFaults, endpointAddressFaults, ipFaults, isCidr} from '../common/addresses.js'
import {complain, label, labelName, labelSelector, subdomain} from '../common/checks.js'
import {nonNegatives} from '../common/counts.js'
import type {RuleContext} from '../kind-rules.js'
import {finalizerFaults} from '../object-meta.js'
import {replicaTemplate} from '../pod/validate-workload.js'
import {namespaceStatusFaults, nodeAmountFaults, nodeStatusFaults} from '../status/core-status.js'

export function validateNamespace({spec}: Go['Namespace']): FieldError[] {
  return (spec.finalizers ?? []).flatMap((name) => [
    ...complain('spec.finalizers', name, qualifiedName(name)),
    ...finalizerFaults('spec.finalizers', name),
  ])
}

/** The path `finalize` checks what it is told to keep. */
export function validateNamespaceUpdate(now: Go['Namespace'], _old: Go['Namespace'], {env}: RuleContext): FieldError[] {
  const {spec} = now
  if (env.subresource === 'status') return namespaceStatusFaults(now)
  if (env.subresource !== 'finalize') return []
  return (spec.finalizers ?? []).flatMap((name, at) => {
    const path = `spec.finalizers[${at}]`
    return [...complain(path, name, qualifiedName(name)), ...finalizerFaults(path, name)]
  })
}

export function validateEndpoints({subsets}: Go['Endpoints']): FieldError[] {
  return (subsets ?? []).flatMap((subset, at) => {
    const path = `subsets[${at}]`
    const {addresses = [], notReadyAddresses = [], ports = []} = subset
    const errors: FieldError[] =
      addresses.length + notReadyAddresses.length === 0 ? [required(path, 'must specify `addresses` or `notReadyAddresses`')] : []
    for (const [index, one] of addresses.entries()) errors.push(...address(one, `${path}.addresses[${index}]`))
    for (const [index, one] of notReadyAddresses.entries()) errors.push(...address(one, `${path}.notReadyAddresses[${index}]`))
    for (const [index, one] of ports.entries()) errors.push(...port(one, ports.length > 1, `${path}.ports[${index}]`))
    return errors
  })
}

function address({ip, hostname, nodeName}: Go['EndpointAddress'], path: string): FieldError[] {
  return [
    ...ipFaults(`${path}.ip`, ip),
    ...(hostname ? label(`${path}.hostname`, hostname) : []),
    ...(nodeName === undefined ? [] : subdomain(`${path}.nodeName`, nodeName)),
    ...endpointAddressFaults(`${path}.ip`, ip),
  ]
}

function port({name, port, protocol, appProtocol}: Go['core.v1.EndpointPort'], named: boolean, path: string): FieldError[] {
  const errors = name ? label(`${path}.name`, name) : named ? [required(`${path}.name`)] : []
  errors.push(...complain(`${path}.port`, port ?? 0, portNumber(port ?? 0)))
  const protocols = ['SCTP', 'TCP', 'UDP']
  if (!protocol) errors.push(required(`${path}.protocol`))
  else if (!protocols.includes(protocol)) errors.push(notSupported(`${path}.protocol`, protocol, protocols))
  return appProtocol === undefined ? errors : [...errors, ...labelName(`${path}.appProtocol`, appProtocol)]
}

export function validateReplicationController({spec}: Go['ReplicationController']): FieldError[] {
  const {selector, template} = spec
  const errors = nonNegatives('spec', spec, ['minReadySeconds'])
  if (Object.keys(selector ?? {}).length === 0) errors.push(required('spec.selector'))
  errors.push(...(spec.replicas === undefined ? [required('spec.replicas')] : nonNegatives('spec', spec, ['replicas'])))
  if (!template) return [...errors, required('spec.template')]
  // a selector of bad values is no selector of workloads, but it still does not match
  const labels = template.metadata?.labels ?? {}
  const matches = Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value)
  const given = {matchLabels: selector ?? {}}
  const unmatched =
    !matches && labelSelector('', given).length > 0
      ? [
          invalid(
            'spec.template.metadata.labels',
            template.metadata?.labels ?? null,
            '`selector` does not match template `labels`',
          ),
        ]
      : []
  return [...errors, ...unmatched, ...replicaTemplate(template, given, 'spec.template', 'ReplicationController')]
}

/** TaintNodesByCondition admission: a new node takes no pods until somebody has seen that it is ready. */
export function prepareNode(node: Go['Node']): void {
  prepareNodeUpdate(node)
  const taint = {key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule'}
  const {taints = []} = node.spec
  if (taints.some(({key, effect}) => key === taint.key && effect === taint.effect)) return
  node.spec.taints = [...taints, taint]
}

/** Kubelets take their settings from files alone. */
export function prepareNodeUpdate({spec}: Go['Node']): void {
  delete spec.configSource
}

const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** Their path is one of the metadata there. */
function taintFaults({spec}: Go['Node']): FieldError[] {
  const seen = new Set<string>()
  return (spec.taints ?? []).flatMap(({key, value = '', effect, timeAdded}, at) => {
    const path = `metadata.taints[${at}]`
    const texts = labelValue(value)
    const errors = [
      ...labelName(`${path}.key`, key),
      ...(texts.length > 0 ? [invalid(`${path}.value`, value, texts.join(';'))] : []),
    ]
    if (effect === '') errors.push(required(`${path}.effect`))
    else if (!taintEffects.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, taintEffects))
    if (seen.has(`${effect}/${key}`)) {
      const shown = {Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null}
      const {reason, field, message} = duplicate(path, shown)
      errors.push({reason, field, message: `${message}: taints must be unique by key and effect pair`})
    }
    seen.add(`${effect}/${key}`)
    return errors
  })
}

export function validateNode(node: Go['Node']): FieldError[] {
  const errors = [...taintFaults(node), ...nodeAmountFaults(node)]
  const {podCIDRs = []} = node.spec
  const path = 'spec.podCIDRs'
  const faults = podCIDRs.flatMap((cidr, at) => cidrFaults(`${path}[${at}]`, cidr))
  errors.push(...faults)
  if (podCIDRs.length < 2) return errors
  const families = new Set(podCIDRs.map((cidr) => cidr.includes(':')))
  const first = podCIDRs.findIndex((cidr) => !isCidr(cidr))
  if (first >= 0) {
    const why = `invalid CIDR[${first}]: <nil> (invalid CIDR address: ${podCIDRs[first]})`
    errors.push(internal(path, `invalid PodCIDRs. failed to check with dual stack with error:${why}`))
  }
  if (podCIDRs.length > 2 || families.size < 2)
    errors.push(invalid(path, [...podCIDRs], 'may specify no more than one CIDR for each IP family'))
  return errors
}

/** Fields of a node that are set once; a whole node is also checked as a new one. */
export function validateNodeUpdate(now: Go['Node'], old: Go['Node'], {env}: RuleContext): FieldError[] {
  const errors: FieldError[] = env.subresource === 'status' ? [] : validateNode(now)
  const [is, was] = [now.spec.podCIDRs ?? [], old.spec.podCIDRs ?? []]
  const text = 'node updates may not change podCIDR except from "" to valid'
  if (was.length > 0 && was.length !== is.length) errors.push(forbidden('spec.podCIDRs', text))
  else for (const [at, cidr] of was.entries()) if (is[at] !== cidr) errors.push(forbidden('spec.podCIDRs', text))
  if (old.spec.providerID && now.spec.providerID !== old.spec.providerID)
    errors.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'))
  errors.push(...taintFaults(now), ...nodeStatusFaults(now))
  if ((now.spec.externalID ?? '') !== (old.spec.externalID ?? '')) errors.push(forbidden('spec.externalID', 'may not be updated'))
  return errors
}
