import type {KubeObject} from '../../../ports/kube.js'
import {type Core, timestamp} from '../rest/core.js'
import {keyOf} from '../store/store.js'

interface KnownBy {
  readonly manager: string
  /** what another component adds to it */
  readonly finish?: (object: KubeObject, now: string) => KubeObject
}

/** Stores a known good object without the pipeline, unless it is there: there are 170 of them, and every start pays for them. */
export function storeKnown(core: Core, object: KubeObject, by: KnownBy = {manager: 'kube-apiserver'}): void {
  const entry = core.catalog.kind(object.apiVersion, object.kind)!
  const key = keyOf(object.metadata.namespace, object.metadata.name ?? '')
  if (core.store.collection(entry.collection).get(key)) return
  const now = timestamp(core.clock.now())
  const own = core.fields.update(entry, undefined, object, {manager: by.manager, now})
  const managed = by.finish ? by.finish(own, now) : own
  const {name = '', namespace, ...rest} = managed.metadata
  const metadata = {
    name,
    ...(namespace === undefined ? {} : {namespace}),
    uid: core.random.uuid(),
    creationTimestamp: now,
    ...rest,
  }
  core.store.put(entry.collection, key, {...managed, metadata})
}
