import type {JsonObject, JsonValue} from '../formats/json/value.js'

/** metadata of any Kubernetes object; fields that are not named here are kept as they are. */
export type ObjectMeta = {
  name?: string
  namespace?: string
  generateName?: string
  uid?: string
  resourceVersion?: string
  generation?: number
  creationTimestamp?: string
  deletionTimestamp?: string
  labels?: {[key: string]: string}
  annotations?: {[key: string]: string}
  finalizers?: string[]
  ownerReferences?: OwnerReference[]
  managedFields?: ManagedFieldsEntry[]
  [key: string]: JsonValue | undefined
}

export type OwnerReference = {
  apiVersion: string
  kind: string
  name: string
  uid: string
  controller?: boolean
  blockOwnerDeletion?: boolean
}

export type ManagedFieldsEntry = {
  manager?: string
  operation?: string
  apiVersion?: string
  time?: string
  fieldsType?: string
  fieldsV1?: JsonObject
  subresource?: string
}

/** Any Kubernetes object as plain JSON. Objects handed out by a KubeClient are deeply frozen: change a copy. */
export type KubeObject = {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  [key: string]: JsonValue | undefined
}

/** A kind as users write it: `{apiVersion: 'apps/v1', kind: 'Deployment'}`. */
export interface KindRef {
  readonly apiVersion: string
  readonly kind: string
}

/** One object; `namespace` is left out for cluster-scoped kinds. */
export interface ObjectRef extends KindRef {
  readonly namespace?: string | undefined
  readonly name: string
}

/** What discovery says about one kind. */
export interface ApiResource {
  readonly group: string
  readonly version: string
  readonly kind: string
  /** plural, as in URLs */
  readonly resource: string
  readonly singular: string
  readonly namespaced: boolean
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly verbs: readonly string[]
  readonly subresources: readonly string[]
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** `status`, `scale`, `token`, ... */
  readonly subresource?: string | undefined
}

export interface ListOptions extends CallOptions {
  /** absent: all namespaces */
  readonly namespace?: string | undefined
  readonly labelSelector?: string | undefined
  readonly fieldSelector?: string | undefined
  readonly limit?: number | undefined
  readonly continue?: string | undefined
  readonly resourceVersion?: string | undefined
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan' | undefined
  /** PartialObjectMetadata instead of whole objects */
  readonly metadataOnly?: boolean | undefined
}

export interface WriteOptions extends CallOptions {
  readonly fieldManager?: string | undefined
  readonly dryRun?: boolean | undefined
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore' | undefined
}

export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string
  readonly force?: boolean | undefined
}

export interface DeleteOptions extends CallOptions {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' | undefined
  readonly gracePeriodSeconds?: number | undefined
  readonly preconditions?: {uid?: string; resourceVersion?: string} | undefined
  readonly dryRun?: boolean | undefined
}

export type Patch =
  | {readonly type: 'json'; readonly body: JsonValue[]}
  | {readonly type: 'merge' | 'strategic' | 'apply'; readonly body: JsonObject}

export interface KubeList {
  readonly items: readonly KubeObject[]
  readonly resourceVersion: string
  readonly continue?: string | undefined
  readonly remainingItemCount?: number | undefined
}

export type WatchEvent =
  | {readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: KubeObject}
  | {readonly type: 'ERROR'; readonly status: JsonObject}

export interface LogOptions extends CallOptions {
  readonly container?: string | undefined
  readonly follow?: boolean | undefined
  readonly tailLines?: number | undefined
  readonly sinceSeconds?: number | undefined
  readonly sinceTime?: string | undefined
  readonly previous?: boolean | undefined
  readonly timestamps?: boolean | undefined
  readonly limitBytes?: number | undefined
  /** called when the server begins to answer, which it may do long before the first byte */
  readonly onAnswer?: (() => void) | undefined
}

/** Whom the API server shall take the caller for; it does the check, not we. */
export interface ImpersonatedUser {
  readonly user: string
  readonly groups?: readonly string[] | undefined
  readonly uid?: string | undefined
}

/**
 * Any kind by apiVersion and kind, as plain JSON. Every method throws `ApiError` with the server's Status;
 * a kind that is not served throws `NoMatchError`.
 */
