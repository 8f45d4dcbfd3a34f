import type {JsonObject} from '../../../../formats/json/value.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notFound, notSupported, oneOf, required, tooMany} from '../../../../schema/field-error.js'
import {inMemory, withMarks} from '../../../../schema/go/given-empty.js'
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
    errors.push(...restartFaults(container, field))
  }
  return [...errors, ...hostPorts(containers, path)]
}

const restarts = ['Always', 'Never', 'OnFailure']
const restartActions = ['Restart', 'RestartAllContainers']
const MOST_RULES = 20
const MOST_CODES = 255

/** When a container starts again, by itself and by rules. */
function restartFaults({restartPolicy: policy, restartPolicyRules}: Container, path: string): FieldError[] {
  const rules = restartPolicyRules ?? []
  const errors: FieldError[] = []
  if (policy !== undefined && !restarts.includes(policy)) errors.push(notSupported(`${path}.restartPolicy`, policy, restarts))
  if (policy === undefined && rules.length > 0)
    errors.push(required(`${path}.restartPolicy`, 'must specify restartPolicy when restart rules are used'))
  if (rules.length > MOST_RULES) errors.push(tooMany(`${path}.restartPolicyRules`, rules.length, MOST_RULES))
  for (const [at, {action, exitCodes}] of rules.entries()) {
    const field = `${path}.restartPolicyRules[${at}]`
    if (!restartActions.includes(action ?? '')) errors.push(notSupported(`${field}.action`, action ?? '', restartActions))
    if (!exitCodes) errors.push(required(`${field}.exitCodes`, 'must be specified'))
    else errors.push(...codeFaults(exitCodes, `${field}.exitCodes`))
  }
  return errors
}

/** Without a policy the rules of an init container are not looked at. */
function initRestartFaults(container: Container, path: string): FieldError[] {
  const faults = restartFaults(container, path)
  return container.restartPolicy === undefined ? faults.slice(0, 1) : faults
}

function codeFaults({operator, values}: Go['ContainerRestartRuleOnExitCodes'], path: string): FieldError[] {
  const known = ['In', 'NotIn']
  const errors = known.includes(operator ?? '') ? [] : [notSupported(`${path}.operator`, operator ?? '', known)]
  const count = (values ?? []).length
  return count > MOST_CODES ? [...errors, tooMany(`${path}.values`, count, MOST_CODES)] : errors
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
    errors.push(...initRestartFaults(container, field))
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

const noEphemeral = [
  ...['ports', 'resources', 'resizePolicy', 'restartPolicy', 'restartPolicyRules', 'livenessProbe', 'readinessProbe'],
  ...['startupProbe', 'lifecycle'],
]

/** Containers for debugging: of a name of their own, with a few fields. */
export function validateEphemeralContainers(parts: PodParts, path: string): FieldError[] {
  const {containers, initContainers, ephemeralContainers} = parts.spec
  const others = [...(containers ?? []), ...(initContainers ?? [])].map(({name}) => name)
  const names = new Set(others)
  const errors: FieldError[] = []
  for (const [at, container] of (ephemeralContainers ?? []).entries()) {
    const field = `${path}[${at}]`
    errors.push(...common(container as unknown as Container, parts, field))
    if (names.has(container.name)) errors.push(duplicate(`${field}.name`, container.name))
    names.add(container.name)
    const target = container.targetContainerName
    if (target && !others.includes(target)) errors.push(notFound(`${field}.targetContainerName`, target))
    errors.push(...beyondDebugging(container, field))
  }
  return errors
}

/** What such a container may not have, empty or not. */
function beyondDebugging(container: Go['EphemeralContainer'], path: string): FieldError[] {
  const text = 'cannot be set for an Ephemeral Container'
  const errors: FieldError[] = []
  for (const key of noEphemeral) {
    const value = inMemory(container, key)
    const given = key === 'resources' ? Object.keys(withMarks(value as JsonObject)).length > 0 : value !== null
    if (given) errors.push(forbidden(`${path}.${key}`, text))
  }
  for (const [at, mount] of (container.volumeMounts ?? []).entries())
    for (const key of ['subPath', 'subPathExpr'] as const)
      if (mount[key]) errors.push(forbidden(`${path}.volumeMounts[${at}].${key}`, text))
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
  errors.push(...resizeFaults(container.resizePolicy, `${path}.resizePolicy`, spec.restartPolicy))
  errors.push(...validateResources(container.resources, `${path}.resources`, claims))
  return [...errors, ...validateContainerSecurity(container.securityContext, `${path}.securityContext`)]
}

const resizable = ['cpu', 'memory']
const resizePolicies = ['NotRequired', 'RestartContainer']

function resizeFaults(
  list: readonly Go['ContainerResizePolicy'][] | undefined,
  path: string,
  restart: string | undefined,
): FieldError[] {
  const named = (value: string, known: readonly string[]) =>
    value === '' ? [required(path)] : known.includes(value) ? [] : [notSupported(path, value, known)]
  return (list ?? []).flatMap(({resourceName, restartPolicy}, at, all) => [
    ...(all.findIndex((other) => other.resourceName === resourceName) < at ? [duplicate(`${path}[${at}]`, resourceName)] : []),
    ...named(resourceName, resizable),
    ...named(restartPolicy, resizePolicies),
    ...(restart === 'Never' && restartPolicy !== 'NotRequired'
      ? [invalid(path, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'")]
      : []),
  ])
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
  errors.push(...recursionFaults(mount, `${path}.recursiveReadOnly`))
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

function recursionFaults({recursiveReadOnly: how, readOnly, mountPropagation}: Go['VolumeMount'], path: string): FieldError[] {
  const known = ['Disabled', 'Enabled', 'IfPossible']
  if (how === undefined || how === 'Disabled') return []
  if (!known.includes(how)) return [notSupported(path, how, known)]
  const errors = readOnly ? [] : [forbidden(path, 'may only be specified when readOnly is true')]
  if (mountPropagation !== undefined && mountPropagation !== 'None')
    errors.push(forbidden(path, 'may only be specified when mountPropagation is None or not specified'))
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
