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

/** Levels down to which the engine's own stack is used. */
const SHALLOW = 100

/** Freezes a value that nobody else holds, in place; what is frozen is taken to be so all through. */
export function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) freezeObject(value, SHALLOW)
  return value
}

function freezeObject(object: object, levels: number): void {
  if (levels === 0) {
    freezeBelow(object)
    return
  }
  Object.freeze(object)
  for (const key in object) {
    const part = (object as Record<string, unknown>)[key]
    if (typeof part === 'object' && part !== null && !Object.isFrozen(part)) freezeObject(part, levels - 1)
  }
}

function freezeBelow(object: object): void {
  // a stack of our own, so that deep input cannot exhaust the engine's
  const waiting: unknown[] = [object]
  for (let at = 0; at < waiting.length; at += 1) {
    const one = waiting[at]
    if (typeof one !== 'object' || one === null || Object.isFrozen(one)) continue
    Object.freeze(one)
    for (const key in one) {
      const part = (one as Record<string, unknown>)[key]
      if (typeof part === 'object' && part !== null) waiting.push(part)
    }
  }
}
