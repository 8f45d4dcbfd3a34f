import {Boxed, type Dict, entriesOf, type GoValue, isNil, itemsOf, typeOf} from './value.js'

/** reflect.DeepEqual: the same types all the way down; a nil list is not an empty one. */
export function deepEqual(left: GoValue, right: GoValue): boolean {
  const type = typeOf(left)
  if (type === undefined) return typeOf(right) === undefined
  if (type.name !== typeOf(right)?.name) return false
  if (typeof left !== 'object') return left === right
  if (isNil(left) || isNil(right)) return isNil(left) === isNil(right)
  const items = itemsOf(left)
  if (items) return sameItems(items, itemsOf(right)!)
  const entries = entriesOf(left)
  if (entries) return sameEntries(entries, entriesOf(right)!)
  const a = (left as Boxed).value
  const b = (right as Boxed).value
  if (type.kind === 'struct')
    return type.name === 'time.Time' ? sameTime(a as Dict, b as Dict) : sameEntries(a as Dict, b as Dict)
  return a instanceof Boxed ? deepEqual(a, b) : a === b
}

function sameItems(left: ArrayLike<GoValue>, right: ArrayLike<GoValue>): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index++) if (!deepEqual(left[index], right[index])) return false
  return true
}

function sameEntries(left: Dict, right: Dict): boolean {
  const keys = Object.keys(left).filter((key) => left[key] !== undefined)
  if (keys.length !== Object.keys(right).filter((key) => right[key] !== undefined).length) return false
  return keys.every((key) => Object.hasOwn(right, key) && deepEqual(left[key], right[key]))
}

function sameTime(left: Dict, right: Dict): boolean {
  return left.unix === right.unix && left.nanos === right.nanos && left.zone === right.zone
}
