import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {ControlEnv, LocalController} from '../hooks.js'
import {type Core, timestamp} from '../rest/core.js'
import {type InternalClient, isRace} from './local-client.js'
import {Worklist} from './worklist.js'

const NAMESPACES = '/namespaces'

interface Remaining {
  readonly objects: ReadonlyMap<string, number>
  readonly finalizers: ReadonlyMap<string, number>
}

/** Empties a Namespace that is being deleted, reports what is left, and lets it go when nothing is. */
export function startNamespaceController(core: Core, client: InternalClient, env: ControlEnv): LocalController {
  const list = new Worklist(env, 'namespace-controller', (name) => terminate(core, client, name))
  const ending = (object: KubeObject | undefined) => object?.metadata.deletionTimestamp !== undefined
  const stop = core.store.subscribe((collection, {old, now}) => {
    if (collection === NAMESPACES) {
      if (now && ending(now)) list.add(now.metadata.name ?? '')
    } else if (old && !now) {
      const namespace = old.metadata.namespace
      if (namespace !== undefined && ending(core.store.collection(NAMESPACES).get(`/${namespace}`))) list.add(namespace)
    }
  })
  for (const object of core.store.collection(NAMESPACES).values()) if (ending(object)) list.add(object.metadata.name ?? '')
  return {
    close() {
      stop()
      list.close()
    },
  }
}

function terminate(core: Core, client: InternalClient, name: string): void {
  const namespace = client.get('v1', 'Namespace', undefined, name)
  if (!namespace || namespace.metadata.deletionTimestamp === undefined) return
  if (!holds(namespace)) return
  deleteContent(core, client, name)
  const remaining = contentOf(core, name)
  const current = client.get('v1', 'Namespace', undefined, name)
  if (!current) return
  const status = {
    ...(isObject(current.status) ? current.status : {}),
    conditions: conditions(current, remaining, core.clock.now()),
  }
  client.updateNow({...current, status}, {subresource: 'status'})
  if (remaining.objects.size === 0) finalize(client, name)
}

function holds(namespace: KubeObject): boolean {
  const spec = isObject(namespace.spec) ? namespace.spec : {}
  return Array.isArray(spec.finalizers) && spec.finalizers.includes('kubernetes')
}

function finalize(client: InternalClient, name: string): void {
  const current = client.get('v1', 'Namespace', undefined, name)
  if (!current) return
  const spec = isObject(current.spec) ? current.spec : {}
  const kept = (Array.isArray(spec.finalizers) ? spec.finalizers : []).filter((finalizer) => finalizer !== 'kubernetes')
  client.updateNow({...current, spec: kept.length > 0 ? {finalizers: kept} : {}}, {subresource: 'finalize'})
}

function deleteContent(core: Core, client: InternalClient, name: string): void {
  for (const id of core.store.ids()) {
    const collection = core.store.collection(id)
    for (const key of collection.sortedKeys(name)) {
      const object = collection.get(key)
      if (!object || object.metadata.deletionTimestamp !== undefined) continue
      try {
        client.deleteNow(
          {apiVersion: object.apiVersion, kind: object.kind, namespace: name, name: object.metadata.name ?? ''},
          {propagationPolicy: 'Background'},
        )
      } catch (error) {
        if (!isRace(error)) throw error
      }
    }
  }
}

function contentOf(core: Core, name: string): Remaining {
  const objects = new Map<string, number>()
  const finalizers = new Map<string, number>()
  for (const id of core.store.ids()) {
    const collection = core.store.collection(id)
    const keys = collection.sortedKeys(name)
    if (keys.length === 0) continue
    const [group, resource] = [id.slice(0, id.indexOf('/')), id.slice(id.indexOf('/') + 1)]
    objects.set(`${resource}.${group}`, keys.length)
    for (const key of keys) {
      for (const finalizer of collection.get(key)?.metadata.finalizers ?? []) {
        finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1)
      }
    }
  }
  return {objects, finalizers}
}

function conditions(namespace: KubeObject, remaining: Remaining, now: number): JsonObject[] {
  const old = isObject(namespace.status) && Array.isArray(namespace.status.conditions) ? namespace.status.conditions : []
  const left = [...remaining.objects].map(([what, count]) => `${what} has ${count} resource instances`)
  const held = [...remaining.finalizers].map(([what, count]) => `${what} in ${count} resource instances`)
  const wanted: (readonly [string, string, string, string])[] = [
    ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered'],
    ['NamespaceDeletionGroupVersionParsingFailure', 'False', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
    [
      'NamespaceDeletionContentFailure',
      'False',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    left.length > 0
      ? ['NamespaceContentRemaining', 'True', 'SomeResourcesRemain', `Some resources are remaining: ${left.sort().join(', ')}`]
      : ['NamespaceContentRemaining', 'False', 'ContentRemoved', 'All content successfully removed'],
    held.length > 0
      ? [
          'NamespaceFinalizersRemaining',
          'True',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${held.sort().join(', ')}`,
        ]
      : ['NamespaceFinalizersRemaining', 'False', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
  ]
  return wanted.map(([type, status, reason, message]) => {
    const before = old.find((condition): condition is JsonObject => isObject(condition) && condition.type === type)
    const same = before?.status === status && before.reason === reason && before.message === message
    return {type, status, lastTransitionTime: same ? before.lastTransitionTime : timestamp(now), reason, message}
  })
}
