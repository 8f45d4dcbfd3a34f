import {isIP} from 'node:net'
import {compareQuantities, parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {invalid, required} from '../../../../schema/field-error.js'
import {dns1123Subdomain, pathSegmentName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {cidrFaults, ipFaults} from '../common/addresses.js'
import {complain, labelSelector, unchanged} from '../common/checks.js'
import {canonicalAddress, plainAddress} from '../common/ip-text.js'
import {type RuleTable, rules} from '../kind-rules.js'
import {immutable} from '../object-meta.js'
import {same} from '../same.js'

/** An address in its canonical form, as the name of an IPAddress and its generateName are. */
function addressName(value: string): string[] {
  const faults = ipFaults('', value).map(({message}) => message.slice(message.lastIndexOf(': must') + 2))
  const canonical = canonicalAddress(value)
  return faults.length > 0 || canonical === value ? faults : [`must be in canonical form (${JSON.stringify(canonical)})`]
}

function validateIpAddress({spec: {parentRef}}: Go['IPAddress']): FieldError[] {
  if (!parentRef) return [required('spec.parentRef')]
  const {group = '', resource = '', namespace = '', name = ''} = parentRef
  const field = (part: string) => `spec.parentRef.${part}`
  const named = (part: string, value: string) => complain(field(part), value, pathSegmentName(value))
  return [
    ...(group === '' ? [] : complain(field('group'), group, dns1123Subdomain(group))),
    ...(resource === '' ? [required(field('resource'))] : named('resource', resource)),
    ...(name === '' ? [required(field('name'))] : named('name', name)),
    ...(namespace === '' ? [] : named('namespace', namespace)),
  ]
}

function validateIpAddressUpdate(now: Go['IPAddress'], old: Go['IPAddress']): FieldError[] {
  const faults = validateIpAddress(now)
  const {parentRef} = now.spec
  if (!parentRef || same(parentRef, old.spec.parentRef)) return faults
  const {group = '', resource = '', namespace = '', name = ''} = parentRef
  return [...faults, immutable('spec.parentRef', {Group: group, Resource: resource, Namespace: namespace, Name: name})]
}

const FAMILIES = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64'

function validateServiceCidr({spec: {cidrs = []}}: Go['ServiceCIDR']): FieldError[] {
  const path = 'spec.cidrs'
  if (cidrs.length === 0) return [required(path, 'at least one CIDR required')]
  if (cidrs.length > 2) return [invalid(path, {CIDRs: [...cidrs]}, 'may only hold up to 2 values')]
  const errors = cidrs.flatMap((cidr, at) => rangeFaults(`${path}[${at}]`, cidr))
  const families = cidrs.map(familyOf)
  if (cidrs.length === 2 && !families.includes(0) && families[0] === families[1]) errors.push(invalid(path, [...cidrs], FAMILIES))
  return errors
}

/** 4 or 6; IPv4 inside IPv6 counts as IPv4, 0 is no range at all. */
function familyOf(cidr: string): number {
  const plain = plainAddress(cidr.split('/')[0] ?? '')
  if (plain === undefined || !cidr.includes('/')) return 0
  return isIP(canonicalAddress(plain) ?? '')
}

function rangeFaults(path: string, cidr: string): FieldError[] {
  const faults = cidrFaults(path, cidr)
  if (faults.length > 0) return faults
  const [address = '', bits = ''] = cidr.split('/')
  const canonical = `${canonicalAddress(address)}/${bits}`
  return canonical === cidr ? [] : [invalid(path, cidr, `must be in canonical form (${JSON.stringify(canonical)})`)]
}

/** One family may become two, with the first one as it was. */
function validateServiceCidrUpdate(now: Go['ServiceCIDR'], old: Go['ServiceCIDR']): FieldError[] {
  const [cidrs, before] = [now.spec.cidrs ?? [], old.spec.cidrs ?? []]
  const grown = before.length === 1 && cidrs.length === 2
  if (cidrs.length !== before.length && !grown) return [immutable('spec.cidrs', [...cidrs])]
  const changed = before.flatMap((cidr, at) => (cidrs[at] === cidr ? [] : [immutable(`spec.cidrs[${at}]`, cidrs[at] ?? '')]))
  return grown ? [...changed, ...validateServiceCidr(now)] : changed
}

function validateCapacity({nodeTopology, storageClassName, capacity}: Go['CSIStorageCapacity']): FieldError[] {
  const errors = labelSelector('nodeTopology', nodeTopology)
  errors.push(...complain('storageClassName', storageClassName, dns1123Subdomain(storageClassName)))
  if (capacity !== undefined && compareQuantities(parseQuantity(capacity), parseQuantity('0')) < 0)
    errors.push(invalid('capacity', capacity, 'must be greater than or equal to 0'))
  return errors
}

function validateCapacityUpdate(now: Go['CSIStorageCapacity'], old: Go['CSIStorageCapacity']): FieldError[] {
  return [
    ...validateCapacity(now),
    ...unchanged('nodeTopology', now.nodeTopology, old.nodeTopology),
    ...unchanged('storageClassName', now.storageClassName, old.storageClassName),
  ]
}

/** Rules of addresses, their ranges and the room of storage. */
export const addressRules: RuleTable = {
  'storage.k8s.io/CSIStorageCapacity': rules<Go['CSIStorageCapacity']>({
    validate: validateCapacity,
    validateUpdate: validateCapacityUpdate,
  }),
  'networking.k8s.io/IPAddress': rules<Go['IPAddress']>({
    nameOf: () => ({name: addressName, prefix: addressName}),
    validate: validateIpAddress,
    validateUpdate: validateIpAddressUpdate,
  }),
  'networking.k8s.io/ServiceCIDR': rules<Go['ServiceCIDR']>({
    validate: validateServiceCidr,
    validateUpdate: (now, old, {env}) => (env.subresource === 'status' ? [] : validateServiceCidrUpdate(now, old)),
  }),
}
