import type {JsonObject} from '../../../../formats/json/value.js'
import {items, part} from '../parts.js'
import {procMounts} from './pod-security-baseline.js'
import {
  hasOwnUsers,
  isWindows,
  named,
  type PodSecurityCheck,
  plural,
  quoted,
  securityOf,
  settersOf,
  texts,
} from './pod-security-check.js'

const RESTRICTED_VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
  'image',
])

/** What the level `restricted` wants besides, in the real server's order. */
export const RESTRICTED: readonly PodSecurityCheck[] = [
  {
    id: 'allowPrivilegeEscalation',
    since: 8,
    run: (pod) => {
      const {containers} = pod
      if (isWindows(pod)) return undefined
      const bad = containers.filter((one) => securityOf(one).allowPrivilegeEscalation !== false)
      if (bad.length === 0) return undefined
      return {
        reason: 'allowPrivilegeEscalation != false',
        detail: `${named(bad)} must set securityContext.allowPrivilegeEscalation=false`,
      }
    },
  },
  {
    id: 'capabilities_restricted',
    replaces: 'capabilities_baseline',
    since: 22,
    run: (pod) => {
      const {containers} = pod
      if (isWindows(pod)) return undefined
      const keeps = containers.filter((one) => !texts(part(securityOf(one), 'capabilities').drop).includes('ALL'))
      const added = (one: JsonObject) =>
        texts(part(securityOf(one), 'capabilities').add).filter((name) => name !== 'NET_BIND_SERVICE')
      const adds = containers.filter((one) => added(one).length > 0)
      const details: string[] = []
      if (keeps.length > 0) details.push(`${named(keeps)} must set securityContext.capabilities.drop=["ALL"]`)
      if (adds.length > 0) {
        const names = [...new Set(adds.flatMap(added))].sort()
        details.push(`${named(adds)} must not include ${quoted(names)} in securityContext.capabilities.add`)
      }
      return details.length === 0 ? undefined : {reason: 'unrestricted capabilities', detail: details.join('; ')}
    },
  },
  {
    id: 'procMount_restricted',
    replaces: 'procMount',
    since: 35,
    run: procMounts,
  },
  {
    id: 'restrictedVolumes',
    replaces: 'hostPathVolumes',
    run: ({spec}) => {
      const type = (volume: JsonObject) => Object.keys(volume).find((name) => name !== 'name') ?? 'emptyDir'
      const bad = items(spec.volumes).filter((volume) => !RESTRICTED_VOLUMES.has(type(volume)))
      if (bad.length === 0) return undefined
      const types = [...new Set(bad.map(type))].sort()
      const verb = bad.length === 1 ? 'uses' : 'use'
      return {
        reason: 'restricted volume types',
        detail: `${plural('volume', bad.length)} ${quoted(bad.map((one) => String(one.name)))} ${verb} restricted volume ${plural('type', types.length)} ${quoted(types)}`,
      }
    },
  },
  {
    id: 'runAsNonRoot',
    run: (pod) => {
      const {security, containers} = pod
      if (hasOwnUsers(pod)) return undefined
      const explicit = containers.filter((one) => securityOf(one).runAsNonRoot === false)
      if (explicit.length > 0) {
        return {reason: 'runAsNonRoot != true', detail: `${named(explicit)} must not set securityContext.runAsNonRoot=false`}
      }
      const open = containers.filter((one) => securityOf(one).runAsNonRoot === undefined)
      if (security.runAsNonRoot === true || open.length === 0) return undefined
      if (security.runAsNonRoot === false) {
        return {reason: 'runAsNonRoot != true', detail: 'pod must not set securityContext.runAsNonRoot=false'}
      }
      return {reason: 'runAsNonRoot != true', detail: `pod or ${named(open)} must set securityContext.runAsNonRoot=true`}
    },
  },
  {
    id: 'runAsUser',
    since: 23,
    run: (pod) => {
      const {security, containers} = pod
      if (hasOwnUsers(pod)) return undefined
      const bad = containers.filter((one) => securityOf(one).runAsUser === 0)
      if (security.runAsUser !== 0 && bad.length === 0) return undefined
      const who = settersOf(security.runAsUser === 0, bad).join(' and ')
      return {reason: 'runAsUser=0', detail: `${who} must not set runAsUser=0`}
    },
  },
  {
    id: 'seccompProfile_restricted',
    replaces: 'seccompProfile_baseline',
    since: 19,
    run: (pod) => {
      if (isWindows(pod)) return undefined
      const {security, containers} = pod
      const type = (context: JsonObject) => part(context, 'seccompProfile').type
      const isBad = (context: JsonObject) =>
        type(context) !== undefined && !['RuntimeDefault', 'Localhost'].includes(String(type(context)))
      const setters = containers.filter((one) => isBad(securityOf(one)))
      if (isBad(security) || setters.length > 0) {
        const wrong = [security, ...setters.map(securityOf)].filter(isBad).map((context) => String(type(context)))
        const who = settersOf(isBad(security), setters).join(' and ')
        const detail = `${who} must not set securityContext.seccompProfile.type to ${quoted([...new Set(wrong)].sort())}`
        return {reason: 'seccompProfile', detail}
      }
      const bad = type(security) === undefined ? containers.filter((one) => type(securityOf(one)) === undefined) : []
      if (bad.length === 0) return undefined
      return {
        reason: 'seccompProfile',
        detail: `pod or ${named(bad)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
      }
    },
  },
]
