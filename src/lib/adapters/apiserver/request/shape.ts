import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {printYaml} from '../../../formats/yaml/print.js'
import type {KubeObject, WatchEvent} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {statusError} from '../status.js'
import {type ApiAnswer, type ApiRequest, header} from './api-request.js'
import {negotiate, type Wanted} from './negotiate.js'
import {ownMetadata} from './own-metadata.js'
import {protobufEvent, protobufResponse, travelsAsProtobuf} from './protobuf-answer.js'

/** Makes Tables of objects and lists. */
export type TableMaker = (entry: CatalogEntry, objects: readonly KubeObject[], options: TableOptions) => JsonObject

export interface TableOptions {
  readonly includeObject: string
  readonly listMeta: JsonObject
  /** a watch's later tables repeat no columns */
  readonly headers: boolean
  /** of meta.k8s.io: `v1`, `v1beta1` */
  readonly version: string
}

/** Puts an answer into the form that the Accept header asks for. */
export function shapeAnswer(
  answer: ApiAnswer,
  request: ApiRequest,
  entry: CatalogEntry | undefined,
  table: TableMaker,
): ApiAnswer {
  const accept = header(request, 'accept')
  if (accept === '' || accept === 'application/json') return answer
  if (answer.kind === 'watch') {
    const wanted = negotiate(accept, true, !entry?.crd && travelsAsProtobuf(accept, entry), true)
    return shapeWatch(answer, wanted, entry, request, table)
  }
  if (answer.kind === 'stream') return answer
  const {response} = answer
  if (typeof response.body === 'string' || response.body === undefined) return answer
  // refusals have no other form than their own
  const wanted = negotiate(accept, entry !== undefined, !entry?.crd && travelsAsProtobuf(accept, response.body))
  let body: JsonValue = response.body
  if (wanted.as && entry && isObject(body) && body.kind !== 'Status') body = transformed(body, wanted, entry, request, table)
  if (wanted.format === 'json') return {kind: 'response', response: {...response, body}}
  if (wanted.format === 'protobuf') return {kind: 'response', response: protobufResponse(response, body as JsonObject)}
  const headers = {...response.headers, 'content-type': 'application/yaml'}
  return {kind: 'response', response: {...response, body: printYaml(body), headers}}
}

function transformed(body: JsonObject, wanted: Wanted, entry: CatalogEntry, request: ApiRequest, table: TableMaker): JsonObject {
  const {kind, version} = wanted.as!
  const isList = Array.isArray(body.items) && body.kind === entry.listKind
  if (kind === 'PartialObjectMetadata') {
    if (isList) throw notAcceptable('PartialObjectMetadata', entry, true)
    return partial(body as KubeObject, version)
  }
  if (kind === 'PartialObjectMetadataList') {
    if (!isList && entry.crd) throw statusError(500, '', 'content is not a list')
    if (!isList) throw notAcceptable('PartialObjectMetadataList', entry, false)
    const items = (body.items as KubeObject[]).map((item) => partial(item, version))
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${version}`,
      metadata: plainListMeta(body),
      items: items.length > 0 ? items : null,
    }
  }
  const includeObject = request.query.get('includeObject')?.[0] ?? ''
  if (!['', 'None', 'Metadata', 'Object'].includes(includeObject)) {
    throw statusError(
      400,
      'BadRequest',
      `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(includeObject)}: must be 'Metadata', 'Object', 'None', or empty`,
    )
  }
  const items = isList
    ? (body.items as KubeObject[]).map((item) => (item.kind === undefined ? typed(item, entry) : item))
    : [body as KubeObject]
  const listMeta = isList ? plainListMeta(body) : {resourceVersion: (body as KubeObject).metadata?.resourceVersion ?? ''}
  return table(entry, items, {includeObject, listMeta, headers: true, version})
}

/** Without the empty `continue` that lists of custom resources carry. */
function plainListMeta(list: JsonObject): JsonObject {
  const metadata = isObject(list.metadata) ? list.metadata : {}
  if (metadata.continue !== '') return metadata
  const {continue: _, ...rest} = metadata
  return rest
}

function typed(item: JsonObject, entry: CatalogEntry): KubeObject {
  return {...item, kind: entry.kind, apiVersion: entry.apiVersion} as KubeObject
}

function partial(object: KubeObject, version: string): JsonObject {
  return {kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: ownMetadata(object)}
}

function notAcceptable(wanted: string, entry: CatalogEntry, list: boolean): Error {
  const goGroup = entry.group === '' ? 'core' : entry.group.split('.')[0]
  const shown = list ? entry.listKind : entry.kind
  const type = entry.crd ? `*unstructured.Unstructured${list ? 'List' : ''}` : `*${goGroup}.${shown}`
  const text = list ? 'a list' : 'not a list'
  return statusError(406, 'NotAcceptable', `you requested ${wanted}, but the requested object is ${text} (${type})`)
}

function shapeWatch(
  answer: Extract<ApiAnswer, {kind: 'watch'}>,
  wanted: Wanted,
  entry: CatalogEntry | undefined,
  request: ApiRequest,
  table: TableMaker,
): ApiAnswer {
  const encode = wanted.format === 'protobuf' ? protobufEvent : undefined
  if (!wanted.as || !entry) return {kind: 'watch', watch: {...answer.watch, encode}}
  const {kind, version} = wanted.as
  // single objects are no lists: none is sent
  if (kind === 'PartialObjectMetadataList') return {kind: 'watch', watch: {...answer.watch, events: none(answer.watch.events)}}
  const includeObject = request.query.get('includeObject')?.[0] ?? ''
  let first = true
  const change = (event: WatchEvent): WatchEvent => {
    if (event.type === 'ERROR') return event
    if (kind !== 'Table') return {type: event.type, object: partial(event.object, version) as KubeObject}
    const headers = first
    first = false
    const listMeta = {resourceVersion: event.object.metadata.resourceVersion ?? ''}
    const rows = [event.object]
    // what a bookmark says stands in its object
    const include = event.type === 'BOOKMARK' && includeObject === 'None' ? 'Metadata' : includeObject
    const options = {includeObject: include, listMeta, headers, version}
    return {type: event.type, object: table(entry, rows, options) as unknown as KubeObject}
  }
  return {kind: 'watch', watch: {...answer.watch, encode, events: mapped(answer.watch.events, change)}}
}

async function* none(events: AsyncIterable<WatchEvent>): AsyncIterable<WatchEvent> {
  for await (const event of events) if (event.type === 'ERROR') yield event
}

async function* mapped(events: AsyncIterable<WatchEvent>, change: (event: WatchEvent) => WatchEvent): AsyncIterable<WatchEvent> {
  for await (const event of events) yield change(event)
}
