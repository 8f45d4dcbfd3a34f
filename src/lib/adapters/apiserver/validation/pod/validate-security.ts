import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, required, tooLong} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {descendingPath, range} from '../common/checks.js'
import {internalForm} from '../common/internal-diff.js'

const MAX_ID = 2 ** 31 - 1
const seccompTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']

export function validatePodSecurity(spec: Go['PodSpec'], path: string): FieldError[] {
  const context = spec.securityContext
  if (!context) return []
  const errors: FieldError[] = []
  for (const key of ['fsGroup', 'runAsUser', 'runAsGroup'] as const) {
    const id = context[key]
    if (id !== undefined) errors.push(...range(`${path}.${key}`, id, 0, MAX_ID))
  }
  for (const [at, id] of (context.supplementalGroups ?? []).entries())
    errors.push(...range(`${path}.supplementalGroups[${at}]`, id, 0, MAX_ID))
  if (spec.shareProcessNamespace && spec.hostPID) {
    errors.push(invalid(`${path}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'))
  }
  errors.push(...sysctls(context.sysctls, `${path}.sysctls`))
  const policies = [
    ['fsGroupChangePolicy', ['Always', 'OnRootMismatch']],
    ['supplementalGroupsPolicy', ['Merge', 'Strict']],
    ['seLinuxChangePolicy', ['Recursive']],
  ] as const
  for (const [key, allowed] of policies) {
    const value = context[key]
    if (value !== undefined && !(allowed as readonly string[]).includes(value))
      errors.push(notSupported(`${path}.${key}`, value, allowed))
  }
  return [
    ...errors,
    ...seccomp(context.seccompProfile, `${path}.seccompProfile`),
    ...appArmor(context.appArmorProfile, `${path}.appArmorProfile`),
  ]
}

function sysctls(list: readonly Go['Sysctl'][] | undefined, path: string): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [at, {name}] of (list ?? []).entries()) {
    const field = `${path}[${at}].name`
    if (name === '') errors.push(required(field))
    else if (!/^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/.test(name) || name.length > 253) {
      const regex = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$'
      errors.push(invalid(field, name, `must have at most 253 characters and match regex ${regex}`))
    } else if (seen.has(name)) errors.push(duplicate(field, name))
    seen.add(name)
  }
  return errors
}

function seccomp(profile: Go['SeccompProfile'] | undefined, path: string): FieldError[] {
  if (!profile) return []
  const {type, localhostProfile} = profile
  const errors: FieldError[] = []
  if (type === '') errors.push(required(`${path}.type`, 'type is required when seccompProfile is set'))
  else if (!seccompTypes.includes(type)) errors.push(notSupported(`${path}.type`, type, seccompTypes))
  if (type === 'Localhost') {
    if (localhostProfile === undefined)
      errors.push(required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost'))
    else errors.push(...descendingPath(`${path}.localhostProfile`, localhostProfile))
  } else if (localhostProfile !== undefined) {
    const shown = {Type: type, LocalhostProfile: localhostProfile}
    errors.push(invalid(`${path}.localhostProfile`, shown, 'can only be set when seccomp type is Localhost'))
  }
  return errors
}

const appArmorTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']
const LONGEST_PROFILE = 4095

function appArmor(profile: Go['AppArmorProfile'] | undefined, path: string): FieldError[] {
  if (!profile) return []
  const {type, localhostProfile: local} = profile
  const at = `${path}.localhostProfile`
  if (type === '') return [required(`${path}.type`, 'type is required when appArmorProfile is set')]
  if (!appArmorTypes.includes(type)) return [notSupported(`${path}.type`, type, appArmorTypes)]
  if (type !== 'Localhost')
    return local === undefined ? [] : [invalid(at, local, 'can only be set when AppArmor type is Localhost')]
  const errors =
    local !== undefined && local.trim() !== local
      ? [invalid(at, local, 'must not be padded with whitespace')]
      : local
        ? []
        : [required(at, 'must be set when AppArmor type is Localhost')]
  return Buffer.byteLength(local ?? '') > LONGEST_PROFILE ? [...errors, tooLong(at, LONGEST_PROFILE)] : errors
}

export function validateContainerSecurity(context: Go['SecurityContext'] | undefined, path: string): FieldError[] {
  if (!context) return []
  const errors: FieldError[] = []
  for (const key of ['runAsUser', 'runAsGroup'] as const) {
    const id = context[key]
    if (id !== undefined) errors.push(...range(`${path}.${key}`, id, 0, MAX_ID))
  }
  const {procMount} = context
  if (procMount !== undefined && procMount !== 'Default' && procMount !== 'Unmasked') {
    errors.push(notSupported(`${path}.procMount`, procMount, ['Default', 'Unmasked']))
  }
  errors.push(...seccomp(context.seccompProfile, `${path}.seccompProfile`))
  errors.push(...appArmor(context.appArmorProfile, `${path}.appArmorProfile`))
  if (context.allowPrivilegeEscalation === false) {
    const shown = internalForm('SecurityContext', context)
    if (context.privileged) {
      const text = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'
      errors.push(invalid(path, shown, text))
    }
    if (context.capabilities?.add?.some((name) => name === 'CAP_SYS_ADMIN')) {
      const text = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'
      errors.push(invalid(path, shown, text))
    }
  }
  return errors
}

/** Used by pods whose host namespaces and user namespace do not go together. */
export function validateHostUsers(spec: Go['PodSpec'], path: string): FieldError[] {
  if (spec.hostUsers !== false) return []
  const errors: FieldError[] = []
  if (spec.hostNetwork) errors.push(forbidden(`${path}.hostNetwork`, 'when `hostUsers` is false'))
  if (spec.hostPID) errors.push(forbidden(`${path}.HostPID`, 'when `hostUsers` is false'))
  if (spec.hostIPC) errors.push(forbidden(`${path}.HostIPC`, 'when `hostUsers` is false'))
  return errors
}
