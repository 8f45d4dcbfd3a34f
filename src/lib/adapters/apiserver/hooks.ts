import type {JsonObject, JsonValue} from '../../formats/json/value.js'
import type {Clock, Random, Tasks} from '../../ports/clock.js'
import type {ApiResource, KubeObject, WriteOptions} from '../../ports/kube.js'
import type {Log} from '../../ports/observe.js'
import type {SchemaNode} from '../../schema/node.js'

/*
 * What the sub-rooms plug into the server's core. Everything here is synchronous and pure but for what `env`
 * gives: objects come in deeply frozen and go out as new values that share what did not change. Refusals are
 * thrown as ApiError (see status.ts for the constructors with the server's exact texts).
 */

/** One version of one kind as the server serves it: built-in or from a CRD. */
export interface ServedResource extends ApiResource {
  readonly listKind: string
  /** `group/version`, or `v1` for the core group */
  readonly apiVersion: string
  /** structural schema of this version; undefined = free-form */
  readonly schema: SchemaNode | undefined
  /** set for custom resources: the CRD it comes from (frozen) and the entry of `spec.versions` */
  readonly crd?: {readonly object: KubeObject; readonly version: JsonObject} | undefined
}

/** One entry of a list of validation failures, as field.Error of apimachinery. */
export interface FieldError {
  /** `FieldValueInvalid`, `FieldValueRequired`, `FieldValueForbidden`, `FieldValueNotSupported`, `FieldValueDuplicate`, ... */
  readonly reason: string
  /** `spec.template.spec.containers[0].name` */
  readonly field: string
  /** without the field: `Invalid value: "x": must be ...`, `Required value` */
  readonly message: string
}

/** Something that is kept about all stored objects of a kind, so that nobody has to look through them. */
export interface ObjectIndex {
  /** One change, or one object that was there before (`old` undefined). */
  change(old: KubeObject | undefined, now: KubeObject | undefined): void
}

/** What rules may know of the world and of the request. */
export interface RuleEnv {
  /** milliseconds of the server's clock */
  readonly now: number
  readonly random: Random
  /** a rehearsal: nothing is given out, so addresses and ports are stand-ins */
  readonly dryRun?: boolean
  /** absent for the main resource */
  readonly subresource?: string | undefined
  /** uid that the object has or is given (creates) */
  readonly uid?: string | undefined
  readonly user: {
    readonly name: string
    readonly uid?: string | undefined
    readonly groups: readonly string[]
    readonly extra?: Readonly<Record<string, readonly string[]>> | undefined
  }
  /** a warning besides those that a kind's `warnings` gives, told even when the write is refused */
  warn(text: string): void
  /** any stored object, for rules that look elsewhere (service account, limit range, storage class, priority class...) */
  lookup(apiVersion: string, kind: string, namespace: string | undefined, name: string): KubeObject | undefined
  list(apiVersion: string, kind: string, namespace?: string): readonly KubeObject[]
  /** The server's one index that `make` gives: made when first asked for, told every change from then on. */
  index<T extends ObjectIndex>(apiVersion: string, kind: string, make: () => T): T
}

/** A body as the server's decoder read it. */
export interface Decoded {
  readonly object: KubeObject
  /** texts of the strict decoder, in its order: `unknown field "spec.foo"`; duplicates come from the core */
  readonly strict: readonly string[]
}

/**
 * Decoding, defaulting, kind strategies and validation (folder `validation/`, on top of `schema`). The core calls them in the
 * order decode, defaults, [fields manager], admitCreate, prepare*, validate*; generation, status reset on the main resource and
 * spec reset on `status` (for kinds with that subresource) are the core's.
 */
export interface ObjectRules {
  /**
   * Wrong JSON types throw ApiError 400 with the decoder's text; unknown fields are dropped (pruned for CRs) and named.
   * What `body` shares with `live`, a decoded object of the kind, is not looked at again.
   */
  decode(resource: ServedResource, body: KubeObject, live?: KubeObject): Decoded
  /** Defaults of this version; the same object when nothing is missing. Idempotent. */
  defaults(resource: ServedResource, object: KubeObject): KubeObject
  /** What built-in mutating admission fills into a new object, before webhooks and policies see it. Idempotent; throws ApiError. */
  admitCreate(resource: ServedResource, object: KubeObject, env: RuleEnv): KubeObject
  /** What the kind's strategy changes before a create is validated. */
  prepareCreate(resource: ServedResource, object: KubeObject, env: RuleEnv): KubeObject
  prepareUpdate(resource: ServedResource, object: KubeObject, old: KubeObject, env: RuleEnv): KubeObject
  /** All failures of a create in the server's order, metadata included. */
  validateCreate(resource: ServedResource, object: KubeObject, env: RuleEnv): readonly FieldError[]
  /** Also immutable fields and transition rules; `env.subresource` says which part may change. */
  validateUpdate(resource: ServedResource, object: KubeObject, old: KubeObject, env: RuleEnv): readonly FieldError[]
  /** Texts of Warning headers (deprecated fields, unusual values). */
  warnings(resource: ServedResource, object: KubeObject, old: KubeObject | undefined): readonly string[]
}

