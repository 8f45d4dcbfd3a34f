import {keepMarks} from '../../../schema/go/given-empty.js'

/** A private copy of a JSON value; unlike structuredClone it is fast for small trees and keeps bigints. */
export function clone<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(clone) as T
  const out: Record<string, unknown> = {}
  const from = value as Record<string, unknown>
  for (const key in from) out[key] = clone(from[key])
  return keepMarks(from, out) as T
}
