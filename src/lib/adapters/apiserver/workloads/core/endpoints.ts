import {sameValue} from '../../../../formats/json/same-value.js'
import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {
  compareAge,
  isDeleting,
  keyOf,
  listOf,
  mapMatches,
  ownerReference,
  section,
  specOf,
  statusOf,
  timestamp,
} from '../runtime/objects.js'
import {isFinished, isReady, podKind} from '../runtime/pods.js'
import {Selections} from '../runtime/selections.js'
import {portsInOrder} from './port-order.js'

const serviceKind = {apiVersion: 'v1', kind: 'Service'}
const changeTime = 'endpoints.kubernetes.io/last-change-trigger-time'
const headless = 'service.kubernetes.io/headless'

/** EndpointSlices and the older Endpoints of Services; both find pods by one index. */
export function endpointControllers(): readonly ControllerSpec[] {
  const selections = new Selections(serviceKind, mapMatches)
  const watches: ControllerSpec['watches'] = [{kind: podKind, wakes: (_client, pod) => selections.selecting(pod).map(keyOf)}]
  return [
    {
      name: 'endpoint-controller',
      of: serviceKind,
      start: (client) => selections.follow(client),
      watches,
      reconcile: (work, service) => reconcileEndpoints(work, service, selections),
      gone: removeEndpoints,
    },
    {
      name: 'endpointslice-controller',
      of: serviceKind,
      owns: [{apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice'}],
      watches,
      reconcile: (work, service) => reconcileSlice(work, service, selections),
    },
  ]
}

/** Pods with an address behind a service; undefined of one that somebody else fills. */
function backendsOf({client}: Work, service: KubeObject, selections: Selections): KubeObject[] | undefined {
  const {selector, type} = specOf(service)
  if (type === 'ExternalName' || selector === undefined || Object.keys(section(specOf(service), 'selector')).length === 0)
    return undefined
  return selections
    .podsOf(client, service)
    .filter((pod) => statusOf(pod).podIP !== undefined && !isFinished(pod))
    .sort(compareAge)
}

/** Ports of a service as a pod has them: names of container ports are looked up. */
function portsOf(service: KubeObject, pods: readonly KubeObject[]): JsonObject[] {
  return listOf(specOf(service).ports).flatMap((port) => {
    const target = port.targetPort ?? port.port
    const number = typeof target === 'string' ? containerPort(pods, target) : target
    if (number === undefined) return []
    const {appProtocol} = port
    return [
      {
        name: port.name ?? '',
        port: number,
        protocol: port.protocol ?? 'TCP',
        ...(appProtocol === undefined ? {} : {appProtocol}),
      },
    ]
  })
}

function containerPort(pods: readonly KubeObject[], name: string): JsonValue | undefined {
  for (const pod of pods) {
    for (const container of listOf(specOf(pod).containers)) {
      const found = listOf(container.ports).find((port) => port.name === name)
      if (found) return found.containerPort
    }
  }
  return undefined
}

function targetOf(pod: KubeObject): JsonObject {
  const {name = '', namespace = '', uid = ''} = pod.metadata
  return {kind: 'Pod', namespace, name, uid}
}

async function reconcileSlice(work: Work, service: KubeObject, selections: Selections): Promise<void> {
  const pods = backendsOf(work, service, selections)
  if (!pods || isDeleting(service)) return
  const found = work.client
    .ownedBy(service.metadata.uid ?? '')
    .find(
      ({kind, metadata}) =>
        kind === 'EndpointSlice' &&
        metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === 'endpointslice-controller.k8s.io',
    )
  const endpoints = pods.length === 0 ? null : pods.map((pod) => endpointOf(service, pod))
  const ports = pods.length === 0 ? null : portsInOrder(portsOf(service, pods), 'EndpointSlice')
  const labels = sliceLabels(service)
  if (found) {
    const same = sameValue(found.endpoints ?? null, endpoints) && sameValue(found.ports ?? null, ports)
    if (same && sameValue(found.metadata.labels ?? {}, labels)) return
    const annotations = {...found.metadata.annotations, [changeTime]: timestamp(work.now)}
    await work.client.update({...found, metadata: {...found.metadata, labels, annotations}, endpoints, ports})
    return
  }
  await work.client.create({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${service.metadata.name}-`,
      namespace: service.metadata.namespace ?? '',
      labels,
      annotations: {[changeTime]: service.metadata.creationTimestamp ?? timestamp(work.now)},
      ownerReferences: [ownerReference(service)],
    },
    addressType: 'IPv4',
    endpoints,
    ports,
  })
}

function sliceLabels(service: KubeObject): Record<string, string> {
  return {
    ...service.metadata.labels,
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    'kubernetes.io/service-name': service.metadata.name ?? '',
    ...(specOf(service).clusterIP === 'None' ? {[headless]: ''} : {}),
  }
}

/** Name that the service's DNS knows the pod by. */
function hostnameOf(service: KubeObject, pod: KubeObject): JsonObject {
  const {hostname, subdomain} = specOf(pod)
  return hostname !== undefined && subdomain === service.metadata.name ? {hostname} : {}
}

function endpointOf(service: KubeObject, pod: KubeObject): JsonObject {
  const ready = isReady(pod)
  const {nodeName} = specOf(pod)
  return {
    addresses: [statusOf(pod).podIP ?? ''],
    conditions: {ready: ready && !isDeleting(pod), serving: ready, terminating: isDeleting(pod)},
    ...hostnameOf(service, pod),
    targetRef: targetOf(pod),
    ...(nodeName === undefined ? {} : {nodeName}),
  }
}

async function reconcileEndpoints(work: Work, service: KubeObject, selections: Selections): Promise<void> {
  const pods = backendsOf(work, service, selections)
  if (!pods || isDeleting(service)) return
  const {name = '', namespace = ''} = service.metadata
  const subsets = subsetsOf(service, pods)
  const labels = {
    ...service.metadata.labels,
    'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    ...(specOf(service).clusterIP === 'None' ? {[headless]: ''} : {}),
  }
  const found = work.client.get('v1', 'Endpoints', namespace, name)
  if (found && sameValue(found.subsets ?? [], subsets) && sameValue(found.metadata.labels ?? {}, labels)) return
  const annotations = {[changeTime]: timestamp(work.now)}
  const filled = subsets.length > 0 ? {subsets} : {}
  if (!found) {
    const fresh = {[changeTime]: service.metadata.creationTimestamp ?? timestamp(work.now)}
    await work.client.create({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {name, namespace, labels, annotations: fresh},
      ...filled,
    })
    return
  }
  const {subsets: _, ...rest} = found
  const metadata = {...found.metadata, labels, annotations: {...found.metadata.annotations, ...annotations}}
  await work.client.update({...rest, metadata, ...filled} as KubeObject)
}

/** By the text of the address, then by uid. */
function compareAddress(a: KubeObject, b: KubeObject): number {
  const keyOfPod = (pod: KubeObject) => `${String(statusOf(pod).podIP)} ${pod.metadata.uid ?? ''}`
  return keyOfPod(a) < keyOfPod(b) ? -1 : 1
}

/** One subset: ready addresses, those that are not, and the ports. */
function subsetsOf(service: KubeObject, pods: readonly KubeObject[]): JsonObject[] {
  const living = pods.filter((pod) => !isDeleting(pod)).sort(compareAddress)
  if (living.length === 0) return []
  const address = (pod: KubeObject): JsonObject => {
    const {nodeName} = specOf(pod)
    return {
      ip: statusOf(pod).podIP ?? '',
      ...hostnameOf(service, pod),
      ...(nodeName === undefined ? {} : {nodeName}),
      targetRef: targetOf(pod),
    }
  }
  const ready = living.filter(isReady).map(address)
  const others = living.filter((pod) => !isReady(pod)).map(address)
  const ports = portsInOrder(portsOf(service, living), 'Endpoints').map(({name, ...port}) =>
    name === '' ? port : {name, ...port},
  )
  return [
    {
      ...(ready.length > 0 ? {addresses: ready} : {}),
      ...(others.length > 0 ? {notReadyAddresses: others} : {}),
      ...(ports.length > 0 ? {ports} : {}),
    },
  ]
}

async function removeEndpoints({client}: Work, namespace: string, name: string): Promise<void> {
  if (client.get('v1', 'Endpoints', namespace, name)) await client.delete({apiVersion: 'v1', kind: 'Endpoints', namespace, name})
}
