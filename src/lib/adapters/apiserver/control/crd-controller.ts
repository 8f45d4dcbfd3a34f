import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {ControlEnv, LocalController} from '../hooks.js'
import {type Core, timestamp} from '../rest/core.js'
import {judgeNames} from './crd-names.js'
import {type InternalClient, isRace} from './local-client.js'
import {Worklist} from './worklist.js'

const API = 'apiextensions.k8s.io/v1'
const KIND = 'CustomResourceDefinition'
export const CRDS = 'apiextensions.k8s.io/customresourcedefinitions'
const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io'

/**
 * Accepts names, establishes and serves CRDs, and deletes custom resources with them. Serving is switched at once when the
 * definition is stored; conditions follow in a later turn, as clients of a real server see them.
 */
export function startCrdController(core: Core, client: InternalClient, env: ControlEnv): LocalController {
  const list = new Worklist(env, 'crd-controller', (name) => reconcile(core, client, name))
  const stop = core.store.subscribe((collection, {old, now}) => {
    if (collection === CRDS) {
      const name = (now ?? old)?.metadata.name ?? ''
      serveCrd(core, name, now)
      list.add(name)
      // a name that is given up may be what another one waits for
      if (!now) for (const other of core.store.collection(CRDS).values()) list.add(other.metadata.name ?? '')
    } else if (old && !now && collection.includes('.')) {
      const [group, resource] = collection.split('/')
      const crd = core.store.collection(CRDS).get(`/${resource}.${group}`)
      if (crd?.metadata.deletionTimestamp !== undefined) list.add(crd.metadata.name ?? '')
    }
  })
  for (const crd of core.store.collection(CRDS).values()) {
    serveCrd(core, crd.metadata.name ?? '', crd)
    list.add(crd.metadata.name ?? '')
  }
  return {
    close() {
      stop()
      list.close()
    },
  }
}

function conditionOf(crd: KubeObject, type: string): JsonObject | undefined {
  const status = isObject(crd.status) ? crd.status : {}
  const conditions = Array.isArray(status.conditions) ? status.conditions : []
  return conditions.find((condition): condition is JsonObject => isObject(condition) && condition.type === type)
}

function serveCrd(core: Core, name: string, crd: KubeObject | undefined): void {
  if (crd && conditionOf(crd, 'Established')?.status === 'True') core.catalog.setCrd(crd)
  else core.catalog.removeCrd(name)
}

function reconcile(core: Core, client: InternalClient, name: string): void {
  const crd = client.get(API, KIND, undefined, name)
  if (!crd) return
  if (crd.metadata.deletionTimestamp !== undefined) {
    cleanUp(core, client, crd)
    return
  }
  const spec = crd.spec as JsonObject
  const others = client
    .list(API, KIND)
    .filter((other) => other.metadata.name !== name && (other.spec as JsonObject | undefined)?.group === spec.group)
  const {accepted, conflict} = judgeNames(crd, others)
  const now = timestamp(core.clock.now())
  const established = conditionOf(crd, 'Established')
  let conditions = setCondition(crd, now, [
    'NamesAccepted',
    conflict ? 'False' : 'True',
    conflict?.reason ?? 'NoConflicts',
    conflict?.message ?? 'no conflicts found',
  ])
  if (established?.status !== 'True') {
    conditions = setCondition(
      {...crd, status: {conditions}},
      now,
      conflict
        ? ['Established', 'False', 'NotAccepted', 'not all names are accepted']
        : ['Established', 'True', 'InitialNamesAccepted', 'the initial names have been accepted'],
    )
  }
  const old = isObject(crd.status) ? crd.status : {}
  const status = {...old, conditions, acceptedNames: accepted}
  if (sameValue(status as JsonValue, old)) return
  client.updateNow({...crd, status}, {subresource: 'status'})
}

function setCondition(
  crd: KubeObject,
  now: string,
  [type, status, reason, message]: [string, string, string, string],
): JsonValue[] {
  const before = conditionOf(crd, type)
  const parent = isObject(crd.status) ? crd.status : {}
  const all = Array.isArray(parent.conditions) ? parent.conditions : []
  if (before && before.status === status && before.reason === reason && before.message === message) return all
  const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now
  const next = {type, status, lastTransitionTime, reason, message}
  return before ? all.map((condition) => (condition === before ? next : condition)) : [...all, next]
}

function cleanUp(core: Core, client: InternalClient, crd: KubeObject): void {
  if (!crd.metadata.finalizers?.includes(CLEANUP)) return
  const spec = crd.spec as JsonObject
  const plural = (spec.names as JsonObject).plural
  const collection = core.store.collection(`${String(spec.group)}/${String(plural)}`)
  for (const key of [...collection.sortedKeys()]) deleteInstance(client, collection.get(key))
  if (collection.size > 0) {
    const conditions = setCondition(crd, timestamp(core.clock.now()), [
      'Terminating',
      'True',
      'InstanceDeletionInProgress',
      'CustomResource deletion is in progress',
    ])
    const old = isObject(crd.status) ? crd.status : {}
    client.updateNow({...crd, status: {...old, conditions}}, {subresource: 'status'})
    return
  }
  const finalizers = crd.metadata.finalizers.filter((name) => name !== CLEANUP)
  const {finalizers: _, ...metadata} = crd.metadata
  client.updateNow({...crd, metadata: finalizers.length > 0 ? {...metadata, finalizers} : metadata})
}

function deleteInstance(client: InternalClient, object: KubeObject | undefined): void {
  if (!object || object.metadata.deletionTimestamp !== undefined) return
  const {namespace, name = ''} = object.metadata
  try {
    client.deleteNow({apiVersion: object.apiVersion, kind: object.kind, namespace, name}, {propagationPolicy: 'Background'})
  } catch (error) {
    if (!isRace(error)) throw error
  }
}
