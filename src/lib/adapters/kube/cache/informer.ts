import {ApiError, NoMatchError} from '../../../errors/api-error.js'
import type {Clock, Random} from '../../../ports/clock.js'
import type {CacheOptions, KindRef, KubeCache, KubeClient, KubeObject} from '../../../ports/kube.js'
import type {Log} from '../../../ports/observe.js'
import {createStore, type IndexFunction} from './store.js'

export interface InformerSetup {
  readonly client: KubeClient
  readonly clock: Pick<Clock, 'sleep' | 'timer'>
  readonly random: Pick<Random, 'float'>
  readonly log: Log
  readonly signal: AbortSignal
}

export interface Informer extends KubeCache {
  addIndexes(indexes: Readonly<Record<string, IndexFunction>>): void
}

type Listener = (old: KubeObject | undefined, now: KubeObject | undefined) => void

/** client-go's reflector: 800 ms to 30 s, doubled, jittered. */
const FIRST_PAUSE = 800
const LONGEST_PAUSE = 30_000
/** How often a kind that is not served is looked for again. */
const ABSENT_PAUSE = 5_000

/** Lists, then watches one kind for as long as `signal` lasts, and lists again when the watch cannot go on. */
export function startInformer(setup: InformerSetup, kind: KindRef, options: CacheOptions): Informer {
  const {client, clock, random, log, signal} = setup
  const store = createStore()
  const listeners = new Set<Listener>()
  let synced = false
  const waiters = new Set<() => void>()

  const tell = (old: KubeObject | undefined, now: KubeObject | undefined) => {
    if (!synced) return
    for (const listener of listeners) {
      try {
        listener(old, now)
      } catch (error) {
        log.error('watch handler failed', error, {kind: kind.kind})
      }
    }
  }
  const put = (object: KubeObject) => {
    const old = store.get(object.metadata.namespace, object.metadata.name ?? '')
    if (old && old.metadata.resourceVersion === object.metadata.resourceVersion && old.metadata.uid === object.metadata.uid)
      return
    store.put(object)
    tell(old, object)
  }
  const remove = (object: KubeObject) => {
    const old = store.remove(object.metadata.namespace, object.metadata.name ?? '')
    // The last state travels with the event: finalizers may have gone since the cached one.
    if (old) tell(object, undefined)
  }
  const markSynced = () => {
    synced = true
    for (const wake of waiters) wake()
    waiters.clear()
  }
  const replace = (objects: readonly KubeObject[]) => {
    const present = new Set(objects.map((object) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`))
    for (const old of store.list()) if (!present.has(`${old.metadata.namespace ?? ''}/${old.metadata.name}`)) remove(old)
    for (const object of objects) put(object)
    markSynced()
  }
  const scope = {
    labelSelector: options.labelSelector,
    namespace: options.namespace,
    metadataOnly: options.metadataOnly,
    signal,
  }
  let pause = FIRST_PAUSE
  const cycle = async () => {
    const list = await client.list(kind, scope)
    replace(list.items)
    for await (const event of client.watch(kind, {...scope, resourceVersion: list.resourceVersion})) {
      pause = FIRST_PAUSE
      if (event.type === 'DELETED') remove(event.object)
      else if (event.type !== 'BOOKMARK' && event.type !== 'ERROR') put(event.object)
    }
  }
  /** Waits as routine work does: a kind that may never come must not keep anybody busy. */
  const routinePause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = clock.timer(ms, end, {interval: true})
      function end() {
        signal.removeEventListener('abort', end)
        timer.cancel()
        resolve()
      }
      signal.addEventListener('abort', end, {once: true})
    })

  const recover = async (error: unknown) => {
    // 410: the version is gone from the server's history; a new list is all it takes.
    if (error instanceof ApiError && error.code === 410) return
    const absent = error instanceof NoMatchError || (error instanceof ApiError && error.code === 404)
    if (absent) for (const old of store.list()) remove(old)
    if (absent && options.optional) markSynced()
    else log.error(`failed to watch ${kind.kind}`, error, {apiVersion: kind.apiVersion})
    if (absent) return routinePause(ABSENT_PAUSE)
    await clock.sleep(pause * (1 + random.float()), signal).catch(() => {})
    pause = Math.min(pause * 2, LONGEST_PAUSE)
  }
  const run = async () => {
    while (!signal.aborted) {
      try {
        await cycle()
      } catch (error) {
        if (!signal.aborted) await recover(error)
      }
    }
  }
  void run()

  return {
    kind,
    get: store.get,
    list: store.list,
    byIndex: store.byIndex,
    addIndexes(indexes) {
      for (const [name, of] of Object.entries(indexes)) store.addIndex(name, of)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    synced: (stop) =>
      new Promise((resolve, reject) => {
        if (synced) return resolve()
        const abort = () => {
          waiters.delete(wake)
          reject((stop?.aborted ? stop : signal).reason)
        }
        const wake = () => {
          stop?.removeEventListener('abort', abort)
          signal.removeEventListener('abort', abort)
          resolve()
        }
        if (signal.aborted || stop?.aborted) return abort()
        waiters.add(wake)
        stop?.addEventListener('abort', abort, {once: true})
        signal.addEventListener('abort', abort, {once: true})
      }),
  }
}
