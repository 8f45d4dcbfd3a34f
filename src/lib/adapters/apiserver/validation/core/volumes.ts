import {parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import {inMemory} from '../../../../schema/go/given-empty.js'
import type {FieldError} from '../../hooks.js'
import {needed, noBacksteps, subdomain, unchanged} from '../common/checks.js'
import {internalDiff} from '../common/internal-diff.js'
import {wholeOf} from '../common/whole.js'
import {validateNodeSelector} from '../pod/validate-scheduling.js'
import {hostPathFaults, sharedSource} from '../pod/volumes/validate-volumes.js'
import {driverName} from '../pod/volumes/volume-disks.js'
import {same} from '../same.js'
import {exclusiveMode, modeFaults, positive, volumeModes} from './claims.js'

type VolumeSpec = Go['PersistentVolumeSpec']

const OPTIONS = 'volume.beta.kubernetes.io/mount-options'
/** Sources that the older annotation may give mount options. */
const mountable: readonly (keyof VolumeSpec)[] = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
]

export function validateVolume({metadata, spec}: Go['PersistentVolume']): FieldError[] {
  const path = 'spec'
  const optioned = metadata.annotations?.[OPTIONS] !== undefined && !mountable.some((source) => spec[source] !== undefined)
  const errors = modeFaults(`${path}.accessModes`, spec.accessModes, '')
  errors.push(...exclusiveMode(`${path}.accessModes`, spec.accessModes), ...capacityFaults(spec))
  const policies = ['Delete', 'Recycle', 'Retain']
  const policy = spec.persistentVolumeReclaimPolicy
  const policyPath = `${path}.persistentVolumeReclaimPolicy`
  if (policy && !policies.includes(policy)) errors.push(notSupported(policyPath, policy, policies))
  if (spec.nodeAffinity) {
    const at = `${path}.nodeAffinity.required`
    const needs = spec.nodeAffinity.required
    errors.push(...(needs ? validateNodeSelector(needs, at) : [required(at, 'must specify required node constraints')]))
  }
  errors.push(...volumeSources(spec))
  if (spec.hostPath && /^\/[/.]*$/.test(spec.hostPath.path) && policy === 'Recycle')
    errors.push(forbidden(policyPath, "may not be 'recycle' for a hostPath mount of '/'"))
  if (spec.storageClassName) errors.push(...subdomain(`${path}.storageClassName`, spec.storageClassName))
  if (spec.volumeMode !== undefined && !volumeModes.includes(spec.volumeMode))
    errors.push(notSupported(`${path}.volumeMode`, spec.volumeMode, volumeModes))
  if (optioned) errors.push(forbidden(`metadata.annotations.${OPTIONS}`, 'may not specify mount options for this volume type'))
  if (spec.volumeAttributesClassName === undefined) return errors
  const at = `${path}.volumeAttributesClassName`
  const name = spec.volumeAttributesClassName
  errors.push(...(name === '' ? [required(at, 'an empty string is disallowed')] : subdomain(at, name)))
  if (!spec.csi) errors.push(required(`${path}.csi`, 'has to be specified when using volumeAttributesClassName'))
  return errors
}

function capacityFaults(spec: VolumeSpec): FieldError[] {
  const {capacity} = spec
  const path = 'spec.capacity'
  const names = Object.keys(capacity ?? {})
  const errors = names.length === 0 ? [required(path)] : []
  if (names.length !== 1 || names[0] !== 'storage') errors.push(notSupported(path, inMemory(spec, 'capacity'), ['storage']))
  for (const [name, amount] of Object.entries(capacity ?? {})) {
    if (parseQuantity(amount).nanos < 0n)
      errors.push(invalid(`${path}[${name}]`, wholeOf(amount), 'must be a valid resource quantity'))
    errors.push(...(positive(`${path}[${name}]`, amount) ?? []))
  }
  return errors
}

const sources: readonly (keyof VolumeSpec)[] = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
]

function volumeSources(spec: VolumeSpec): FieldError[] {
  const errors: FieldError[] = []
  let found = 0
  for (const source of sources) {
    if (spec[source] === undefined) continue
    found += 1
    // flexVolume may stand beside another
    if (found > 1 && source !== 'flexVolume')
      errors.push(forbidden(`spec.${source === 'cephfs' ? 'cephFS' : source}`, 'may not specify more than 1 volume type'))
    else errors.push(...sourceOf(spec, source, `spec.${source}`))
  }
  return found === 0 ? [required('spec', 'must specify a volume type')] : errors
}

function sourceOf(spec: VolumeSpec, source: string, path: string): FieldError[] {
  const {hostPath, nfs, local, csi, nodeAffinity} = spec
  const at = `${path}.path`
  if (source === 'hostPath' && hostPath) return hostPathFaults(hostPath, path)
  if (source === 'nfs' && nfs) {
    const absolute = nfs.path.startsWith('/') ? [] : [invalid(at, nfs.path, 'must be an absolute path')]
    return [...needed(`${path}.server`, nfs.server), ...needed(at, nfs.path), ...absolute]
  }
  if (source === 'local' && local) {
    const affinity = nodeAffinity ? [] : [required('spec.nodeAffinity', 'Local volume requires node affinity')]
    return [...(local.path ? noBacksteps(at, local.path) : [required(at)]), ...affinity]
  }
  if (source === 'csi' && csi) return csiFaults(csi, path)
  const faults = sharedSource(source, spec, path)
  if (source === 'iscsi') return faults.map(plainFormat)
  const reference = source === 'cinder' ? spec.cinder?.secretRef : source === 'storageos' ? spec.storageos?.secretRef : undefined
  return reference && !reference.namespace ? [...faults, required(`${path}.secretRef.namespace`)] : faults
}

/** The name of an initiator is only told to be malformed. */
function plainFormat(fault: FieldError): FieldError {
  if (!fault.field.endsWith('.initiatorname')) return fault
  return {...fault, message: fault.message.replace(' starting with iqn, eui, or naa', '')}
}

const secrets = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
] as const

function csiFaults(csi: Go['CSIPersistentVolumeSource'], path: string): FieldError[] {
  const errors = [...driverName(csi.driver, `${path}.driver`), ...needed(`${path}.volumeHandle`, csi.volumeHandle)]
  for (const key of secrets) {
    const reference = csi[key]
    if (!reference) continue
    errors.push(...needed(`${path}.${key}.name`, reference.name), ...needed(`${path}.${key}.namespace`, reference.namespace))
  }
  return errors
}

export function validateVolumeUpdate(now: Go['PersistentVolume'], old: Go['PersistentVolume']): FieldError[] {
  const errors = validateVolume(now)
  const needs = now.spec.nodeAffinity?.required
  if (needs) errors.push(...validateNodeSelector(needs, 'spec.nodeAffinity.required'))
  const kept = sources.every((source) => same(now.spec[source], old.spec[source]))
  if (!kept) {
    const diff = internalDiff('PersistentVolumeSource', old.spec, now.spec)
    errors.push(forbidden('spec.persistentvolumesource', `spec.persistentvolumesource is immutable after creation\n${diff}`))
  }
  return [...errors, ...unchanged('volumeMode', now.spec.volumeMode, old.spec.volumeMode)]
}
