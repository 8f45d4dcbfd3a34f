import type {Go} from '../../../../../schema/builtin/go.gen.js'
import {invalid, notSupported, required, tooLong} from '../../../../../schema/field-error.js'
import {dns1123Subdomain} from '../../../../../schema/names.js'
import type {FieldError} from '../../../hooks.js'
import {complain, needed} from '../../common/checks.js'

/** A reference to a secret has a name. */
export function secretName(reference: {readonly name?: string} | undefined, path: string): FieldError[] {
  return reference && !reference.name ? [required(`${path}.name`)] : []
}

/** Name of a CSI driver. */
export function driverName(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)]
  return [...(name.length > 63 ? [tooLong(path, 63)] : []), ...complain(path, name, dns1123Subdomain(name.toLowerCase()))]
}

const cachingModes = ['None', 'ReadOnly', 'ReadWrite']
const diskKinds = ['Dedicated', 'Managed', 'Shared']
const MANAGED = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}'
const BLOB = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd'

export function azureDiskFaults(source: Go['AzureDiskVolumeSource'], path: string): FieldError[] {
  const {diskName, diskURI, cachingMode, kind} = source
  const errors = [...needed(`${path}.diskName`, diskName), ...needed(`${path}.diskURI`, diskURI)]
  if (cachingMode !== undefined && !cachingModes.includes(cachingMode))
    errors.push(notSupported(`${path}.cachingMode`, cachingMode, cachingModes))
  if (kind !== undefined && !diskKinds.includes(kind)) errors.push(notSupported(`${path}.kind`, kind, diskKinds))
  if (kind === undefined) return errors
  const [prefix, form] = kind === 'Managed' ? ['/subscriptions/', MANAGED] : ['https://', BLOB]
  return diskURI.startsWith(prefix) ? errors : [...errors, notSupported(`${path}.diskURI`, diskURI, [form])]
}

export function quobyteFaults(source: Go['QuobyteVolumeSource'], path: string): FieldError[] {
  const text = 'must be a host:port pair or multiple pairs separated by commas'
  const {registry, tenant = '', volume} = source
  const errors: FieldError[] = []
  if (registry === '') errors.push(required(`${path}.registry`, text))
  else if (tenant.length >= 65)
    errors.push(required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'))
  else {
    for (const pair of registry.split(','))
      if (!/^(\[[^\]]*\]|[^:[\]]*):[^:]*$/.test(pair)) errors.push(invalid(`${path}.registry`, registry, text))
  }
  return [...errors, ...needed(`${path}.volume`, volume)]
}

/** Name of an iSCSI initiator or target. */
export function iqn(value: string, path: string): FieldError[] {
  if (!/^(iqn|eui|naa)/.test(value)) return [invalid(path, value, 'must be valid format starting with iqn, eui, or naa')]
  return /^(iqn\.\d{4}-\d{2}\.([a-zA-Z\d][-a-zA-Z\d.]*)(:.*)?|eui\.[a-zA-Z\d]{16}|naa\.[a-zA-Z\d]{32})$/.test(value)
    ? []
    : [invalid(path, value, 'must be valid format')]
}
