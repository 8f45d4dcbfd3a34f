import {ApiError} from '../../../errors/api-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {PROTOBUF} from '../protobuf/envelope.js'
import type {Call, Core, WriteSettings} from '../rest/core.js'
import {createObject} from '../rest/create.js'
import {decodeObject} from '../rest/decode.js'
import {type DeleteSettings, deleteObject, deleteSettings, deletionAnswer} from '../rest/delete.js'
import {type ListSettings, listSettings, text, writeSettings} from '../rest/options.js'
import {applyObject, checkName, type PatchKind, patchedObject, patchObject} from '../rest/patch.js'
import {listDocument, listObjects} from '../rest/read/list.js'
import {badVersion, isCached, tooLarge, versionFault} from '../rest/read/resource-version.js'
import {selection} from '../rest/read/selection.js'
import {startWatch} from '../rest/read/watch.js'
import {replayed} from '../rest/replay.js'
import type {ObjectTarget, Target} from '../rest/target.js'
import {checkKey, liveObject, updateObject} from '../rest/update.js'
import {badRequest, notFound, statusError} from '../status.js'
import {type ApiAnswer, type ApiRequest, header, respond} from './api-request.js'
import {applyBody} from './apply-body.js'
import {
  BODY_TYPES,
  type BodyKind,
  type BodyValue,
  bodyText,
  bodyValue,
  mediaTypeOf,
  objectBody,
  protobufBody,
  unsupportedMediaType,
} from './body.js'
import {checkDeleteBody} from './delete-body.js'
import {refuseOddNumbers, withSpelledAmounts} from './odd-numbers.js'
import {patchBody} from './patch-body.js'
import type {RequestInfo} from './request-info.js'

export interface ResourceRequest {
  readonly core: Core
  readonly request: ApiRequest
  readonly info: RequestInfo
  readonly entry: CatalogEntry
  readonly call: Call
}

/** What a patch of each content type is. */
export const PATCH_TYPES: Readonly<Record<string, PatchKind | 'apply'>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
}

const patchKind = (type: string) => (Object.hasOwn(PATCH_TYPES, type) ? PATCH_TYPES[type] : undefined)

/** A served verb of a stored kind, main resource or `status`. */
export function handleResource(resource: ResourceRequest): ApiAnswer {
  switch (resource.info.verb) {
    case 'get':
      return handleGet(resource)
    case 'list':
      return respond({status: 200, body: listed(resource)})
    case 'watch':
      return handleWatch(resource)
    case 'create':
      return handleCreate(resource)
    case 'update':
      return handleUpdate(resource)
    case 'patch':
      return handlePatch(resource)
    default:
      return handleDelete(resource)
  }
}

export function targetOf({entry, info}: ResourceRequest): ObjectTarget {
  return {entry, namespace: entry.namespaced ? info.namespace : '', name: info.name, subresource: info.subresource}
}

function handleGet(resource: ResourceRequest): ApiAnswer {
  const {core, entry, info, request} = resource
  const version = text(request.query, 'resourceVersion')
  checkKey(targetOf(resource))
  if (version !== '' && version !== '0') {
    const fault = versionFault(version)
    if (fault !== undefined) throw isCached(entry) ? statusError(500, '', fault) : badVersion(fault)
    if (Number(version) > core.store.revision) throw tooLarge(version, core.store.revision, isCached(entry))
  }
  const object = liveObject(core, targetOf(resource))
  if (!object) throw notFound(entry, info.name)
  return respond({status: 200, body: object})
}

function listTarget({entry, info}: ResourceRequest): Target {
  return {entry, namespace: entry.namespaced ? info.namespace : ''}
}

function listed(resource: ResourceRequest): JsonObject {
  const settings = listSettings(resource.request.query, false)
  return listDocument(resource.entry, listObjects(resource.core, listTarget(resource), settings))
}

function handleWatch(resource: ResourceRequest): ApiAnswer {
  const {core, info, call, request} = resource
  const settings = listSettings(request.query, true)
  const stream = startWatch(core, listTarget(resource), info.name === '' ? settings : ofOneName(resource, settings))
  const watch = {events: stream.events(), stop: () => stream.stop(), onEnd: (free: () => void) => stream.onEnd(free)}
  return {kind: 'watch', watch: {...watch, warnings: call.warnings}}
}

