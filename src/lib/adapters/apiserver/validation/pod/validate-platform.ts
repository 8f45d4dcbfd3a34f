import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'

type Container = Go['Container'] | Go['EphemeralContainer']

/** All containers of a pod with their paths. */
export function containerPlaces(spec: Go['PodSpec'], path: string): (readonly [container: Container, path: string])[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((field) =>
    (spec[field] ?? []).map((container, at) => [container, `${path}.${field}[${at}]`] as const),
  )
}

const systems = ['linux', 'windows']

/** The operating system, and what a pod for it may not say. */
export function validateOs(spec: Go['PodSpec'], path: string): FieldError[] {
  const name = spec.os?.name
  if (name === undefined) return []
  if (name === '') return [required(`${path}.os.name`)]
  if (!systems.includes(name)) return [notSupported(`${path}.os`, name, systems)]
  return name === 'linux' ? linuxFaults(spec, path) : windowsFaults(spec, path)
}

function linuxFaults(spec: Go['PodSpec'], path: string): FieldError[] {
  const faults = (context: {windowsOptions?: unknown} | undefined, field: string) =>
    context?.windowsOptions
      ? [forbidden(`${field}.securityContext.windowsOptions`, 'windows options cannot be set for a linux pod')]
      : []
  return [
    ...faults(spec.securityContext, path),
    ...containerPlaces(spec, path).flatMap(([{securityContext}, field]) => faults(securityContext, field)),
  ]
}

/** In the server's order; what lies beside the security context is part of it there. */
const noWindows = [
  ...['securityContext.appArmorProfile', 'securityContext.seLinuxOptions', 'hostUsers', 'hostPID', 'hostIPC'],
  ...['securityContext.seccompProfile', 'securityContext.fsGroup', 'securityContext.fsGroupChangePolicy'],
  ...['securityContext.sysctls', 'shareProcessNamespace', 'securityContext.runAsUser', 'securityContext.runAsGroup'],
  ...['securityContext.supplementalGroups', 'securityContext.supplementalGroupsPolicy', 'securityContext.seLinuxChangePolicy'],
]
const noWindowsContainer = [
  ...['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem', 'privileged'],
  ...['allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup'],
]

function windowsFaults(spec: Go['PodSpec'], path: string): FieldError[] {
  const text = 'cannot be set for a windows pod'
  const context = (spec.securityContext ?? {}) as Readonly<Record<string, unknown>>
  const whole = spec as unknown as Readonly<Record<string, unknown>>
  const errors: FieldError[] = []
  for (const field of noWindows) {
    const [head, name] = field.split('.') as [string, string | undefined]
    const value = name === undefined ? whole[head] : context[name]
    if (value !== undefined && value !== false) errors.push(forbidden(`${path}.${field}`, text))
    else if (value === false && (head === 'hostUsers' || head === 'shareProcessNamespace'))
      errors.push(forbidden(`${path}.${field}`, text))
  }
  for (const [{securityContext}, field] of containerPlaces(spec, path)) {
    const given = (securityContext ?? {}) as Readonly<Record<string, unknown>>
    for (const key of noWindowsContainer)
      if (given[key] !== undefined) errors.push(forbidden(`${field}.securityContext.${key}`, text))
  }
  return errors
}

/** Containers that are processes of a Windows host. */
export function validateHostProcess(spec: Go['PodSpec'], path: string): FieldError[] {
  const whole = spec.securityContext?.windowsOptions?.hostProcess
  const places = containerPlaces(spec, path)
  const errors: FieldError[] = []
  let count = 0
  for (const [{securityContext}, field] of places) {
    const own = securityContext?.windowsOptions?.hostProcess
    if (whole !== undefined && own !== undefined && whole !== own) {
      const text = `pod hostProcess value must be identical if both are specified, was ${whole}`
      errors.push(invalid(`${field}.securityContext.windowsOptions.hostProcess`, own, text))
    }
    if (own ?? whole) count += 1
  }
  if (count === 0) return errors
  if (count !== places.length)
    errors.push(
      invalid(path, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers'),
    )
  if (!spec.hostNetwork)
    errors.push(invalid(`${path}.hostNetwork`, false, 'hostNetwork must be true if pod contains any hostProcess containers'))
  return errors
}
