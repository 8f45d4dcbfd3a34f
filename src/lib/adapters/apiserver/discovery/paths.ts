import {type ApiAnswer, type ApiRequest, header, respond} from '../request/api-request.js'
import {mediaTypes} from '../request/negotiate.js'
import {methodNotAllowed, pathNotFound} from '../status.js'
import type {Catalog} from './catalog.js'
import {aggregated, apiGroup, apiGroupList, apiResourceList, apiVersions} from './documents.js'
import {healthAnswer, healthPaths} from './health.js'
import {VERSION} from './version.js'

const OTHER_PATHS = [
  '/.well-known/openid-configuration',
  '/flagz',
  '/metrics',
  '/metrics/slis',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/',
  '/openid/v1/jwks',
  '/statusz',
  '/version',
]

/** Answers paths outside of resources; undefined when nobody serves the path. `fault`: the storage takes no writes. */
export function servePath(catalog: Catalog, request: ApiRequest, address: string, fault = false): ApiAnswer | undefined {
  const path = request.path.length > 1 ? request.path.replace(/\/$/, '') : request.path
  const health = healthAnswer(request, path.split('/').slice(1), fault)
  if (health) return health
  const answer = document(catalog, request, path, address)
  if (answer && request.method !== 'GET' && isRouted(catalog, path)) throw methodNotAllowed()
  return answer
}

/** Paths of the router, which knows methods; the others answer whatever the method is. */
function isRouted(catalog: Catalog, path: string): boolean {
  const [, root, group, version] = path.split('/')
  return root === 'api' || root === 'version' || (root === 'apis' && version !== undefined && catalog.isBuiltinGroup(group!))
}

function document(catalog: Catalog, request: ApiRequest, path: string, address: string): ApiAnswer | undefined {
  const segments = path.split('/').slice(1)
  switch (segments[0]) {
    case 'version':
      if (segments.length > 1) throw pathNotFound()
      return segments.length === 1 ? respond({status: 200, body: VERSION}) : undefined
    case 'index.html':
      if (request.path !== '/index.html') return undefined
      return respond({status: 200, body: {paths: pathList(catalog)}})
    case '':
      return respond({status: 200, body: {paths: pathList(catalog)}})
    case 'api':
      return legacyDocument(catalog, request, segments, address)
    case 'apis':
      return groupDocument(catalog, request, segments)
    default:
      return undefined
  }
}

/** The list at `/`. */
function pathList(catalog: Catalog): string[] {
  const groups = catalog.groupNames().filter((group) => group !== '' && catalog.isBuiltinGroup(group))
  const versions = groups.flatMap((group) => [
    `/apis/${group}`,
    ...catalog.versions(group).map((version) => `/apis/${group}/${version}`),
  ])
  return ['/api', '/api/v1', '/apis', '/apis/', ...versions, ...healthPaths(), ...OTHER_PATHS].sort()
}

function legacyDocument(catalog: Catalog, request: ApiRequest, segments: readonly string[], address: string): ApiAnswer {
  if (segments.length === 1) return discovered(catalog, request, true) ?? respond({status: 200, body: apiVersions(address)})
  if (segments[1] !== 'v1') throw pathNotFound()
  return respond({status: 200, body: apiResourceList(catalog, '', 'v1')})
}

function groupDocument(catalog: Catalog, request: ApiRequest, segments: readonly string[]): ApiAnswer | undefined {
  const [, group, version] = segments
  if (group === undefined) return discovered(catalog, request, false) ?? respond({status: 200, body: apiGroupList(catalog)})
  if (!catalog.hasGroup(group)) return undefined
  if (version === undefined) {
    return respond({status: 200, body: {kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(catalog, group)}})
  }
  if (catalog.resources(group, version).length > 0) {
    return respond({status: 200, body: apiResourceList(catalog, group, version)})
  }
  if (catalog.isBuiltinGroup(group)) throw pathNotFound()
  return undefined
}

/** Aggregated discovery when the Accept header prefers it. */
function discovered(catalog: Catalog, request: ApiRequest, core: boolean): ApiAnswer | undefined {
  for (const {type, parameters} of mediaTypes(header(request, 'accept'))) {
    if (type === 'application/json' && parameters.as === undefined) return undefined
    if (parameters.as !== 'APIGroupDiscoveryList' || parameters.g !== 'apidiscovery.k8s.io') continue
    if (parameters.v !== 'v2') continue
    const contentType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
    const body = aggregated(catalog, core, 'apidiscovery.k8s.io/v2')
    return respond({status: 200, body, headers: {'content-type': contentType, 'cache-control': 'public'}})
  }
  return undefined
}
