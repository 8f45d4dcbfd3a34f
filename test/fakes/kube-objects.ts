import {ApiError} from '../../src/lib/errors/api-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../src/lib/formats/json/value.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../src/lib/ports/kube.js'

export interface KubeObjects {
  readonly kube: KubeClient
  /** Creates or replaces what a user may write; the generation follows the spec, as on an API server. */
  apply(object: KubeObject): KubeObject
  get(kind: string, namespace: string, name: string): KubeObject | undefined
  remove(kind: string, namespace: string, name: string): void
  /** `PATCH Kind/name[/status]` of every write through the client */
  readonly writes: string[]
}

/** Objects in a map behind the few calls that a reconciler makes: get and merge patch. Everything else throws. */
export function kubeObjects(): KubeObjects {
  const objects = new Map<string, KubeObject>()
  const writes: string[] = []
  let version = 0
  const keyOf = (kind: string, namespace: string | undefined, name: string | undefined): string => `${kind}/${namespace}/${name}`
  const put = (object: KubeObject): KubeObject => {
    const stored = {...object, metadata: {...object.metadata, resourceVersion: String(++version)}}
    const {metadata} = stored
    const key = keyOf(object.kind, metadata.namespace, metadata.name)
    if (metadata.deletionTimestamp && !metadata.finalizers?.length) objects.delete(key)
    else objects.set(key, stored)
    return stored
  }
  const get = (ref: ObjectRef): KubeObject => {
    const found = objects.get(keyOf(ref.kind, ref.namespace, ref.name))
    if (found) return found
    const message = `${pluralOf(ref)} "${ref.name}" not found`
    throw new ApiError({kind: 'Status', status: 'Failure', message, reason: 'NotFound', code: 404})
  }
  const kube = {
    server: 'memory',
    get: async (ref: ObjectRef) => get(ref),
    async patch(ref: ObjectRef, patch: {type: string; body: JsonObject}, options: {subresource?: string} = {}) {
      const old = get(ref)
      writes.push(`PATCH ${ref.kind}/${ref.name}${options.subresource ? `/${options.subresource}` : ''}`)
      const wanted = isObject(patch.body['metadata']) ? patch.body['metadata']['resourceVersion'] : undefined
      if (wanted !== undefined && wanted !== old.metadata.resourceVersion) {
        throw new ApiError({
          kind: 'Status',
          status: 'Failure',
          message: 'the object has been modified',
          reason: 'Conflict',
          code: 409,
        })
      }
      const next = merge(old, structuredClone(patch.body)) as KubeObject
      const status = options.subresource === 'status'
      return put(status ? {...old, status: next.status} : {...next, status: old.status})
    },
  } as unknown as KubeClient
  return {
    kube,
    writes,
    apply(object) {
      const {namespace, name} = object.metadata
      const old = objects.get(keyOf(object.kind, namespace, name))
      const same = JSON.stringify(old?.spec) === JSON.stringify(object.spec)
      const generation = (old?.metadata.generation ?? 0) + (same ? 0 : 1)
      const annotations =
        old || object.metadata.annotations ? {...old?.metadata.annotations, ...object.metadata.annotations} : undefined
      const metadata = {uid: 'u1', finalizers: old?.metadata.finalizers, ...object.metadata, annotations, generation}
      return put({...object, metadata, status: old?.status ?? object.status})
    },
    get: (kind, namespace, name) => objects.get(keyOf(kind, namespace, name)),
    remove(kind, namespace, name) {
      const old = objects.get(keyOf(kind, namespace, name))
      if (old) put({...old, metadata: {...old.metadata, deletionTimestamp: '2026-01-01T00:00:00Z'}})
    },
  }
}

function pluralOf(ref: ObjectRef): string {
  const [group = ''] = ref.apiVersion.includes('/') ? ref.apiVersion.split('/') : []
  const plural = ref.kind === 'GitRepository' ? 'gitrepositories' : `${ref.kind.toLowerCase()}s`
  return group === '' ? plural : `${plural}.${group}`
}

function merge(old: JsonValue | undefined, patch: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(patch)) return patch
  const result: JsonObject = isObject(old) ? {...old} : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = merge(result[key], value)
  }
  return result
}
