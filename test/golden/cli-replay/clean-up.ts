import {isNotFound, NoMatchError} from '../../../src/lib/errors/api-error.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../../src/lib/ports/kube.js'
import {type Snapshot, takeSnapshot} from './snapshot.js'

const refOf = ({apiVersion, kind, metadata}: KubeObject): ObjectRef => ({
  ...{apiVersion, kind, namespace: metadata.namespace, name: metadata.name!},
})

/** Brings a cluster back to `base`: what came is deleted, what changed is written back, what went is created anew. */
export async function cleanUp(kube: KubeClient, base: Snapshot): Promise<void> {
  await dropPods(kube)
  for (let attempt = 0; ; attempt++) {
    const now = await takeSnapshot(kube)
    const extra = [...now].filter(([key]) => !base.has(key)).map(([, object]) => object)
    if (extra.length === 0) return await restore(kube, base, now)
    if (attempt === 120) throw new Error(`cannot be cleaned up: ${extra.map(({kind, metadata}) => `${kind}/${metadata.name}`)}`)
    for (const object of extra) await drop(kube, object)
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function dropPods(kube: KubeClient): Promise<void> {
  for (const kind of ['Pod', 'Event']) {
    for (const item of (await kube.list({apiVersion: 'v1', kind})).items) await drop(kube, {...item, apiVersion: 'v1', kind})
  }
  for (const item of (await kube.list({apiVersion: 'v1', kind: 'Node'})).items) {
    await drop(kube, {...item, apiVersion: 'v1', kind: 'Node'})
  }
}

async function drop(kube: KubeClient, object: KubeObject): Promise<void> {
  try {
    if (object.metadata.finalizers?.length) {
      await kube.patch(refOf(object), {type: 'merge', body: {metadata: {finalizers: null}}})
    }
    await kube.delete(refOf(object), {gracePeriodSeconds: 0, propagationPolicy: 'Background'})
  } catch (error) {
    // gone with its namespace or its CRD
    if (!isNotFound(error) && !(error instanceof NoMatchError)) throw error
  }
}

async function restore(kube: KubeClient, base: Snapshot, now: Snapshot): Promise<void> {
  for (const [key, old] of base) {
    const live = now.get(key)
    if (live?.metadata.resourceVersion === old.metadata.resourceVersion) continue
    const {resourceVersion: _, uid: __, managedFields: ___, ...metadata} = old.metadata
    if (!live) await kube.create({...old, metadata})
    else if (differs(live, old))
      await kube.update({...old, metadata: {...metadata, resourceVersion: live.metadata.resourceVersion!}})
  }
}

const differs = (a: KubeObject, b: KubeObject) => essence(a) !== essence(b)

function essence({status: _, metadata, ...rest}: KubeObject): string {
  const {labels = {}, annotations = {}} = metadata
  return JSON.stringify([labels, annotations, rest])
}
