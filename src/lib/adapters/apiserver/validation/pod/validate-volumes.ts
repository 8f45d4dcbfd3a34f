import {parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {descendingPath, label, needed, noBacksteps} from '../common/checks.js'
import {resourceSelector, volumeFieldSelector} from './validate-env.js'

type Volume = Go['Volume']

const MODE = 'must be a number between 0 and 0777 (octal), both inclusive'
const PARTITION = 'must be between 0 and 255, inclusive'
const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

/** Faults of a pod's volumes, and which names are usable for mounts. */
export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  path: string,
): {errors: FieldError[]; names: Map<string, Volume>} {
  const errors: FieldError[] = []
  const names = new Map<string, Volume>()
  for (const [at, volume] of (volumes ?? []).entries()) {
    const field = `${path}[${at}]`
    const faults = sourceFaults(volume, field)
    faults.push(...(volume.name === '' ? [required(`${field}.name`)] : label(`${field}.name`, volume.name)))
    if (names.has(volume.name)) faults.push(duplicate(`${field}.name`, volume.name))
    if (faults.length === 0) names.set(volume.name, volume)
    errors.push(...faults)
  }
  return {errors, names}
}

/** A path of the node; also of persistent volumes. */
export function hostPathFaults(source: Go['HostPathVolumeSource'], path: string): FieldError[] {
  return [
    ...(source.path === '' ? [required(`${path}.path`)] : noBacksteps(`${path}.path`, source.path)),
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
    ...(source.lun < 0 || source.lun > 255 ? [invalid(`${path}.lun`, source.lun, PARTITION)] : []),
  ],
  glusterfs: (source, path) => [...needed(`${path}.endpoints`, source.endpoints), ...needed(`${path}.path`, source.path)],
  persistentVolumeClaim: (source, path) => needed(`${path}.claimName`, source.claimName),
  rbd: (source, path) => [
    ...((source.monitors ?? []).length === 0 ? [required(`${path}.monitors`)] : []),
    ...needed(`${path}.image`, source.image),
  ],
  cinder: (source, path) => needed(`${path}.volumeID`, source.volumeID),
  cephfs: (source, path) => ((source.monitors ?? []).length === 0 ? [required(`${path}.monitors`)] : []),
  flocker: (source, path) =>
    source.datasetName || source.datasetUUID ? [] : [required(path, 'one of datasetName and datasetUUID is required')],
  downwardAPI: (source, path) => [
    ...mode(source.defaultMode, `${path}.defaultMode`),
    ...(source.items ?? []).flatMap((file) => downwardFile(file, path)),
  ],
  fc: (source, path) => {
    if (source.targetWWNs || source.wwids) return []
    return [required(`${path}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both')]
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
  azureDisk: (source, path) => [...needed(`${path}.diskName`, source.diskName), ...needed(`${path}.diskURI`, source.diskURI)],
  storageos: (source, path) => needed(`${path}.volumeName`, source.volumeName),
  projected: (source, path) => [...mode(source.defaultMode, `${path}.defaultMode`), ...projections(source, path)],
  scaleIO: (source, path) => [
    ...needed(`${path}.gateway`, source.gateway),
    ...needed(`${path}.system`, source.system),
    ...needed(`${path}.volumeName`, source.volumeName),
  ],
  csi: (source, path) => needed(`${path}.driver`, source.driver),
  ephemeral: (source, path) => (source.volumeClaimTemplate ? [] : [required(`${path}.volumeClaimTemplate`)]),
  image: (source, path) => needed(`${path}.reference`, source.reference),
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
    else errors.push(...check(source as never, `${path}.${key}`))
    count += 1
  }
  return count === 0 ? [...errors, required(path, 'must specify a volume type')] : errors
}

function partition(value: number | undefined, path: string): FieldError[] {
  return value !== undefined && (value < 0 || value > 255) ? [invalid(`${path}.partition`, value, PARTITION)] : []
}

function iqn(value: string, path: string): FieldError[] {
  if (!/^(iqn|eui|naa)/.test(value)) return [invalid(path, value, 'must be valid format starting with iqn, eui, or naa')]
  return /^(iqn\.\d{4}-\d{2}\.([a-zA-Z\d][-a-zA-Z\d.]*)(:.*)?|eui\.[a-zA-Z\d]{16}|naa\.[a-zA-Z\d]{32})$/.test(value)
    ? []
    : [invalid(path, value, 'must be valid format')]
}

function mode(value: number | undefined, path: string): FieldError[] {
  return value !== undefined && (value < 0 || value > 0o777) ? [invalid(path, value, MODE)] : []
}

function items(list: readonly Go['KeyToPath'][] | undefined, path: string): FieldError[] {
  return (list ?? []).flatMap((item, at) => keyToPath(item, `${path}.items[${at}]`))
}

function keyToPath(item: Go['KeyToPath'], path: string): FieldError[] {
  return [
    ...needed(`${path}.key`, item.key),
    ...needed(`${path}.path`, item.path),
    ...descendingName(`${path}.path`, item.path),
    ...mode(item.mode, `${path}.mode`),
  ]
}

/** Inside a volume: relative, and no first element that begins with two dots. */
function descendingName(path: string, value: string): FieldError[] {
  const errors = descendingPath(path, value)
  if (value.startsWith('..') && !value.startsWith('../') && value !== '..')
    errors.push(invalid(path, value, "must not start with '..'"))
  return errors
}

function downwardFile(file: Go['DownwardAPIVolumeFile'], path: string): FieldError[] {
  const errors = [...needed(`${path}.path`, file.path), ...descendingName(`${path}.path`, file.path)]
  if (file.fieldRef) {
    errors.push(...volumeFieldSelector(file.fieldRef, `${path}.fieldRef`))
    if (file.resourceFieldRef)
      errors.push(invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
  } else if (file.resourceFieldRef) errors.push(...resourceSelector(file.resourceFieldRef, `${path}.resourceFieldRef`, true))
  else errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'))
  return [...errors, ...mode(file.mode, `${path}.mode`)]
}

function projections(source: Go['ProjectedVolumeSource'], path: string): FieldError[] {
  return (source.sources ?? []).flatMap((projection, at) => projectionFaults(projection, `${path}.sources[${at}]`))
}

function projectionFaults(projection: Go['VolumeProjection'], path: string): FieldError[] {
  const errors: FieldError[] = []
  let count = 0
  for (const key of [
    'secret',
    'configMap',
    'downwardAPI',
    'serviceAccountToken',
    'clusterTrustBundle',
    'podCertificate',
  ] as const) {
    if (!projection[key]) continue
    if (count > 0) errors.push(forbidden(`${path}.${key}`, 'may not specify more than 1 volume type'))
    count += 1
  }
  if (count > 1) return errors
  for (const key of ['secret', 'configMap'] as const) {
    const part = projection[key]
    if (part) errors.push(...needed(`${path}.${key}.name`, part.name), ...items(part.items, `${path}.${key}`))
  }
  errors.push(...(projection.downwardAPI?.items ?? []).flatMap((file) => downwardFile(file, `${path}.downwardAPI`)))
  const token = projection.serviceAccountToken
  if (!token) return errors
  const at = `${path}.serviceAccountToken`
  const seconds = token.expirationSeconds ?? 0
  if (seconds < 600) errors.push(invalid(`${at}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'))
  if (seconds > 2 ** 32)
    errors.push(invalid(`${at}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds'))
  return [...errors, ...needed(`${at}.path`, token.path), ...descendingName(`${at}.path`, token.path)]
}
