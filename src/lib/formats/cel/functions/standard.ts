import {goFloat} from '../../../errors/go-float.js'
import {Patterns} from '../../regex/regex.js'
import {CelError} from '../errors.js'
import type {Registry} from '../registry.js'
import {typeNameOf} from '../type-idents.js'
import {
  CelMap,
  compareNumbers,
  Duration,
  equal,
  JsonMap,
  KeyedList,
  numeric,
  Timestamp,
  TypeValue,
  UInt,
  type Value,
} from '../values.js'
import {matches} from './pattern.js'
import {formatDuration, formatTimestamp, parseTimestamp, toDuration} from './time.js'

const INT_MIN = -(2n ** 63n)
const INT_MAX = 2n ** 63n - 1n
const UINT_MAX = 2n ** 64n - 1n

function checkInt(value: bigint): bigint {
  if (value < INT_MIN || value > INT_MAX) throw new CelError('integer overflow')
  return value
}

function checkUint(value: bigint): UInt {
  if (value < 0n || value > UINT_MAX) throw new CelError('unsigned integer overflow')
  return new UInt(value)
}

/** CEL's standard functions and operators. */
export function addStandard(registry: Registry): void {
  registry
    .add('_==_', '(A, A): bool', same)
    .add('_!=_', '(A, A): bool', (a: Value, b: Value) => !same(a, b))
    .add('!_', '(bool): bool', (a: boolean) => !a)
    .add('_&&_', '(bool, bool): bool', (a: boolean, b: boolean) => a && b)
    .add('_||_', '(bool, bool): bool', (a: boolean, b: boolean) => a || b)
    .add('_?_:_', '(bool, A, A): A', (a: boolean, b: Value, c: Value) => (a ? b : c))
    .add('@in', '(A, list(A)): bool', (a: Value, list: Value[]) => list.some((item) => equal(item, a)))
    .add('@in', '(A, map(A, B)): bool', (a: Value, map: CelMap) => map.get(a) !== undefined)
    .add('_[_]', '(list(A), int): A', (list: Value[], at: bigint) => index(list, at))
    .add('_[_]', '(map(A, B), A): B', (map: CelMap, key: Value) => lookup(map, key))
  addArithmetic(registry)
  addComparisons(registry)
  addSizes(registry)
  addConversions(registry)
  const patterns = new Patterns()
  const match = (text: string, pattern: string) => matches(patterns, text, pattern)
  registry
    .add('startsWith', 'string.(string): bool', (a: string, b: string) => a.startsWith(b))
    .add('endsWith', 'string.(string): bool', (a: string, b: string) => a.endsWith(b))
    .add('contains', 'string.(string): bool', (a: string, b: string) => a.includes(b))
    .add('matches', 'string.(string): bool', match)
    .add('matches', '(string, string): bool', match)
}

export function index(list: Value[], at: bigint): Value {
  if (at < 0n || at >= BigInt(list.length)) throw new CelError(`index out of bounds: ${at}`)
  return list[Number(at)]!
}

export function lookup(map: CelMap, key: Value): Value {
  const value = map.get(key)
  if (value === undefined) throw new CelError(`no such key: ${textOf(key)}`)
  return value
}

function divide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new CelError('division by zero')
  return checkInt(a / b)
}

function modulo(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new CelError('modulus by zero')
  return a % b
}

