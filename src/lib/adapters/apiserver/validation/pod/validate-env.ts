import type {Go} from '../../../../schema/builtin/go.gen.js'
import {invalid, notSupported, required} from '../../../../schema/field-error.js'
import {configMapKey, dns1123Subdomain, qualifiedName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, label, needed, noBacksteps} from '../common/checks.js'

const envFields = [
  ...['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP'],
  ...['status.hostIPs', 'status.podIP', 'status.podIPs'],
]
const volumeFields = ['metadata.name', 'metadata.namespace', 'metadata.labels', 'metadata.annotations', 'metadata.uid']
const resources = [
  ...['limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory'],
]

/** Names of variables may hold any printable ASCII but `=`. */
function variableName(name: string): string[] {
  const errors = name === '' ? ['environment variable name must be non-empty'] : []
  if (/[^\x20-\x7e]|=/.test(name)) {
    errors.push("a valid environment variable name must consist only of printable ASCII characters other than '='")
  }
  return errors
}

export function validateEnv(vars: readonly Go['EnvVar'][] | undefined, path: string): FieldError[] {
  return (vars ?? []).flatMap((variable, at) => {
    const field = `${path}[${at}]`
    const {name} = variable
    const errors = name === '' ? [required(`${field}.name`)] : complain(`${field}.name`, name, variableName(name))
    return [...errors, ...valueFrom(variable, `${field}.valueFrom`)]
  })
}

function valueFrom({value, valueFrom: source}: Go['EnvVar'], path: string): FieldError[] {
  if (!source) return []
  const errors: FieldError[] = []
  const count = Object.values(source).filter((part) => part !== undefined).length
  if (source.fieldRef) errors.push(...fieldSelector(source.fieldRef, envFields, `${path}.fieldRef`))
  if (source.resourceFieldRef) errors.push(...resourceSelector(source.resourceFieldRef, `${path}.resourceFieldRef`, false))
  for (const key of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const selector = source[key]
    if (!selector) continue
    errors.push(...complain(`${path}.${key}.name`, selector.name ?? '', dns1123Subdomain(selector.name ?? '')))
    errors.push(...keyFaults(`${path}.${key}.key`, selector.key))
  }
  if (source.fileKeyRef) errors.push(...fileKey(source.fileKeyRef, `${path}.fileKeyRef`))
  if (count === 0) {
    errors.push(
      invalid(path, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'),
    )
  } else if (value) errors.push(invalid(path, '', 'may not be specified when `value` is not empty'))
  else if (count > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'))
  return errors
}

function keyFaults(path: string, key: string): FieldError[] {
  return key === '' ? [required(path)] : complain(path, key, configMapKey(key))
}

function fileKey(ref: Go['FileKeySelector'], path: string): FieldError[] {
  const errors = ref.key === '' ? [required(`${path}.key`)] : complain(`${path}.key`, ref.key, variableName(ref.key))
  errors.push(...(ref.volumeName === '' ? [required(`${path}.volumeName`)] : label(`${path}.volumeName`, ref.volumeName)))
  return [...errors, ...(ref.path === '' ? [required(`${path}.path`)] : noBacksteps(`${path}.path`, ref.path))]
}

const convertible = new Set([
  ...['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName'],
  ...['spec.restartPolicy', 'spec.serviceAccountName', 'spec.schedulerName', 'status.phase', 'status.hostIP', 'status.hostIPs'],
  ...['status.podIP', 'status.podIPs', 'status.nominatedNodeName', 'spec.hostNetwork', 'spec.host'],
])

export function fieldSelector(selector: Go['ObjectFieldSelector'], allowed: readonly string[], path: string): FieldError[] {
  if (!selector.apiVersion) return [required(`${path}.apiVersion`)]
  const field = selector.fieldPath
  if (field === '') return [required(`${path}.fieldPath`)]
  const [, base = field, key] = /^([^[]+)\['?([^\]']*)'?\]$/.exec(field) ?? []
  if (!convertible.has(base)) {
    return [invalid(`${path}.fieldPath`, field, `error converting fieldPath: field label not supported: ${base}`)]
  }
  if (key !== undefined) {
    if (base === 'metadata.annotations') return complain(path, key.toLowerCase(), qualifiedName(key.toLowerCase()))
    if (base === 'metadata.labels') return complain(path, key, qualifiedName(key))
    return [invalid(path, base, 'does not support subscript')]
  }
  return allowed.includes(base) ? [] : [notSupported(`${path}.fieldPath`, base, [...allowed].sort())]
}

export function volumeFieldSelector(selector: Go['ObjectFieldSelector'], path: string): FieldError[] {
  return fieldSelector(selector, volumeFields, path)
}

export function resourceSelector(selector: Go['ResourceFieldSelector'], path: string, volume: boolean): FieldError[] {
  if (volume && !selector.containerName) return [required(`${path}.containerName`)]
  const {resource} = selector
  const errors = needed(`${path}.resource`, resource)
  if (errors.length === 0 && !resources.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource)) {
    errors.push(notSupported(`${path}.resource`, resource, resources))
  }
  return [...errors, ...divisor(selector, path)]
}

function divisor({resource, divisor: value}: Go['ResourceFieldSelector'], path: string): FieldError[] {
  if (value === '0') return []
  if (/\.cpu$/.test(resource)) {
    return value === '1' || value === '1m'
      ? []
      : [invalid(`${path}.divisor`, resource, "only divisor's values 1m and 1 are supported with the cpu resource")]
  }
  if (/^1([kMGTPE]i?|Ki)?$/.test(value)) return []
  const what = resource.endsWith('memory') ? 'memory' : resource.includes('hugepages') ? 'hugepages' : 'local ephemeral storage'
  const text = `only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the ${what} resource`
  return [invalid(`${path}.divisor`, resource, text)]
}

export function validateEnvFrom(sources: readonly Go['EnvFromSource'][] | undefined, path: string): FieldError[] {
  return (sources ?? []).flatMap((source, at) => {
    const field = `${path}[${at}]`
    const errors = source.prefix ? complain(`${field}.prefix`, source.prefix, variableName(source.prefix)) : []
    const refs = (['configMapRef', 'secretRef'] as const).filter((key) => source[key])
    for (const key of refs) {
      const name = source[key]?.name ?? ''
      errors.push(
        ...(name === '' ? [required(`${field}.${key}.name`)] : complain(`${field}.${key}.name`, name, dns1123Subdomain(name))),
      )
    }
    if (refs.length === 0) errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'))
    if (refs.length > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'))
    return errors
  })
}
