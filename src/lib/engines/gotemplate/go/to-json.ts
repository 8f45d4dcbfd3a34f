import {setOwn} from '../../../formats/json/set-own.js'
import type {JsonValue} from '../../../formats/json/value.js'
import {wellFormed} from './bytes.js'
import {CYCLES_FROM, refuseCycle} from './cycle.js'
import {marshalJson} from './json.js'
import {refuseHuge} from './size.js'
import {Boxed, type Dict, entriesOf, entryAt, type GoValue, itemAt, itemsOf} from './value.js'

const MAX_UINT64 = 2n ** 64n

/**
 * What a reader of `marshalJson`'s text would get, without writing it: a whole number that JSON writes with all its digits is
 * an integer. A value that is plain already comes back as it is, shared.
 * @throws GoError for what JSON cannot hold
 */
export function toJsonValue(value: GoValue): JsonValue {
  refuseHuge(value)
  return convert(value, 0)
}

function convert(value: GoValue, depth: number): JsonValue {
  switch (typeof value) {
    case 'string':
      return wellFormed(value)
    case 'number':
      return number(value)
    case 'boolean':
      return value
    case 'bigint':
      return integer(value)
    default:
      break
  }
  if (value === null || value === undefined) return null
  if (depth === CYCLES_FROM) refuseCycle(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof Boxed) return boxed(value, depth)
  return Array.isArray(value) ? list(value, depth) : map(value as Dict, depth)
}

function number(value: number): JsonValue {
  if (!Number.isFinite(value)) return JSON.parse(marshalJson(value, {html: true})) as JsonValue
  // beyond 2^53 up to where JSON changes to an exponent: the digits that are written, not those of the double
  return Math.abs(value) >= 2 ** 53 && Math.abs(value) < 1e21 ? integer(BigInt(String(value))) : value
}

function integer(value: bigint): JsonValue {
  if (value >= -(2n ** 63n) && value < MAX_UINT64) return Number.isSafeInteger(Number(value)) ? Number(value) : value
  return Number(value)
}

function boxed(value: Boxed, depth: number): JsonValue {
  if (value.value === null) return null
  const items = value.type.json ? undefined : itemsOf(value)
  if (items) return Array.from(items, (_, index) => convert(itemAt(value, items, index), depth + 1))
  const entries = value.type.json ? undefined : entriesOf(value)
  if (!entries) {
    // numbers of other kinds, structs, times: few and small
    return typeof value.value === 'bigint' && !value.type.json
      ? integer(value.value)
      : (JSON.parse(marshalJson(value, {html: true})) as JsonValue)
  }
  const copy: {[key: string]: JsonValue} = {}
  for (const key of Object.keys(entries)) {
    if (entries[key] !== undefined) setOwn(copy, key, convert(entryAt(value, entries, key), depth + 1))
  }
  return copy
}

/** The list itself when nothing in it had to change. */
function list(items: readonly GoValue[], depth: number): JsonValue {
  let copy: JsonValue[] | undefined
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    const plain = convert(item, depth + 1)
    if (plain !== item) copy ??= items.slice(0, index) as JsonValue[]
    copy?.push(plain)
  }
  return copy ?? (items as JsonValue[])
}

function map(entries: Dict, depth: number): JsonValue {
  let copy: {[key: string]: JsonValue} | undefined
  const keys = Object.keys(entries)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    const item = entries[key]
    if (item === undefined) continue
    const plain = convert(item, depth + 1)
    if (plain === item) continue
    copy ??= {...entries} as {[key: string]: JsonValue}
    setOwn(copy, key, plain)
  }
  return copy ?? (entries as {[key: string]: JsonValue})
}