function addArithmetic(registry: Registry): void {
  registry
    .add('_+_', '(int, int): int', (a: bigint, b: bigint) => checkInt(a + b))
    .add('_+_', '(uint, uint): uint', (a: UInt, b: UInt) => checkUint(a.value + b.value))
    .add('_+_', '(double, double): double', (a: number, b: number) => a + b)
    .add('_+_', '(string, string): string', (a: string, b: string) => a + b)
    .add('_+_', '(bytes, bytes): bytes', (a: Uint8Array, b: Uint8Array) => Buffer.concat([a, b]))
    .add('_+_', '(list(A), list(A)): list(A)', (a: Value[], b: Value[]) => (a instanceof KeyedList ? a.unite(b) : [...a, ...b]))
    .add('_+_', '(duration, duration): duration', (a: Duration, b: Duration) => new Duration(checkInt(a.nanos + b.nanos)))
    .add('_+_', '(timestamp, duration): timestamp', (a: Timestamp, b: Duration) => new Timestamp(a.nanos + b.nanos))
    .add('_+_', '(duration, timestamp): timestamp', (a: Duration, b: Timestamp) => new Timestamp(a.nanos + b.nanos))
    .add('_-_', '(int, int): int', (a: bigint, b: bigint) => checkInt(a - b))
    .add('_-_', '(uint, uint): uint', (a: UInt, b: UInt) => checkUint(a.value - b.value))
    .add('_-_', '(double, double): double', (a: number, b: number) => a - b)
    .add('_-_', '(timestamp, timestamp): duration', (a: Timestamp, b: Timestamp) => new Duration(checkInt(a.nanos - b.nanos)))
    .add('_-_', '(timestamp, duration): timestamp', (a: Timestamp, b: Duration) => new Timestamp(a.nanos - b.nanos))
    .add('_-_', '(duration, duration): duration', (a: Duration, b: Duration) => new Duration(checkInt(a.nanos - b.nanos)))
    .add('_*_', '(int, int): int', (a: bigint, b: bigint) => checkInt(a * b))
    .add('_*_', '(uint, uint): uint', (a: UInt, b: UInt) => checkUint(a.value * b.value))
    .add('_*_', '(double, double): double', (a: number, b: number) => a * b)
    .add('_/_', '(int, int): int', divide)
    .add('_/_', '(uint, uint): uint', (a: UInt, b: UInt) => checkUint(divide(a.value, b.value)))
    .add('_/_', '(double, double): double', (a: number, b: number) => a / b)
    .add('_%_', '(int, int): int', modulo)
    .add('_%_', '(uint, uint): uint', (a: UInt, b: UInt) => new UInt(modulo(a.value, b.value)))
    .add('-_', '(int): int', (a: bigint) => checkInt(-a))
    .add('-_', '(double): double', (a: number) => -a)
}

type Test = (order: number) => boolean

function addComparisons(registry: Registry): void {
  const tests: readonly (readonly [string, Test])[] = [
    ['_<_', (order) => order < 0],
    ['_<=_', (order) => order <= 0],
    ['_>_', (order) => order > 0],
    ['_>=_', (order) => order >= 0],
  ]
  const numbers = ['int', 'uint', 'double']
  for (const [name, test] of tests) {
    for (const left of numbers) {
      for (const right of numbers) {
        registry.add(name, `(${left}, ${right}): bool`, (a: Value, b: Value) => test(compareNumbers(numeric(a)!, numeric(b)!)))
      }
    }
    registry
      .add(name, '(bool, bool): bool', (a: boolean, b: boolean) => test(Number(a) - Number(b)))
      .add(name, '(string, string): bool', (a: string, b: string) => test(Buffer.compare(Buffer.from(a), Buffer.from(b))))
      .add(name, '(bytes, bytes): bool', (a: Uint8Array, b: Uint8Array) => test(Buffer.compare(a, b)))
      .add(name, '(timestamp, timestamp): bool', (a: Timestamp, b: Timestamp) => test(compareNumbers(a.nanos, b.nanos)))
      .add(name, '(duration, duration): bool', (a: Duration, b: Duration) => test(compareNumbers(a.nanos, b.nanos)))
  }
}

