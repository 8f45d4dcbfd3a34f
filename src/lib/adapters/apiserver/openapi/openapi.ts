import {createHash} from 'node:crypto'
import {freezeDeep} from '../../../formats/json/freeze.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {apiVersionOf, type Catalog} from '../discovery/catalog.js'
import {type ApiAnswer, type ApiRequest, header, respond} from '../request/api-request.js'
import {mediaTypes} from '../request/negotiate.js'
import {customPaths} from './custom-paths.js'
import {customPathsV2} from './custom-paths-v2.js'
import {customComponents, customDefinitions} from './custom-schemas.js'
import {componentsFor, loadSwagger, operationToV3, parameterToV3, type Swagger} from './swagger.js'

const BUILTIN = 'builtin 1.36'
/** Documents about what is no kind. */
const ROOTS: readonly string[] = ['.well-known/openid-configuration', 'api', 'apis', 'openid/v1/jwks', 'version']

/** OpenAPI documents of all served kinds, made when they are asked for. */
export class OpenApi {
  private swagger: Promise<Swagger> | undefined
  private whole: {readonly generation: number; readonly document: JsonObject} | undefined
  private protobuf: {readonly of: JsonObject; readonly bytes: Uint8Array} | undefined
  private readonly builtin = new Map<string, JsonObject>()
  private custom = new Map<string, JsonObject>()
  private generation = -1

  constructor(private readonly catalog: Catalog) {}

  /** Answers /openapi/...; undefined when nobody serves the path. */
  async serve(request: ApiRequest): Promise<ApiAnswer | undefined> {
    const [, , version, ...rest] = request.path.replace(/\/$/, '').split('/')
    if (version === 'v3') return rest.length === 0 ? this.index() : await this.document(rest.join('/'))
    if (request.path === '/openapi/v2') return await this.v2(request)
    return undefined
  }

  private index(): ApiAnswer {
    const paths: JsonObject = {}
    const add = (id: string, seed: string) => {
      const hash = createHash('sha512').update(`${id} ${seed}`).digest('hex').toUpperCase()
      paths[id] = {serverRelativeURL: `/openapi/v3/${id}?hash=${hash}`}
    }
    for (const id of ROOTS) add(id, BUILTIN)
    for (const group of this.catalog.groupNames()) {
      if (group !== '' && this.catalog.isBuiltinGroup(group)) add(`apis/${group}`, BUILTIN)
      for (const version of this.catalog.versions(group)) {
        const id = group === '' ? `api/${version}` : `apis/${group}/${version}`
        add(id, this.catalog.isBuiltinGroup(group) ? BUILTIN : String(this.catalog.generation))
      }
    }
    return respond({status: 200, body: {paths}, headers: {'content-type': 'text/plain; charset=utf-8'}})
  }

  private async document(id: string): Promise<ApiAnswer> {
    const root = /^apis\/([^/]+)$/.exec(id)?.[1]
    if (ROOTS.includes(id) || (root !== undefined && root !== '' && this.catalog.isBuiltinGroup(root)))
      return respond({status: 200, body: await this.builtinDocument(id, (path) => path === `/${id}/`)})
    const match = /^(?:api\/(v1)|apis\/([^/]+)\/([^/]+))$/.exec(id)
    const group = match?.[2] ?? ''
    const version = match?.[1] ?? match?.[3] ?? ''
    if (!match || this.catalog.resources(group, version).length === 0) return respond({status: 404})
    const body = this.catalog.isBuiltinGroup(group) ? await this.builtinDocument(id) : await this.customDocument(group, version)
    return respond({status: 200, body})
  }

  private load(): Promise<Swagger> {
    this.swagger ??= loadSwagger()
    return this.swagger
  }

  private async builtinDocument(id: string, isOwn = (path: string) => path.startsWith(`/${id}/`)): Promise<JsonObject> {
    const known = this.builtin.get(id)
    if (known) return known
    const swagger = await this.load()
    const paths: JsonObject = {}
    for (const [path, item] of Object.entries(swagger.paths)) {
      if (!isOwn(path)) continue
      paths[path] = Object.fromEntries(
        Object.entries(item).map(([method, operation]) => [
          method,
          method === 'parameters'
            ? (operation as JsonObject[]).map((parameter) => parameterToV3(parameter, swagger))
            : operationToV3(operation as JsonObject, swagger),
        ]),
      )
    }
    const schemas = withKindsOf(id, componentsFor(paths, swagger))
    const document = freezeDeep({
      openapi: '3.0.0',
      info: {title: 'Kubernetes', version: '1.36'},
      paths,
      components: {...(Object.keys(schemas).length > 0 ? {schemas} : {}), securitySchemes: SECURITY},
    })
    this.builtin.set(id, document)
    return document
  }