/** The old /watch/.../NAME is a watch of one name, which a selector has to name too. */
function ofOneName({entry, info}: ResourceRequest, settings: ListSettings): ListSettings {
  const {everything, name} = selection(entry, '', settings.fieldSelector)
  if (everything) return {...settings, fieldSelector: `metadata.name=${info.name}`}
  if (name !== info.name) throw badRequest("fieldSelector metadata.name doesn't match requested name")
  return settings
}

/** The type of a create's, update's or delete's body; what the server does not read is a 415. */
function bodyType(request: ApiRequest): string {
  const contentType = header(request, 'content-type')
  const type = contentType === '' ? 'application/json' : mediaTypeOf(contentType)
  if (type === undefined || !BODY_TYPES.includes(type)) throw unsupportedMediaType(BODY_TYPES)
  return type
}

/** The body of a create or update, as an object of a kind. */
export function readObject(request: ApiRequest, kind: BodyKind, custom = false): BodyValue {
  return objectBody(request, bodyType(request), kind, custom)
}

const quiet = (settings: WriteSettings): WriteSettings => ({...settings, fieldValidation: 'Ignore'})

/** Reads and decodes a body as an object of `entry`'s kind. */
export function decodeBody({core, request, call}: ResourceRequest, entry: CatalogEntry, settings: WriteSettings): KubeObject {
  const body = readObject(request, entry, entry.crd !== undefined)
  const rehearsed = (marked: JsonValue) => decodeObject(core, entry, marked, [], quiet(settings), {...call, warnings: []})
  const value = entry.crd ? body.value : withSpelledAmounts(body, rehearsed)
  return decodeObject(core, entry, value, body.strict, settings, call, body.text)
}

function handleCreate(resource: ResourceRequest): ApiAnswer {
  const {core, entry, request, call, info} = resource
  const settings = writeSettings(request.query, 'CreateOptions')
  const object = decodeBody(resource, entry, settings)
  checkNamespace(entry, info.namespace, object)
  const created = createObject(core, listTarget(resource), object, settings, call)
  return respond({status: 201, body: created, warnings: call.warnings})
}

