import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import {items, part} from '../parts.js'
import {
  hasOwnUsers,
  named,
  type PodParts,
  type PodSecurityCheck,
  plural,
  quoted,
  securityOf,
  settersOf,
  texts,
} from './pod-security-check.js'

/** Container annotations of old, which say what `appArmorProfile` says today. */
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/'
const PROFILES = ['RuntimeDefault', 'Localhost']
const ANNOTATED_PROFILES = /^(|runtime\/default|localhost\/.*)$/
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t']
/** and, since 1.31 */
const NEW_SELINUX_TYPE = 'container_engine_t'
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
/** Safe settings of the kernel, and the minor version that took them for safe first. */
const SAFE_SYSCTLS: ReadonlyMap<string, number> = new Map([
  ['kernel.shm_rmid_forced', 0],
  ['net.ipv4.ip_local_port_range', 0],
  ['net.ipv4.tcp_syncookies', 0],
  ['net.ipv4.ping_group_range', 0],
  ['net.ipv4.ip_unprivileged_port_start', 0],
  ['net.ipv4.ip_local_reserved_ports', 27],
  ['net.ipv4.tcp_keepalive_time', 29],
  ['net.ipv4.tcp_fin_timeout', 29],
  ['net.ipv4.tcp_keepalive_intvl', 29],
  ['net.ipv4.tcp_keepalive_probes', 29],
  ['net.ipv4.tcp_rmem', 32],
  ['net.ipv4.tcp_wmem', 32],
])

/** Hosts that a container's probes and hooks are sent to. */
function hostsOf(container: JsonObject): string[] {
  const lifecycle = part(container, 'lifecycle')
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => part(container, name))
  const handlers = [...probes, part(lifecycle, 'postStart'), part(lifecycle, 'preStop')]
  return handlers
    .flatMap((handler) => [part(handler, 'httpGet').host, part(handler, 'tcpSocket').host])
    .flatMap((host) => (typeof host === 'string' && host !== '' ? [host] : []))
}

/** Containers whose /proc is not masked as usual. */
export function procMounts({containers}: PodParts): ReturnType<PodSecurityCheck['run']> {
  const mount = (one: JsonObject) => String(securityOf(one).procMount ?? 'Default')
  const bad = containers.filter((one) => mount(one) !== 'Default')
  if (bad.length === 0) return undefined
  const types = [...new Set(bad.map(mount))].sort()
  return {reason: 'procMount', detail: `${named(bad)} must not set securityContext.procMount to ${quoted(types)}`}
}

