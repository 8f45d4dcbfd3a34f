import {CelError} from '../errors.js'
import type {Registry} from '../registry.js'
import {compareNumbers, Duration, equal, numeric, Timestamp, UInt, type Value} from '../values.js'

/** `sets.*` of cel-go. */
export function addSets(registry: Registry): void {
  const contains = (list: Value[], part: Value[]) => part.every((item) => list.some((other) => equal(item, other)))
  registry
    .add('sets.contains', '(list(T), list(T)): bool', contains)
    .add('sets.equivalent', '(list(T), list(T)): bool', (a: Value[], b: Value[]) => contains(a, b) && contains(b, a))
    .add('sets.intersects', '(list(T), list(T)): bool', (a: Value[], b: Value[]) => {
      return a.some((item) => b.some((other) => equal(item, other)))
    })
}

/** `base64.*` of cel-go. */
export function addEncoders(registry: Registry): void {
  registry
    .add('base64.encode', '(bytes): string', (value: Uint8Array) => Buffer.from(value).toString('base64'))
    .add('base64.decode', '(string): bytes', (text: string) => {
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new CelError('illegal base64 data at input byte 0')
      return Buffer.from(text, 'base64')
    })
}

/** Order of two values of one type; NaN when they have none. */
export function order(a: Value, b: Value): number {
  const left = numeric(a)
  const right = numeric(b)
  if (left !== undefined && right !== undefined) return compareNumbers(left, right)
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b)
  if (a instanceof Timestamp && b instanceof Timestamp) return compareNumbers(a.nanos, b.nanos)
  return a instanceof Duration && b instanceof Duration ? compareNumbers(a.nanos, b.nanos) : Number.NaN
}

/** Types of values that have an order. */
export const comparable = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes']
const summable = ['int', 'uint', 'double', 'duration']

/** Kubernetes' list functions: isSorted, sum, min, max, indexOf, lastIndexOf. */
export function addLists(registry: Registry): void {
  for (const type of comparable) {
    registry
      .add('isSorted', `list(${type}).(): bool`, (list: Value[]) =>
        list.every((item, at) => at === 0 || order(list[at - 1]!, item) <= 0),
      )
      .add('min', `list(${type}).(): ${type}`, (list: Value[]) => extreme(list, 'min', -1))
      .add('max', `list(${type}).(): ${type}`, (list: Value[]) => extreme(list, 'max', 1))
  }
  for (const type of summable) registry.add('sum', `list(${type}).(): ${type}`, (list: Value[]) => sum(list, type))
  registry
    .add('indexOf', 'list(T).(T): int', (list: Value[], item: Value) => BigInt(list.findIndex((other) => equal(other, item))))
    .add('lastIndexOf', 'list(T).(T): int', (list: Value[], item: Value) =>
      BigInt(list.findLastIndex((other) => equal(other, item))),
    )
}

/** cel-go's own list functions. */
export function addListExtensions(registry: Registry): void {
  registry
    .add('distinct', 'list(T).(): list(T)', (list: Value[]) =>
      list.filter((item, at) => list.findIndex((other) => equal(other, item)) === at),
    )
    .add('reverse', 'list(T).(): list(T)', (list: Value[]) => [...list].reverse())
    .add('flatten', 'list(list(T)).(): list(T)', (list: Value[]) => list.flat(1) as Value[])
    .add('flatten', 'list(dyn).(int): list(dyn)', (list: Value[], depth: bigint) => {
      if (depth < 0n) throw new CelError('level must be non-negative')
      return flat(list, depth)
    })
    .add('slice', 'list(T).(int, int): list(T)', slice)
    .add('lists.range', '(int): list(int)', (count: bigint) => Array.from({length: Number(count)}, (_, at) => BigInt(at)))
  for (const type of comparable) {
    registry.add('sort', `list(${type}).(): list(${type})`, (list: Value[]) => [...list].sort(order))
  }
}

function slice(list: Value[], from: bigint, to: bigint): Value[] {
  const fault = (text: string) => new CelError(`cannot slice(${from}, ${to}), ${text}`)
  if (from < 0n || to < 0n) throw fault('negative indexes not supported')
  if (from > to) throw fault('start index must be less than or equal to end index')
  if (BigInt(list.length) < to) throw fault(`list is length ${list.length}`)
  return list.slice(Number(from), Number(to))
}

function flat(list: Value[], depth: bigint): Value[] {
  return depth === 0n ? list : list.flatMap((item) => (Array.isArray(item) ? flat(item, depth - 1n) : [item]))
}

function extreme(list: Value[], name: string, sign: number): Value {
  let best = list[0]
  if (best === undefined) throw new CelError(`${name} called on empty list`)
  for (const item of list) if (order(item, best) * sign > 0) best = item
  return best
}

function sum(list: Value[], type: string): Value {
  if (type === 'double') return list.reduce((total: number, item) => total + (item as number), 0)
  let total = 0n
  for (const item of list) {
    total += item instanceof Duration ? item.nanos : item instanceof UInt ? item.value : (item as bigint)
    if (total >= 2n ** 63n || total < -(2n ** 63n)) throw new CelError('integer overflow')
  }
  if (type === 'uint') return new UInt(total)
  return type === 'duration' ? new Duration(total) : total
}
