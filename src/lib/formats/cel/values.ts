import type {JsonObject, JsonValue} from '../json/value.js'

/** CEL's unsigned integer. */
export class UInt {
  constructor(readonly value: bigint) {}
}

/** Nanoseconds since 1970-01-01T00:00:00Z. */
export class Timestamp {
  constructor(readonly nanos: bigint) {}
}

/** Nanoseconds. */
export class Duration {
  constructor(readonly nanos: bigint) {}
}

export class Optional {
  constructor(readonly value: Value | undefined) {}
}

/** A type as a value: `type(1)`, `int`. */
export class TypeValue {
  constructor(readonly name: string) {}
}

/** Values of library types (quantity, URL, IP...): `typeName` is CEL's name of the type. */
export abstract class Opaque {
  abstract readonly typeName: string
  abstract equals(other: Opaque): boolean
}

/** A map or an object; keys are strings for objects. */
export abstract class CelMap {
  abstract get(key: Value): Value | undefined
  abstract keys(): Value[]
  get size(): number {
    return this.keys().length
  }
}

export type Value =
  | null
  | boolean
  /** int */
  | bigint
  /** double */
  | number
  | string
  | Uint8Array
  | UInt
  | Timestamp
  | Duration
  | Optional
  | TypeValue
  | Opaque
  | CelMap
  | Value[]

/**
 * A static type. `read` turns JSON text of this type into a value (timestamps, durations, bytes, from schema formats).
 */
export type CelType = (
  | {readonly kind: 'int' | 'uint' | 'double' | 'bool' | 'string' | 'bytes' | 'null' | 'timestamp' | 'duration' | 'dyn' | 'error'}
  | {readonly kind: 'list'; readonly item: CelType; readonly keys?: ListKeys | undefined}
  | {readonly kind: 'map'; readonly key: CelType; readonly value: CelType}
  | {
      readonly kind: 'object'
      readonly name: string
      readonly field: (name: string) => CelType | undefined
      readonly realName?: (name: string) => string
    }
  | {readonly kind: 'optional'; readonly of: CelType}
  | {readonly kind: 'opaque'; readonly name: string}
  | {readonly kind: 'type'; readonly of: CelType}
  | {readonly kind: 'param'; readonly name: string}
) & {
  readonly read?: (text: string) => Value
  /** least bytes of a serialised value, for cost estimates */
  readonly minSize?: number
  /** upper bound of elements, entries or characters, for cost estimates; absent = unknown */
  readonly maxSize?: number
}

/** A JSON object whose fields become CEL values when they are read. */
export class JsonMap extends CelMap {
  constructor(
    readonly json: JsonObject,
    private readonly type: CelType | undefined,
  ) {
    super()
  }

  /** a schema says what it is */
  get declared(): boolean {
    return this.type !== undefined && this.type.kind !== 'dyn'
  }

  override get(key: Value): Value | undefined {
    if (typeof key !== 'string') return undefined
    const {type} = this
    const name = type?.kind === 'object' && type.realName ? type.realName(key) : key
    const value = Object.hasOwn(this.json, name) ? this.json[name] : undefined
    if (value === undefined) return undefined
    // a nullable property that is null is as good as none to rules of schemas; values of maps and items stay null
    if (value === null && type?.kind === 'object' && type.realName) return undefined
    return fromJson(value, type?.kind === 'object' ? type.field(key) : type?.kind === 'map' ? type.value : undefined)
  }

  override keys(): Value[] {
    return Object.keys(this.json).filter((key) => this.json[key] !== undefined)
  }
}

/** A map that an expression made. Numbers that are equal are one key, whatever their type. */
export class EntryMap extends CelMap {
  readonly #entries = new Map<string, readonly [Value, Value]>()

