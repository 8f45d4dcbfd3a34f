import {setMaxListeners} from 'node:events'
import type {CacheOptions, KindRef, KubeCaches} from '../../../ports/kube.js'
import {type Informer, type InformerSetup, startInformer} from './informer.js'

/** Shared informers of one client: one per (kind, namespace, selector, full or metadata), started on first use. */
export function createKubeCaches(setup: Omit<InformerSetup, 'signal'>): KubeCaches {
  const informers = new Map<string, Informer>()
  const stop = new AbortController()
  // Every informer listens for the end; node would take that for a leak.
  setMaxListeners(0, stop.signal)
  return {
    cache(kind: KindRef, options: CacheOptions = {}) {
      const {labelSelector, namespace, metadataOnly} = options
      const key = JSON.stringify([kind.apiVersion, kind.kind, labelSelector ?? '', namespace ?? '', metadataOnly === true])
      let informer = informers.get(key)
      if (!informer) informers.set(key, (informer = startInformer({...setup, signal: stop.signal}, kind, options)))
      if (options.indexes) informer.addIndexes(options.indexes)
      return informer
    },
    async close() {
      stop.abort(new Error('the caches are closed'))
      informers.clear()
    },
  }
}
