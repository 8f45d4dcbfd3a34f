import type {Go} from '../../../../schema/builtin/go.gen.js'
import {invalid} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {descendingPath} from './checks.js'

const MIRROR = 'kubernetes.io/config.mirror'
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod'
const SECCOMP_OF = 'container.seccomp.security.alpha.kubernetes.io/'
const APPARMOR_OF = 'container.apparmor.security.beta.kubernetes.io/'

/** Annotations that mean something to a pod. */
export function validatePodAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  spec: Go['PodSpec'],
  path: string,
): FieldError[] {
  if (!annotations) return []
  const errors: FieldError[] = []
  if (annotations[MIRROR] !== undefined && !spec.nodeName)
    errors.push(invalid(`${path}[${MIRROR}]`, annotations[MIRROR], 'must set spec.nodeName if mirror pod annotation is set'))
  const cost = annotations[DELETION_COST]
  if (cost !== undefined && !isInteger(cost)) errors.push(invalid(`${path}[${DELETION_COST}]`, cost, 'must be a 32bit integer'))
  for (const key of Object.keys(annotations)) {
    if (key === SECCOMP || key.startsWith(SECCOMP_OF)) errors.push(...seccomp(`${path}.${key}`, annotations[key]!))
  }
  for (const key of Object.keys(annotations)) {
    if (key.startsWith(APPARMOR_OF)) errors.push(...appArmor(`${path}[${key}]`, key, annotations[key]!, spec))
  }
  return errors
}

function isInteger(text: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(text) && Math.abs(Number(text)) <= 2 ** 31
}

function seccomp(path: string, profile: string): FieldError[] {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return []
  if (profile.startsWith('localhost/')) return descendingPath(path, profile.slice('localhost/'.length))
  return [invalid(path, profile, 'must be a valid seccomp profile')]
}

/** The profile that an annotation stands for; undefined for none that there is. */
export function appArmorOf(annotation: string): Go['AppArmorProfile'] | undefined {
  if (annotation === 'unconfined') return {type: 'Unconfined'}
  if (annotation === 'runtime/default') return {type: 'RuntimeDefault'}
  const localhostProfile = annotation.startsWith('localhost/') ? annotation.slice('localhost/'.length) : ''
  return localhostProfile === '' ? undefined : {type: 'Localhost', localhostProfile}
}

function appArmor(path: string, key: string, profile: string, spec: Go['PodSpec']): FieldError[] {
  const name = key.slice(APPARMOR_OF.length)
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])]
  if (!all.some((container) => container.name === name)) return [invalid(path, name, 'container not found')]
  if (['', 'runtime/default', 'unconfined'].includes(profile) || profile.startsWith('localhost/')) return []
  return [invalid(path, profile, `invalid AppArmor profile name: ${JSON.stringify(profile)}`)]
}
