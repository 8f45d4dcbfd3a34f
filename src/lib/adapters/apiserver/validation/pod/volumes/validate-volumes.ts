import {parseQuantity} from '../../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, oneOf, required} from '../../../../../schema/field-error.js'
import type {FieldError} from '../../../hooks.js'
import {descendingPath, label, needed, noBacksteps} from '../../common/checks.js'
import {claimSpecFaults} from '../../core/claims.js'

import {templateMetadata} from './template-metadata.js'
import {azureDiskFaults, driverName, iqn, quobyteFaults, secretName} from './volume-disks.js'
import {downwardFile, items, mode, projections} from './volume-files.js'

type Volume = Go['Volume']

const LUN = 'must be between 0 and 255, inclusive'
const PARTITION = 'must be between 1 and 255, inclusive'
const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

/** Faults of a pod's volumes, and which names are usable for mounts. */
export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  path: string,
  whole: boolean,
): {errors: FieldError[]; names: Map<string, Volume>} {
  const errors: FieldError[] = []
  const names = new Map<string, Volume>()
  for (const [at, volume] of (volumes ?? []).entries()) {
    const field = `${path}[${at}]`
    const faults = sourceFaults(volume, field)
    if (whole && volume.image) faults.push(...needed(`${field}.image.reference`, volume.image.reference))
    faults.push(...(volume.name === '' ? [required(`${field}.name`)] : label(`${field}.name`, volume.name)))
    if (names.has(volume.name)) faults.push(duplicate(`${field}.name`, volume.name))
    if (faults.length === 0) names.set(volume.name, volume)
    errors.push(...faults)
  }
  return {errors, names}
}

/** A path of the node; also of persistent volumes. */
export function hostPathFaults(source: Go['HostPathVolumeSource'], path: string): FieldError[] {
  if (source.path === '') return [required(`${path}.path`)]
  return [
    ...noBacksteps(`${path}.path`, source.path),
    ...(hostPathTypes.includes(source.type ?? '') ? [] : [notSupported(`${path}.type`, source.type, hostPathTypes)]),
  ]
}

type Check<K extends keyof Volume> = (source: NonNullable<Volume[K]>, path: string) => FieldError[]

