import {FluxError} from '../../errors/flux-error.js'
import {freezeDeep} from '../../formats/json/freeze.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {Clock, Random} from '../../ports/clock.js'
import type {
  ImpersonatedUser,
  KindRef,
  KubeClient,
  KubeObject,
  KubeRequest,
  KubeResponse,
  KubeTransport,
  Patch,
} from '../../ports/kube.js'
import {unreadableWords} from './answer-words.js'
import {createDiscovery, type Discovery} from './discovery.js'
import {failureOf} from './failure.js'
import {listAll} from './list.js'
import {confirmedObject} from './object-shape.js'
import {resourcePath, splitApiVersion} from './paths.js'
import {keyOf, type PathResource, type Places, readExpected} from './read.js'
import {withoutSecretValues, wordsWithout} from './secret-words.js'
import {watchEvents} from './watch.js'

export interface KubeClientOptions {
  readonly transport: KubeTransport
  readonly clock: Pick<Clock, 'sleep'>
  readonly random: Pick<Random, 'float'>
  /** Product word of the User-Agent; the API server takes its part before `/` for the default field manager. */
  readonly userAgent?: string | undefined
  /** A way to another cluster (`connect`); without it `connect` throws. */
  readonly open?: ((kubeconfig: string) => KubeTransport) | undefined
  readonly onWarning?: ((text: string) => void) | undefined
  /** Where objects of a kind are expected to be: reads go there at once, before the server was asked what it serves. */
  readonly expected?: ((kind: KindRef) => PathResource | undefined) | undefined
}

const PATCH_TYPES: Readonly<Record<Patch['type'], string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
}
const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json'
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json'

/** A client over `transport`; everything it hands out is frozen. */
export function createKubeClient(options: KubeClientOptions): KubeClient {
  const places = {expected: options.expected ?? (() => undefined), confirmed: new Map<string, PathResource>()}
  return clientOver(options, {discovery: createDiscovery(options.transport, () => places.confirmed.size > 0), places}, new Map())
}

interface Server {
  readonly discovery: Discovery
  readonly places: Places
}

