import {setOwn} from './set-own.js'
import type {JsonValue} from './value.js'

export type JsonScalar = null | boolean | number | bigint | string
type Mapped<T> = T | Mapped<T>[] | {[key: string]: Mapped<T>}

/** A deep copy with every scalar replaced by what `change` makes of it. Properties that are undefined are left out. */
export function mapScalars<T>(value: JsonValue, change: (scalar: JsonScalar) => T): Mapped<T> {
  if (Array.isArray(value)) return value.map((item) => mapScalars(item, change))
  if (typeof value !== 'object' || value === null) return change(value)
  const copy: {[key: string]: Mapped<T>} = {}
  const keys = Object.keys(value)
  // neither pairs nor an iterator: values files have tens of thousands of keys
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    const member = value[key]
    if (member !== undefined) setOwn(copy, key, mapScalars(member, change))
  }
  return copy
}
