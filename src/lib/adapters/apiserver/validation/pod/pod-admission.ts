import {goQuote} from '../../../../errors/go-quote.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {inMemory} from '../../../../schema/go/given-empty.js'
import {pathSegmentName} from '../../../../schema/names.js'
import type {RuleEnv} from '../../hooks.js'
import {forbidden, statusError} from '../../status.js'
import {appArmorOf} from '../common/pod-annotations.js'
import {same} from '../same.js'
import {APPARMOR_TEXT} from '../warnings/pod-warnings.js'
import {fillLimits} from './limit-range.js'
import {containersOf} from './pod-defaults.js'
import {qosClassOf} from './qos.js'

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const PODS = {group: '', resource: 'pods'}

/** What built-in admission makes of a new Pod. Throws ApiError 403. */
export function admitPod(pod: Go['Pod'], env: RuleEnv): void {
  const mirror = pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined
  fillLimits(pod, env)
  if (!mirror) serviceAccount(pod, env)
  tolerations(pod.spec)
  priority(pod, env)
  runtimeClass(pod, env)
}

/** What the strategy makes of a new Pod. */
export function preparePod(pod: Go['Pod'], env: RuleEnv): void {
  appArmorFields(pod, env)
  pod.status = {phase: 'Pending', qosClass: qosClassOf(pod.spec)}
  if (pod.spec.schedulingGates && pod.spec.schedulingGates.length > 0) {
    pod.status.conditions = [
      {
        type: 'PodScheduled',
        status: 'False',
        lastProbeTime: null,
        lastTransitionTime: new Date(env.now).toISOString().replace(/\.\d+Z$/, 'Z'),
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ]
  }
}

/** An older annotation fills in the field that replaced it, with a warning. */
function appArmorFields({metadata, spec}: Go['Pod'], env: RuleEnv): void {
  if (!metadata.annotations || spec.os?.name === 'windows') return
  for (const container of containersOf(spec)) {
    const key = `container.apparmor.security.beta.kubernetes.io/${container.name}`
    const given = metadata.annotations[key]
    if (given === undefined || container.securityContext?.appArmorProfile) continue
    const profile = appArmorOf(given)
    if (profile && same(profile, spec.securityContext?.appArmorProfile)) continue
    if (profile) container.securityContext = {...container.securityContext, appArmorProfile: profile}
    env.warn(`metadata.annotations[${key}]: ${APPARMOR_TEXT}`)
  }
}

/** How admission calls a pod, which may still have no name. */
function calledBy({name, generateName}: Go['ObjectMeta']): string {
  return generateName || name || 'Unknown'
}

/** What the server's own client says of an account that it cannot get. */
function missing(name: string): string {
  const faults = pathSegmentName(name)
  return faults.length > 0
    ? `invalid resource name ${goQuote(name)}: [${faults.join(' ')}]`
    : `serviceaccount "${name}" not found`
}

function serviceAccount(pod: Go['Pod'], env: RuleEnv): void {
  const {spec, metadata} = pod
  const name = (spec.serviceAccountName ||= spec.serviceAccount || 'default')
  spec.serviceAccount = name
  const namespace = metadata.namespace ?? ''
  const account = env.lookup('v1', 'ServiceAccount', namespace, name) as unknown as Go['ServiceAccount'] | undefined
  if (!account) {
    throw forbidden(PODS, calledBy(metadata), `error looking up service account ${namespace}/${name}: ${missing(name)}`)
  }
  if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(spec, env)
  if (!spec.imagePullSecrets && account.imagePullSecrets)
    spec.imagePullSecrets = account.imagePullSecrets.map(({name}) => ({name}) as Go['LocalObjectReference'])
}

function mountToken(spec: Go['PodSpec'], env: RuleEnv): void {
  const existing = spec.volumes?.find((volume) => volume.name.startsWith('kube-api-access-'))
  const name = existing?.name ?? `kube-api-access-${suffix(env)}`
  let used = false
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    if (container.volumeMounts?.some((mount) => mount.mountPath === TOKEN_PATH)) continue
    container.volumeMounts = [...(container.volumeMounts ?? []), {name, readOnly: true, mountPath: TOKEN_PATH}]
    used = true
  }
  if (existing || !used) return
  const namespace = {path: 'namespace', fieldRef: {apiVersion: 'v1', fieldPath: 'metadata.namespace'}}
  const sources = [
    {serviceAccountToken: {expirationSeconds: 3607, path: 'token'}},
    {configMap: {name: 'kube-root-ca.crt', items: [{key: 'ca.crt', path: 'ca.crt'}]}},
    {downwardAPI: {items: [namespace]}},
  ]
  spec.volumes = [...(spec.volumes ?? []), {name, projected: {sources, defaultMode: 420}}]
}

function suffix(env: RuleEnv): string {
  return Array.from({length: 5}, () => ALPHABET[Math.floor(env.random.float() * ALPHABET.length)]).join('')
}

function tolerations(spec: Go['PodSpec']): void {
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const tolerated = spec.tolerations?.some(
      (one) => (!one.key || one.key === key) && (!one.effect || one.effect === 'NoExecute'),
    )
    if (tolerated) continue
    spec.tolerations = [...(spec.tolerations ?? []), {key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300}]
  }
}

