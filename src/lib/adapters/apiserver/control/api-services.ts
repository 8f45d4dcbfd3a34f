import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {ControlEnv, LocalController} from '../hooks.js'
import {type Core, listAll, timestamp} from '../rest/core.js'
import {CRDS} from './crd-controller.js'
import {storeKnown} from './known.js'
import {type InternalClient, isRace} from './local-client.js'
import {Worklist} from './worklist.js'

const API = 'apiregistration.k8s.io/v1'
const SERVICES = 'apiregistration.k8s.io/apiservices'
const MANAGED = 'kube-aggregator.kubernetes.io/automanaged'
const SERVICE_NAME = 'kubernetes.io/service-name'

/** groupPriorityMinimum of the built-in groups, and versionPriority where it is not 15. */
const PRIORITIES: Readonly<Record<string, number>> = {
  '': 18000,
  apps: 17800,
  'events.k8s.io': 17750,
  'authentication.k8s.io': 17700,
  'authorization.k8s.io': 17600,
  autoscaling: 17500,
  batch: 17400,
  'certificates.k8s.io': 17300,
  'networking.k8s.io': 17200,
  policy: 17100,
  'rbac.authorization.k8s.io': 17000,
  'storage.k8s.io': 16800,
  'apiextensions.k8s.io': 16700,
  'admissionregistration.k8s.io': 16700,
  'scheduling.k8s.io': 16600,
  'coordination.k8s.io': 16500,
  'node.k8s.io': 16300,
  'discovery.k8s.io': 16200,
  'resource.k8s.io': 16200,
  'flowcontrol.apiserver.k8s.io': 16100,
}
const VERSION_PRIORITIES: Readonly<Record<string, number>> = {
  '/v1': 1,
  'autoscaling/v2': 30,
  'resource.k8s.io/v1': 21,
  'flowcontrol.apiserver.k8s.io/v1': 21,
}

/**
 * Keeps an APIService for every group and version that is served, and says of those that other servers are to serve whether
 * their Service could: nobody answers for them here, since their Pods are simulated.
 */
export function startApiServices(core: Core, client: InternalClient, env: ControlEnv): LocalController {
  const availability = new Worklist(env, 'available-controller', (name) => judge(core, client, name))
  const custom = new Worklist(env, 'autoregister', () => registerCustom(core, client))
  const wakeAll = () => {
    for (const service of core.store.collection(SERVICES).values()) {
      if (serviceOf(service)) availability.add(service.metadata.name ?? '')
    }
  }
  const stop = core.store.subscribe((collection, {old, now}) => {
    if (collection === SERVICES) availability.add((now ?? old)?.metadata.name ?? '')
    else if (collection === '/services' || collection === 'discovery.k8s.io/endpointslices') wakeAll()
    else if (collection === CRDS) custom.add('')
  })
  for (const [group, gpm] of Object.entries(PRIORITIES)) {
    for (const version of core.catalog.versions(group)) {
      // what is local is always available
      storeKnown(core, local(core, group, version, 'onstart', gpm, VERSION_PRIORITIES[`${group}/${version}`] ?? 15))
    }
  }
  custom.add('')
  wakeAll()
  return {
    close() {
      stop()
      custom.close()
      availability.close()
    },
  }
}

function local(core: Core, group: string, version: string, managed: string, gpm: number, priority: number): KubeObject {
  return {
    apiVersion: API,
    kind: 'APIService',
    metadata: {name: `${version}.${group}`, labels: {[MANAGED]: managed}},
    spec: {
      ...(group === '' ? {} : {group}),
      version,
      groupPriorityMinimum: gpm,
      versionPriority: priority,
    },
    status: {conditions: [available(core, 'True', 'Local', 'Local APIServices are always available')]},
  }
}

function available(core: Core, status: string, reason: string, message: string): JsonObject {
  return {type: 'Available', status, lastTransitionTime: timestamp(core.clock.now()), reason, message}
}

/** APIServices of the groups of custom kinds come and go with them. */
function registerCustom(core: Core, client: InternalClient): void {
  const wanted = new Set<string>()
  for (const crd of core.store.collection(CRDS).values()) {
    const {group, versions} = crd.spec as unknown as {group: string; versions: readonly JsonObject[]}
    for (const {name, served} of versions) {
      if (served !== true || core.catalog.resources(group, String(name)).length === 0) continue
      wanted.add(`${String(name)}.${group}`)
      storeKnown(core, local(core, group, String(name), 'true', 1000, 100))
    }
  }
  for (const service of [...core.store.collection(SERVICES).values()]) {
    const {name = '', labels} = service.metadata
    if (labels?.[MANAGED] === 'true' && !wanted.has(name)) client.deleteNow({apiVersion: API, kind: 'APIService', name})
  }
}

function serviceOf(service: KubeObject): JsonObject | undefined {
  const spec = service.spec as JsonObject | undefined
  return isObject(spec?.service) ? spec.service : undefined
}

function judge(core: Core, client: InternalClient, name: string): void {
  const current = client.get(API, 'APIService', undefined, name)
  if (!current) return
  const backend = serviceOf(current)
  const [status, reason, message] = backend ? verdict(core, backend) : ['True', 'Local', 'Local APIServices are always available']
  const old = isObject(current.status) ? current.status : {}
  const conditions = Array.isArray(old.conditions) ? old.conditions.filter(isObject) : []
  const before = conditions.find(({type}) => type === 'Available')
  if (before?.status === status && before.reason === reason && before.message === message) return
  const next = available(core, status, reason, message)
  if (before?.status === status) next.lastTransitionTime = before.lastTransitionTime
  const others: JsonValue[] = conditions.filter((one) => one !== before)
  if (sameValue([...others, next], conditions)) return
  try {
    client.updateNow({...current, status: {...old, conditions: [...others, next]}}, {subresource: 'status'})
  } catch (error) {
    if (!isRace(error)) throw error
  }
}

/** As the aggregator judges a Service, without asking it. */
function verdict(core: Core, {name, namespace, port}: JsonObject): [status: string, reason: string, message: string] {
  const where = `service/${String(name)} in "${String(namespace)}"`
  const service = listAll(core, 'v1', 'Service', String(namespace)).find(({metadata}) => metadata.name === name)
  if (!service) return ['False', 'ServiceNotFound', `${where} is not present`]
  const spec = service.spec as JsonObject
  if (spec.type === 'ClusterIP') {
    const ports = (Array.isArray(spec.ports) ? spec.ports : []).filter(isObject)
    const own = ports.find((one) => one.port === port)
    if (!own) return ['False', 'ServicePortError', `${where} is not listening on port ${String(port)}`]
    const slices = listAll(core, 'discovery.k8s.io/v1', 'EndpointSlice', String(namespace)).filter(
      ({metadata}) => metadata.labels?.[SERVICE_NAME] === name,
    )
    if (slices.length === 0) return ['False', 'EndpointsNotFound', `cannot find endpointslices for ${where}`]
    if (!slices.some(hasAddress)) {
      const text = `endpointslices for ${where} have no addresses with port name ${JSON.stringify(own.name ?? '')}`
      return ['False', 'MissingEndpoints', text]
    }
  }
  return ['True', 'Passed', 'all checks passed']
}

function hasAddress(slice: KubeObject): boolean {
  const endpoints = (Array.isArray(slice.endpoints) ? slice.endpoints : []).filter(isObject)
  return endpoints.some(({conditions}) => !isObject(conditions) || conditions.ready !== false)
}
