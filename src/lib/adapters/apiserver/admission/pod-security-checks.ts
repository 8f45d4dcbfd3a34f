import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

export type Level = 'privileged' | 'baseline' | 'restricted'

/** A rule of the Pod Security Standards: why a Pod spec breaks it, undefined when it does not. */
interface Check {
  readonly level: 'baseline' | 'restricted'
  /** baseline rule that this one makes needless */
  readonly replaces?: string
  readonly id: string
  run(pod: PodParts): {readonly reason: string; readonly detail: string} | undefined
}

interface PodParts {
  readonly spec: JsonObject
  readonly security: JsonObject
  readonly annotations: JsonObject
  readonly containers: readonly JsonObject[]
}

function part(object: JsonObject, name: string): JsonObject {
  const value = object[name]
  return isObject(value) ? value : {}
}

function items(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
const plural = (word: string, count: number): string => (count === 1 ? word : `${word}s`)
const named = (containers: readonly JsonObject[]): string =>
  `${plural('container', containers.length)} ${quoted(containers.map((one) => String(one.name)))}`
const securityOf = (container: JsonObject): JsonObject => part(container, 'securityContext')

const DEFAULT_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])
const SAFE_SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
])
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

/** In the order in which the real server names what is wrong. */
const CHECKS: readonly Check[] = [
  {
    id: 'allowPrivilegeEscalation',
    level: 'restricted',
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
    id: 'capabilities_baseline',
    level: 'baseline',
    run: ({containers}) => {
      const added = (one: JsonObject) =>
        texts(part(securityOf(one), 'capabilities').add).filter((name) => !DEFAULT_CAPABILITIES.has(name))
      const bad = containers.filter((one) => added(one).length > 0)
      if (bad.length === 0) return undefined
      const names = [...new Set(bad.flatMap(added))].sort()
      return {
        reason: 'non-default capabilities',
        detail: `${named(bad)} must not include ${quoted(names)} in securityContext.capabilities.add`,
      }
    },
  },
  {
    id: 'capabilities_restricted',
    level: 'restricted',
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
    id: 'hostNamespaces',
    level: 'baseline',
    run: ({spec}) => {
      const used = ['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => spec[name] === true)
      return used.length === 0 ? undefined : {reason: 'host namespaces', detail: used.map((name) => `${name}=true`).join(', ')}
    },
  },
  {
    id: 'hostPathVolumes',
    level: 'baseline',
    run: ({spec}) => {
      const bad = items(spec.volumes).filter((volume) => volume.hostPath !== undefined)
      if (bad.length === 0) return undefined
      return {reason: 'hostPath volumes', detail: `${plural('volume', bad.length)} ${quoted(bad.map((one) => String(one.name)))}`}
    },
  },
  {
    id: 'hostPorts',
    level: 'baseline',
    run: ({containers}) => {
      const ports = (one: JsonObject) =>
        items(one.ports)
          .map((port) => Number(port.hostPort ?? 0))
          .filter((port) => port !== 0)
      const bad = containers.filter((one) => ports(one).length > 0)
      if (bad.length === 0) return undefined
      const all = [...new Set(bad.flatMap(ports))].sort((a, b) => a - b)
      const verb = bad.length === 1 ? 'uses' : 'use'
      return {reason: 'hostPort', detail: `${named(bad)} ${verb} ${plural('hostPort', all.length)} ${all.join(', ')}`}
    },
  },
  {
    id: 'privileged',
    level: 'baseline',
    run: ({containers}) => {
      const bad = containers.filter((one) => securityOf(one).privileged === true)
      return bad.length === 0
        ? undefined
        : {reason: 'privileged', detail: `${named(bad)} must not set securityContext.privileged=true`}
    },
  },
  {
    id: 'procMount',
    level: 'baseline',
    run: ({containers}) => {
      const mount = (one: JsonObject) => String(securityOf(one).procMount ?? 'Default')
      const bad = containers.filter((one) => mount(one) !== 'Default')
      if (bad.length === 0) return undefined
      const types = [...new Set(bad.map(mount))].sort()
      return {reason: 'procMount', detail: `${named(bad)} must not set securityContext.procMount to ${quoted(types)}`}
    },
  },
  {
    id: 'restrictedVolumes',
    level: 'restricted',
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
    level: 'restricted',
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
    level: 'restricted',
    run: ({security, containers}) => {
      const bad = containers.filter((one) => securityOf(one).runAsUser === 0)
      if (security.runAsUser !== 0 && bad.length === 0) return undefined
      const who = security.runAsUser === 0 ? ['pod', ...(bad.length > 0 ? [named(bad)] : [])].join(' and ') : named(bad)
      return {reason: 'runAsUser=0', detail: `${who} must not set runAsUser=0`}
    },
  },
  {
    id: 'seccompProfile_baseline',
    level: 'baseline',
    run: ({security, containers}) => {
      const type = (context: JsonObject) => part(context, 'seccompProfile').type
      const bad = containers.filter((one) => type(securityOf(one)) === 'Unconfined')
      const pod = type(security) === 'Unconfined'
      if (!pod && bad.length === 0) return undefined
      const who = [...(pod ? ['pod'] : []), ...(bad.length > 0 ? [named(bad)] : [])].join(' and ')
      return {reason: 'seccompProfile', detail: `${who} must not set securityContext.seccompProfile.type to "Unconfined"`}
    },
  },
  {
    id: 'seccompProfile_restricted',
    level: 'restricted',
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
  {
    id: 'sysctls',
    level: 'baseline',
    run: ({security}) => {
      const bad = items(security.sysctls)
        .map((sysctl) => String(sysctl.name))
        .filter((name) => !SAFE_SYSCTLS.has(name))
      return bad.length === 0 ? undefined : {reason: 'forbidden sysctls', detail: bad.join(', ')}
    },
  },
  {
    id: 'windowsHostProcess',
    level: 'baseline',
    run: ({security, containers}) => {
      const on = (context: JsonObject) => part(context, 'windowsOptions').hostProcess === true
      const bad = containers.filter((one) => on(securityOf(one)))
      if (!on(security) && bad.length === 0) return undefined
      const who = [...(on(security) ? ['pod'] : []), ...(bad.length > 0 ? [named(bad)] : [])].join(' and ')
      return {reason: 'hostProcess', detail: `${who} must not set securityContext.windowsOptions.hostProcess=true`}
    },
  },
]

/** What a Pod (or Pod template) breaks of a level, as one text; '' when nothing. `brief` leaves out which containers. */
export function violations(level: Level, pod: JsonObject, brief = false): string {
  if (level === 'privileged') return ''
  const spec = part(pod, 'spec')
  const parts: PodParts = {
    spec,
    security: part(spec, 'securityContext'),
    annotations: part(part(pod, 'metadata'), 'annotations'),
    containers: [...items(spec.initContainers), ...items(spec.containers), ...items(spec.ephemeralContainers)],
  }
  const replaced = new Set(level === 'restricted' ? CHECKS.map((check) => check.replaces) : [])
  const levels = level === 'restricted' ? (['baseline', 'restricted'] as const) : (['baseline'] as const)
  return levels
    .flatMap((one) => CHECKS.filter((check) => check.level === one && !replaced.has(check.id)))
    .flatMap((check) => {
      const found = check.run(parts)
      if (!found) return []
      return [brief ? found.reason : `${found.reason} (${found.detail})`]
    })
    .join(', ')
}
