import type {JsonObject} from '../../../../formats/json/value.js'
import {items, part} from '../parts.js'
import {named, type PodSecurityCheck, plural, quoted, securityOf, settersOf, texts} from './pod-security-check.js'

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
    run: ({containers}) => {
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
    run: ({containers}) => {
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
    run: ({security, containers}) => {
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
    run: ({security, containers}) => {
      const bad = containers.filter((one) => securityOf(one).runAsUser === 0)
      if (security.runAsUser !== 0 && bad.length === 0) return undefined
      const who = settersOf(security.runAsUser === 0, bad).join(' and ')
      return {reason: 'runAsUser=0', detail: `${who} must not set runAsUser=0`}
    },
  },
  {
    id: 'seccompProfile_restricted',
    replaces: 'seccompProfile_baseline',
    run: ({security, containers}) => {
      const good = (context: JsonObject) => ['RuntimeDefault', 'Localhost'].includes(String(part(context, 'seccompProfile').type))
      const bad = containers.filter((one) => {
        const own = part(securityOf(one), 'seccompProfile').type
        return own === undefined ? !good(security) : !good(securityOf(one))
      })
      if (bad.length === 0) return undefined
      return {
        reason: 'seccompProfile',
        detail: `pod or ${named(bad)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
      }
    },
  },
]
