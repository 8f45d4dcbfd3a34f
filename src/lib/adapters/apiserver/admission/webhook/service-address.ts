import {goQuote} from '../../../../errors/go-quote.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {type Core, listAll, lookup} from '../../rest/core.js'
import {objects} from '../policy/match.js'

/** Where a Service leads: to a socket, to simulated Pods, or nowhere (as Go would say it). */
export type ServiceRoute =
  | {readonly connect: {readonly host: string; readonly port: number}}
  | {readonly simulated: true}
  | {readonly fault: string}

/** Where a webhook's Service leads now. */
export function serviceRoute(core: Core, namespace: string, name: string, port: number): ServiceRoute {
  const service = lookup(core, 'v1', 'Service', namespace, name)
  if (!service) return {fault: `service ${goQuote(name)} not found`}
  const spec = service.spec as JsonObject
  if (spec.type === 'ExternalName') return {connect: {host: String(spec.externalName), port}}
  const own = objects(spec.ports).find((candidate) => candidate.port === port)
  if (!own) return {fault: `no service port ${port} found for service ${goQuote(name)}`}
  const refused = {fault: `dial tcp ${String(spec.clusterIP)}:${port}: connect: connection refused`}
  const slices = listAll(core, 'discovery.k8s.io/v1', 'EndpointSlice', namespace).filter(
    ({metadata}) => metadata.labels?.['kubernetes.io/service-name'] === name,
  )
  if (isObject(spec.selector) && Object.keys(spec.selector).length > 0) {
    return slices.some((slice) => readyAddresses(slice).length > 0) ? {simulated: true} : refused
  }
  for (const slice of slices) {
    const [host] = readyAddresses(slice)
    const target = objects(slice.ports).find((candidate) => (candidate.name ?? '') === (own.name ?? ''))
    if (host !== undefined && target) return {connect: {host, port: Number(target.port)}}
  }
  return fromEndpoints(lookup(core, 'v1', 'Endpoints', namespace, name), own) ?? refused
}

function readyAddresses(slice: KubeObject): readonly string[] {
  return objects(slice.endpoints).flatMap(({addresses, conditions}) => {
    const ready = !isObject(conditions) || conditions.ready !== false
    return ready ? texts(addresses) : []
  })
}

function fromEndpoints(endpoints: KubeObject | undefined, own: JsonObject): ServiceRoute | undefined {
  for (const subset of objects(endpoints?.subsets)) {
    const [address] = objects(subset.addresses)
    const target = objects(subset.ports).find((candidate) => (candidate.name ?? '') === (own.name ?? ''))
    if (address && target) return {connect: {host: String(address.ip), port: Number(target.port)}}
  }
  return undefined
}

function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
