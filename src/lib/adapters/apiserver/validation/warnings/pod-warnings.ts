import {goQuote} from '../../../../errors/go-quote.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {dns1123Label} from '../../../../schema/names.js'
import {appArmorOf} from '../common/pod-annotations.js'
import {same} from '../same.js'
import {ipWarnings} from './address-warnings.js'
import {amountWarnings, fractionWarnings} from './amount-warnings.js'
import {DEAD_VOLUMES, deadVolumeWarnings} from './dead-volumes.js'
import {deadLabel, nodeTerm} from './node-labels.js'
import {pathWarnings} from './path-warnings.js'

type Container = Go['Container']

/** Nobody is told of updates: those of pods come from controllers. */
export function podWarnings({metadata, spec}: Go['Pod'], old: Go['Pod'] | undefined): string[] {
  if (old) return []
  const faults = dns1123Label(metadata.name ?? '')
  const text = "this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended"
  const named = faults.length > 0 ? [`metadata.name: ${text}: [${faults.join(' ')}]`] : []
  return [...named, ...podSpecWarnings({metadata, spec}, '')]
}

/** Warnings about a pod or template; `path` is the template's. */
export function podSpecWarnings({metadata, spec}: Go['PodTemplateSpec'], path: string): string[] {
  const prefix = path ? `${path}.` : ''
  const annotations = metadata.annotations ?? {}
  return [
    ...scheduling(spec, `${prefix}spec`),
    ...Object.entries(deadAnnotations)
      .filter(([key]) => key in annotations)
      .map(([key, text]) => `${prefix}metadata.annotations[${key}]: ${text}`),
    ...volumes(spec, `${prefix}spec.volumes`),
    ...pathWarnings(spec.volumes),
    ...duplicates(spec.hostAliases, 'ip', `${prefix}spec.hostAliases`),
    ...duplicates(spec.imagePullSecrets, 'name', `${prefix}spec.imagePullSecrets`),
    ...emptyPullSecrets(spec, `${prefix}spec.imagePullSecrets`),
    ...fractionWarnings(spec.overhead, BYTES, `${prefix}spec.overhead`),
    ...seccompWarnings(annotations[SECCOMP], spec.securityContext, `${prefix}metadata.annotations[${SECCOMP}]`),
    ...containers(spec, `${prefix}spec`).flatMap(([container, at]) => [
      ...seccompWarnings(
        annotations[SECCOMP_OF + container.name],
        container.securityContext,
        `${prefix}metadata.annotations[${SECCOMP_OF}${container.name}]`,
      ),
      ...(path ? appArmorWarnings(annotations, container, spec, prefix) : []),
      ...bytes(container, at),
      ...hiddenVariables(container, at),
    ]),
    ...ports(spec, `${prefix}spec`),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [`${prefix}spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
    ...affinity(spec.affinity, `${prefix}spec.affinity`),
    ...(spec.dnsConfig?.nameservers ?? []).flatMap((one, at) => ipWarnings(`${prefix}spec.dnsConfig.nameservers[${at}]`, one)),
    ...(spec.hostAliases ?? []).flatMap(({ip}, at) => ipWarnings(`${prefix}spec.hostAliases[${at}].ip`, ip)),
  ]
}

const BYTES = ['memory', 'ephemeral-storage']
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod'
const SECCOMP_OF = 'container.seccomp.security.alpha.kubernetes.io/'
const APPARMOR_OF = 'container.apparmor.security.beta.kubernetes.io/'

/** An annotation that a field has replaced. */
function seccompWarnings(given: string | undefined, context: {seccompProfile?: unknown} | undefined, path: string): string[] {
  return given === undefined || context?.seccompProfile
    ? []
    : [`${path}: non-functional in v1.27+; use the "seccompProfile" field instead`]
}

/** Of templates: those of a Pod are told where the field is filled in. */
function appArmorWarnings(
  annotations: Readonly<Record<string, string>>,
  {name, securityContext}: Container,
  spec: Go['PodSpec'],
  prefix: string,
): string[] {
  const given = annotations[APPARMOR_OF + name]
  if (given === undefined || securityContext?.appArmorProfile) return []
  const whole = spec.securityContext?.appArmorProfile
  if (whole && same(whole, appArmorOf(given))) return []
  return [`${prefix}metadata.annotations[${APPARMOR_OF}${name}]: ${APPARMOR_TEXT}`]
}

export const APPARMOR_TEXT = 'deprecated since v1.30; use the "appArmorProfile" field instead'

const deadAnnotations = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
}

function scheduling(spec: Go['PodSpec'], path: string): string[] {
  const warnings = Object.keys(spec.nodeSelector ?? {})
    .filter((key) => deadLabel(key) !== undefined)
    .map((key) => `${path}.nodeSelector[${key}]: ${deadLabel(key)}`)
  const node = spec.affinity?.nodeAffinity
  const at = `${path}.affinity.nodeAffinity`
  for (const [index, term] of (node?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).entries())
    warnings.push(...nodeTerm(term, `${at}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${index}]`, false))
  for (const [index, term] of (node?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries())
    warnings.push(
      ...nodeTerm(term.preference, `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}].preference`, true),
    )
  for (const [index, one] of (spec.topologySpreadConstraints ?? []).entries()) {
    const spread = `${path}.topologySpreadConstraints[${index}]`
    const text = deadLabel(one.topologyKey)
    if (text) warnings.push(`${spread}.topologyKey: ${one.topologyKey} is ${text}`)
    if (!one.labelSelector) warnings.push(`${spread}.labelSelector: a null labelSelector results in matching no pod`)
  }
  return warnings
}

function volumes(spec: Go['PodSpec'], path: string): string[] {
  return (spec.volumes ?? []).flatMap((volume, at) => {
    const warnings = deadVolumeWarnings(volume, `${path}[${at}]`, DEAD_VOLUMES)
    const claim = volume.ephemeral?.volumeClaimTemplate?.spec
    return claim ? [...warnings, ...amountWarnings(claim, `${path}[${at}].ephemeral.volumeClaimTemplate.spec`)] : warnings
  })
}

function duplicates<K extends string>(list: readonly {[P in K]?: string}[] | undefined, key: K, path: string): string[] {
  const seen = new Set<string | undefined>()
  return (list ?? []).flatMap((item, at) => {
    const value = item[key]
    const known = seen.has(value)
    seen.add(value)
    return known ? [`${path}[${at}].${key}: duplicate ${key} ${goQuote(value ?? '')}`] : []
  })
}

function emptyPullSecrets({imagePullSecrets}: Go['PodSpec'], path: string): string[] {
  return (imagePullSecrets ?? []).flatMap(({name}, at) => (name ? [] : [`${path}[${at}].name: invalid empty name ""`]))
}

/** Init containers come first. */
function containers(spec: Go['PodSpec'], path: string): (readonly [container: Container, path: string])[] {
  const of = (list: readonly Container[] | null | undefined, field: string) =>
    (list ?? []).map((container, at) => [container, `${path}.${field}[${at}]`] as const)
  return [...of(spec.initContainers, 'initContainers'), ...of(spec.containers, 'containers')]
}

function bytes({resources}: Container, path: string): string[] {
  return BYTES.flatMap((name) =>
    (['limits', 'requests'] as const).flatMap((field) =>
      fractionWarnings(resources[field], [name], `${path}.resources.${field}`),
    ),
  )
}

function hiddenVariables({env}: Container, path: string): string[] {
  const seen = new Set<string>()
  return (env ?? []).flatMap(({name, value = '', valueFrom}, at) => {
    const self = `$(${name})`
    const hides = seen.has(name) && (valueFrom !== undefined || value === self || !value.includes(self))
    seen.add(name)
    if (!hides) return []
    return [`${path}.env[${at}]: hides previous definition of ${goQuote(name)}, which may be dropped when using apply`]
  })
}

interface PortBlock {
  readonly path: string
  readonly port: Go['ContainerPort']
}

function ports(spec: Go['PodSpec'], path: string): string[] {
  const warnings: string[] = []
  const blocks = containers(spec, path).flatMap(([container, at]) =>
    (container.ports ?? []).map((port, index): PortBlock => ({port, path: `${at}.ports[${index}]`})),
  )
  const byPort = new Map<string, PortBlock[]>()
  for (const block of blocks) {
    const key = `${block.port.containerPort}/${block.port.protocol}`
    const {hostIP, hostPort = 0} = block.port
    if (hostIP && hostPort === 0) warnings.push(`${block.path}: hostIP set without hostPort: ${goPort(block.port)}`)
    const others = byPort.get(key) ?? []
    warnings.push(...others.flatMap((other) => clash(block, other)))
    byPort.set(key, [...others, block])
  }
  const byName = new Map<string, string>()
  for (const {port, path} of blocks) {
    if (!port.name) continue
    const other = byName.get(port.name)
    if (other) {
      const text = `duplicate port name ${goQuote(port.name)} with ${other}, services and probes that select ports by name`
      warnings.push(`${path}: ${text} will use ${other}`)
    } else byName.set(port.name, path)
  }
  return warnings
}

/** As Go prints the struct. */
function goPort({name = '', hostPort = 0, containerPort, protocol = '', hostIP = ''}: Go['ContainerPort']): string {
  return `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`
}

function clash(a: PortBlock, b: PortBlock): string[] {
  const [ipA, ipB] = [a.port.hostIP ?? '', b.port.hostIP ?? '']
  const [hostA, hostB] = [a.port.hostPort ?? 0, b.port.hostPort ?? 0]
  if (ipA === ipB && hostA === hostB) return [`${a.path}: duplicate port definition with ${b.path}`]
  if (hostA === 0 || hostB === 0) return [`${a.path}: overlapping port definition with ${b.path}`]
  if (hostA === hostB && (ipA === '') !== (ipB === '')) return [`${a.path}: dangerously ambiguous port definition with ${b.path}`]
  return []
}

function affinity(of: Go['Affinity'] | undefined, path: string): string[] {
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((kind) => {
    const {requiredDuringSchedulingIgnoredDuringExecution: needs, preferredDuringSchedulingIgnoredDuringExecution: wants} =
      of?.[kind] ?? {}
    const text = 'a null labelSelector results in matching no pod'
    const needed = (needs ?? []).flatMap((term, at) =>
      term.labelSelector ? [] : [`${path}.${kind}.requiredDuringSchedulingIgnoredDuringExecution[${at}].labelSelector: ${text}`],
    )
    const wanted = (wants ?? []).flatMap((term, at) =>
      term.podAffinityTerm.labelSelector
        ? []
        : [`${path}.${kind}.preferredDuringSchedulingIgnoredDuringExecution[${at}].podAffinityTerm.labelSelector: ${text}`],
    )
    return [...needed, ...wanted]
  })
}
