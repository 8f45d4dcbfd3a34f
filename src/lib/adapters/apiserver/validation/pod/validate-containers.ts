import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notFound, notSupported, oneOf, required} from '../../../../schema/field-error.js'
import {portName, portNumber} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, descendingPath, label, noBacksteps} from '../common/checks.js'
import {validateEnv, validateEnvFrom} from './validate-env.js'
import {validateLifecycle, validateProbe} from './validate-handlers.js'
import {validateResources} from './validate-resources.js'
import {validateContainerSecurity} from './validate-security.js'

type Container = Go['Container']

export interface PodParts {
  readonly spec: Go['PodSpec']
  readonly volumes: ReadonlyMap<string, Go['Volume']>
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const messagePolicies = ['File', 'FallbackToLogsOnError']

export function validateContainers(parts: PodParts, path: string): FieldError[] {
  const containers = parts.spec.containers ?? []
  if (containers.length === 0) return [required(path)]
  const errors: FieldError[] = []
  const names = new Set<string>()
  for (const [at, container] of containers.entries()) {
    const field = `${path}[${at}]`
    errors.push(...common(container, parts, field))
    if (names.has(container.name)) errors.push(duplicate(`${field}.name`, container.name))
    names.add(container.name)
    errors.push(
      ...validateLifecycle(container.lifecycle, parts.spec, `${field}.lifecycle`),
      ...probes(container, parts.spec, field),
    )
    const policy = container.restartPolicy
    if (policy !== undefined) errors.push(...restartPolicy(policy, `${field}.restartPolicy`))
  }
  return [...errors, ...hostPorts(containers, path)]
}

function restartPolicy(policy: string, path: string): FieldError[] {
  const all = ['Always', 'Never', 'OnFailure']
  return all.includes(policy) ? [] : [notSupported(path, policy, ['Always', 'OnFailure', 'Never'])]
}

function probes(container: Container, spec: Go['PodSpec'], path: string): FieldError[] {
  return (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((key) =>
    validateProbe(key, container[key], spec.terminationGracePeriodSeconds, `${path}.${key}`),
  )
}

export function validateInitContainers(parts: PodParts, path: string): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set((parts.spec.containers ?? []).map((container) => container.name))
  for (const [at, container] of (parts.spec.initContainers ?? []).entries()) {
    const field = `${path}[${at}]`
    errors.push(...common(container, parts, field))
    if (container.restartPolicy !== undefined) errors.push(...restartPolicy(container.restartPolicy, `${field}.restartPolicy`))
    if (names.has(container.name)) errors.push(duplicate(`${field}.name`, container.name))
    else if (container.name !== '') names.add(container.name)
    errors.push(...hostPorts([container], path))
    if (container.restartPolicy === 'Always') {
      errors.push(
        ...validateLifecycle(container.lifecycle, parts.spec, `${field}.lifecycle`),
        ...probes(container, parts.spec, field),
      )
      continue
    }
    for (const key of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      if (container[key])
        errors.push(forbidden(`${field}.${key}`, 'may not be set for init containers without restartPolicy=Always'))
    }
  }
  return errors
}

const noEphemeral = ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'resizePolicy'] as const

/** Containers for debugging: of a name of their own, with a few fields. */
export function validateEphemeralContainers(parts: PodParts, path: string): FieldError[] {
  const {containers, initContainers, ephemeralContainers} = parts.spec
  const others = [...(containers ?? []), ...(initContainers ?? [])].map(({name}) => name)
  const names = new Set(others)
  const errors: FieldError[] = []
  for (const [at, container] of (ephemeralContainers ?? []).entries()) {
    const field = `${path}[${at}]`
    errors.push(...common({...container, ports: undefined} as unknown as Container, parts, field))
    if (names.has(container.name)) errors.push(duplicate(`${field}.name`, container.name))
    names.add(container.name)
    const target = container.targetContainerName
    if (target && !others.includes(target)) errors.push(notFound(`${field}.targetContainerName`, target))
    for (const key of noEphemeral) {
      if (container[key] !== undefined) errors.push(forbidden(`${field}.${key}`, 'cannot be set for an Ephemeral Container'))
    }
    for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
      if (mount.subPath)
        errors.push(forbidden(`${field}.volumeMounts[${index}].subPath`, 'cannot be set for an Ephemeral Container'))
    }
  }
  return errors
}

function common(container: Container, {spec, volumes}: PodParts, path: string): FieldError[] {
  const errors = container.name === '' ? [required(`${path}.name`)] : label(`${path}.name`, container.name)
  if (!container.image) errors.push(required(`${path}.image`))
  const message = container.terminationMessagePolicy ?? ''
  if (!messagePolicies.includes(message)) errors.push(notSupported(`${path}.terminationMessagePolicy`, message, messagePolicies))
  errors.push(...ports(container.ports, `${path}.ports`), ...validateEnv(container.env, `${path}.env`))
  errors.push(...validateEnvFrom(container.envFrom, `${path}.envFrom`))
  errors.push(...mounts(container, volumes, `${path}.volumeMounts`), ...devices(container, volumes, `${path}.volumeDevices`))
  errors.push(...oneOf(`${path}.imagePullPolicy`, container.imagePullPolicy, pullPolicies, ''))
  const claims = new Set((spec.resourceClaims ?? []).map((claim) => claim.name))
  errors.push(...validateResources(container.resources, `${path}.resources`, claims))
  return [...errors, ...validateContainerSecurity(container.securityContext, `${path}.securityContext`)]
}

