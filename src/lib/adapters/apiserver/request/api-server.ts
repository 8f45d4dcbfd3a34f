import {ApiError} from '../../../errors/api-error.js'
import {messageOf} from '../../../errors/flux-error.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import type {Call, Core, User} from '../rest/core.js'
import {pathNotFound, statusError} from '../status.js'
import {type ApiAnswer, type ApiRequest, header, plain, respond} from './api-request.js'
import {negotiate} from './negotiate.js'
import {type RequestInfo, requestInfo} from './request-info.js'
import {handleResource, type ResourceRequest} from './resource-handler.js'

/** What a request needs besides the core: who asks, may they, and what is not a stored kind. */
export interface Pipeline {
  readonly core: Core
  /** authentication and impersonation */
  identify(request: ApiRequest): User
  /** Throws the 403. */
  authorize(user: User, info: RequestInfo, request: ApiRequest): void
  /** Paths outside of resources; undefined when nobody serves the path. */
  other(request: ApiRequest, info: RequestInfo, user: User): ApiAnswer | undefined
  /** Virtual kinds and subresources with their own behaviour; undefined for the ordinary ones. */
  special(resource: ResourceRequest): ApiAnswer | Promise<ApiAnswer> | undefined
  /** Table, PartialObjectMetadata, YAML. */
  shape(answer: ApiAnswer, request: ApiRequest, entry: CatalogEntry | undefined): ApiAnswer
}

/** Answers one request; refusals come as Status documents, never as exceptions. */
export async function serve(pipeline: Pipeline, request: ApiRequest): Promise<ApiAnswer> {
  const warnings: string[] = []
  try {
    const answer = await route(pipeline, request, warnings)
    // what is acknowledged is durable
    const durable = pipeline.core.store.durable()
    if (durable && !['GET', 'HEAD', 'OPTIONS'].includes(request.method)) await durable
    return answer
  } catch (error) {
    return refusal(pipeline, request, error, warnings)
  }
}

function refusal(pipeline: Pipeline, request: ApiRequest, error: unknown, warnings: readonly string[]): ApiAnswer {
  const failure =
    error instanceof ApiError ? error : statusError(500, 'InternalError', `Internal error occurred: ${messageOf(error)}`)
  const details = failure.status.details as {retryAfterSeconds?: number} | undefined
  const headers: Record<string, string> = {}
  if (details?.retryAfterSeconds !== undefined) headers['retry-after'] = String(details.retryAfterSeconds)
  const answer = respond({status: failure.code, body: failure.status, headers, warnings})
  try {
    return pipeline.shape(answer, request, undefined)
  } catch {
    return answer
  }
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

async function route(pipeline: Pipeline, request: ApiRequest, warnings: string[]): Promise<ApiAnswer> {
  const info = requestInfo(request.method, decodedPath(request.path), request.query)
  const user = pipeline.identify(request)
  pipeline.authorize(user, info, request)
  if (!info.isResource) {
    return pipeline.other(request, info, user) ?? plain(404, '404 page not found\n', {'x-content-type-options': 'nosniff'})
  }
  const {core} = pipeline
  const entry = core.catalog.find(info.group, info.version, info.resource)
  if (!entry) return unserved(core, info)
  const call: Call = {user, userAgent: header(request, 'user-agent'), warnings}
  const resource: ResourceRequest = {core, request, info, entry, call}
  const special = await pipeline.special(resource)
  if (special) return pipeline.shape(special, request, entry)
  checkMethod(info, entry, request)
  negotiate(header(request, 'accept'))
  return pipeline.shape(handleResource(resource), request, entry)
}

function unserved(core: Core, info: RequestInfo): ApiAnswer {
  if (core.catalog.isBuiltinGroup(info.group)) throw pathNotFound()
  return plain(404, '404 page not found\n', {'x-content-type-options': 'nosniff'})
}

function methodNotAllowed(): Error {
  return statusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})
}

/** Refuses verbs that the kind or the shape of the path does not have. */
function checkMethod(info: RequestInfo, entry: CatalogEntry, request: ApiRequest): void {
  if (info.rest.length > 0) throw pathNotFound()
  if (info.subresource !== '') {
    const sub = entry.details.find((detail) => detail.name === info.subresource)
    if (!sub) throw pathNotFound()
    if (!sub.verbs.includes(info.verb)) throw methodNotAllowed()
    return
  }
  // a Namespace's own path names it twice: as the namespace and as the object
  if (info.resource !== 'namespaces' && entry.namespaced !== (info.namespace !== '')) {
    // all namespaces can be listed and watched, nothing else
    const across = entry.namespaced && info.namespace === '' && info.name === ''
    if (!across) throw pathNotFound()
    if (!['list', 'watch'].includes(info.verb)) throw methodNotAllowed()
  }
  const collection = info.name === ''
  const allowed = collection ? ['list', 'watch', 'create', 'deletecollection'] : ['get', 'update', 'patch', 'delete', 'watch']
  if (!allowed.includes(info.verb) || !entry.verbs.includes(info.verb)) throw methodNotAllowed()
  if (request.method === 'HEAD') throw methodNotAllowed()
}