/** The level `baseline`, in the order in which the real server names what is wrong. */
export const BASELINE: readonly PodSecurityCheck[] = [
  {
    id: 'appArmorProfile',
    run: ({security, containers, annotations}) => {
      const type = (context: JsonObject) => part(context, 'appArmorProfile').type
      const isBad = (context: JsonObject) => type(context) !== undefined && !PROFILES.includes(String(type(context)))
      const bad = containers.filter((one) => isBad(securityOf(one)))
      const types = [security, ...containers.map(securityOf)].filter(isBad).map((context) => String(type(context)))
      const noted = Object.keys(annotations)
        .filter((key) => key.startsWith(APPARMOR) && !ANNOTATED_PROFILES.test(String(annotations[key])))
        .sort()
      const values = [...new Set(types), ...noted.map((key) => `${key}="${String(annotations[key])}"`)].map((text) => `"${text}"`)
      if (values.length === 0) return undefined
      const setters = [...settersOf(isBad(security), bad), ...(noted.length > 0 ? [plural('annotation', noted.length)] : [])]
      return {
        reason: plural('forbidden AppArmor profile', values.length),
        detail: `${setters.join(' and ')} must not set AppArmor profile type to ${values.sort().join(', ')}`,
      }
    },
  },
  {
    id: 'capabilities_baseline',
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
    id: 'hostNamespaces',
    run: ({spec}) => {
      const used = ['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => spec[name] === true)
      return used.length === 0 ? undefined : {reason: 'host namespaces', detail: used.map((name) => `${name}=true`).join(', ')}
    },
  },
  {
    id: 'hostPathVolumes',
    run: ({spec}) => {
      const bad = items(spec.volumes).filter((volume) => volume.hostPath !== undefined)
      if (bad.length === 0) return undefined
      return {reason: 'hostPath volumes', detail: `${plural('volume', bad.length)} ${quoted(bad.map((one) => String(one.name)))}`}
    },
  },
  {
    id: 'hostPorts',
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
    id: 'hostProbesAndHostLifecycle',
    since: 34,
    run: ({containers}) => {
      const bad = containers.filter((one) => hostsOf(one).length > 0)
      if (bad.length === 0) return undefined
      const hosts = [...new Set(bad.flatMap(hostsOf))].sort()
      const names = bad.map((one) => String(one.name)).sort()
      const verb = bad.length === 1 ? 'uses' : 'use'
      return {
        reason: 'probe or lifecycle host',
        detail: `${plural('container', bad.length)} ${quoted(names)} ${verb} ${plural('probe or lifecycle host', hosts.length)} ${quoted(hosts)}`,
      }
    },
  },
  {
    id: 'privileged',
    run: ({containers}) => {
      const bad = containers.filter((one) => securityOf(one).privileged === true)
      return bad.length === 0
        ? undefined
        : {reason: 'privileged', detail: `${named(bad)} must not set securityContext.privileged=true`}
    },
  },
  {
    id: 'procMount',
    run: (pod) => (hasOwnUsers(pod) ? undefined : procMounts(pod)),
  },
  {
    id: 'seLinuxOptions',
    run: ({security, containers, minor}) => {
      const known = minor >= 31 ? [...SELINUX_TYPES, NEW_SELINUX_TYPE] : SELINUX_TYPES
      const options = (context: JsonObject) => part(context, 'seLinuxOptions')
      const isSet = (value: JsonValue | undefined) => value !== undefined && value !== ''
      const isBad = (context: JsonObject) => {
        const {type, user, role} = options(context)
        return !known.includes(String(type ?? '')) || isSet(user) || isSet(role)
      }
      const bad = containers.filter((one) => isBad(securityOf(one)))
      const all = [security, ...bad.map(securityOf)].map(options)
      const types = [...new Set(all.map(({type}) => String(type ?? '')))].filter((type) => !known.includes(type)).sort()
      const faults = [
        ...(types.length > 0 ? [`${plural('type', types.length)} ${quoted(types)}`] : []),
        ...(['user', 'role'] as const)
          .filter((name) => all.some((one) => isSet(one[name])))
          .map((name) => `${name} may not be set`),
      ]
      if (faults.length === 0) return undefined
      const setters = settersOf(isBad(security), bad).join(' and ')
      return {reason: 'seLinuxOptions', detail: `${setters} set forbidden securityContext.seLinuxOptions: ${faults.join('; ')}`}
    },
  },
  {
    id: 'seccompProfile_baseline',
    since: 19,
    run: ({security, containers}) => {
      const type = (context: JsonObject) => part(context, 'seccompProfile').type
      const bad = containers.filter((one) => type(securityOf(one)) === 'Unconfined')
      const pod = type(security) === 'Unconfined'
      if (!pod && bad.length === 0) return undefined
      const who = settersOf(pod, bad).join(' and ')
      return {reason: 'seccompProfile', detail: `${who} must not set securityContext.seccompProfile.type to "Unconfined"`}
    },
  },
  {
    id: 'sysctls',
    run: ({security, minor}) => {
      const bad = items(security.sysctls)
        .map((sysctl) => String(sysctl.name))
        .filter((name) => (SAFE_SYSCTLS.get(name) ?? Number.POSITIVE_INFINITY) > minor || !SAFE_SYSCTLS.has(name))
      return bad.length === 0 ? undefined : {reason: 'forbidden sysctls', detail: bad.join(', ')}
    },
  },
  {
    id: 'windowsHostProcess',
    run: ({security, containers}) => {
      const on = (context: JsonObject) => part(context, 'windowsOptions').hostProcess === true
      const bad = containers.filter((one) => on(securityOf(one)))
      if (!on(security) && bad.length === 0) return undefined
      const who = settersOf(on(security), bad).join(' and ')
      return {reason: 'hostProcess', detail: `${who} must not set securityContext.windowsOptions.hostProcess=true`}
    },
  },
]
