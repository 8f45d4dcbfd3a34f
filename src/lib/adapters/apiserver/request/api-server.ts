import {ApiError} from '../../../errors/api-error.js'
import {messageOf} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {parseDuration} from '../../../formats/duration/duration.js'
import {type CatalogEntry, compareVersions} from '../discovery/catalog.js'
import {unescaped} from '../listen/go-url.js'
import type {Call, Core, User} from '../rest/core.js'
import {replayed} from '../rest/replay.js'
import {badRequest, methodNotAllowed, notFound, pathNotFound, statusError} from '../status.js'
import {checkPathAccept, checkRouteAccept} from './acceptable.js'
import {type ApiAnswer, type ApiRequest, header, plain, respond} from './api-request.js'
import {negotiate} from './negotiate.js'
import {travelsAsProtobuf} from './protobuf-answer.js'
import {type RequestInfo, requestInfo} from './request-info.js'
import {deleteCollection, handleResource, type ResourceRequest} from './resource-handler.js'

/** What a request needs besides the core: who asks, may they, and what is not a stored kind. */
export interface Pipeline {
  readonly core: Core
  /** authentication and impersonation */
  identify(request: ApiRequest): User
  /** Throws the 403. */
  authorize(user: User, info: RequestInfo, request: ApiRequest): void
  /** Paths outside of resources; undefined when nobody serves the path. */
  other(request: ApiRequest, info: RequestInfo, user: User): ApiAnswer | undefined | Promise<ApiAnswer | undefined>
  /** Virtual kinds and subresources with their own behaviour; undefined for the ordinary ones. */
  special(resource: ResourceRequest): ApiAnswer | Promise<ApiAnswer> | undefined
  /** Table, PartialObjectMetadata, YAML. */
  shape(answer: ApiAnswer, request: ApiRequest, entry: CatalogEntry | undefined): ApiAnswer
}

/** Kinds whose use is warned about, by `group/resource`. */
const DEPRECATED: Readonly<Record<string, string>> = {
  '/endpoints': 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  '/componentstatuses': 'v1 ComponentStatus is deprecated in v1.19+',
}

/** Verbs by the shape of a path. */
const OF_ONE = ['get', 'update', 'patch', 'delete', 'watch']
const OF_COLLECTION = ['list', 'watch', 'create', 'deletecollection']
const OF_EVERYWHERE = ['list', 'watch']

/** Such bytes (see go-url.ts) in JSON text. */
const STRAY = /\\udc[89a-f][\da-f]/
const STRAYS = new RegExp(STRAY, 'g')

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A plain text 404, thrown from where only errors can leave. */
class PlainNotFound extends Error {}

/** Answers one request; refusals come as Status documents, never as exceptions. */
export function serve(pipeline: Pipeline, request: ApiRequest): Promise<ApiAnswer> {
  const answer = answered(pipeline, request, [])
  return request.method === 'HEAD' ? answer.then(withoutBody) : answer
}

function withoutBody(answer: ApiAnswer): ApiAnswer {
  return answer.kind === 'response' ? {kind: 'response', response: {...answer.response, headOnly: true}} : answer
}

async function answered(pipeline: Pipeline, request: ApiRequest, warnings: string[]): Promise<ApiAnswer> {
  try {
    return await settled(pipeline, request, warnings)
  } catch (error) {
    return error instanceof PlainNotFound ? notServed() : refusal(pipeline, request, error, warnings)
  }
}

/** What is acknowledged is durable, and what the disk may still refuse is seen by nobody. */
async function settled(pipeline: Pipeline, request: ApiRequest, warnings: string[]): Promise<ApiAnswer> {
  const {store} = pipeline.core
  const reads = READS.has(request.method)
  // a disk that refused writes may have room again
  if (!reads && store.failure) await store.ready()
  const {refusals} = store
  let answer: ApiAnswer
  try {
    answer = await route(pipeline, request, warnings)
  } catch (error) {
    await store.settled()
    if (!reads && store.refusals !== refusals) throw store.failure ?? error
    if (store.refusals === refusals) throw error
    return await settled(pipeline, request, warnings)
  }
  await store.settled()
  if (store.refusals === refusals) return answer
  if (answer.kind === 'watch') answer.watch.stop()
  if (!reads) throw store.failure ?? statusError(500, '', 'the disk refused writes')
  return settled(pipeline, request, warnings)
}

function failureOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  // a value that is nested too deeply for what has to walk it
  if (error instanceof RangeError) return badRequest('json: exceeded max depth')
  return statusError(500, 'InternalError', `Internal error occurred: ${messageOf(error)}`)
}

/** A refusal may tell of bytes that were no text. */
function readable(status: ApiError['status']): ApiError['status'] {
  const text = JSON.stringify(status)
  return STRAY.test(text) ? (JSON.parse(text.replaceAll(STRAYS, '\\ufffd')) as ApiError['status']) : status
}