export interface KubeClient {
  /** Base address of the server, for messages, e.g. `https://127.0.0.1:6443`. */
  readonly server: string
  get(ref: ObjectRef, options?: CallOptions): Promise<KubeObject>
  /** One page (`limit`, `continue`) or, without `limit`, everything, page by page. */
  list(kind: KindRef, options?: ListOptions): Promise<KubeList>
  /** Ends when `signal` aborts. Reconnects by itself; a 410 is thrown as ApiError reason `Expired`. */
  watch(kind: KindRef, options?: ListOptions & {sendInitialEvents?: boolean}): AsyncIterable<WatchEvent>
  create(object: KubeObject, options?: WriteOptions): Promise<KubeObject>
  update(object: KubeObject, options?: WriteOptions): Promise<KubeObject>
  patch(ref: ObjectRef, patch: Patch, options?: WriteOptions & {force?: boolean}): Promise<KubeObject>
  apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject>
  /** The object as the server returned it, or its Status when it is gone at once. */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<JsonObject>
  logs(pod: {namespace: string; name: string}, options?: LogOptions): AsyncIterable<Uint8Array>
  /** Discovery of one kind, cached; asks the server again once before it throws NoMatchError. */
  resourceFor(kind: KindRef, options?: {fresh?: boolean; signal?: AbortSignal}): Promise<ApiResource>
  /** All served resources (preferred and other versions). */
  resources(options?: {fresh?: boolean; signal?: AbortSignal}): Promise<readonly ApiResource[]>
  /** Version document of `/version`. */
  version(options?: CallOptions): Promise<{major: string; minor: string; gitVersion: string}>
  /** Escape hatch: one request as it is. */
  raw(request: KubeRequest): Promise<KubeResponse>
  /** A client of the same server that acts as somebody else; clients are pooled by identity. */
  impersonate(user: ImpersonatedUser): KubeClient
  /** A client of another cluster from kubeconfig text (already cleaned of what is not allowed). */
  connect(kubeconfig: string): KubeClient
}

/** One HTTP request to an API server, over a socket or in-process. */
export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'
  /** absolute path without query, each segment already percent-encoded */
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined
  /** lower-case names */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** sent as JSON unless it is text or bytes; in-process it is passed on without serialising */
  readonly body?: JsonValue | Uint8Array | undefined
  readonly contentType?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface KubeResponse {
  readonly status: number
  /** lower-case names */
  readonly headers: Readonly<Record<string, string>>
  /** parsed JSON; text for other content types; undefined when empty */
  readonly body: JsonValue | undefined
  /** texts of Warning headers, without the code */
  readonly warnings: readonly string[]
}

export type KubeStream = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly chunks: AsyncIterable<Uint8Array>
}

/**
 * The way to one API server as one identity. `adapters/kube` has one over node:https, `adapters/apiserver`
 * one without a socket; the same KubeClient works over both.
 */
export interface KubeTransport {
  readonly server: string
  request(request: KubeRequest): Promise<KubeResponse>
  /** A watch request: parsed events until it ends; a refused one is returned as a response. */
  watch(request: KubeRequest): Promise<{readonly response: KubeResponse} | {readonly events: AsyncIterable<WatchEvent>}>
  /** A response body as bytes (logs). */
  stream(request: KubeRequest): Promise<KubeStream | {readonly response: KubeResponse}>
  impersonate(user: ImpersonatedUser): KubeTransport
  close(): Promise<void>
}

/** A shared informer's read side. Objects are frozen. */
export interface KubeCache {
  readonly kind: KindRef
  get(namespace: string | undefined, name: string): KubeObject | undefined
  list(namespace?: string): readonly KubeObject[]
  /** Objects for which the named index function returned `key`. */
  byIndex(index: string, key: string): readonly KubeObject[]
  /** Calls back for every change after the first sync (old undefined = new, new undefined = deleted); returns the way to stop. */
  onChange(listener: (old: KubeObject | undefined, now: KubeObject | undefined) => void): () => void
  /** Resolves when the first list is in; rejects when the signal aborts. */
  synced(signal?: AbortSignal): Promise<void>
}

export interface CacheOptions {
  readonly labelSelector?: string | undefined
  readonly namespace?: string | undefined
  readonly metadataOnly?: boolean | undefined
  readonly indexes?: Readonly<Record<string, (object: KubeObject) => readonly string[]>> | undefined
  /** The kind may be absent from the server: then the cache counts as synced and empty until it appears. */
  readonly optional?: boolean | undefined
}

/** One shared informer per (kind, selector, full or metadata) per client. */
export interface KubeCaches {
  cache(kind: KindRef, options?: CacheOptions): KubeCache
  /** Stops all watches; caches keep their last content. */
  close(): Promise<void>
}
