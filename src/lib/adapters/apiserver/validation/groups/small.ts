import {isIP} from 'node:net'
import {sameValue} from '../../../../formats/json/same-value.js'
import type {JsonValue} from '../../../../formats/json/value.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, required, tooLong, tooMany} from '../../../../schema/field-error.js'
import {byteLength, dns1123Subdomain, labelValue} from '../../../../schema/names.js'
import type {FieldError, RuleEnv} from '../../hooks.js'
import {forbidden as refused} from '../../status.js'
import {endpointAddressFaults, ipFaults} from '../common/addresses.js'
import {complain, label, labelName, subdomain, unchanged} from '../common/checks.js'
import {canonicalAddress} from '../common/ip-text.js'
import type {RuleContext} from '../kind-rules.js'
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
  return [...errors, ...topologyFaults(of.allowedTopologies ?? [])]
}

function expressionFaults(list: readonly Go['TopologySelectorLabelRequirement'][], path: string) {
  const seen = new Map<string, string[]>()
  const errors: FieldError[] = []
  for (const [at, {key, values}] of list.entries()) {
    const field = `${path}[${at}]`
    const all = values ?? []
    if (all.length === 0) errors.push(required(`${field}.values`))
    for (const [index, value] of all.entries())
      if (all.indexOf(value) < index) errors.push(duplicate(`${field}.values[${index}]`, value))
    errors.push(...labelName(`${field}.key`, key))
    if (seen.has(key)) errors.push(duplicate(`${field}.key`, key))
    seen.set(key, [...new Set(all)].sort())
  }
  return {errors, seen}
}

/** Terms differ; the server compares each with as many empty ones as there are terms. */
function topologyFaults(terms: readonly Go['TopologySelectorTerm'][]): FieldError[] {
  const known: string[] = terms.map(() => '{}')
  return terms.flatMap(({matchLabelExpressions}, at) => {
    const path = `allowedTopologies[${at}].matchLabelExpressions`
    const {errors, seen} = expressionFaults(matchLabelExpressions ?? [], path)
    const shown = JSON.stringify(Object.fromEntries([...seen].sort(([a], [b]) => (a < b ? -1 : 1))))
    for (const other of known) if (other === shown) errors.push(duplicate(path, ''))
    known.push(shown)
    return errors
  })
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
  errors.push(...tokenRequestFaults({spec} as Go['CSIDriver']))
  for (const mode of spec.volumeLifecycleModes ?? [])
    if (mode !== 'Persistent' && mode !== 'Ephemeral')
      errors.push(inOrder('spec.volumeLifecycleModes', mode, ['Persistent', 'Ephemeral']))
  const {nodeAllocatableUpdatePeriodSeconds: period, serviceAccountTokenInSecrets: secret, tokenRequests} = spec
  if (period !== undefined && period < 10)
    errors.push(invalid('spec.nodeAllocatableUpdatePeriodSeconds', period, 'must be greater than or equal to 10 seconds'))
  if (secret !== undefined && (tokenRequests ?? []).length === 0) {
    const text = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified'
    errors.push(invalid('spec.serviceAccountTokenInSecrets', secret, text))
  }
  return errors
}

/** `notSupported` in the order that the server gives, not sorted. */
function inOrder(path: string, value: string, supported: readonly string[]): FieldError {
  const list = supported.map((one) => JSON.stringify(one)).join(', ')
  return {
    ...notSupported(path, value, supported),
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`,
  }
}

/** A feature that is off. */
export function prepareDriver({spec}: Go['CSIDriver']): void {
  delete spec.preventPodSchedulingIfMissing
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

export function validatePriorityClass(of: Go['PriorityClass'], {env}: RuleContext): FieldError[] {
  const {metadata, value, preemptionPolicy: policy} = of
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
  const policies = ['PreemptLowerPriority', 'Never']
  if (policy === '') errors.push(required('preemptionPolicy'))
  else if (policy !== undefined && !policies.includes(policy)) errors.push(inOrder('preemptionPolicy', policy, policies))
  if (errors.length === 0) oneDefault(of, env)
  return errors
}

export function validatePriorityClassUpdate(
  now: Go['PriorityClass'],
  old: Go['PriorityClass'],
  {env}: RuleContext,
): FieldError[] {
  const errors = now.value === old.value ? [] : [forbidden('value', 'may not be changed in an update.')]
  errors.push(...unchanged('preemptionPolicy', now.preemptionPolicy, old.preemptionPolicy))
  if (errors.length === 0) oneDefault(now, env)
  return errors
}

/** Admission, when nothing else is wrong. Throws ApiError 403 for a second class that counts for all pods. */
function oneDefault({metadata, globalDefault}: Go['PriorityClass'], env: RuleEnv): void {
  if (!globalDefault) return
  const all = env.list('scheduling.k8s.io/v1', 'PriorityClass') as unknown as Go['PriorityClass'][]
  const other = all.filter((one) => one.globalDefault).sort((a, b) => a.value - b.value)[0]
  if (!other || other.metadata.uid === metadata.uid) return
  const text = `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`
  throw refused(
    {group: 'scheduling.k8s.io', resource: 'priorityclasses'},
    metadata.generateName || metadata.name || 'Unknown',
    text,
  )
}

type Slice = Go['EndpointSlice']

/** What version 1 no longer knows of an endpoint. */
export function prepareSlice({endpoints}: Slice): void {
  for (const endpoint of endpoints ?? []) delete endpoint.deprecatedTopology
}

export function validateSlice({addressType, ports, endpoints}: Slice, old?: Slice): FieldError[] {
  const families = ['FQDN', 'IPv4', 'IPv6']
  const errors: FieldError[] = []
  if (!addressType) errors.push(required('addressType'))
  else if (!families.includes(addressType)) errors.push(notSupported('addressType', addressType, families))
  const names = new Set<string>()
  for (const [at, port] of (ports ?? []).entries()) errors.push(...slicePort(port, names, `ports[${at}]`))
  const list = endpoints ?? []
  // what stays is not looked at again
  if (old && sameValue(endpoints as JsonValue, old.endpoints as JsonValue)) return errors
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
  const canonical = canonicalAddress(address)
  if (type === 'IPv6' && canonical !== undefined && canonical !== address)
    return [invalid(field, address, `must be in canonical form (${JSON.stringify(canonical)})`)]
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
  return [...validateSlice(now, old), ...unchanged('addressType', now.addressType, old.addressType)]
}
