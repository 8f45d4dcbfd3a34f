import {FluxError} from '../errors/flux-error.js'
import type {ObjectRef} from '../ports/kube.js'
import {groupOf, versionOf} from './subject.js'

/** One entry of `status.inventory.entries`. */
export type InventoryEntry = {
  /** `<namespace>_<name>_<group>_<kind>`, empty parts kept */
  id: string
  /** API version without the group */
  v: string
}

const RBAC = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'])

/** Entry of an object; a colon in names of RBAC kinds is written `__`. */
export function inventoryEntry(ref: ObjectRef): InventoryEntry {
  const group = groupOf(ref.apiVersion)
  const rbac = group === 'rbac.authorization.k8s.io' && RBAC.has(ref.kind)
  const name = rbac ? ref.name.replaceAll(':', '__') : ref.name
  return {id: `${ref.namespace ?? ''}_${name}_${group}_${ref.kind}`, v: versionOf(ref.apiVersion)}
}

/** The object that an entry names; undefined when the id is malformed. */
export function inventoryRef(entry: InventoryEntry): ObjectRef | undefined {
  const first = entry.id.indexOf('_')
  const last = entry.id.lastIndexOf('_')
  const middle = entry.id.lastIndexOf('_', last - 1)
  if (first < 0 || middle <= first) return undefined
  const group = entry.id.slice(middle + 1, last)
  return {
    apiVersion: group === '' ? entry.v : `${group}/${entry.v}`,
    kind: entry.id.slice(last + 1),
    namespace: entry.id.slice(0, first) || undefined,
    name: entry.id.slice(first + 1, middle).replaceAll('__', ':'),
  }
}

/** The object that an entry names. Throws FluxError `bad-inventory` in cli-utils' words. */
export function readInventoryRef(entry: InventoryEntry): ObjectRef {
  const ref = inventoryRef(entry)
  if (ref) return ref
  throw new FluxError('bad-inventory', `unable to parse stored object metadata: ${unread(entry.id)}`)
}

/** What is left of an inventory's `namespace_name_group_kind` where its reader stops: after the namespace, then from the end. */
function unread(id: string): string {
  const start = id.indexOf('_')
  if (start < 0) return id
  const rest = id.slice(start + 1)
  const kind = rest.lastIndexOf('_')
  return kind < 0 ? rest : rest.slice(0, kind)
}

/** Entries of `old` whose id is not in `now`; a new API version of the same object is no difference. */
export function inventoryDifference(old: readonly InventoryEntry[], now: readonly InventoryEntry[]): InventoryEntry[] {
  const ids = new Set(now.map((entry) => entry.id))
  return old.filter((entry) => !ids.has(entry.id))
}

/** All of `first`, then what only `second` has. */
export function inventoryUnion(first: readonly InventoryEntry[], second: readonly InventoryEntry[]): InventoryEntry[] {
  return [...first, ...inventoryDifference(second, first)]
}
