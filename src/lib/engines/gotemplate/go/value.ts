import {BOOL, BYTES, DICT, FLOAT, type GoType, INT, INT64, type Kind, LIST, STRING, STRINGS} from './types.js'

/**
 * A value of a template. Plain JavaScript stands for what values files hold: boolean, number (float64), bigint (int),
 * string, array (`[]interface {}`), plain object (`map[string]interface {}`), Uint8Array (`[]uint8`); every other type
 * is a Boxed. `null` is nil held in an `interface {}`, `undefined` is reflect's invalid value: no value at all.
 */
export type GoValue = unknown
export type Dict = {[key: string]: GoValue}

/** A value with its Go type. What `value` is goes by the kind: bigint, string, array, object; null is a typed nil. */
export class Boxed {
  constructor(
    readonly type: GoType,
    readonly value: GoValue,
  ) {}
}

export const NIL_LIST = new Boxed(LIST, null)
export const NIL_DICT = new Boxed(DICT, null)

export function int64(value: bigint): Boxed {
  return new Boxed(INT64, BigInt.asIntN(64, value))
}

export function strings(items: readonly string[]): Boxed {
  return new Boxed(STRINGS, items)
}

/** The dynamic type, undefined for nil. */
export function typeOf(value: GoValue): GoType | undefined {
  switch (typeof value) {
    case 'string':
      return STRING
    case 'number':
      return FLOAT
    case 'bigint':
      return INT
    case 'boolean':
      return BOOL
    case 'object':
      if (value === null) return undefined
      if (value instanceof Boxed) return value.type
      if (Array.isArray(value)) return LIST
      return value instanceof Uint8Array ? BYTES : DICT
    default:
      return undefined
  }
}

export function typeName(value: GoValue): string {
  return typeOf(value)?.name ?? '<nil>'
}

export function kindOf(value: GoValue): Kind {
  return typeOf(value)?.kind ?? 'invalid'
}

/** The plain value inside, whatever its Go type. */
export function unbox(value: GoValue): GoValue {
  return value instanceof Boxed ? value.value : value
}

/** The elements of a slice (empty for a nil one), undefined for everything else. */
export function itemsOf(value: GoValue): ArrayLike<GoValue> | undefined {
  if (Array.isArray(value) || value instanceof Uint8Array) return value
  if (value instanceof Boxed && value.type.kind === 'slice') return (value.value as GoValue[] | null) ?? []
  return undefined
}

/** An element as reflect gives it: of a `[]uint8` it is a uint8, of a `[]string` a string. */
export function itemAt(value: GoValue, items: ArrayLike<GoValue>, index: number): GoValue {
  const item = items[index]
  if (items instanceof Uint8Array) return new Boxed(BYTES.elem!, BigInt(item as number))
  const elem = value instanceof Boxed ? value.type.elem : undefined
  return elem && elem.kind !== 'interface' ? typed(elem, item) : item
}

/** The entries of a map (empty for a nil one), undefined for everything else. */
export function entriesOf(value: GoValue): Dict | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof Boxed) return value.type.kind === 'map' ? ((value.value as Dict | null) ?? {}) : undefined
  return Array.isArray(value) || value instanceof Uint8Array ? undefined : (value as Dict)
}

/** The entry of a map under a key that is there. */
export function entryAt(value: GoValue, entries: Dict, key: string): GoValue {
  const elem = value instanceof Boxed ? value.type.elem : undefined
  return elem && elem.kind !== 'interface' ? typed(elem, entries[key]) : entries[key]
}

export function hasKey(entries: Dict, key: string): boolean {
  return entries[key] !== undefined && Object.hasOwn(entries, key)
}

/** Gives a plain value the type of the slot that it comes from. */
export function typed(type: GoType, value: GoValue): GoValue {
  if (value instanceof Boxed || value instanceof Uint8Array || typeOf(value) === type) return value
  return new Boxed(type, value)
}

/** True for nil of any type: nothing, a nil slice, map or pointer. */
export function isNil(value: GoValue): boolean {
  return value === undefined || value === null || (value instanceof Boxed && value.value === null)
}

/** Keys as Go sorts them: by the bytes of their UTF-8 form. */
export function sortedKeys(entries: Dict): string[] {
  const keys = Object.keys(entries).filter((key) => entries[key] !== undefined)
  for (let index = 1; index < keys.length; index++) {
    if (compareText(keys[index - 1]!, keys[index]!) > 0) return keys.sort(compareText)
  }
  return keys
}

/** Order of two strings by their UTF-8 bytes, which is not the order of their UTF-16 units beyond U+FFFF. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

/** Surrogates stand for code points above all others; a stray byte (see `bytes.ts`) too sorts after ASCII. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
