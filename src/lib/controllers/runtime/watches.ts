import type {KubeCache, KubeCaches, KubeObject} from '../../ports/kube.js'
import type {ObjectKey, Reconciler, Trigger, WatchSpec} from './types.js'

/** The annotation by which people ask for a run. */
const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt'

/** Created, deleted, a new generation, or a new value of the request annotation (its removal does not count). */
export function generationOrRequest(old: KubeObject | undefined, now: KubeObject | undefined): boolean {
  if (!old || !now) return true
  if (old.metadata.generation !== now.metadata.generation) return true
  const requested = now.metadata.annotations?.[REQUESTED_AT]
  return requested !== undefined && requested !== old.metadata.annotations?.[REQUESTED_AT]
}

export interface WatchBinding {
  /** cache of the primary kind */
  readonly own: KubeCache
  /** what is watched, as controller-runtime names it: `*v1.Kustomization` */
  readonly sources: readonly string[]
  /** Waits for every cache, then queues what exists and every change from there on; returns the way to stop. */
  start(signal: AbortSignal): Promise<() => void>
}

/** Turns a reconciler's watches into calls of `enqueue`. */
export function bindWatches(
  reconciler: Reconciler,
  caches: KubeCaches,
  options: {labelSelector?: string | undefined; namespace?: string | undefined},
  enqueue: (key: ObjectKey, trigger: Trigger) => void,
): WatchBinding {
  const own = caches.cache(reconciler.kind, {...options, indexes: reconciler.indexes})
  const others = reconciler.watches.map((watch) => ({
    watch,
    cache: caches.cache(watch.kind, {
      metadataOnly: watch.metadataOnly,
      labelSelector: watch.labelSelector,
      namespace: options.namespace,
      optional: watch.optional,
    }),
  }))
  const sources = [reconciler.kind, ...reconciler.watches.map(({kind}) => kind)].map(({apiVersion, kind}, index) => {
    const metadataOnly = reconciler.watches[index - 1]?.metadataOnly
    return metadataOnly ? `*v1.PartialObjectMetadata[${apiVersion} ${kind}]` : `*${apiVersion.split('/').at(-1)}.${kind}`
  })
  return {
    own,
    // another object of the own kind that is waited for is one watch only
    sources: [...new Set(sources)],
    async start(signal) {
      await Promise.all([own, ...others.map(({cache}) => cache)].map((cache) => cache.synced(signal)))
      const passes = reconciler.predicate ?? generationOrRequest
      const stops = [
        own.onChange((old, now) => {
          const object = now ?? old
          if (object && passes(old, now)) enqueue(keyOf(object), triggerOf(object))
        }),
        ...others.map(({watch, cache}) => cache.onChange((old, now) => follow(watch, own, old, now, enqueue))),
      ]
      for (const object of own.list()) enqueue(keyOf(object), triggerOf(object))
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}

/** A change of another kind queues what its old and its new state map to, each key once. */
function follow(
  watch: WatchSpec,
  own: KubeCache,
  old: KubeObject | undefined,
  now: KubeObject | undefined,
  enqueue: (key: ObjectKey, trigger: Trigger) => void,
): void {
  if (watch.predicate && !watch.predicate(old, now)) return
  const seen = new Set<string>()
  for (const object of [old, now]) {
    if (!object) continue
    for (const key of watch.mapToKeys(object, own)) {
      const text = `${key.namespace}/${key.name}`
      if (seen.has(text)) continue
      seen.add(text)
      enqueue(key, triggerOf(object))
    }
  }
}

function keyOf(object: KubeObject): ObjectKey {
  return {namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? ''}
}

function triggerOf(object: KubeObject): Trigger {
  return {kind: object.kind, ...keyOf(object)}
}
