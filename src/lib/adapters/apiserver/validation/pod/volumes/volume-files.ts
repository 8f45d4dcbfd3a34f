import type {Go} from '../../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, required} from '../../../../../schema/field-error.js'
import type {FieldError} from '../../../hooks.js'
import {descendingPath, needed} from '../../common/checks.js'
import {resourceSelector, volumeFieldSelector} from '../validate-env.js'

const MODE = 'must be a number between 0 and 0777 (octal), both inclusive'

export function mode(value: number | undefined, path: string): FieldError[] {
  return value !== undefined && (value < 0 || value > 0o777) ? [invalid(path, value, MODE)] : []
}

export function items(list: readonly Go['KeyToPath'][] | undefined, path: string): FieldError[] {
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

export function downwardFile(file: Go['DownwardAPIVolumeFile'], path: string): FieldError[] {
  const errors = [...needed(`${path}.path`, file.path), ...descendingName(`${path}.path`, file.path)]
  if (file.fieldRef) {
    errors.push(...volumeFieldSelector(file.fieldRef, `${path}.fieldRef`))
    if (file.resourceFieldRef)
      errors.push(invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
  } else if (file.resourceFieldRef) errors.push(...resourceSelector(file.resourceFieldRef, `${path}.resourceFieldRef`, true))
  else errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'))
  return [...errors, ...mode(file.mode, `${path}.mode`)]
}

export function projections(source: Go['ProjectedVolumeSource'], path: string): FieldError[] {
  return (source.sources ?? []).flatMap((projection, at) => projectionFaults(projection, `${path}.sources[${at}]`))
}

function projectionFaults(projection: Go['VolumeProjection'], path: string): FieldError[] {
  const errors: FieldError[] = []
  for (const key of ['secret', 'configMap'] as const) {
    const part = projection[key]
    if (part) errors.push(...needed(`${path}.${key}.name`, part.name), ...items(part.items, `${path}.${key}`))
  }
  errors.push(...(projection.downwardAPI?.items ?? []).flatMap((file) => downwardFile(file, `${path}.downwardAPI`)))
  const more = projectionSources.filter((key) => projection[key]).length > 1
  return [
    ...errors,
    ...tokenFaults(projection.serviceAccountToken, `${path}.serviceAccountToken`, path.replace(/\.sources\[\d+\]$/, '')),
    ...(more ? [forbidden(path, 'may not specify more than 1 volume type per source')] : []),
  ]
}

const projectionSources = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
] as const

/** The path is called one of the whole volume. */
function tokenFaults(token: Go['ServiceAccountTokenProjection'] | undefined, at: string, volume: string): FieldError[] {
  if (!token) return []
  const errors: FieldError[] = []
  const seconds = token.expirationSeconds ?? 0
  if (seconds < 600) errors.push(invalid(`${at}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'))
  if (seconds > 2 ** 32)
    errors.push(invalid(`${at}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds'))
  if (!token.path) return [...errors, required(`${volume}.path`)]
  return [...errors, ...descendingName(`${volume}.path`, token.path)]
}