/** A namespace in the body is that of the path. */
export function checkNamespace(entry: CatalogEntry, namespace: string, object: KubeObject): void {
  const own = object.metadata.namespace ?? ''
  if (entry.namespaced && namespace !== '' && own !== '' && own !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
}

function handleUpdate(resource: ResourceRequest): ApiAnswer {
  const {core, entry, request, call, info} = resource
  const settings = writeSettings(request.query, 'UpdateOptions')
  const object = decodeBody(resource, entry, settings)
  checkNamespace(entry, info.namespace, object)
  const target = targetOf(resource)
  checkName(target, object)
  const result = updateObject(core, target, object, settings, call)
  return respond({status: result.created ? 201 : 200, body: result.object, warnings: call.warnings})
}

function handlePatch(resource: ResourceRequest): ApiAnswer {
  const {core, entry, request, call} = resource
  const sent = header(request, 'content-type')
  const kind = patchKind(sent) ?? patchKind(mediaTypeOf(sent) ?? '')
  if (kind === undefined && !entry.crd) throw statusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
  if (kind === undefined || (kind === 'strategic' && entry.crd)) {
    throw unsupportedMediaType(Object.keys(PATCH_TYPES).filter((name) => PATCH_TYPES[name] !== 'strategic'))
  }
  const settings = writeSettings(request.query, 'PatchOptions', kind === 'apply')
  const target = targetOf(resource)
  if (kind === 'apply') {
    const {applied, told} = readApplied(resource, settings)
    const result = applyObject(core, target, applied, settings, call, told)
    return respond({status: result.created ? 201 : 200, body: result.object, warnings: call.warnings})
  }
  // whether there is something to patch comes before whether the patch can be read
  bodyText(request)
  if (!liveObject(core, target)) throw notFound(entry, target.name)
  const body = patchBody(request, kind, settings)
  const patch = {kind, value: body.value, strict: body.strict}
  // a strategic merge reads the patch into numbers first
  if (kind !== 'strategic' && !entry.crd)
    refuseOddNumbers(body, (value) =>
      patchedObject(core, target, {...patch, value, strict: []}, quiet(settings), {...call, warnings: []}),
    )
  const object = patchObject(core, target, patch, settings, call)
  return respond({status: 200, body: object, warnings: call.warnings})
}

/** The applied object of a request and what to do about its strict faults, as the request asks, once it fits. */
function readApplied(
  {request, entry, info, call}: ResourceRequest,
  settings: WriteSettings,
): {applied: KubeObject; told: () => void} {
  const {object, strict} = applyBody(request)
  // without metadata it is the name that is missing
  const applied = (object.metadata ? object : {...object, metadata: object.metadata ?? {}}) as KubeObject
  if (isObject(object.metadata)) checkNamespace(entry, info.namespace, applied)
  const told = () => {
    if (strict.length > 0 && settings.fieldValidation === 'Strict') {
      throw badRequest(
        `error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  ${strict.join('\n  ')}`,
      )
    }
    if (settings.fieldValidation === 'Warn') call.warnings.push(...strict)
  }
  return {applied, told}
}

function deleteOptions(request: ApiRequest): JsonValue | undefined {
  const type = bodyType(request)
  if (type === PROTOBUF && request.body) return protobufOptions(request)
  // without a body the query counts
  if (!request.body || ('bytes' in request.body && request.body.bytes.length === 0)) return undefined
  const body = bodyValue(request, type === 'application/yaml', deleteFault)
  if (!body) return undefined
  refuseOddNumbers(body, checkDeleteBody)
  checkDeleteBody(body.value)
  return body.value ?? {}
}

const OPTIONS: BodyKind = {apiVersion: 'meta.k8s.io/v1', kind: 'DeleteOptions'}

function protobufOptions(request: ApiRequest): JsonValue {
  const isOptions = ({kind}: BodyKind): boolean => kind === OPTIONS.kind
  const {value} = protobufBody(request, OPTIONS, isOptions, ({message}) => badRequest(message))
  checkDeleteBody(value)
  return value
}

function deleteFault(_text: string, reason: string): Error {
  return badRequest(reason.startsWith('json') ? `couldn't get version/kind; ${reason}` : reason)
}

const PRESERVED =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning'

const deletionOf = ({request}: ResourceRequest): DeleteSettings => deleteSettings(request.query, deleteOptions(request))

/** Who deletes Jobs without a word about their pods is warned. */
function warnOfPods({entry, call}: ResourceRequest, settings: DeleteSettings): void {
  const silent = settings.propagationPolicy === undefined && settings.orphanDependents === undefined
  if (silent && entry.group === 'batch' && entry.resource === 'jobs') call.warnings.push(PRESERVED)
}

function handleDelete(resource: ResourceRequest): ApiAnswer {
  const {core, call} = resource
  const settings = deletionOf(resource)
  warnOfPods(resource, settings)
  const target = targetOf(resource)
  const deletion = deleteObject(core, target, settings, call)
  return respond({status: 200, body: deletionAnswer(target, deletion), warnings: call.warnings})
}

/** DELETE of a collection, object by object: what is gone stays gone when a later one is refused. */
export async function deleteCollection(resource: ResourceRequest): Promise<ApiAnswer> {
  const {core, entry, request, call} = resource
  const remove = (target: ObjectTarget) => {
    if (!core.admission.asks(entry)) return deleteObject(core, target, settings, call, '')
    return replayed(core, call, (again, own) => deleteObject(again, target, settings, own, ''))
  }
  const settings = deletionOf(resource)
  const page = listObjects(core, listTarget(resource), listSettings(request.query, false))
  warnOfPods(resource, settings)
  if (resource.info.blank && page.items.length > 0) throw badRequest('Namespace parameter required.')
  for (const object of page.items) {
    const name = object.metadata.name ?? ''
    const target = {entry, namespace: object.metadata.namespace ?? '', name, subresource: ''}
    try {
      await remove(target)
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error
    }
  }
  return respond({status: 200, body: listDocument(entry, page), warnings: call.warnings})
}