function refusal(pipeline: Pipeline, request: ApiRequest, error: unknown, warnings: readonly string[]): ApiAnswer {
  const failure = failureOf(error)
  const details = failure.status.details as {retryAfterSeconds?: number} | undefined
  const headers: Record<string, string> = {}
  if (details?.retryAfterSeconds !== undefined) headers['retry-after'] = String(details.retryAfterSeconds)
  const answer = respond({status: failure.code, body: readable(failure.status), headers, warnings: warnings.filter(isTellable)})
  try {
    return pipeline.shape(answer, request, undefined)
  } catch {
    return answer
  }
}

/** Answers from before the server's own handlers do not speak of caches. */
const UNCACHED = {'cache-control': ''}

function unknownInfo(path: string): ApiAnswer {
  const text = `failed to create RequestInfo: unable to determine kind and namespace from url, ${path}`
  return plain(500, `Internal Server Error: ${goQuote(path)}: ${text}\n`, {...UNCACHED, 'x-content-type-options': 'nosniff'})
}

const notServed = (): ApiAnswer => plain(404, '404 page not found\n', {'x-content-type-options': 'nosniff'})

async function route(pipeline: Pipeline, request: ApiRequest, warnings: string[]): Promise<ApiAnswer> {
  const path = unescaped(request.path)
  if (path === undefined) return plain(400, '400 Bad Request', UNCACHED)
  const info = requestInfo(request.method, path, request.query)
  if (info.unknown) return unknownInfo(request.path)
  const user = pipeline.identify(request)
  pipeline.authorize(user, info, request)
  checkTimeout(request)
  const {core} = pipeline
  const accept = header(request, 'accept')
  if (!info.isResource) return await document(pipeline, path === request.path ? request : {...request, path}, info, user)
  const entry = core.catalog.find(info.group, info.version, info.resource)
  if (!entry) return unserved(core, info)
  checkKey(info, entry)
  if (!entry.crd) checkPlace(info, entry)
  const deprecated = entry.crd ? customWarning(entry) : DEPRECATED[`${entry.group}/${entry.resource}`]
  if (deprecated !== undefined && request.method !== 'HEAD' && (entry.crd || isRouted(info, entry))) warnings.push(deprecated)
  const call: Call = {user, userAgent: header(request, 'user-agent'), warnings}
  const resource: ResourceRequest = {core, request, info, entry, call}
  if (entry.crd) checkCustomMethod(info, entry)
  else checkRouteAccept(accept, info, entry)
  const special = await written(resource, (own) => pipeline.special(own))
  if (special) return pipeline.shape(withWarnings(special, warnings), request, entry)
  if (!entry.crd) checkMethod(info, entry, request)
  negotiate(accept, true, !entry.crd && travelsAsProtobuf(accept, entry), info.verb === 'watch')
  const answer = info.verb === 'deletecollection' ? await deleteCollection(resource) : await written(resource, handleResource)
  return pipeline.shape(withWarnings(answer, warnings), request, entry)
}

/** What is no resource. */
async function document(pipeline: Pipeline, request: ApiRequest, info: RequestInfo, user: User): Promise<ApiAnswer> {
  if (info.path === '' || info.path.startsWith('//')) return notServed()
  checkPathAccept(header(request, 'accept'), info.path, pipeline.core.catalog)
  const answer = (await pipeline.other(request, info, user)) ?? notServed()
  return isDiscovery(info.path, answer) ? pipeline.shape(answer, request, undefined) : answer
}

/** Documents that can be asked for in other forms. */
function isDiscovery(path: string, answer: ApiAnswer): boolean {
  return /^\/apis?(\/|$)/.test(path) && answer.kind === 'response' && answer.response.headers['content-type'] === undefined
}

/** The work of one request, run again where webhooks have to answer first. */
function written<T>(resource: ResourceRequest, work: (resource: ResourceRequest) => T): T | Promise<Awaited<T>> {
  const {core, request, entry, call} = resource
  if (READS.has(request.method) || !core.admission.asks(entry)) return work(resource)
  return replayed(core, call, (again, own) => work({...resource, core: again, call: own})) as Promise<Awaited<T>>
}

function withWarnings(answer: ApiAnswer, warnings: readonly string[]): ApiAnswer {
  if (warnings.length === 0 || answer.kind !== 'response') return answer
  return {kind: 'response', response: {...answer.response, warnings: [...new Set(warnings.filter(isTellable))]}}
}

/** What says nothing, or what a header cannot hold, is not told. */
const isTellable = (warning: string) => warning !== '' && !/\p{Cc}/u.test(warning)

interface CrdVersion {
  readonly name: string
  readonly served: boolean
  readonly deprecated?: boolean
}

function customWarning(entry: CatalogEntry): string | undefined {
  const version = entry.crd?.version
  if (version?.deprecated !== true) return undefined
  if (typeof version.deprecationWarning === 'string') return version.deprecationWarning
  const {versions} = entry.crd!.object.spec as unknown as {versions: readonly CrdVersion[]}
  const sound = versions.filter(({served, deprecated}) => served && !deprecated).map(({name}) => name)
  const [better] = sound.sort(compareVersions)
  const instead = better === undefined ? '' : `; use ${entry.group}/${better} ${entry.kind}`
  return `${entry.apiVersion} ${entry.kind} is deprecated${instead}`
}

