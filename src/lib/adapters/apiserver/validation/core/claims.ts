import {compareQuantities, parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {label, labelSelector, needed, subdomain, unchanged} from '../common/checks.js'
import {internalDiff} from '../common/internal-diff.js'
import {resourceQuantity} from '../pod/validate-resources.js'
import {same} from '../same.js'

type Claim = Go['PersistentVolumeClaim']
type ClaimSpec = Go['PersistentVolumeClaimSpec']

export const modes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
export const volumeModes = ['Block', 'Filesystem']

export function modeFaults(path: string, of: readonly string[] | undefined, detail: string): FieldError[] {
  const list = of ?? []
  const errors: FieldError[] = list.length === 0 ? [required(path, detail)] : []
  return [...errors, ...list.filter((mode) => !modes.includes(mode)).map((mode) => notSupported(path, mode, modes))]
}

export function exclusiveMode(path: string, list: readonly string[] | undefined): FieldError[] {
  const others = (list ?? []).some((mode) => mode !== 'ReadWriteOncePod' && modes.includes(mode))
  if (!others || !list?.includes('ReadWriteOncePod')) return []
  return [forbidden(path, 'may not use ReadWriteOncePod with other access modes')]
}

export function claimSpecFaults(spec: ClaimSpec, path: string): FieldError[] {
  const {accessModes} = spec
  const absent = (accessModes ?? []).length === 0
  const at = `${path}.accessModes`
  const errors = absent ? [required(at, 'at least 1 access mode is required')] : []
  errors.push(...labelSelector(`${path}.selector`, spec.selector))
  if (!absent) errors.push(...modeFaults(at, accessModes, ''), ...exclusiveMode(at, accessModes))
  errors.push(...storageFaults(spec, `${path}.resources[storage]`))
  if (spec.storageClassName) errors.push(...subdomain(`${path}.storageClassName`, spec.storageClassName))
  if (spec.volumeMode !== undefined && !volumeModes.includes(spec.volumeMode))
    errors.push(notSupported(`${path}.volumeMode`, spec.volumeMode, volumeModes))
  errors.push(...sourceFaults(spec, path))
  if (spec.volumeAttributesClassName)
    errors.push(...subdomain(`${path}.volumeAttributesClassName`, spec.volumeAttributesClassName))
  return errors
}

function storageFaults({resources}: ClaimSpec, path: string): FieldError[] {
  const amount = resources.requests?.['storage']
  if (amount === undefined) return [required(path)]
  return positive(path, amount) ?? resourceQuantity(path, 'storage', amount)
}

export function positive(path: string, amount: string): FieldError[] | undefined {
  return parseQuantity(amount).nanos > 0n ? undefined : [invalid(path, amount, 'must be greater than zero')]
}

function sourceFaults(spec: ClaimSpec, path: string): FieldError[] {
  const {dataSource, dataSourceRef: reference} = spec
  const errors: FieldError[] = []
  if (dataSource) errors.push(...referenceFaults(dataSource, `${path}.dataSource`))
  if (reference) {
    errors.push(...referenceFaults(reference, `${path}.dataSourceRef`))
    if (reference.namespace) errors.push(...label(`${path}.dataSourceRef.namespace`, reference.namespace))
  }
  if (!dataSource || !reference) return errors
  const {namespace, ...local} = reference
  if (namespace) errors.push(invalid(path, {}, 'may not be specified when dataSourceRef.namespace is specified'))
  else if (!same(dataSource, local)) errors.push(invalid(path, {}, 'must match dataSourceRef'))
  return errors
}

function referenceFaults(of: {name: string; kind: string; apiGroup?: string | null}, path: string): FieldError[] {
  const errors = [...needed(`${path}.name`, of.name), ...needed(`${path}.kind`, of.kind)]
  if (of.apiGroup) return [...errors, ...subdomain(`${path}.apiGroup`, of.apiGroup)]
  if (of.kind === 'PersistentVolumeClaim') return errors
  return [...errors, invalid(path, of.kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")]
}

export function validateClaim({spec}: Go['PersistentVolumeClaim']): FieldError[] {
  return claimSpecFaults(spec, 'spec')
}

const FIXED = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'

export function validateClaimUpdate(now: Claim, old: Claim): FieldError[] {
  const errors = validateClaim(now)
  const [is, was] = frozen(now, old)
  if (!same(is, was)) errors.push(forbidden('spec', `${FIXED}\n${internalDiff('PersistentVolumeClaimSpec', was, is)}`))
  return [...errors, ...shrinkFaults(now, old), ...unchanged('volumeMode', now.spec.volumeMode, old.spec.volumeMode)]
}

/** Both specs with what may change made equal. */
function frozen(now: Claim, old: Claim): [ClaimSpec, ClaimSpec] {
  const [is, was]: [ClaimSpec, ClaimSpec] = [{...now.spec}, {...old.spec}]
  const keep = (key: 'volumeName' | 'storageClassName' | 'volumeAttributesClassName', from: ClaimSpec, to: ClaimSpec) => {
    if (from[key] === undefined) delete to[key]
    else to[key] = from[key]
  }
  if (!old.spec.volumeName) keep('volumeName', is, was)
  if (old.spec.storageClassName === undefined) keep('storageClassName', was, is)
  if (now.status.phase !== 'Bound') return [is, was]
  keep('volumeAttributesClassName', was, is)
  const storage = old.spec.resources.requests?.['storage']
  if (is.resources.requests && storage !== undefined)
    is.resources = {...is.resources, requests: {...is.resources.requests, storage}}
  return [is, was]
}

/** The storage a bound claim asks for may shrink, but not below what it has. */
function shrinkFaults(now: Claim, old: Claim): FieldError[] {
  const size = (text: string | undefined) => parseQuantity(text ?? '0')
  const asked = size(now.spec.resources.requests?.['storage'])
  if (compareQuantities(asked, size(old.spec.resources.requests?.['storage'])) >= 0) return []
  if (compareQuantities(asked, size(old.status.capacity?.['storage'])) > 0) return []
  return [forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')]
}
