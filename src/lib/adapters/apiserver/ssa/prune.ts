import type {JsonObject} from '../../../formats/json/value.js'
import type {Manager, Managers} from './manager.js'
import {difference, emptySet, type FieldSet, intersection, isEmpty, isSubset, union} from './sets/field-set.js'
import {fieldSetOf} from './typed/extract.js'
import {removeFields} from './typed/remove.js'
import {withNamedFields} from './typed/schema-changes.js'
import {failing} from './typed/typed-error.js'
import type {TypedObject, Versions} from './versions.js'

/**
 * Takes out of a merged object what the applier owned before and does not apply any more, unless somebody else owns it.
 * `last` is the applier's former entry, `managers` hold its new one.
 */
export function pruneFields(
  versions: Versions,
  merged: TypedObject,
  managers: Managers,
  current: Manager,
  last: Manager | undefined,
): TypedObject {
  if (!last || isEmpty(last.set)) return merged
  // Nothing was given up: what follows would put everything back.
  if (last.apiVersion === current.apiVersion && isSubset(last.set, current.set)) return merged
  const whole = failing('failed to convert merged object to last applied version: ', () => versions.at(merged, last.apiVersion))
  if (!whole) return merged
  const without = remove(whole, withNamedFields(whole.type, last.set))
  const owned = failing('failed add back owned items: ', () => addBackOwned(versions, whole, without, last.apiVersion, managers))
  const pruned = failing('failed add back dangling items: ', () => addBackUnclaimed(versions, whole, owned, last))
  return versions.at(pruned, current.apiVersion) ?? merged
}

/** Puts back what any manager owns, the applier's new fields among them. */
function addBackOwned(
  versions: Versions,
  merged: TypedObject,
  pruned: TypedObject,
  version: string,
  managers: Managers,
): TypedObject {
  const byVersion = new Map<string, FieldSet>([[version, emptySet]])
  for (const {apiVersion, set} of managers.values()) byVersion.set(apiVersion, union(byVersion.get(apiVersion) ?? emptySet, set))
  let whole = merged
  let left = pruned
  for (const [apiVersion, set] of byVersion) {
    const before = failing(`failed to convert merged object at version ${apiVersion}: `, () => versions.at(whole, apiVersion))
    const after = failing(`failed to convert pruned object at version ${apiVersion}: `, () => versions.at(left, apiVersion))
    if (!before || !after) continue
    const keep = union(namedFields(after), withNamedFields(before.type, set))
    whole = before
    left = remove(before, difference(namedFields(before), keep))
  }
  return left
}

/** Puts back what the applier did not own itself: it went only because something above it did. */
function addBackUnclaimed(versions: Versions, merged: TypedObject, pruned: TypedObject, last: Manager): TypedObject {
  const left = versions.at(pruned, last.apiVersion)
  if (!left) return merged
  const gone = difference(namedFields(merged), namedFields(left))
  return remove(merged, intersection(gone, withNamedFields(merged.type, last.set)))
}

function namedFields({type, object}: TypedObject): FieldSet {
  return withNamedFields(type, fieldSetOf(type, object))
}

function remove(typed: TypedObject, set: FieldSet): TypedObject {
  return {...typed, object: removeFields(typed.type, typed.object, set) as JsonObject}
}