/** Who writes, for managedFields. */
export interface FieldWrite {
  readonly manager: string
  readonly subresource?: string | undefined
  /** RFC 3339 seconds */
  readonly now: string
}

/** managedFields and server-side apply (folder `ssa/`). */
export interface FieldManager {
  /**
   * After a create, update or non-apply patch: `next` with managedFields that say what `write.manager` changed from `live`
   * (undefined on create). `next.metadata.managedFields` as the client sent it (`[]` or `[{}]` = reset) decides which entries are kept.
   * Reset fields (status on the main resource, spec on `status`...) are left out of the sets.
   */
  update(resource: ServedResource, live: KubeObject | undefined, next: KubeObject, write: FieldWrite): KubeObject
  /**
   * Server-side apply of `applied` (decoded, not defaulted) over `live`, or over nothing. Returns the merged object with
   * managedFields, not defaulted; `live` itself when nothing changed at all. Throws ApiError: 409 with causes on conflict, 400/422 on bad input.
   */
  apply(
    resource: ServedResource,
    live: KubeObject | undefined,
    applied: KubeObject,
    write: FieldWrite & {readonly force: boolean},
  ): KubeObject
  /** `patch` laid over an object as server-side apply would, without anybody owning it. Throws Error with the server's words. */
  merge(resource: ServedResource, object: KubeObject, patch: JsonObject): KubeObject
}

/** Patches of the other three kinds (folder `patch/`): the patched object as plain JSON, before decoding. */
export interface Patcher {
  json(resource: ServedResource, live: KubeObject, operations: JsonValue): JsonObject
  merge(resource: ServedResource, live: KubeObject, patch: JsonValue): JsonObject
  strategic(resource: ServedResource, live: KubeObject, patch: JsonValue): JsonObject
}

/** What an in-process controller may do: reads are live and cost nothing; writes go through the whole pipeline. */
export interface LocalClient {
  get(apiVersion: string, kind: string, namespace: string | undefined, name: string): KubeObject | undefined
  list(apiVersion: string, kind: string, namespace?: string): readonly KubeObject[]
  /** Objects whose metadata.ownerReferences hold this uid. */
  ownedBy(uid: string): readonly KubeObject[]
  /**
   * Called after each committed change (old undefined = created, now undefined = gone), first for all that exists
   * (old undefined). Never from within a write of the caller: always in a later microtask. Returns the way to stop.
   */
  watch(
    apiVersion: string,
    kind: string,
    listener: (old: KubeObject | undefined, now: KubeObject | undefined) => void,
  ): () => void
  create(object: KubeObject, options?: WriteOptions): Promise<KubeObject>
  update(object: KubeObject, options?: WriteOptions): Promise<KubeObject>
  /** JSON merge patch. */
  patch(
    ref: {apiVersion: string; kind: string; namespace?: string | undefined; name: string},
    patch: JsonObject,
    options?: WriteOptions,
  ): Promise<KubeObject>
  delete(
    ref: {apiVersion: string; kind: string; namespace?: string | undefined; name: string},
    options?: {propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'; uid?: string; gracePeriodSeconds?: number},
  ): Promise<void>
}

/** What the server's own controllers stand on. */
export interface ControlEnv {
  readonly clock: Clock
  readonly random: Random
  readonly tasks: Tasks
  readonly log: Log
}

/** What simulated workloads (folder `workloads/`) stand on. */
export interface ControllerEnv extends ControlEnv {
  /** a client with this User-Agent and user, e.g. `clientFor('kube-controller-manager', 'system:serviceaccount:kube-system:deployment-controller')` */
  clientFor(userAgent: string, user: string): LocalClient
}

/** A controller that runs inside the server until it is closed; closing cancels its timers. */
export interface LocalController {
  close(): void
}