function runtimeClass(pod: Go['Pod'], env: RuleEnv): void {
  const {spec, metadata} = pod
  const name = spec.runtimeClassName
  if (name === undefined) return
  // the server's own client asks for a class without a name
  if (name === '') throw statusError(500, '', 'resource name may not be empty')
  const found = env.lookup('node.k8s.io/v1', 'RuntimeClass', '', name) as unknown as Go['RuntimeClass'] | undefined
  if (!found) throw forbidden(PODS, calledBy(metadata), `pod rejected: RuntimeClass "${name}" not found`)
  placement(pod, found)
  if (!found.overhead?.podFixed) return
  if (Object.keys(spec.overhead ?? {}).length > 0 && !same(spec.overhead, found.overhead.podFixed))
    throw forbidden(PODS, calledBy(metadata), "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")
  spec.overhead = {...found.overhead.podFixed}
}

/** Where pods of a class run. */
function placement({spec, metadata}: Go['Pod'], {scheduling}: Go['RuntimeClass']): void {
  if (!scheduling) return
  const chosen = {...spec.nodeSelector}
  for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
    if (Object.hasOwn(chosen, key) && chosen[key] !== value) {
      const text = `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${chosen[key]}`
      throw forbidden(PODS, calledBy(metadata), text)
    }
    chosen[key] = value
  }
  if (Object.keys(chosen).length > 0) spec.nodeSelector = chosen
  const more = (scheduling.tolerations ?? []).filter((one) => !spec.tolerations?.some((other) => same(one, other)))
  if (more.length > 0) spec.tolerations = [...(spec.tolerations ?? []), ...more]
}

/** Admission of a pod that is otherwise sound. Throws ApiError 403 for an overhead that no class gives. */
export function refuseOverhead({spec, metadata}: Go['Pod'], env: RuleEnv): void {
  if (inMemory(spec, 'overhead') === null) return
  const found = spec.runtimeClassName && env.lookup('node.k8s.io/v1', 'RuntimeClass', '', spec.runtimeClassName)
  if (found && (found as unknown as Go['RuntimeClass']).overhead) return
  const text = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead'
  throw forbidden(PODS, calledBy(metadata), text)
}

const systemPriorities: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
}

function priority(pod: Go['Pod'], env: RuleEnv): void {
  const {spec, metadata} = pod
  const found = priorityClass(spec.priorityClassName, env)
  if (!found) {
    throw forbidden(PODS, calledBy(metadata), `no PriorityClass with name ${spec.priorityClassName} was found`)
  }
  if (found.name) spec.priorityClassName = found.name
  if (spec.priority !== undefined && spec.priority !== found.value) {
    const text = `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${found.value} from the given PriorityClass name`
    throw forbidden(PODS, calledBy(metadata), text)
  }
  spec.priority = found.value
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== found.preemptionPolicy) {
    const text = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${found.preemptionPolicy} from the given PriorityClass name`
    throw forbidden(PODS, calledBy(metadata), text)
  }
  spec.preemptionPolicy = found.preemptionPolicy
}

interface Priority {
  readonly name: string | undefined
  readonly value: number
  readonly preemptionPolicy: string
}

function priorityClass(name: string | undefined, env: RuleEnv): Priority | undefined {
  if (!name) {
    const all = env.list('scheduling.k8s.io/v1', 'PriorityClass') as unknown as Go['PriorityClass'][]
    const global = all.filter((one) => one.globalDefault).sort((a, b) => a.value - b.value)[0]
    if (!global) return {name: undefined, value: 0, preemptionPolicy: 'PreemptLowerPriority'}
    return {name: global.metadata.name, value: global.value, preemptionPolicy: global.preemptionPolicy ?? 'PreemptLowerPriority'}
  }
  const system = systemPriorities[name]
  if (system !== undefined) return {name, value: system, preemptionPolicy: 'PreemptLowerPriority'}
  const found = env.lookup('scheduling.k8s.io/v1', 'PriorityClass', undefined, name) as unknown as Go['PriorityClass'] | undefined
  return found && {name, value: found.value, preemptionPolicy: found.preemptionPolicy ?? 'PreemptLowerPriority'}
}

/** An update keeps what admission had filled in. */
export function preparePodUpdate(pod: Go['Pod'], old: Go['Pod'], env: RuleEnv): void {
  if (env.subresource === 'status') keptStatus(pod, old)
  if (pod.spec.priority === undefined && old.spec.priority !== undefined) pod.spec.priority = old.spec.priority
  if (pod.spec.preemptionPolicy === undefined && old.spec.preemptionPolicy !== undefined) {
    pod.spec.preemptionPolicy = old.spec.preemptionPolicy
  }
  if (pod.spec.serviceAccountName && !pod.spec.serviceAccount) pod.spec.serviceAccount = pod.spec.serviceAccountName
  tolerations(pod.spec)
}

/** What a status that was written leaves out although it had been known. */
function keptStatus({metadata, status}: Go['Pod'], old: Go['Pod']): void {
  // an owner is nothing that a kubelet could give or take
  if (old.metadata.ownerReferences === undefined) delete metadata.ownerReferences
  else metadata.ownerReferences = old.metadata.ownerReferences
  if (!status.qosClass && old.status.qosClass) status.qosClass = old.status.qosClass
  if (!status.observedGeneration && old.status.observedGeneration) status.observedGeneration = old.status.observedGeneration
  const before = new Map<string, number[]>()
  for (const {type, observedGeneration = 0} of old.status.conditions ?? []) {
    before.set(type, [...(before.get(type) ?? []), observedGeneration])
  }
  for (const condition of status.conditions ?? []) {
    const generation = before.get(condition.type)?.shift() ?? 0
    if (!condition.observedGeneration && generation > 0) condition.observedGeneration = generation
  }
}
