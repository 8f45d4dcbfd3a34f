import {CelError} from '../errors.js'
import type {Registry} from '../registry.js'
import {CelMap, Duration, Optional, UInt, type Value} from '../values.js'
import {index, lookup} from './standard.js'

/** `optional.*` and what works on optionals. */
export function addOptionals(registry: Registry): void {
  registry
    .add('optional.of', '(A): optional(A)', (a: Value) => new Optional(a))
    .add('optional.none', '(): optional(A)', () => new Optional(undefined))
    .add('optional.ofNonZeroValue', '(A): optional(A)', (a: Value) => new Optional(isZero(a) ? undefined : a))
    .add('hasValue', 'optional(A).(): bool', (a: Optional) => a.value !== undefined)
    .add('value', 'optional(A).(): A', (a: Optional) => {
      if (a.value === undefined) throw new CelError('optional.none() dereference')
      return a.value
    })
    .add('or', 'optional(A).(optional(A)): optional(A)', (a: Optional, b: Optional) => (a.value === undefined ? b : a))
    .add('orValue', 'optional(A).(A): A', (a: Optional, b: Value) => a.value ?? (a.value === null ? null : b))
    .add('_[?_]', '(list(A), int): optional(A)', (list: Value[], at: bigint) => new Optional(list[Number(at)]))
    .add('_[?_]', '(map(A, B), A): optional(B)', (map: CelMap, key: Value) => new Optional(map.get(key)))
    .add('_[?_]', '(optional(list(A)), int): optional(A)', (a: Optional, at: bigint) => {
      return new Optional(Array.isArray(a.value) ? a.value[Number(at)] : undefined)
    })
    .add('_[?_]', '(optional(map(A, B)), A): optional(B)', (a: Optional, key: Value) => {
      return new Optional(a.value instanceof CelMap ? a.value.get(key) : undefined)
    })
    .add('_[_]', '(optional(list(A)), int): optional(A)', (a: Optional, at: bigint) => {
      return Array.isArray(a.value) ? new Optional(index(a.value, at)) : a
    })
    .add('_[_]', '(optional(map(A, B)), A): optional(B)', (a: Optional, key: Value) => {
      return a.value instanceof CelMap ? new Optional(lookup(a.value, key)) : a
    })
    .add('first', 'list(A).(): optional(A)', (list: Value[]) => new Optional(list[0]))
    .add('last', 'list(A).(): optional(A)', (list: Value[]) => new Optional(list.at(-1)))
    .add('unwrap', 'list(optional(A)).(): list(A)', unwrap)
    .add('unwrapOpt', 'list(optional(A)).(): list(A)', unwrap)
    .add('optional.unwrap', '(list(optional(A))): list(A)', unwrap)
}

function unwrap(list: Value[]): Value[] {
  return list.flatMap((item) => (item instanceof Optional && item.value !== undefined ? [item.value] : []))
}

function isZero(value: Value): boolean {
  if (value === null || value === false || value === '' || value === 0 || value === 0n) return true
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0
  if (value instanceof UInt) return value.value === 0n
  if (value instanceof Duration) return value.nanos === 0n
  return value instanceof CelMap ? value.size === 0 : false
}
