import type {FieldWrite, ServedResource} from '../hooks.js'
import {identityOf, type Manager, type Managers} from './manager.js'
import {afterChanges, Changes, withoutUnowned} from './ownership.js'
import {resetFields} from './reset-fields.js'
import {emptySet, isEmpty, recursiveDifference, union} from './sets/field-set.js'
import type {TypedObject, Versions} from './versions.js'

/**
 * Who owns what after a create, update or patch by `write.manager`: it gains what it added or changed, everybody loses what
 * others changed or what is gone. Its time moves only when it gained something.
 * @throws TypedError when the objects do not fit their type
 */
export function updateManagers(
  versions: Versions,
  resource: ServedResource,
  old: TypedObject,
  now: TypedObject,
  managers: Managers,
  write: FieldWrite,
): Managers {
  const changes = new Changes(versions, old, now, write)
  const out = afterChanges(managers, changes, '')
  const change = changes.at(resource.apiVersion)
  if (!change) return out
  let gained = union(change.modified, change.added)
  const reset = resetFields(resource, write.subresource, resource.apiVersion)
  if (reset !== emptySet) gained = recursiveDifference(gained, reset)
  gained = withoutUnowned(gained)
  if (isEmpty(gained)) return out
  const self: Omit<Manager, 'set'> = {
    manager: write.manager === '' ? 'unknown' : write.manager,
    operation: 'Update',
    apiVersion: resource.apiVersion,
    subresource: write.subresource ?? '',
    time: write.now,
  }
  const identity = identityOf(self)
  const before = out.get(identity)
  out.set(identity, {...self, set: before ? union(before.set, gained) : gained})
  return out
}