/** A namespace that no key can be made of. */
function checkKey({namespace, name}: RequestInfo, entry: CatalogEntry): void {
  if (!entry.namespaced || (namespace !== '.' && namespace !== '..')) return
  const key = [entry.crd ? entry.group : '', entry.resource, namespace, name].filter((part) => part !== '').join('/')
  throw statusError(500, '', `invalid key: ${goQuote(`/${key}`)}`)
}

function checkTimeout(request: ApiRequest): void {
  const timeout = request.query.get('timeout')?.[0]
  if (timeout === undefined || timeout === '') return
  try {
    parseDuration(timeout)
  } catch (error) {
    // bytes that are no text are told here as they came
    const told = messageOf(error).startsWith('time: invalid') ? `time: invalid duration ${goQuote(timeout)}` : messageOf(error)
    throw badRequest(`invalid timeout specified in the request URL - ${told}`)
  }
}

function unserved(core: Core, info: RequestInfo): ApiAnswer {
  if (core.catalog.isBuiltinGroup(info.group)) throw pathNotFound()
  return notServed()
}

/** Whether anything of a built-in kind answers there: only then its use is warned about. */
function isRouted(info: RequestInfo, entry: CatalogEntry): boolean {
  if (info.subresource !== '') return info.rest.length === 0 && entry.details.some(({name}) => name === info.subresource)
  const across = entry.namespaced && info.namespace === ''
  const shaped = info.name !== '' ? OF_ONE : across ? OF_EVERYWHERE : OF_COLLECTION
  return shaped.includes(info.verb) && entry.verbs.includes(info.verb)
}

/** Refuses paths that the kind does not have: objects of a namespace are not found without one, others not within one. */
function checkPlace(info: RequestInfo, entry: CatalogEntry): void {
  const {name, namespace, subresource, blank} = info
  if (entry.namespaced && namespace === '' && name !== '' && !blank) throw pathNotFound()
  const fits = !blank && (namespace === '' || isNamespaceItself(info, entry))
  if (entry.namespaced || fits) return
  throw entry.resource === 'namespaces' && subresource !== '' ? badRequest('name must be provided') : pathNotFound()
}

/** Refuses verbs that the kind or the shape of the path does not have. */
function checkMethod(info: RequestInfo, entry: CatalogEntry, request: ApiRequest): void {
  if (info.rest.length > 0) throw pathNotFound()
  if (info.subresource !== '') {
    const sub = entry.details.find((detail) => detail.name === info.subresource)
    if (!sub) throw pathNotFound()
    if (!sub.verbs.includes(info.verb) || request.method === 'HEAD') throw methodNotAllowed()
    return
  }
  const isPlaced = entry.namespaced === (info.namespace !== '' || info.blank === true)
  if (!isPlaced && !isNamespaceItself(info, entry)) checkAcross(info, entry)
  const collection = info.name === ''
  const allowed = collection ? OF_COLLECTION : OF_ONE
  if (!allowed.includes(info.verb) || !entry.verbs.includes(info.verb)) throw methodNotAllowed()
  if (request.method === 'HEAD' || (info.verb === 'watch' && request.method !== 'GET')) throw methodNotAllowed()
}

/** All namespaces can be listed and watched, nothing else; what cannot be listed has no such path. */
function checkAcross({namespace, name, verb}: RequestInfo, entry: CatalogEntry): void {
  const across = entry.namespaced && namespace === '' && name === '' && entry.verbs.includes('list')
  if (!across) throw pathNotFound()
  if (!OF_EVERYWHERE.includes(verb)) throw methodNotAllowed()
}

function isNamespaceItself(info: RequestInfo, entry: CatalogEntry): boolean {
  return entry.group === '' && entry.resource === 'namespaces' && info.namespace === info.name
}

const SUBRESOURCE_VERBS = ['get', 'update', 'patch']

/** Custom resources are routed by another handler of the real server, with its own answers. */
function checkCustomMethod(info: RequestInfo, entry: CatalogEntry): void {
  const crossing = entry.namespaced && info.namespace === '' && !['list', 'watch'].includes(info.verb)
  if (crossing || (!entry.namespaced && info.namespace !== '')) throw new PlainNotFound()
  if (info.rest.length > 0) throw notFound(entry, info.name)
  if (info.subresource !== '') {
    if (!entry.subresources.includes(info.subresource)) throw notFound(entry, info.name)
    if (!SUBRESOURCE_VERBS.includes(info.verb)) throw unsupported(info, entry)
    return
  }
  if (info.name === '' && (info.verb === 'update' || info.verb === 'patch')) throw badRequest('name must be provided')
  if (!entry.verbs.includes(info.verb)) throw unsupported(info, entry)
}

function unsupported(info: RequestInfo, entry: CatalogEntry): Error {
  const what = `${entry.resource}.${entry.group}`
  return statusError(405, 'MethodNotAllowed', `${info.verb} is not supported on resources of kind ${JSON.stringify(what)}`, {
    group: entry.group,
    kind: entry.resource,
  })
}
