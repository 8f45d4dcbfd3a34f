import {GoError} from '../../error.js'
import type {Functions} from '../../functions.js'
import {deepEqual} from '../../go/deep-equal.js'
import {refuseHuge} from '../../go/size.js'
import {truth} from '../../go/truth.js'
import {Boxed, type Dict, type GoValue, kindOf, typeName} from '../../go/value.js'

/** Empty is what `if` takes for false. */
function isEmpty(value: GoValue): boolean {
  return !truth(value)
}

function fallback(value: GoValue, ...given: GoValue[]): GoValue {
  return given.length === 0 || isEmpty(given[0]) ? value : given[0]
}

/** @throws GoError for nil */
function deepCopyOf(value: GoValue): GoValue {
  if (value === null || value === undefined) throw new GoError('reflect: call of reflect.Value.Type on zero Value')
  refuseHuge(value)
  return deepCopy(value)
}

/** A copy of lists and maps all the way down. */
function deepCopy(value: GoValue): GoValue {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Boxed) return copyBoxed(value)
  if (Array.isArray(value)) return value.map(deepCopy)
  if (value instanceof Uint8Array) return value.slice()
  return copyEntries(value as Dict)
}

function copyBoxed({type, value}: Boxed): Boxed {
  if (value === null) return new Boxed(type, null)
  if (type.kind === 'ptr') return new Boxed(type, deepCopy(value))
  if (type.blank !== undefined) return new Boxed(type, type.blank)
  if (type.kind === 'slice') return new Boxed(type, (value as GoValue[]).map(deepCopy))
  if (type.hidden !== undefined) return new Boxed(type, copyFields(value as Dict, type.hidden))
  return new Boxed(type, type.kind === 'map' ? copyEntries(value as Dict) : value)
}

/** Who copies sees no fields with small letters: in the copy they are empty. */
function copyFields(fields: Dict, hidden: readonly string[]): Dict {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, hidden.includes(name) ? '' : deepCopy(field)]))
}

function copyEntries(entries: Dict): Dict {
  return Object.fromEntries(Object.entries(entries).map(([key, item]) => [key, deepCopy(item)]))
}

function deepEqualOf(left: GoValue, right: GoValue): boolean {
  refuseHuge(left)
  refuseHuge(right)
  return deepEqual(left, right)
}

function typeIsLike(target: string, value: GoValue): boolean {
  const name = typeName(value)
  return target === name || `*${target}` === name
}

export const LOGIC_FUNCTIONS: Functions = {
  default: ['any ...any', fallback],
  empty: ['any', isEmpty],
  coalesce: ['...any', (...values: GoValue[]) => values.find((value) => !isEmpty(value)) ?? null],
  all: ['...any', (...values: GoValue[]) => !values.some(isEmpty)],
  any: ['...any', (...values: GoValue[]) => !values.every(isEmpty)],
  ternary: ['any any bool', (yes: GoValue, no: GoValue, condition: boolean) => (condition ? yes : no)],
  deepCopy: ['any', deepCopyOf],
  mustDeepCopy: ['any', deepCopyOf],
  deepEqual: ['any any', deepEqualOf],
  typeOf: ['any', typeName],
  typeIs: ['string any', (target: string, value: GoValue) => target === typeName(value)],
  typeIsLike: ['string any', typeIsLike],
  kindOf: ['any', kindOf],
  kindIs: ['string any', (target: string, value: GoValue) => target === kindOf(value)],
}