function ports(list: readonly Go['ContainerPort'][] | undefined, path: string): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  for (const [at, port] of (list ?? []).entries()) {
    const field = `${path}[${at}]`
    if (port.name) {
      const faults = complain(`${field}.name`, port.name, portName(port.name))
      if (faults.length === 0 && names.has(port.name)) faults.push(duplicate(`${field}.name`, port.name))
      errors.push(...faults)
      names.add(port.name)
    }
    if (port.containerPort === 0) errors.push(required(`${field}.containerPort`))
    else errors.push(...complain(`${field}.containerPort`, port.containerPort, portNumber(port.containerPort)))
    if (port.hostPort) errors.push(...complain(`${field}.hostPort`, port.hostPort, portNumber(port.hostPort)))
    errors.push(...oneOf(`${field}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP'], ''))
  }
  return errors
}

/** Host ports of one pod must differ. */
function hostPorts(containers: readonly Container[], path: string): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [at, container] of containers.entries()) {
    for (const [index, port] of (container.ports ?? []).entries()) {
      if (!port.hostPort) continue
      const key = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`
      if (seen.has(key)) errors.push(duplicate(`${path}[${at}].ports[${index}].hostPort`, key))
      seen.add(key)
    }
  }
  return errors
}

function mounts(container: Container, volumes: ReadonlyMap<string, Go['Volume']>, path: string): FieldError[] {
  const errors: FieldError[] = []
  const places = new Set<string>()
  const blocks = container.volumeDevices ?? []
  for (const [at, mount] of (container.volumeMounts ?? []).entries()) {
    const field = `${path}[${at}]`
    if (mount.name === '') errors.push(required(`${field}.name`))
    if (!volumes.has(mount.name)) errors.push(notFound(`${field}.name`, mount.name))
    if (mount.mountPath === '') errors.push(required(`${field}.mountPath`))
    if (places.has(mount.mountPath)) errors.push(invalid(`${field}.mountPath`, mount.mountPath, 'must be unique'))
    places.add(mount.mountPath)
    if (blocks.some((device) => device.name === mount.name)) {
      errors.push(invalid(`${field}.name`, mount.name, 'must not already exist in volumeDevices'))
    }
    if (blocks.some((device) => device.devicePath === mount.mountPath)) {
      errors.push(invalid(`${field}.mountPath`, mount.mountPath, 'must not already exist as a path in volumeDevices'))
    }
    errors.push(...mountOptions(mount, container, field, path))
  }
  return errors
}

const propagations = ['Bidirectional', 'HostToContainer', 'None']

function mountOptions(mount: Go['VolumeMount'], container: Container, field: string, path: string): FieldError[] {
  const errors = mount.subPath ? descendingPath(`${path}.subPath`, mount.subPath) : []
  if (mount.subPathExpr) {
    if (mount.subPath)
      errors.push(invalid(`${field}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'))
    errors.push(...descendingPath(`${path}.subPathExpr`, mount.subPathExpr))
  }
  if (mount.mountPropagation === undefined) return errors
  if (!propagations.includes(mount.mountPropagation))
    errors.push(notSupported(`${path}.mountPropagation`, mount.mountPropagation, propagations))
  if (mount.mountPropagation === 'Bidirectional' && !container.securityContext?.privileged) {
    errors.push(
      forbidden(`${path}.mountPropagation`, 'Bidirectional mount propagation is available only to privileged containers'),
    )
  }
  return errors
}

function devices(container: Container, volumes: ReadonlyMap<string, Go['Volume']>, path: string): FieldError[] {
  const errors: FieldError[] = []
  const [names, places] = [new Set<string>(), new Set<string>()]
  for (const [at, device] of (container.volumeDevices ?? []).entries()) {
    const field = `${path}[${at}]`
    const volume = volumes.get(device.name)
    if (device.name === '') errors.push(required(`${field}.name`))
    if (names.has(device.name)) errors.push(invalid(`${field}.name`, device.name, 'must be unique'))
    if (volume && !volume.persistentVolumeClaim && !volume.ephemeral) {
      const text = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'
      errors.push(invalid(`${field}.name`, device.name, text))
    }
    if (!volume) errors.push(notFound(`${field}.name`, device.name))
    if (device.devicePath === '') errors.push(required(`${field}.devicePath`))
    if (places.has(device.devicePath)) errors.push(invalid(`${field}.devicePath`, device.devicePath, 'must be unique'))
    if (noBacksteps(field, device.devicePath).length > 0) {
      errors.push(invalid(`${field}.devicePath`, device.devicePath, "can not contain backsteps ('..')"))
    }
    names.add(device.name)
    places.add(device.devicePath)
  }
  return errors
}
