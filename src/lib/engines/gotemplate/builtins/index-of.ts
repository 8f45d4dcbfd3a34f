import {zeroOf} from '../compile/fields.js'
import {GoError} from '../error.js'
import {byteLength, byteSlice, toBytes} from '../go/bytes.js'
import {UINT8} from '../go/types.js'
import {Boxed, entriesOf, entryAt, type GoValue, hasKey, itemAt, itemsOf, kindOf, typeName, typeOf, unbox} from '../go/value.js'

/** `index x a b`: x[a][b]; a key that a map does not have gives the zero value. @throws GoError */
export function index(value: GoValue, ...keys: GoValue[]): GoValue {
  if (value == null) throw new GoError('index of untyped nil')
  let item: GoValue = value
  for (const key of keys) item = element(item, key)
  return item
}

function element(holder: GoValue, key: GoValue): GoValue {
  const item = pointed(holder)
  if (item == null) throw new GoError('index of nil pointer')
  const items = itemsOf(item)
  if (items) return itemAt(item, items, position(key, items.length, 'slice'))
  if (kindOf(item) === 'string') {
    const bytes = toBytes(unbox(item) as string)
    const at = position(key, bytes.length, 'string')
    return new Boxed(UINT8, BigInt(bytes[at]!))
  }
  const entries = entriesOf(item)
  if (!entries) throw new GoError(`can't index item of type ${typeName(item)}`)
  if (key == null) throw new GoError('value is nil; should be of type string')
  if (typeof key !== 'string') throw new GoError(`value has type ${typeName(key)}; should be string`)
  return hasKey(entries, key) ? entryAt(item, entries, key) : zeroOf(typeOf(item)!.elem!)
}

/** A position below the length; at the length Go panics on its own. */
function position(key: GoValue, length: number, what: string): number {
  const at = bounded(key, length)
  if (at === length) throw new GoError(`reflect: ${what} index out of range`)
  return at
}

/** An index from 0 to the capacity. */
function bounded(key: GoValue, capacity: number): number {
  if (key == null) throw new GoError('cannot index slice/array with nil')
  if (!/^u?int/.test(kindOf(key)) || kindOf(key) === 'interface') {
    throw new GoError(`cannot index slice/array with type ${typeName(key)}`)
  }
  const at = unbox(key) as bigint
  if (at < 0n || at > BigInt(capacity)) throw new GoError(`index out of range: ${at}`)
  return Number(at)
}

/** Go's own `slice x i j k`. @throws GoError */
export function slice(value: GoValue, ...indexes: GoValue[]): GoValue {
  if (value == null) throw new GoError('slice of untyped nil')
  const item = pointed(value)
  if (item == null) throw new GoError('slice of nil pointer')
  if (indexes.length > 3) throw new GoError(`too many slice indexes: ${indexes.length}`)
  const items = itemsOf(item)
  const text = kindOf(item) === 'string' ? (unbox(item) as string) : undefined
  if (text !== undefined && indexes.length === 3) throw new GoError('cannot 3-index slice a string')
  if (text === undefined && !items) throw new GoError(`can't slice item of type ${typeName(item)}`)
  const length = text !== undefined ? byteLength(text) : items!.length
  const [start = 0, end = length, capacity = end] = indexes.map((key) => bounded(key, length))
  if (start > end) throw new GoError(`invalid slice index: ${start} > ${end}`)
  if (end > capacity) throw new GoError(`invalid slice index: ${end} > ${capacity}`)
  if (text !== undefined) return byteSlice(text, start, end)
  const part = Array.prototype.slice.call(items, start, end)
  if (items instanceof Uint8Array) return items.slice(start, end)
  return item instanceof Boxed ? new Boxed(item.type, part) : part
}

/** `len x`, text in bytes. @throws GoError */
export function length(value: GoValue): bigint {
  const item = pointed(value)
  if (item === null) throw new GoError('len of nil pointer')
  if (item === undefined) throw new GoError('reflect: call of reflect.Value.Type on zero Value')
  if (kindOf(item) === 'string') return BigInt(byteLength(unbox(item) as string))
  const items = itemsOf(item)
  if (items) return BigInt(items.length)
  const entries = entriesOf(item)
  if (!entries) throw new GoError(`len of type ${typeName(item)}`)
  return BigInt(Object.values(entries).filter((entry) => entry !== undefined).length)
}

function pointed(value: GoValue): GoValue {
  return value instanceof Boxed && value.type.kind === 'ptr' ? value.value : value
}
