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
  // a stack of our own, so that deep input cannot exhaust the engine's
  const waiting: unknown[] = [value]
  for (let at = 0; at < waiting.length; at += 1) {
    const one = waiting[at]
    if (typeof one !== 'object' || one === null || Object.isFrozen(one)) continue
    Object.freeze(one)
    for (const key in one) {
      const part = (one as Record<string, unknown>)[key]
      if (typeof part === 'object' && part !== null) waiting.push(part)
    }
  }
  return value
}