/** `pool` holds the derived clients; they share what is known of their server. */
function clientOver(options: KubeClientOptions, server: Server, pool: Map<string, KubeClient>): KubeClient {
  const {discovery, places} = server
  const {transport} = options
  const headers = (accept?: string) => ({
    accept: accept ?? 'application/json',
    ...(options.userAgent === undefined ? {} : {'user-agent': options.userAgent}),
  })

  const send = async (request: KubeRequest, what: string, apiVersion?: string): Promise<JsonObject> => {
    const response = await transport.request(request)
    const secret = isSecretWrite(request)
    for (const warning of response.warnings) options.onWarning?.(secret ? wordsWithout(request.body)(warning) : warning)
    if (response.status >= 200 && response.status < 300) return contentOf(request, response)
    // A 404 without a Status is a path that the server does not know: the kind is gone.
    if (response.status === 404 && !isObject(response.body) && apiVersion) {
      discovery.forget(apiVersion)
      forgetPlaces(places, apiVersion)
    }
    const body = secret && isObject(response.body) ? withoutSecretValues(response.body, request.body) : response.body
    throw failureOf({...response, body}, what)
  }
  const placeOf = async (kind: KindRef): Promise<PathResource> => places.confirmed.get(keyOf(kind)) ?? discovery.resourceFor(kind)
  const dry = (dryRun: boolean | undefined) => (dryRun ? 'All' : undefined)

  const client: KubeClient = {
    server: transport.server,
    async get(ref, call) {
      const read = async (resource: PathResource) => {
        const path = resourcePath(ref, resource, {...ref, subresource: call?.subresource})
        const request: KubeRequest = {method: 'GET', path, headers: headers(), signal: call?.signal}
        return send(request, `get ${nameOf(resource, ref)} ${ref.name}`, ref.apiVersion)
      }
      const body = await readExpected(ref, places, discovery, read, ({kind}) => kind === ref.kind)
      return call?.subresource === undefined ? confirmedObject(body, ref) : (body as KubeObject)
    },
    async list(kind, list = {}) {
      const page = (query: KubeRequest['query']) => {
        const read = async (resource: PathResource) => {
          const path = resourcePath(kind, resource, {namespace: list.namespace})
          const accept = list.metadataOnly ? METADATA_LIST : undefined
          const request: KubeRequest = {method: 'GET', path, query, headers: headers(accept), signal: list.signal}
          return send(request, `get ${nameOf(resource, kind)}`, kind.apiVersion)
        }
        return readExpected(kind, places, discovery, read, (body) => /List$/.test(String(body['kind'])))
      }
      return listAll(kind, list, page)
    },
    async *watch(kind, watch = {}) {
      const resource = await discovery.resourceFor(kind)
      const request: KubeRequest = {
        method: 'GET',
        path: resourcePath(kind, resource, {namespace: watch.namespace}),
        query: {
          watch: 'true',
          allowWatchBookmarks: 'true',
          resourceVersion: watch.resourceVersion,
          resourceVersionMatch: watch.sendInitialEvents ? 'NotOlderThan' : watch.resourceVersionMatch,
          sendInitialEvents: watch.sendInitialEvents ? 'true' : undefined,
          labelSelector: watch.labelSelector,
          fieldSelector: watch.fieldSelector,
        },
        headers: headers(watch.metadataOnly ? METADATA : undefined),
        signal: watch.signal,
      }
      yield* watchEvents(options, kind, request, watch.signal)
    },
    async create(object, write) {
      const resource = await placeOf(object)
      const name = write?.subresource ? object.metadata.name : undefined
      const path = resourcePath(object, resource, {namespace: object.metadata.namespace, name, subresource: write?.subresource})
      const query = {fieldManager: write?.fieldManager, dryRun: dry(write?.dryRun), fieldValidation: write?.fieldValidation}
      const request: KubeRequest = {method: 'POST', path, query, body: object, headers: headers(), signal: write?.signal}
      return (await send(request, `post ${nameOf(resource, object)}`, object.apiVersion)) as KubeObject
    },
    async update(object, write) {
      const resource = await placeOf(object)
      const {name = '', namespace} = object.metadata
      const path = resourcePath(object, resource, {namespace, name, subresource: write?.subresource})
      const query = {fieldManager: write?.fieldManager, dryRun: dry(write?.dryRun), fieldValidation: write?.fieldValidation}
      const request: KubeRequest = {method: 'PUT', path, query, body: object, headers: headers(), signal: write?.signal}
      return (await send(request, `put ${nameOf(resource, object)} ${name}`, object.apiVersion)) as KubeObject
    },
    async patch(ref, patch, write) {
      const resource = await placeOf(ref)
      const request: KubeRequest = {
        method: 'PATCH',
        path: resourcePath(ref, resource, {...ref, subresource: write?.subresource, unplaced: true}),
        query: {
          fieldManager: write?.fieldManager,
          force: write?.force === undefined ? undefined : String(write.force),
          dryRun: dry(write?.dryRun),
          fieldValidation: write?.fieldValidation,
        },
        body: patch.body,
        contentType: PATCH_TYPES[patch.type],
        headers: headers(),
        signal: write?.signal,
      }
      return (await send(request, `patch ${nameOf(resource, ref)} ${ref.name}`, ref.apiVersion)) as KubeObject
    },
    apply(object, {force, ...write}) {
      const {name = '', namespace} = object.metadata
      const ref = {apiVersion: object.apiVersion, kind: object.kind, namespace, name}
      return client.patch(ref, {type: 'apply', body: object}, {...write, force: force ?? false})
    },
    async delete(ref, del = {}) {
      const resource = await placeOf(ref)
      const body: JsonObject = {
        kind: 'DeleteOptions',
        apiVersion: 'v1',
        propagationPolicy: del.propagationPolicy,
        gracePeriodSeconds: del.gracePeriodSeconds,
        preconditions: del.preconditions,
        dryRun: del.dryRun ? ['All'] : undefined,
      }
      const path = resourcePath(ref, resource, {...ref, subresource: del.subresource})
      const request: KubeRequest = {method: 'DELETE', path, body, headers: headers(), signal: del.signal}
      return send(request, `delete ${nameOf(resource, ref)} ${ref.name}`, ref.apiVersion)
    },
    async *logs(pod, logs = {}) {
      const {signal, onAnswer, ...parameters} = logs
      const query = Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, value === undefined ? undefined : String(value)]),
      )
      const path = `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/log`
      const answer = await transport.stream({method: 'GET', path, query, headers: headers('*/*'), signal})
      onAnswer?.()
      // a Pod that was never scheduled has no content at all
      if ('response' in answer && answer.response.status === 204) return
      if ('response' in answer) throw failureOf(answer.response, `get pods ${pod.name}`)
      yield* answer.chunks
    },
    resourceFor: (kind, find) => discovery.resourceFor(kind, find),
    resources: (find) => discovery.resources(find),
    async version(call) {
      const version = await send({method: 'GET', path: '/version', headers: headers(), signal: call?.signal}, 'get /version')
      return version as {major: string; minor: string; gitVersion: string}
    },
    raw: (request) => transport.request({...request, headers: {...headers(), ...request.headers}}),
    impersonate: (user) =>
      pooled(pool, identity(user), () => clientOver({...options, transport: transport.impersonate(user)}, server, new Map())),
    connect(kubeconfig) {
      const {open} = options
      if (!open) throw new Error('this client cannot connect to other clusters')
      return pooled(pool, `kubeconfig ${kubeconfig}`, () => createKubeClient({...options, transport: open(kubeconfig)}))
    },
  }
  return client
}

function forgetPlaces({confirmed}: Places, apiVersion: string): void {
  for (const key of confirmed.keys()) if (key.startsWith(`${apiVersion} `)) confirmed.delete(key)
}

/** As client-go names a resource: `kustomizations.kustomize.toolkit.fluxcd.io`. */
function nameOf({resource}: PathResource, {apiVersion}: {readonly apiVersion: string}): string {
  const {group} = splitApiVersion(apiVersion)
  return group === '' ? resource : `${resource}.${group}`
}

/** @throws FluxError `no-object` when a read brought something else */
function contentOf({method}: KubeRequest, response: KubeResponse): JsonObject {
  if (isObject(response.body)) return freezeDeep(response.body)
  const unreadable = method === 'GET' ? unreadableWords(response) : undefined
  if (unreadable !== undefined) throw new FluxError('no-object', unreadable)
  return {}
}

function isSecretWrite({body, path}: KubeRequest): boolean {
  return body !== undefined && /^\/api\/v1\/(namespaces\/[^/]+\/)?secrets(\/|$)/.test(path)
}

function identity(user: ImpersonatedUser): string {
  return `user ${JSON.stringify([user.user, user.groups ?? [], user.uid ?? ''])}`
}

function pooled(pool: Map<string, KubeClient>, key: string, make: () => KubeClient): KubeClient {
  let client = pool.get(key)
  if (!client) pool.set(key, (client = make()))
  return client
}
