import type {KindRef, KubeCache, KubeObject} from '../../ports/kube.js'
import type {Log} from '../../ports/observe.js'

/** The identity of one piece of work. */
export interface ObjectKey {
  readonly namespace: string
  readonly name: string
}

/** What a run came to (DESIGN 4 "Reconciler"). */
export interface Outcome {
  readonly result: 'success' | 'noop' | 'waiting' | 'stalled' | 'failed'
  /**
   * interval: after the object's `spec.interval`, jittered; backoff: through the rate limiter, as an error;
   * now: through the rate limiter, not as an error (750 ms the first time); never: only on a trigger; ms: after that long.
   */
  readonly requeue: 'interval' | 'backoff' | 'now' | 'never' | {readonly ms: number}
  /** kept for metrics and logs when the run failed */
  readonly error?: unknown
}

/** Why a run was queued; the last one of several that were folded together. */
export interface Trigger {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** What a run gets besides its Context. */
export interface Run {
  readonly key: ObjectKey
  readonly log: Log
  /** aborts when the controller stops */
  readonly signal: AbortSignal
  /** The object as the shared cache has it, which may be older than what this controller wrote last. */
  cached?(): KubeObject | undefined
  /** Set as soon as a watch queues the same key again while this run is going on. */
  superseded(): Trigger | undefined
  /** Calls back once when that happens; returns the way to stop listening. */
  onSuperseded(listener: (trigger: Trigger) => void): () => void
}

/** Changes of other objects that queue keys of this controller, as data. */
export interface WatchSpec {
  readonly kind: KindRef
  readonly metadataOnly?: boolean
  readonly labelSelector?: string
  /** default: every change passes */
  readonly predicate?: (old: KubeObject | undefined, now: KubeObject | undefined) => boolean
  /** `own` is the cache of the controller's primary kind */
  readonly mapToKeys: (object: KubeObject, own: KubeCache) => readonly ObjectKey[]
  /** The kind may be absent from the server (a CRD not installed): then the watch starts when it appears. */
  readonly optional?: boolean
}

/** One controller: its primary kind, what else it watches, and one level-based run. */
export interface Reconciler {
  /** e.g. `kustomize-controller` */
  readonly controller: string
  readonly kind: KindRef
  /** indexes over the primary kind's cache, usable in `mapToKeys` */
  readonly indexes?: Readonly<Record<string, (object: KubeObject) => readonly string[]>>
  /** filters changes of the primary kind; default: generation or requestedAt changed, or created or deleted */
  readonly predicate?: (old: KubeObject | undefined, now: KubeObject | undefined) => boolean
  readonly watches: readonly WatchSpec[]
  reconcile(run: Run): Promise<Outcome>
}
