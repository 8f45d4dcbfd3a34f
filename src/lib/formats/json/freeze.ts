import {setOwn} from './set-own.js'
import type {JsonValue} from './value.js'

/**
 * A deeply frozen value equal to `value`. What is frozen already is shared, everything else is copied, so the caller's
 * own object is never frozen under its hands. Properties that are undefined are left out.
 */
export function freezeCopy<T extends JsonValue>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (Array.isArray(value)) return Object.freeze(value.map((item) => freezeCopy(item))) as unknown as T
  const copy: {[key: string]: JsonValue} = {}
  for (const key in value) {
    const item = (value as {[key: string]: JsonValue | undefined})[key]
    if (item !== undefined) setOwn(copy, key, freezeCopy(item))
  }
  return Object.freeze(copy) as unknown as T
}

/** Freezes a value that nobody else holds, in place. */
export function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (Array.isArray(value)) for (const item of value) freezeDeep(item)
  else for (const key in value) freezeDeep((value as Record<string, unknown>)[key])
  return Object.freeze(value)
}
