import type {FieldWrite} from '../hooks.js'
import type {Manager, Managers} from './manager.js'
import {resetFields} from './reset-fields.js'
import {difference, emptySet, type FieldSet, intersection, isEmpty, recursiveDifference, setOf, union} from './sets/field-set.js'
import {type Comparison, compareTyped} from './typed/compare.js'
import {failing} from './typed/typed-error.js'
import type {TypedObject, Versions} from './versions.js'

/** Identity and fields that somebody else owns and that a write would change. */
export interface Conflict {
  readonly identity: string
  readonly fields: FieldSet
}

/** Fields that nobody owns: identity and bookkeeping of the object. */
const unowned = setOf(
  ['f:apiVersion'],
  ['f:kind'],
  ['f:metadata'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((name) => ['f:metadata', `f:${name}`]),
)

export function withoutUnowned(set: FieldSet): FieldSet {
  return difference(set, unowned)
}

/** Differences of two objects at each version that a manager speaks; fields that the path resets are left out. */
export class Changes {
  readonly #versions: Versions
  readonly #old: TypedObject
  readonly #now: TypedObject
  readonly #subresource: string | undefined
  readonly #known = new Map<string, Comparison | undefined>()

  constructor(versions: Versions, old: TypedObject, now: TypedObject, write: Pick<FieldWrite, 'subresource'>) {
    this.#versions = versions
    this.#old = old
    this.#now = now
    this.#subresource = write.subresource
  }

  /** Undefined when the version is not served. */
  at(apiVersion: string): Comparison | undefined {
    if (!this.#known.has(apiVersion)) this.#known.set(apiVersion, this.#compare(apiVersion))
    return this.#known.get(apiVersion)
  }

  #compare(apiVersion: string): Comparison | undefined {
    const old = failing('failed to convert old object: ', () => this.#versions.at(this.#old, apiVersion))
    const now = failing('failed to convert new object: ', () => this.#versions.at(this.#now, apiVersion))
    if (!old || !now) return undefined
    const {added, removed, modified} = compareTyped(now.type, old.object, now.object)
    const reset = resetFields(this.#old.resource, this.#subresource, apiVersion)
    if (reset === emptySet) return {added, removed, modified}
    return {
      added: recursiveDifference(added, reset),
      removed: recursiveDifference(removed, reset),
      modified: recursiveDifference(modified, reset),
    }
  }
}

/** What of other managers' fields a write changes. Managers of versions that are not served are passed over. */
export function conflictsOf(managers: Managers, changes: Changes, self: string): Conflict[] {
  const conflicts: Conflict[] = []
  for (const [identity, manager] of managers) {
    if (identity === self) continue
    const change = changes.at(manager.apiVersion)
    if (!change) continue
    const fields = intersection(manager.set, union(change.modified, change.added))
    if (!isEmpty(fields)) conflicts.push({identity, fields})
  }
  return conflicts
}

/** The managers after a write: others lose what it changed and what is gone; who is left with nothing goes. */
export function afterChanges(managers: Managers, changes: Changes, self: string): Map<string, Manager> {
  const out = new Map<string, Manager>()
  for (const [identity, manager] of managers) {
    let {set} = manager
    if (identity !== self) {
      const change = changes.at(manager.apiVersion)
      if (!change) continue
      const taken = intersection(set, union(change.modified, change.added))
      if (!isEmpty(taken)) set = difference(set, taken)
      if (!isEmpty(change.removed)) set = difference(set, change.removed)
    }
    if (!isEmpty(set)) out.set(identity, set === manager.set ? manager : {...manager, set})
  }
  return out
}
