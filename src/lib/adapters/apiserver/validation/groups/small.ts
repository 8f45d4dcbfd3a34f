import {isIP} from 'node:net'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, required, tooLong, tooMany} from '../../../../schema/field-error.js'
import {byteLength, dns1123Subdomain, labelValue} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {endpointAddressFaults, ipFaults} from '../common/addresses.js'
import {complain, label, labelName, subdomain, unchanged} from '../common/checks.js'
import {tokenRequestFaults} from './cluster-kinds.js'

const PARAMETERS = 512
const PARAMETER_BYTES = 256 * 1024

export function validateStorageClass(of: Go['StorageClass']): FieldError[] {
  const {provisioner, parameters = {}, reclaimPolicy, volumeBindingMode} = of
  const errors = provisioner ? complainLower(provisioner) : [required('provisioner')]
  errors.push(...parameterFaults(parameters))
  const policies = ['Delete', 'Retain']
  if (reclaimPolicy && !policies.includes(reclaimPolicy)) errors.push(notSupported('reclaimPolicy', reclaimPolicy, policies))
  const modes = ['Immediate', 'WaitForFirstConsumer']
  if (volumeBindingMode === undefined) errors.push(required('volumeBindingMode'))
  else if (!modes.includes(volumeBindingMode)) errors.push(notSupported('volumeBindingMode', volumeBindingMode, modes))
  return errors
}

function complainLower(provisioner: string): FieldError[] {
  return labelName('provisioner', provisioner.toLowerCase())
}

function parameterFaults(parameters: Readonly<Record<string, string>>): FieldError[] {
  const entries = Object.entries(parameters)
  if (entries.length > PARAMETERS) return [tooLong('parameters', PARAMETERS)]
  const errors = entries.filter(([key]) => !key).map(([key]) => invalid('parameters', key, 'field can not be empty.'))
  const size = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0)
  return size > PARAMETER_BYTES ? [...errors, tooLong('parameters', PARAMETER_BYTES)] : errors
}