/** In the server's order: the second source is the one that is told off. */
const sources: {readonly [K in Exclude<keyof Volume, 'name'>]?: Check<K>} = {
  emptyDir: (source, path) => {
    if (source.sizeLimit === undefined || parseQuantity(source.sizeLimit).nanos >= 0n) return []
    return [forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
  },
  hostPath: hostPathFaults,
  gitRepo: (source, path) => [
    ...needed(`${path}.repository`, source.repository),
    ...descendingPath(`${path}.directory`, source.directory ?? ''),
  ],
  gcePersistentDisk: (source, path) => [...needed(`${path}.pdName`, source.pdName), ...partition(source.partition, path)],
  awsElasticBlockStore: (source, path) => [...needed(`${path}.volumeID`, source.volumeID), ...partition(source.partition, path)],
  secret: (source, path) => [
    ...needed(`${path}.secretName`, source.secretName),
    ...mode(source.defaultMode, `${path}.defaultMode`),
    ...items(source.items, path),
  ],
  nfs: (source, path) => [
    ...needed(`${path}.server`, source.server),
    ...needed(`${path}.path`, source.path),
    ...(source.path.startsWith('/') ? [] : [invalid(`${path}.path`, source.path, 'must be an absolute path')]),
  ],
  iscsi: (source, path) => [
    ...needed(`${path}.targetPortal`, source.targetPortal),
    ...(source.iqn === '' ? [required(`${path}.iqn`)] : iqn(source.iqn, `${path}.iqn`)),
    ...(source.lun < 0 || source.lun > 255 ? [invalid(`${path}.lun`, source.lun, LUN)] : []),
    ...((source.chapAuthDiscovery || source.chapAuthSession) && !source.secretRef ? [required(`${path}.secretRef`)] : []),
    ...(source.initiatorName === undefined ? [] : iqn(source.initiatorName, `${path}.initiatorname`)),
  ],
  glusterfs: (source, path) => [...needed(`${path}.endpoints`, source.endpoints), ...needed(`${path}.path`, source.path)],
  persistentVolumeClaim: (source, path) => needed(`${path}.claimName`, source.claimName),
  rbd: (source, path) => [
    ...((source.monitors ?? []).length === 0 ? [required(`${path}.monitors`)] : []),
    ...needed(`${path}.image`, source.image),
  ],
  cinder: (source, path) => [
    ...needed(`${path}.volumeID`, source.volumeID),
    ...secretName(source.secretRef, `${path}.secretRef`),
  ],
  cephfs: (source, path) => ((source.monitors ?? []).length === 0 ? [required(`${path}.monitors`)] : []),
  flocker: (source, path) =>
    source.datasetName || source.datasetUUID ? [] : [required(path, 'one of datasetName and datasetUUID is required')],
  downwardAPI: (source, path) => [
    ...mode(source.defaultMode, `${path}.defaultMode`),
    ...(source.items ?? []).flatMap((file) => downwardFile(file, path)),
  ],
  fc: (source, path) => {
    const {targetWWNs, wwids, lun} = source
    if (!targetWWNs && !wwids) return [required(`${path}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both')]
    if (!targetWWNs) return []
    const both = wwids
      ? [invalid(`${path}.targetWWNs`, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously')]
      : []
    if (lun === undefined) return [...both, required(`${path}.lun`, 'lun is required if targetWWNs is specified')]
    return lun < 0 || lun > 255 ? [...both, invalid(`${path}.lun`, lun, LUN)] : both
  },
  flexVolume: (source, path) => needed(`${path}.driver`, source.driver),
  configMap: (source, path) => [
    ...needed(`${path}.name`, source.name),
    ...mode(source.defaultMode, `${path}.defaultMode`),
    ...items(source.items, path),
  ],
  azureFile: (source, path) => [
    ...needed(`${path}.secretName`, source.secretName),
    ...needed(`${path}.shareName`, source.shareName),
  ],
  vsphereVolume: (source, path) => needed(`${path}.volumePath`, source.volumePath),
  photonPersistentDisk: (source, path) => needed(`${path}.pdID`, source.pdID),
  portworxVolume: (source, path) => needed(`${path}.volumeID`, source.volumeID),
  azureDisk: azureDiskFaults,
  storageos: (source, path) => [
    ...(source.volumeName ? label(`${path}.volumeName`, source.volumeName) : [required(`${path}.volumeName`)]),
    ...(source.volumeNamespace ? label(`${path}.volumeNamespace`, source.volumeNamespace) : []),
    ...secretName(source.secretRef, `${path}.secretRef`),
  ],
  quobyte: quobyteFaults,
  projected: (source, path) => [...mode(source.defaultMode, `${path}.defaultMode`), ...projections(source, path)],
  scaleIO: (source, path) => [
    ...needed(`${path}.gateway`, source.gateway),
    ...needed(`${path}.system`, source.system),
    ...needed(`${path}.volumeName`, source.volumeName),
  ],
  csi: (source, path) => [
    ...driverName(source.driver, `${path}.driver`),
    ...secretName(source.nodePublishSecretRef, `${path}.nodePublishSecretRef`),
  ],
  ephemeral: ({volumeClaimTemplate: template}, path) => {
    if (!template) return [required(`${path}.volumeClaimTemplate`)]
    const at = `${path}.volumeClaimTemplate`
    return [...templateMetadata(template.metadata, `${at}.metadata`), ...claimSpecFaults(template.spec, `${at}.spec`)]
  },
  image: (source, path) => [...oneOf(`${path}.pullPolicy`, source.pullPolicy, ['Always', 'IfNotPresent', 'Never'], '')],
}

const shared = new Set([
  ...['gcePersistentDisk', 'awsElasticBlockStore', 'glusterfs', 'flocker', 'rbd', 'quobyte', 'cephfs', 'iscsi', 'cinder', 'fc'],
  ...['flexVolume', 'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'scaleIO', 'storageos'],
])

/** Faults of a source that pods and persistent volumes share. */
export function sharedSource(key: string, of: object, path: string): FieldError[] {
  if (!shared.has(key)) return []
  const check = sources[key as keyof typeof sources] as (source: never, path: string) => FieldError[]
  const at = key === 'gcePersistentDisk' ? path.replace(/gcePersistentDisk$/, 'persistentDisk') : path
  return check((of as Readonly<Record<string, unknown>>)[key] as never, at)
}

function sourceFaults(volume: Volume, path: string): FieldError[] {
  const errors: FieldError[] = []
  let count = 0
  for (const [key, check] of Object.entries(sources) as [keyof typeof sources, (source: never, path: string) => FieldError[]][]) {
    const source = volume[key]
    if (!source) continue
    // the server's own spelling
    const named = key === 'downwardAPI' ? 'downwarAPI' : key
    if (count > 0) errors.push(forbidden(`${path}.${named}`, 'may not specify more than 1 volume type'))
    else errors.push(...check(source as never, `${path}.${key === 'gcePersistentDisk' ? 'persistentDisk' : key}`))
    count += 1
  }
  return count === 0 ? [...errors, required(path, 'must specify a volume type')] : errors
}

function partition(value: number | undefined, path: string): FieldError[] {
  return value !== undefined && (value < 0 || value > 255) ? [invalid(`${path}.partition`, value, PARTITION)] : []
}