/** Length in code points. */
export function runes(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

function addSizes(registry: Registry): void {
  const sizes: readonly (readonly [string, (value: never) => Value])[] = [
    ['string', (value: string) => BigInt(runes(value))],
    ['bytes', (value: Uint8Array) => BigInt(value.length)],
    ['list(A)', (value: Value[]) => BigInt(value.length)],
    ['map(A, B)', (value: CelMap) => BigInt(value.size)],
  ]
  for (const [type, run] of sizes) registry.add('size', `(${type}): int`, run).add('size', `${type}.(): int`, run)
}

function addConversions(registry: Registry): void {
  registry
    .add('int', '(int): int', (a: bigint) => a)
    .add('int', '(uint): int', (a: UInt) => checkInt(a.value))
    .add('int', '(double): int', doubleToInt)
    .add('int', '(string): int', stringToInt)
    .add('int', '(timestamp): int', (a: Timestamp) => floorDiv(a.nanos, 1_000_000_000n))
    .add('int', '(duration): int', (a: Duration) => a.nanos)
    .add('uint', '(uint): uint', (a: UInt) => a)
    .add('uint', '(int): uint', (a: bigint) => checkUint(a))
    .add('uint', '(double): uint', (a: number) => checkUint(doubleToInt(a)))
    .add('uint', '(string): uint', (a: string) => converted('uint', /^\d+$/.test(a) ? BigInt(a) : undefined, checkUint))
    .add('double', '(double): double', (a: number) => a)
    .add('double', '(int): double', (a: bigint) => Number(a))
    .add('double', '(uint): double', (a: UInt) => Number(a.value))
    .add('double', '(string): double', stringToDouble)
    .add('bool', '(bool): bool', (a: boolean) => a)
    .add('bool', '(string): bool', stringToBool)
    .add('bytes', '(bytes): bytes', (a: Uint8Array) => a)
    .add('bytes', '(string): bytes', (a: string) => Buffer.from(a))
    .add('dyn', '(A): dyn', (a: Value) => a)
    .add('type', '(A): type(A)', (a: Value) => new TypeValue(typeNameOf(a)))
    .add('duration', '(duration): duration', (a: Duration) => a)
    .add('duration', '(string): duration', (a: string) => reading('google.protobuf.Duration', () => toDuration(a)))
    .add('timestamp', '(timestamp): timestamp', (a: Timestamp) => a)
    .add('timestamp', '(string): timestamp', (a: string) => reading('google.protobuf.Timestamp', () => parseTimestamp(a)))
    .add('timestamp', '(int): timestamp', (a: bigint) => new Timestamp(a * 1_000_000_000n))
  for (const type of ['string', 'int', 'uint', 'double', 'bool', 'bytes', 'timestamp', 'duration']) {
    registry.add('string', `(${type}): string`, (a: Value) => textOf(a))
  }
}

function bad(type: string): never {
  throw new CelError(`type conversion error from 'string' to '${type}'`)
}

function reading<T>(type: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof CelError) return bad(type)
    throw error
  }
}

function converted<T>(type: string, value: bigint | undefined, check: (value: bigint) => T): T {
  return value === undefined ? bad(type) : reading(type, () => check(value))
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b < 0n ? quotient - 1n : quotient
}

function doubleToInt(value: number): bigint {
  if (!Number.isFinite(value)) throw new CelError('integer overflow')
  return checkInt(BigInt(Math.trunc(value)))
}

function stringToInt(text: string): bigint {
  return converted('int', /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined, checkInt)
}

function stringToDouble(text: string): number {
  if (/^[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?)$/.test(text)) return Number(text)
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return /^nan$/i.test(text) ? Number.NaN : bad('double')
}

function stringToBool(text: string): boolean {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false
  return bad('bool')
}

/** `string(x)`. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value
  if (value instanceof UInt) return String(value.value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString()
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof Duration) return formatDuration(value)
  return typeof value === 'number' ? goFloat(value) : String(value)
}

/** Maps and lists by keys of a schema are compared with their like alone. */
function same(a: Value, b: Value): boolean {
  if (b !== null && a instanceof JsonMap && a.declared && !(b instanceof CelMap)) throw new CelError('no such overload')
  if (b !== null && a instanceof KeyedList && !isLike(a, b)) throw new CelError('no such overload')
  return equal(a, b)
}

function isLike(a: KeyedList, b: Value): boolean {
  return a.itemKeys.of === 'map' ? b instanceof KeyedList && b.itemKeys.of === 'map' : Array.isArray(b)
}
