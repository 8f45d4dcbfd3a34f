import type {KubeObject, ManagedFieldsEntry} from '../../../ports/kube.js'
import type {Manager} from './manager.js'
import {entriesOf, ManagersCodec} from './managers.js'
import type {Element} from './sets/element.js'
import {difference, type FieldSet, has, isEmpty, setOf} from './sets/field-set.js'

/**
 * Where each version of a kind keeps its replicas, as path elements (`['f:spec', 'f:replicas']`); null for a version without the
 * scale subresource. Entries of versions that are not named are passed over.
 */
export type ReplicasPaths = Readonly<Record<string, readonly Element[] | null>>

const scaleVersion = 'autoscaling/v1'
const scalePath: readonly Element[] = ['f:spec', 'f:replicas']
const scaleSet: FieldSet = setOf(scalePath)

/** managedFields that a Scale shows for its parent: one entry per manager that owns the replicas. */
export function scaleEntries(parent: KubeObject, paths: ReplicasPaths): ManagedFieldsEntry[] {
  const codec = new ManagersCodec()
  const out = new Map<string, Manager>()
  for (const [identity, manager] of codec.decode(entriesOf(parent))) {
    const path = paths[manager.apiVersion]
    if (path && has(manager.set, path)) out.set(identity, {...manager, apiVersion: scaleVersion, set: scaleSet})
  }
  return codec.encode(out, undefined)
}

/**
 * managedFields of the parent after a write to its Scale at the parent's version: who lost the replicas there
 * loses them here, who gained them owns them with subresource `scale` (without a time, as on the real server).
 */
export function parentEntries(
  parent: KubeObject,
  scale: readonly ManagedFieldsEntry[],
  apiVersion: string,
  paths: ReplicasPaths,
): ManagedFieldsEntry[] {
  const codec = new ManagersCodec()
  const left = new Map(codec.decode(scale))
  const before = codec.decode(entriesOf(parent))
  const out = new Map<string, Manager>()
  for (const [identity, manager] of before) {
    const kept = keep(identity, manager, paths, left)
    if (kept) out.set(identity, kept)
  }
  const path = paths[apiVersion]
  for (const [identity, manager] of left) {
    if (!path || !has(manager.set, scalePath)) continue
    out.set(identity, {...manager, apiVersion, set: setOf(path), time: before.get(identity)?.time})
  }
  return codec.encode(out, entriesOf(parent))
}

/** An updater's identity has the Scale's version in `scale`, so only appliers are found there; the others give up the replicas. */
function keep(identity: string, manager: Manager, paths: ReplicasPaths, scale: Map<string, Manager>): Manager | undefined {
  const path = paths[manager.apiVersion]
  if (path === undefined) return undefined
  if (path === null || !has(manager.set, path) || scale.delete(identity)) return manager
  const set = difference(manager.set, setOf(path))
  return isEmpty(set) ? undefined : {...manager, set}
}