  private async customDocument(group: string, version: string): Promise<JsonObject> {
    if (this.generation !== this.catalog.generation) {
      this.custom = new Map()
      this.generation = this.catalog.generation
    }
    const id = apiVersionOf(group, version)
    const known = this.custom.get(id)
    if (known) return known
    const swagger = await this.load()
    const paths: JsonObject = {}
    const own: {[name: string]: JsonObject} = {}
    for (const entry of this.catalog.resources(group, version)) {
      Object.assign(paths, customPaths(entry, swagger))
      Object.assign(own, customComponents(entry))
    }
    const document = freezeDeep({
      openapi: '3.0.0',
      info: {title: 'Kubernetes CRD Swagger', version: 'v0.1.0'},
      paths,
      components: {schemas: withoutAggregated(componentsFor(paths, swagger, own))},
    })
    this.custom.set(id, document)
    return document
  }

  /** Swagger 2.0 of all kinds, in JSON or as the Protobuf message that kubectl reads. */
  private async v2(request: ApiRequest): Promise<ApiAnswer> {
    const accept = header(request, 'accept')
    const types = mediaTypes(accept).map(({type}) => type)
    const readable = accept === '' || types.some((type) => ['application/json', '*/*', 'application/*'].includes(type))
    if (readable) return respond({status: 200, body: await this.wholeDocument()})
    if (!types.some((type) => SWAGGER_PROTOBUF.includes(type))) return respond({status: 406})
    return {kind: 'stream', stream: {chunks: oneChunk(await this.wholeProtobuf()), contentType: SWAGGER_PROTOBUF[0]}}
  }

  /** The document of the built-in kinds with the custom ones among them. */
  private async wholeDocument(): Promise<JsonObject> {
    const swagger = await this.load()
    const {generation} = this.catalog
    if (this.whole?.generation === generation) return this.whole.document
    const paths: JsonObject = {}
    const definitions: JsonObject = {}
    for (const group of this.catalog.groupNames()) {
      if (this.catalog.isBuiltinGroup(group)) continue
      for (const version of this.catalog.versions(group)) {
        for (const entry of this.catalog.resources(group, version)) {
          Object.assign(paths, customPathsV2(entry, swagger))
          Object.assign(definitions, customDefinitions(entry))
        }
      }
    }
    const {document} = swagger
    const custom = Object.keys(definitions).length > 0
    const whole = custom
      ? {...document, paths: sorted({...swagger.paths, ...paths}), definitions: sorted({...swagger.definitions, ...definitions})}
      : document
    this.whole = {generation, document: whole}
    return whole
  }

  private async wholeProtobuf(): Promise<Uint8Array> {
    const document = await this.wholeDocument()
    if (this.protobuf?.of === document) return this.protobuf.bytes
    const {swaggerProtobuf} = await import('./swagger-protobuf.js')
    const bytes = swaggerProtobuf(document)
    this.protobuf = {of: document, bytes}
    return bytes
  }
}

function sorted(of: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys(of)
      .sort()
      .map((name) => [name, of[name]]),
  )
}

/** Groups of other servers than the one that writes the documents of custom resources. */
const AGGREGATED = new Set(['admission.k8s.io', 'apiextensions.k8s.io', 'apiregistration.k8s.io', 'imagepolicy.k8s.io'])
const SECURITY = {
  BearerToken: {type: 'apiKey', description: 'Bearer Token authentication', name: 'authorization', in: 'header'},
}
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1'
const DELETE_OPTIONS = `${META}.DeleteOptions`
const KINDS = 'x-kubernetes-group-version-kind'

/** The type of answers, and its old spelling with @ that client-go asks for. */
const SWAGGER_PROTOBUF: readonly string[] = [
  'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
  'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
]

async function* oneChunk(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

/** What every group has a kind of: a group's document tells of its own and of the core's. */
function withKindsOf(id: string, schemas: JsonObject): JsonObject {
  const own = id.replace(/^apis?\//, '')
  const copy = {...schemas}
  for (const name of [DELETE_OPTIONS, `${META}.WatchEvent`]) {
    const schema = copy[name] as JsonObject | undefined
    const kinds = (schema?.[KINDS] ?? []) as {readonly group: string; readonly version: string}[]
    const kept = kinds.filter(({group, version}) => [own, 'v1'].includes(apiVersionOf(group, version)))
    if (schema) copy[name] = {...schema, [KINDS]: kept as unknown as JsonObject[]}
  }
  return copy
}

function withoutAggregated(schemas: JsonObject): JsonObject {
  const options = schemas[DELETE_OPTIONS] as JsonObject | undefined
  const kinds = options?.[KINDS]
  if (!options || !Array.isArray(kinds)) return schemas
  const kept = (kinds as JsonObject[]).filter((kind) => !AGGREGATED.has(String(kind.group)))
  return {...schemas, [DELETE_OPTIONS]: {...options, [KINDS]: kept}}
}
