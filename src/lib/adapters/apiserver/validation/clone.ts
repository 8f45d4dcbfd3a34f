import {setOwn} from '../../../formats/json/set-own.js'
import {keepMarks} from '../../../schema/go/given-empty.js'

/** A private copy of a JSON value; unlike structuredClone it is fast for small trees and keeps bigints. */
export function clone<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(clone) as T
  const out: Record<string, unknown> = {}
  const from = value as Record<string, unknown>
  for (const key in from) setOwn(out, key, clone(from[key]))
  return keepMarks(from, out) as T
}

/** A changed copy with the original's own parts wherever they are strictly the same (empty values count). */
export function shared<T>(copy: T, original: unknown): T {
  // a rule may have put something shared into the copy: that is as it is
  if (copy === original || Object.isFrozen(copy)) return copy
  if (typeof original !== 'object' || original === null || Array.isArray(copy) !== Array.isArray(original)) return copy
  const now = copy as Record<string, unknown>
  const before = original as Record<string, unknown>
  let same = true
  let count = 0
  for (const key in now) {
    count++
    const value = now[key]
    const own = Object.hasOwn(before, key) ? before[key] : undefined
    const part = shared(value, own)
    if (part !== value) setOwn(now, key, part)
    if (part !== own || !Object.hasOwn(before, key)) same = false
  }
  if (!same) return copy
  for (const _ in before) count--
  return count === 0 ? (original as T) : copy
}
