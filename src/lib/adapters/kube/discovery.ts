import {NoMatchError} from '../../errors/api-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {ApiResource, KindRef, KubeTransport} from '../../ports/kube.js'
import {failureOf} from './failure.js'
import {splitApiVersion, versionPath} from './paths.js'

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,' +
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json'

export interface Discovery {
  resourceFor(kind: KindRef, options?: {fresh?: boolean; signal?: AbortSignal}): Promise<ApiResource>
  resources(options?: {fresh?: boolean; signal?: AbortSignal}): Promise<readonly ApiResource[]>
  /** True when a group version was asked about; whoever did need not be answered yet. */
  knows(apiVersion: string): boolean
  /** Forgets one group version: its paths turned out to be gone. */
  forget(apiVersion: string): void
}

/**
 * Discovery over one transport: one small request per group version, the aggregated document for everything. `isSure`: the server has
 * answered so that it can be nothing but an API server.
 */
export function createDiscovery(transport: KubeTransport, isSure: () => boolean): Discovery {
  const versions = new Map<string, Promise<readonly ApiResource[]>>()
  const served = new Set<string>()
  let everything: Promise<readonly ApiResource[]> | undefined
  let confirmed: Promise<void> | undefined

  const load = (apiVersion: string) => {
    // Shared by all who ask meanwhile, so one caller's signal must not end it.
    const loading = loadVersion(transport, apiVersion)
    versions.set(apiVersion, loading)
    loading.catch(() => {
      if (versions.get(apiVersion) === loading) versions.delete(apiVersion)
    })
    return loading
  }
  const confirm = () => {
    confirmed ??= confirmApi(transport).catch((error: unknown) => {
      confirmed = undefined
      throw error
    })
    return confirmed
  }
  const pick = (list: readonly ApiResource[], kind: KindRef) => list.find((resource) => resource.kind === kind.kind)

  return {
    async resourceFor(kind, options) {
      const known = options?.fresh ? undefined : versions.get(kind.apiVersion)
      const name = `${kind.apiVersion} ${kind.kind}`
      const found =
        pick(await (known ?? load(kind.apiVersion)), kind) ?? (known ? pick(await load(kind.apiVersion), kind) : undefined)
      if (!found) {
        versions.delete(kind.apiVersion)
        if (!isSure()) await confirm()
        throw new NoMatchError(kind.apiVersion, kind.kind, served.has(name))
      }
      served.add(name)
      return found
    },
    async resources(options) {
      if (!everything || options?.fresh) {
        const loading = loadEverything(transport, options?.signal)
        everything = loading
        loading.catch(() => {
          if (everything === loading) everything = undefined
        })
      }
      return everything
    },
    knows: (apiVersion) => versions.has(apiVersion),
    forget(apiVersion) {
      versions.delete(apiVersion)
      everything = undefined
    },
  }
}

const texts = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
const objects = (value: JsonValue | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])
const text = (value: JsonValue | undefined, fallback = ''): string => (typeof value === 'string' ? value : fallback)

async function loadVersion(transport: KubeTransport, apiVersion: string): Promise<readonly ApiResource[]> {
  const response = await transport.request({method: 'GET', path: versionPath(apiVersion), headers: {accept: 'application/json'}})
  if (response.status === 404 || (response.status === 200 && response.body === null)) return []
  if (response.status !== 200 || !isObject(response.body)) throw failureOf(response, `get ${versionPath(apiVersion)}`)
  return ofResourceList(response.body, apiVersion)
}

/**
 * Asks for the groups of a server that knows a version not, as flux does first: it may be no API server at all.
 * @throws what the transport makes of an answer that names none
 */
async function confirmApi(transport: KubeTransport): Promise<void> {
  const path = '/apis'
  const response = await transport.request({method: 'GET', path, headers: {accept: 'application/json'}})
  if (response.status !== 200) throw failureOf(response, `get ${path}`)
}

/** The resources of an APIResourceList, subresources folded into their parents. */
function ofResourceList(list: JsonObject, apiVersion: string): ApiResource[] {
  const {group, version} = splitApiVersion(apiVersion)
  const all = objects(list['resources'])
  const subresources = new Map<string, string[]>()
  for (const entry of all) {
    const [parent = '', ...sub] = text(entry['name']).split('/')
    if (sub.length > 0) subresources.set(parent, [...(subresources.get(parent) ?? []), sub.join('/')])
  }
  return all
    .filter((entry) => !text(entry['name']).includes('/'))
    .map((entry) => ({
      group,
      version,
      kind: text(entry['kind']),
      resource: text(entry['name']),
      singular: text(entry['singularName']),
      namespaced: entry['namespaced'] === true,
      shortNames: texts(entry['shortNames']),
      categories: texts(entry['categories']),
      verbs: texts(entry['verbs']),
      subresources: subresources.get(text(entry['name'])) ?? [],
    }))
}

async function loadEverything(transport: KubeTransport, signal?: AbortSignal): Promise<readonly ApiResource[]> {
  const roots = await Promise.allSettled(
    ['/api', '/apis'].map(async (path) => {
      const response = await transport.request({method: 'GET', path, headers: {accept: AGGREGATED}, signal})
      // read into an empty list, as by Go
      if (response.status === 200 && response.body === null) return []
      if (response.status !== 200 || !isObject(response.body)) throw failureOf(response, `get ${path}`)
      if (response.body['kind'] === 'APIGroupDiscoveryList') return objects(response.body['items']).flatMap(ofGroupDiscovery)
      const known = await Promise.all(versionsOf(response.body).map((version) => loadVersion(transport, version)))
      return known.flat()
    }),
  )
  // of two that fail the first is told, however late it comes
  return roots.flatMap((root) => {
    if (root.status === 'rejected') throw root.reason
    return root.value
  })
}

/** Group versions that an APIVersions or APIGroupList names. */
function versionsOf(body: JsonObject): string[] {
  if (body['kind'] === 'APIVersions') return texts(body['versions'])
  return objects(body['groups']).flatMap((group) => objects(group['versions']).map((version) => text(version['groupVersion'])))
}

function ofGroupDiscovery(item: JsonObject): ApiResource[] {
  const group = isObject(item['metadata']) ? text(item['metadata']['name']) : ''
  return objects(item['versions']).flatMap((entry) =>
    objects(entry['resources'])
      .filter((resource) => isObject(resource['responseKind']))
      .map((resource) => ({
        group,
        version: text(entry['version']),
        kind: text((resource['responseKind'] as JsonObject)['kind']),
        resource: text(resource['resource']),
        singular: text(resource['singularResource']),
        namespaced: resource['scope'] === 'Namespaced',
        shortNames: texts(resource['shortNames']),
        categories: texts(resource['categories']),
        verbs: texts(resource['verbs']),
        subresources: objects(resource['subresources']).map((sub) => text(sub['subresource'])),
      })),
  )
}
