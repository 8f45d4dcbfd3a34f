import {freezeDeep} from '../../../formats/json/freeze.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {matchLabelSelector, type ObjectSelector} from '../../../formats/selector/label-selector.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {FieldError} from '../hooks.js'
import {type ApiAnswer, respond} from '../request/api-request.js'
import {type ResourceRequest, readObject, targetOf} from '../request/resource-handler.js'
import {type Core, lookup, timestamp, type WriteSettings} from '../rest/core.js'
import {checkPreconditions, deleteObject, deleteSettings} from '../rest/delete.js'
import {flag, integer, text, writeSettings} from '../rest/options.js'
import {liveObject, type ObjectTarget} from '../rest/update.js'
import {badRequest, conflict, invalid, notFound, statusError} from '../status.js'
import {keyOf} from '../store/store.js'

/** Where the log of a container comes from, when somebody has one. */
export interface LogSource {
  /** Undefined: this container has no log here. */
  read(pod: {namespace: string; name: string}, options: PodLogOptions): AsyncIterable<Uint8Array> | undefined
}

export interface PodLogOptions {
  readonly container: string
  readonly follow: boolean
  readonly tailLines: number | undefined
  readonly sinceSeconds: number | undefined
  readonly sinceTime: string | undefined
  readonly timestamps: boolean
  readonly limitBytes: number | undefined
  readonly signal: AbortSignal | undefined
}

function podOf(resource: ResourceRequest): KubeObject {
  const pod = liveObject(resource.core, targetOf(resource))
  if (!pod) throw notFound(resource.entry, resource.info.name)
  return pod
}

function containersOf(pod: KubeObject): string[] {
  const spec: JsonObject = isObject(pod.spec) ? pod.spec : {}
  const of = (name: string) =>
    Array.isArray(spec[name]) ? spec[name].filter(isObject).map((container) => String(container.name)) : []
  return [...of('containers'), ...of('initContainers'), ...of('ephemeralContainers')]
}

/** GET of pods/NAME/log. */
export function handleLog(resource: ResourceRequest, logs: LogSource | undefined): ApiAnswer {
  const {request, info} = resource
  const {query} = request
  const tailLines = integer(query, 'tailLines')
  const sinceSeconds = integer(query, 'sinceSeconds')
  const limitBytes = integer(query, 'limitBytes')
  const pod = podOf(resource)
  const errors: FieldError[] = []
  const check = (field: string, value: number | undefined, least: number): void => {
    if (value === undefined || value >= least) return
    const rule = least === 0 ? 'greater than or equal to 0' : 'greater than 0'
    errors.push({reason: 'FieldValueInvalid', field, message: `Invalid value: ${value}: must be ${rule}`})
  }
  check('tailLines', tailLines, 0)
  check('limitBytes', limitBytes, 1)
  check('sinceSeconds', sinceSeconds, 1)
  if (errors.length > 0) throw invalid({group: '', kind: 'PodLogOptions'}, info.name, errors)
  const container = containerOf(pod, text(query, 'container'), info.name)
  const options = {
    container,
    follow: flag(query, 'follow') ?? false,
    tailLines,
    sinceSeconds,
    sinceTime: query.get('sinceTime')?.[0],
    timestamps: flag(query, 'timestamps') ?? false,
    limitBytes,
    signal: request.signal,
  }
  const chunks = logs?.read({namespace: info.namespace, name: info.name}, options)
  if (chunks) return {kind: 'stream', stream: {chunks}}
  const spec: JsonObject = isObject(pod.spec) ? pod.spec : {}
  // nothing was ever written: no node means no content, a running simulated container an empty log
  if (spec.nodeName === undefined) return respond({status: 204})
  checkNode(resource.core, String(spec.nodeName))
  return respond({status: 200, body: '', headers: {'content-type': 'text/plain'}})
}

/** Only a node that is known and has an address can be asked about its containers. */
function checkNode(core: Core, name: string): void {
  const node = lookup(core, 'v1', 'Node', undefined, name)
  // the real server looks for a Node and tells of a Pod
  if (!node) throw notFound(core.catalog.kind('v1', 'Pod')!, name)
  const {addresses} = (isObject(node.status) ? node.status : {}) as {addresses?: readonly unknown[]}
  if (!addresses || addresses.length === 0) throw statusError(500, '', 'no preferred addresses found; known addresses: []')
}

