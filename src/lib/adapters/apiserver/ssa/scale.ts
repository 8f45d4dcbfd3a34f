import type {KubeObject, ManagedFieldsEntry} from '../../../ports/kube.js'
import {entriesOf, identityOf, type Manager, type Managers, ManagersCodec} from './managers.js'
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
  for (const manager of codec.decode(entriesOf(parent)).values()) {
    const path = paths[manager.apiVersion]
    if (path && has(manager.set, path)) add(out, {...manager, apiVersion: scaleVersion, set: scaleSet})
  }
  return codec.encode(out, undefined)
}

/**
 * managedFields of the parent after a write to its Scale at the parent's version: who lost the replicas there
 * loses them here, who gained them owns them with subresource `scale`.
 */
export function parentEntries(
  parent: KubeObject,
  scale: readonly ManagedFieldsEntry[],
  apiVersion: string,
  paths: ReplicasPaths,
): ManagedFieldsEntry[] {
  const codec = new ManagersCodec()
  const left = new Map(codec.decode([...scale]))
  const out = new Map<string, Manager>()
  for (const manager of codec.decode(entriesOf(parent)).values()) {
    const kept = keep(manager, paths, left)
    if (kept) add(out, kept)
  }
  const path = paths[apiVersion]
  for (const manager of left.values()) {
    if (!path || !has(manager.set, scalePath)) continue
    add(out, {...manager, apiVersion, set: setOf(path)})
  }
  return codec.encode(out, entriesOf(parent))
}

function keep(manager: Manager, paths: ReplicasPaths, scale: Map<string, Manager>): Manager | undefined {
  const path = paths[manager.apiVersion]
  if (path === undefined) return undefined
  if (path === null || !has(manager.set, path)) return manager
  // As a Scale shows it: the version in the identity of an updater is that of the Scale.
  const shown = identityOf({...manager, apiVersion: scaleVersion})
  if (scale.delete(shown)) return manager
  const set = difference(manager.set, setOf(path))
  return isEmpty(set) ? undefined : {...manager, set}
}

function add(managers: Map<string, Manager>, manager: Manager): void {
  managers.set(identityOf(manager), manager)
}

export type {Managers}
