import type {InventoryEntry} from '../../../apply/inventory.js'
import type {KubeObject} from '../../../ports/kube.js'

/** What one Kustomization's last build came to, and of what: a build of the same things gives the same. */
export interface RememberedBuild {
  /** artifact and spec that it was made of */
  readonly key: string
  readonly digest: string
  readonly objects: readonly KubeObject[]
}

/** What the controller keeps between runs, by `namespace/name`. */
export interface RunMemory {
  /** resourceVersions of the last writes: a cache that is behind them is not believed */
  readonly writes: Map<string, string>
  /** builds that read nothing but the artifact */
  readonly builds: Map<string, RememberedBuild>
  /** inventories that could not be written: what they name was made, and no run may forget it */
  readonly unwritten: Map<string, readonly InventoryEntry[]>
}

export function createRunMemory(): RunMemory {
  return {writes: new Map(), builds: new Map(), unwritten: new Map()}
}

/** Forgets an object that is gone. */
export function forget(memory: RunMemory, name: string): void {
  memory.writes.delete(name)
  memory.builds.delete(name)
  memory.unwritten.delete(name)
}
