import {goQuote} from '../../../errors/go-quote.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject, ObjectMeta} from '../../../ports/kube.js'
import {type ApiAnswer, respond} from '../request/api-request.js'
import {checkNamespace, decodeBody, type ResourceRequest} from '../request/resource-handler.js'
import {type Core, timestamp, type WriteSettings} from '../rest/core.js'
import {writeSettings} from '../rest/options.js'
import type {ObjectTarget} from '../rest/target.js'
import {liveObject} from '../rest/update.js'
import {badRequest, conflict, notFound, statusError} from '../status.js'
import {keyOf} from '../store/store.js'
import {admitBody} from './admit-body.js'

/** POST of pods/NAME/binding and of bindings: what a scheduler does. */
export function handleBinding(resource: ResourceRequest): ApiAnswer {
  const {core, request, info} = resource
  const settings = writeSettings(request.query, 'CreateOptions')
  const kind = core.catalog.kind('v1', 'Binding')!
  const body = decodeBody(resource, kind, settings)
  checkNamespace(kind, info.namespace, body)
  const {object: binding, validate} = admitBody(resource, kind, body, settings)
  const {name = ''} = binding.metadata
  if (info.subresource === 'binding') {
    if (name !== info.name) throw badRequest('name in URL does not match name in Binding object')
  } else if (name === '') throw badRequest('Name parameter required.')
  const target = (isObject(binding.target) ? binding.target : {}) as {name?: string; kind?: string}
  const faults = targetFaults(target)
  if (faults.length > 0) throw statusError(500, '', faults.length === 1 ? faults[0]! : `[${faults.join(', ')}]`)
  validate(binding)
  bindPod(core, {...binding.metadata, namespace: info.namespace, name}, target.name ?? '', settings)
  return respond({status: 201, body: {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201}})
}

function targetFaults({name, kind}: {name?: string; kind?: string}): string[] {
  const kinds = 'supported values: "Node", "<empty>"'
  const faults = kind && kind !== 'Node' ? [`target.kind: Unsupported value: ${goQuote(kind)}: ${kinds}`] : []
  return name ? faults : [...faults, 'target.name: Required value']
}

type Bound = Pick<ObjectMeta, 'uid' | 'resourceVersion' | 'labels' | 'annotations'> & {namespace: string; name: string}

/** Assigns a pod to a node, once; labels and annotations of the binding become the pod's. */
export function bindPod(core: Core, of: Bound, node: string, settings: WriteSettings): KubeObject {
  const {namespace, name, labels, annotations} = of
  const pods = core.catalog.kind('v1', 'Pod')!
  const target: ObjectTarget = {entry: pods, namespace, name, subresource: ''}
  const pod = liveObject(core, target)
  if (!pod) throw notFound(pods, name)
  checkUnchanged(of, pod, settings.dryRun)
  const spec: JsonObject = isObject(pod.spec) ? pod.spec : {}
  const refuse = (text: string) => conflict({group: '', resource: 'pods/binding'}, name, `pod ${name} ${text}`)
  if (pod.metadata.deletionTimestamp !== undefined) throw refuse('is being deleted, cannot be assigned to a host')
  if (spec.nodeName !== undefined) throw refuse(`is already assigned to node ${JSON.stringify(spec.nodeName)}`)
  if (Array.isArray(spec.schedulingGates) && spec.schedulingGates.length > 0) throw refuse('has non-empty .spec.schedulingGates')
  const metadata = {
    ...pod.metadata,
    ...(labels ? {labels: {...pod.metadata.labels, ...labels}} : {}),
    ...(annotations ? {annotations: {...pod.metadata.annotations, ...annotations}} : {}),
  }
  // The server writes this itself: nothing of an update's rules or managed fields.
  const status = scheduled(pod, timestamp(core.clock.now()))
  const bound = freezeDeep({...pod, metadata, spec: {...spec, nodeName: node}, status})
  return settings.dryRun ? bound : core.store.put(pods.collection, keyOf(namespace, name), bound)
}

/** A rehearsal does not get to where the storage puts its root before a key. */
function checkUnchanged({namespace, name, uid, resourceVersion}: Bound, {metadata}: KubeObject, dryRun: boolean): void {
  const tell = (field: string, wanted: string, actual: string | undefined) => {
    const text = `Precondition failed: ${field} in precondition: ${wanted}, ${field} in object meta: ${actual}`
    const key = `${dryRun ? '' : '/registry'}/pods/${namespace}/${name}`
    const storage = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${text}`
    return conflict({group: '', resource: 'pods'}, name, storage)
  }
  if (uid && uid !== metadata.uid) throw tell('UID', uid, metadata.uid)
  if (resourceVersion && resourceVersion !== metadata.resourceVersion)
    throw tell('ResourceVersion', resourceVersion, metadata.resourceVersion)
}

function scheduled(pod: KubeObject, time: string): JsonObject {
  const status: JsonObject = isObject(pod.status) ? pod.status : {}
  const others = (Array.isArray(status.conditions) ? status.conditions : []).filter(
    (condition) => !isObject(condition) || condition.type !== 'PodScheduled',
  )
  const condition = {type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: time}
  return {...status, conditions: [...others, condition]}
}
