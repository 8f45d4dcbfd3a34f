import type {KubeObject} from '../../../ports/kube.js'
import {type Core, timestamp} from '../rest/core.js'
import {keyOf} from '../store/store.js'

/** Adds managedFields, and what else depends on the time. */
type Manage = (object: KubeObject, now: string) => KubeObject

/** Stores a known good object without the pipeline, unless it is there: there are 170 of them, and every start pays for them. */
export function storeKnown(core: Core, object: KubeObject, manage?: Manage): void {
  const entry = core.catalog.kind(object.apiVersion, object.kind)!
  const key = keyOf(object.metadata.namespace, object.metadata.name ?? '')
  if (core.store.collection(entry.collection).get(key)) return
  const now = timestamp(core.clock.now())
  const managed = manage ? manage(object, now) : core.fields.update(entry, undefined, object, {manager: 'kube-apiserver', now})
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