  set(key: Value, value: Value): boolean {
    const text = keyText(key)
    if (this.#entries.has(text)) return false
    this.#entries.set(text, [key, value])
    return true
  }

  override get(key: Value): Value | undefined {
    return this.#entries.get(keyText(key))?.[1]
  }

  override keys(): Value[] {
    return [...this.#entries.values()].map(([key]) => key)
  }
}

/** A message that an expression constructed: `Object.spec{replicas: 1}`. */
export class Message extends CelMap {
  constructor(
    readonly typeName: string,
    readonly fields: ReadonlyMap<string, Value>,
  ) {
    super()
  }

  override get(key: Value): Value | undefined {
    return typeof key === 'string' ? this.fields.get(key) : undefined
  }

  override keys(): Value[] {
    return [...this.fields.keys()]
  }
}

function keyText(key: Value): string {
  if (typeof key === 'string') return `s${key}`
  if (key instanceof UInt) return `n${key.value}`
  if (typeof key === 'number' && Number.isInteger(key)) return `n${BigInt(key)}`
  return typeof key === 'bigint' ? `n${key}` : `o${String(key)}`
}

/** How the items of a list are told apart: by themselves, or by their keys. */
export interface ListKeys {
  readonly of: 'set' | 'map'
  readonly keyOf: (item: Value) => string
}

const NONE: ListKeys = {of: 'set', keyOf: String}

/** A list whose order counts for nothing (`x-kubernetes-list-type` set or map): equal by its items, and united by `+`. */
export class KeyedList extends Array<Value> {
  /** what is made from one is a plain list */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  itemKeys: ListKeys = NONE

  static keyed(items: readonly Value[], keys: ListKeys): KeyedList {
    const list = new KeyedList()
    for (const item of items) list.push(item)
    list.itemKeys = keys
    return list
  }

  /** This list and what another has besides; items of the other replace those of the same keys. */
  unite(other: readonly Value[]): KeyedList {
    const {of, keyOf} = this.itemKeys
    const items = [...this]
    const places = new Map(items.map((item, at) => [keyOf(item), at]))
    for (const item of other) {
      const key = keyOf(item)
      const at = places.get(key)
      if (at === undefined) places.set(key, items.push(item) - 1)
      else if (of === 'map') items[at] = item
    }
    return KeyedList.keyed(items, this.itemKeys)
  }

  /** Whether another list has the same items in any order. */
  same(other: readonly Value[], equal: (a: Value, b: Value) => boolean): boolean {
    if (this.length !== other.length) return false
    const {keyOf} = this.itemKeys
    const mine = new Map<string, Value>()
    for (const item of this) mine.set(keyOf(item), item)
    return other.every((item) => {
      const found = mine.get(keyOf(item))
      return found !== undefined && equal(found, item)
    })
  }
}

/** JSON as CEL: whole numbers are int unless the type says double; date formats are what the type says. */
export function fromJson(json: JsonValue, type: CelType | undefined): Value {
  switch (typeof json) {
    case 'number':
      if (type?.kind === 'double') return json
      return Number.isInteger(json) ? BigInt(json) : json
    case 'string':
      return type?.read ? type.read(json) : json
    case 'object': {
      if (json === null) return null
      if (Array.isArray(json)) {
        const item = type?.kind === 'list' ? type.item : undefined
        const items = json.map((value) => fromJson(value, item))
        return type?.kind === 'list' && type.keys ? KeyedList.keyed(items, type.keys) : items
      }
      return new JsonMap(json, type)
    }
    default:
      return json
  }
}

/** CEL's `==`: numbers across types, lists and maps by content; values of different types differ. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true
  const left = numeric(a)
  if (left !== undefined) {
    const right = numeric(b)
    return right !== undefined && compareNumbers(left, right) === 0
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof KeyedList) return Array.isArray(b) && a.same(b, equal)
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => equal(item, b[at]!))
  if (a instanceof CelMap) return b instanceof CelMap && equalMaps(a, b)
  return equalScalars(a, b)
}

function equalScalars(a: object, b: object): boolean {
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanos === b.nanos
  if (a instanceof Duration) return b instanceof Duration && a.nanos === b.nanos
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name
  if (a instanceof Optional) {
    if (!(b instanceof Optional)) return false
    return a.value === undefined || b.value === undefined ? a.value === b.value : equal(a.value, b.value)
  }
  return a instanceof Opaque && b instanceof Opaque && a.typeName === b.typeName && a.equals(b)
}

function equalMaps(a: CelMap, b: CelMap): boolean {
  const keys = a.keys()
  if (keys.length !== b.size) return false
  return keys.every((key) => {
    const other = b.get(key)
    return other !== undefined && equal(a.get(key)!, other)
  })
}

/** The number in an int, uint or double. */
export function numeric(value: Value): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value
  return value instanceof UInt ? value.value : undefined
}

/** -1, 0, 1, or NaN when one is no number. Exact across int and double, as JavaScript compares them. */
export function compareNumbers(a: bigint | number, b: bigint | number): number {
  if (a < b) return -1
  if (a > b) return 1
  // biome-ignore lint/suspicious/noDoubleEquals: bigint and number of equal value
  return a == b ? 0 : Number.NaN
}
