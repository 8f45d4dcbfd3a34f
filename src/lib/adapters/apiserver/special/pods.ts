import {goQuote} from '../../../errors/go-quote.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {ApiAnswer} from '../request/api-request.js'
import {type ResourceRequest, targetOf} from '../request/resource-handler.js'
import {type Core, lookup} from '../rest/core.js'
import {text} from '../rest/options.js'
import {liveObject} from '../rest/update.js'
import {badRequest, notFound, statusError} from '../status.js'

/** The pod that a request is about. Throws ApiError 404. */
export function podOf(resource: ResourceRequest): KubeObject {
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

/** Only a node that is known and has an address can be asked about its containers. */
export function checkNode(core: Core, name: string): void {
  const node = lookup(core, 'v1', 'Node', undefined, name)
  // the real server looks for a Node and tells of a Pod
  if (!node) throw notFound(core.catalog.kind('v1', 'Pod')!, name)
  const {addresses} = (isObject(node.status) ? node.status : {}) as {addresses?: readonly unknown[]}
  if (!addresses || addresses.length === 0) throw statusError(500, '', 'no preferred addresses found; known addresses: []')
}

/** The container that a request means. Throws ApiError 400. */
export function containerOf(pod: KubeObject, wanted: string, name: string): string {
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

/** The resource that `scheme:name:port` of a proxy's path names. Throws ApiError 400. */
function proxied(resource: ResourceRequest): ResourceRequest {
  const {info, entry} = resource
  const parts = info.name.split(':')
  const [scheme = '', name = ''] = parts.length === 3 ? parts : ['', parts[0]]
  if (parts.length > 3 || name === '' || !['', 'http', 'https'].includes(scheme))
    throw badRequest(`invalid ${entry.singular} request ${goQuote(info.name)}`)
  return {...resource, info: {...info, name}}
}

/** exec, attach, portforward and proxy: there is nothing behind a simulated Pod to talk to. */
export function handleConnect(resource: ResourceRequest): ApiAnswer {
  const {name, subresource} = resource.info
  const pod = podOf(subresource === 'proxy' ? proxied(resource) : resource)
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