function containerOf(pod: KubeObject, wanted: string, name: string): string {
  const all = containersOf(pod)
  if (wanted !== '') {
    if (all.includes(wanted)) return wanted
    throw badRequest(`container ${wanted} is not valid for pod ${name}`)
  }
  const spec: JsonObject = isObject(pod.spec) ? pod.spec : {}
  const main = Array.isArray(spec.containers) ? spec.containers.length : 0
  const marked = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container']
  if (main === 1) return all[0]!
  if (marked !== undefined && all.includes(marked)) return marked
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${all.slice(0, main).join(' ')}]`)
}

/** exec, attach, portforward and proxy: there is nothing behind a simulated Pod to talk to. */
export function handleConnect(resource: ResourceRequest): ApiAnswer {
  const pod = podOf(resource)
  const {name, subresource} = resource.info
  const spec: JsonObject = isObject(pod.spec) ? pod.spec : {}
  const status: JsonObject = isObject(pod.status) ? pod.status : {}
  if (subresource === 'proxy') {
    if (status.podIP === undefined) throw badRequest('address not allowed')
  } else {
    if (subresource !== 'portforward') containerOf(pod, text(resource.request.query, 'container'), name)
    if (spec.nodeName === undefined) throw badRequest(`pod ${name} does not have a host assigned`)
    checkNode(resource.core, String(spec.nodeName))
  }
  throw statusError(501, 'NotImplemented', `${subresource} is not possible: containers of this cluster are simulated`, {})
}

/** POST of pods/NAME/binding and of bindings: what a scheduler does. */
export function handleBinding(resource: ResourceRequest): ApiAnswer {
  const {core, request, entry, info} = resource
  const settings = writeSettings(request.query, 'CreateOptions')
  const body = readObject(request, {kind: 'Binding'}).value
  const binding: JsonObject = isObject(body) ? body : {}
  const metadata: JsonObject = isObject(binding.metadata) ? binding.metadata : {}
  const name = info.subresource === 'binding' ? info.name : String(metadata.name ?? '')
  const {name: node = '', kind: targetKind = ''} = (isObject(binding.target) ? binding.target : {}) as {
    name?: string
    kind?: string
  }
  if (targetKind !== '' && targetKind !== 'Node') {
    const shown = JSON.stringify(targetKind)
    throw statusError(500, '', `target.kind: Unsupported value: ${shown}: supported values: "Node", "<empty>"`)
  }
  bindPod(core, {namespace: info.namespace, name}, node, settings, entry.group)
  return respond({status: 201, body: {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201}})
}

/** Assigns a pod to a node, once. */
export function bindPod(
  core: Core,
  {namespace, name}: {readonly namespace: string; readonly name: string},
  node: string,
  settings: WriteSettings,
  group = '',
): KubeObject {
  const pods = core.catalog.kind('v1', 'Pod')!
  const target: ObjectTarget = {entry: pods, namespace, name, subresource: ''}
  const pod = liveObject(core, target)
  if (!pod) throw notFound(pods, name)
  const spec: JsonObject = isObject(pod.spec) ? pod.spec : {}
  const about = {group: '', resource: 'pods/binding'}
  if (pod.metadata.deletionTimestamp !== undefined) {
    throw conflict(about, name, `pod ${name} is being deleted, cannot be assigned to a host`)
  }
  if (spec.nodeName !== undefined) {
    throw conflict(about, name, `pod ${name} is already assigned to node ${JSON.stringify(spec.nodeName)}`)
  }
  if (node === '') {
    throw invalid({group, kind: 'Binding'}, name, [
      {reason: 'FieldValueRequired', field: 'target.name', message: 'Required value'},
    ])
  }
  // The server writes this itself: nothing of an update's rules or managed fields.
  const bound = freezeDeep({...pod, spec: {...spec, nodeName: node}, status: scheduled(pod, timestamp(core.clock.now()))})
  return settings.dryRun ? bound : core.store.put(pods.collection, keyOf(namespace, name), bound)
}

function scheduled(pod: KubeObject, time: string): JsonObject {
  const status: JsonObject = isObject(pod.status) ? pod.status : {}
  const others = (Array.isArray(status.conditions) ? status.conditions : []).filter(
    (condition) => !isObject(condition) || condition.type !== 'PodScheduled',
  )
  const condition = {type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: time}
  return {...status, conditions: [...others, condition]}
}

/** POST of pods/NAME/eviction: a deletion that a PodDisruptionBudget can refuse. */
export function handleEviction(resource: ResourceRequest): ApiAnswer {
  const {core, request, call, info} = resource
  const settings = writeSettings(request.query, 'CreateOptions')
  const pod = podOf(resource)
  const body = readObject(request, {kind: 'Eviction'}).value
  const named = isObject(body) && isObject(body.metadata) ? body.metadata.name : undefined
  if (named !== undefined && named !== info.name) throw badRequest('name in URL does not match name in Eviction object')
  const wish = deleteSettings(new Map(), isObject(body) ? body.deleteOptions : undefined)
  const options = {...wish, dryRun: wish.dryRun || settings.dryRun}
  const budget = core.store
    .collection('policy/poddisruptionbudgets')
    .sortedKeys(info.namespace)
    .map((key) => core.store.collection('policy/poddisruptionbudgets').get(key)!)
    .find((candidate) => selects(candidate, pod))
  const status: JsonObject = isObject(budget?.status) ? budget.status : {}
  if (budget && !(Number(status.disruptionsAllowed ?? 0) > 0)) {
    const message = `Cannot evict pod as it would violate the pod's disruption budget.`
    throw statusError(429, 'TooManyRequests', message, {
      causes: [
        {
          reason: 'DisruptionBudget',
          message: `The disruption budget ${budget.metadata.name} needs ${String(status.desiredHealthy ?? 0)} healthy pods and has ${String(status.currentHealthy ?? 0)} currently`,
        },
      ],
    })
  }
  const target = {...targetOf(resource), subresource: ''}
  checkPreconditions(target, pod, options)
  if (!options.dryRun) markEvicted(core, target, pod)
  // the mark is a revision of its own
  deleteObject(core, target, {...options, preconditions: {}}, call)
  return respond({status: 201, body: {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201}})
}

/** Notes on a pod that lives on for a while why it has to go. */
function markEvicted(core: Core, target: ObjectTarget, pod: KubeObject): void {
  const status: JsonObject = isObject(pod.status) ? pod.status : {}
  if (pod.metadata.deletionTimestamp !== undefined || status.phase === 'Succeeded' || status.phase === 'Failed') return
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timestamp(core.clock.now()),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  }
  const others = Array.isArray(status.conditions) ? status.conditions : []
  const marked = freezeDeep({...pod, status: {...status, conditions: [...others, condition]}})
  core.store.put(target.entry.collection, keyOf(target.namespace, target.name), marked)
}

function selects(budget: KubeObject, pod: KubeObject): boolean {
  const selector = isObject(budget.spec) ? budget.spec.selector : undefined
  return matchLabelSelector(selector as ObjectSelector | undefined, pod.metadata.labels)
}
