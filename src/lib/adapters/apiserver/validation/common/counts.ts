import {invalid, nonNegative} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'

/** Numbers that may be absent but not negative. */
export function nonNegatives(path: string, of: object, fields: readonly string[]): FieldError[] {
  return fields.flatMap((field) => {
    const value = (of as Record<string, unknown>)[field]
    return typeof value === 'number' ? nonNegative(path ? `${path}.${field}` : field, value) : []
  })
}

/** Counters of a status that no other counter may exceed. */
export function notAbove(
  status: object,
  pairs: readonly (readonly [field: string, limit: string, text: string])[],
): FieldError[] {
  const count = (field: string) => ((status as Record<string, unknown>)[field] as number | undefined) ?? 0
  return pairs
    .filter(([field, limit]) => count(field) > count(limit))
    .map(([field, , text]) => invalid(`status.${field}`, count(field), `cannot be greater than ${text}`))
}
