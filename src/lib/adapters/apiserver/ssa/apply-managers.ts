import {sameValue} from '../../../formats/json/same-value.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {FieldWrite, ServedResource} from '../hooks.js'
import {identityOf, type Manager, type Managers} from './manager.js'
import {afterChanges, Changes, type Conflict, conflictsOf, withoutUnowned} from './ownership.js'
import {pruneFields} from './prune.js'
import {resetFields} from './reset-fields.js'
import {emptySet, isEmpty, recursiveDifference} from './sets/field-set.js'
import {fieldSetOf} from './typed/extract.js'
import {mergeTyped} from './typed/merge.js'
import {failing} from './typed/typed-error.js'
import type {TypedObject, Versions} from './versions.js'

export interface Applied {
  /** the live object itself when the apply changes none of its fields */
  readonly object: JsonObject
  readonly managers: Managers
}

/** Others own fields that the apply would change. */
export class ApplyConflicts extends Error {
  override readonly name = 'ApplyConflicts'

  constructor(
    readonly conflicts: readonly Conflict[],
    readonly managers: Managers,
  ) {
    super('apply conflicts')
  }
}

/**
 * Lays an applied configuration over the live object, takes out what its manager no longer applies, and notes who owns what.
 * @throws ApplyConflicts unless `force`
 */
export function applyManagers(
  versions: Versions,
  resource: ServedResource,
  live: TypedObject,
  config: JsonObject,
  managers: Managers,
  write: FieldWrite & {readonly force: boolean},
): Applied {
  const {type} = live
  let set = fieldSetOf(type, config)
  const reset = resetFields(resource, write.subresource, resource.apiVersion)
  if (reset !== emptySet) set = recursiveDifference(set, reset)
  const self: Manager = {
    manager: write.manager === '' ? 'unknown' : write.manager,
    operation: 'Apply',
    apiVersion: resource.apiVersion,
    subresource: write.subresource ?? '',
    time: undefined,
    set,
  }
  const identity = identityOf(self)
  const last = managers.get(identity)
  const claimed = new Map(managers).set(identity, self)
  const merged: TypedObject = {...live, object: mergeTyped(type, live.object, config) as JsonObject}
  const result = failing('failed to prune fields: ', () => pruneFields(versions, merged, claimed, self, last).object)
  const unchanged = result === live.object || sameValue(result, live.object)
  const changes = new Changes(versions, live, {...live, object: unchanged ? live.object : result}, write)
  if (!write.force) {
    const conflicts = conflictsOf(claimed, changes, identity)
    if (conflicts.length > 0) throw new ApplyConflicts(conflicts, claimed)
  }
  const out = afterChanges(claimed, changes, identity)
  finish(out, identity, unchanged ? last?.time : write.now, last)
  return {object: unchanged ? live.object : result, managers: out}
}

/**
 * The applier's entry without what nobody owns; its former entry itself when nothing about it changed, and its former set when it
 * owns the same fields, which most applies leave as they are.
 */
function finish(managers: Map<string, Manager>, identity: string, time: string | undefined, last: Manager | undefined): void {
  const self = managers.get(identity)
  if (!self) return
  const set = withoutUnowned(self.set)
  if (isEmpty(set)) {
    managers.delete(identity)
    return
  }
  const same = last !== undefined && sameValue(last.set as JsonObject, set as JsonObject)
  const unchanged = same && last.time === time && last.apiVersion === self.apiVersion
  managers.set(identity, unchanged ? last : {...self, set: same ? last.set : set, time})
}