export function validateStorageClassUpdate(now: Go['StorageClass'], old: Go['StorageClass']): FieldError[] {
  const kept = (['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const).flatMap((field) =>
    unchanged(field, now[field], old[field]),
  )
  return [...validateStorageClass(now), ...kept]
}

export function validateDriver({spec}: Go['CSIDriver']): FieldError[] {
  const errors: FieldError[] = []
  for (const field of ['attachRequired', 'podInfoOnMount', 'storageCapacity'] as const)
    if (spec[field] === undefined) errors.push(required(`spec.${field}`))
  const policies = ['File', 'None', 'ReadWriteOnceWithFSType']
  if (spec.fsGroupPolicy !== undefined && !policies.includes(spec.fsGroupPolicy))
    errors.push(notSupported('spec.fsGroupPolicy', spec.fsGroupPolicy, policies))
  const modes = ['Ephemeral', 'Persistent']
  for (const [at, mode] of (spec.volumeLifecycleModes ?? []).entries())
    if (!modes.includes(mode)) errors.push(notSupported(`spec.volumeLifecycleModes[${at}]`, mode, modes))
  return [...errors, ...tokenRequestFaults({spec} as Go['CSIDriver'])]
}

/** What of a driver stays; the server misspells one of them. */
export function validateDriverUpdate(now: Go['CSIDriver'], old: Go['CSIDriver']): FieldError[] {
  return [
    ...validateDriver(now),
    ...unchanged('spec.attachedRequired', now.spec.attachRequired, old.spec.attachRequired),
    ...unchanged('spec.volumeLifecycleModes', now.spec.volumeLifecycleModes, old.spec.volumeLifecycleModes),
  ]
}

/** Coordinated elections are an alpha feature: what is only for them is dropped. */
export function prepareLease({spec}: Go['Lease']): void {
  delete spec.strategy
  delete spec.preferredHolder
}

export function validateLease({spec}: Go['Lease']): FieldError[] {
  const {leaseDurationSeconds: duration, leaseTransitions: transitions} = spec
  const errors: FieldError[] = []
  if (duration !== undefined && duration <= 0)
    errors.push(invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0'))
  if (transitions !== undefined && transitions < 0)
    errors.push(invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0'))
  return errors
}

const HIGHEST = 1_000_000_000
const system: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
}

export function validatePriorityClass({metadata, value, preemptionPolicy: policy}: Go['PriorityClass']): FieldError[] {
  const errors: FieldError[] = []
  const name = metadata.name ?? ''
  if (name.startsWith('system-')) {
    const wanted = system[name]
    const why =
      wanted === undefined ? `${name} is not a known system priority class` : `value of ${name} PriorityClass must be ${wanted}`
    if (wanted !== value) {
      const text = `priority class names with 'system-' prefix are reserved for system use only. error: ${why}`
      errors.push(forbidden('metadata.name', text))
    }
  } else if (value > HIGHEST) errors.push(forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST}`))
  const policies = ['Never', 'PreemptLowerPriority']
  if (policy === '') errors.push(required('preemptionPolicy'))
  else if (policy !== undefined && !policies.includes(policy)) errors.push(notSupported('preemptionPolicy', policy, policies))
  return errors
}

export function validatePriorityClassUpdate(now: Go['PriorityClass'], old: Go['PriorityClass']): FieldError[] {
  const errors = now.value === old.value ? [] : [forbidden('value', 'may not be changed in an update.')]
  return [...errors, ...unchanged('preemptionPolicy', now.preemptionPolicy, old.preemptionPolicy)]
}

type Slice = Go['EndpointSlice']

export function validateSlice({addressType, ports, endpoints}: Slice): FieldError[] {
  const families = ['FQDN', 'IPv4', 'IPv6']
  const errors: FieldError[] = []
  if (!addressType) errors.push(required('addressType'))
  else if (!families.includes(addressType)) errors.push(notSupported('addressType', addressType, families))
  const names = new Set<string>()
  for (const [at, port] of (ports ?? []).entries()) errors.push(...slicePort(port, names, `ports[${at}]`))
  const list = endpoints ?? []
  if (list.length > 1000) return [...errors, tooMany('endpoints', list.length, 1000)]
  return [...errors, ...list.flatMap((endpoint, at) => endpointFaults(endpoint, addressType, `endpoints[${at}]`))]
}

function slicePort(
  {name = '', protocol, appProtocol}: Go['discovery.v1.EndpointPort'],
  names: Set<string>,
  path: string,
): FieldError[] {
  const errors = name ? label(`${path}.name`, name) : []
  if (names.has(name)) errors.push(duplicate(`${path}.name`, name))
  names.add(name)
  const protocols = ['SCTP', 'TCP', 'UDP']
  if (protocol === undefined) errors.push(required(`${path}.protocol`))
  else if (!protocols.includes(protocol)) errors.push(notSupported(`${path}.protocol`, protocol, protocols))
  return appProtocol === undefined ? errors : [...errors, ...labelName(`${path}.appProtocol`, appProtocol)]
}

function endpointFaults(endpoint: Go['Endpoint'], type: string, path: string): FieldError[] {
  const addresses = endpoint.addresses ?? []
  const at = `${path}.addresses`
  const errors = addresses.length === 0 ? [required(at, 'must contain at least 1 address')] : []
  if (addresses.length > 100) errors.push(tooMany(at, addresses.length, 100))
  for (const [index, address] of addresses.entries()) errors.push(...addressFaults(address, type, at, index))
  if (endpoint.nodeName !== undefined) errors.push(...subdomain(`${path}.nodeName`, endpoint.nodeName))
  if (endpoint.hostname !== undefined) errors.push(...label(`${path}.hostname`, endpoint.hostname))
  return [
    ...errors,
    ...hintFaults(endpoint.hints?.forZones, `${path}.hints.forZones`, labelValue),
    ...hintFaults(endpoint.hints?.forNodes, `${path}.hints.forNodes`, dns1123Subdomain),
  ]
}

function addressFaults(address: string, type: string, path: string, index: number): FieldError[] {
  const field = `${path}[${index}]`
  if (type === 'FQDN') return subdomain(field, address.replace(/\.$/, ''))
  if (type !== 'IPv4' && type !== 'IPv6') return []
  const errors = ipFaults(field, address)
  if (errors.length > 0) return errors
  const other = isIP(address) === Number(type.slice(-1)) ? [] : [invalid(path, address, `must be an ${type} address`)]
  return [...other, ...endpointAddressFaults(field, address)]
}

function hintFaults(
  hints: readonly {name: string}[] | undefined,
  path: string,
  rule: (name: string) => readonly string[],
): FieldError[] {
  const list = hints ?? []
  if (list.length > 8) return [tooMany(path, list.length, 8)]
  return list.flatMap(({name}, at) => {
    const twice = list.findIndex((other) => other.name === name) < at
    const field = `${path}[${at}].name`
    return [...(twice ? [duplicate(field, name)] : []), ...complain(field, name, rule(name))]
  })
}

export function validateSliceUpdate(now: Slice, old: Slice): FieldError[] {
  const moved = unchanged('addressType', now.addressType, old.addressType)
  return moved.length > 0 ? moved : validateSlice(now)
}
