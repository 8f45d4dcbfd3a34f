import type {FieldError} from '../adapters/apiserver/hooks.js'
import {goQuote} from '../errors/go-quote.js'
import type {JsonValue} from '../formats/json/value.js'
import {goValue} from './go/quote.js'

/*
 * Constructors of apimachinery's field.Error. `path` is the whole field path; each returns one entry of a list.
 */

const words: Readonly<Record<string, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueTypeInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooShort: 'Too short',
  FieldValueTooMany: 'Too many',
  FieldValueTooFew: 'Too few',
  InternalError: 'Internal error',
}

function make(reason: string, field: string, value: string | undefined, detail: string): FieldError {
  const parts = [words[reason]!, ...(value === undefined ? [] : [value]), ...(detail === '' ? [] : [detail])]
  return {reason, field, message: parts.join(': ')}
}

export function invalid(path: string, value: JsonValue | undefined, detail: string): FieldError {
  return make('FieldValueInvalid', path, goValue(value), detail)
}

/** `Invalid value` that does not show the value. */
export function withoutValue(path: string, detail: string): FieldError {
  return {reason: 'FieldValueInvalid', field: path, message: `Invalid value: ${detail}`}
}

export function typeInvalid(path: string, value: JsonValue | undefined, detail: string): FieldError {
  return make('FieldValueTypeInvalid', path, goValue(value), detail)
}

export function required(path: string, detail = ''): FieldError {
  return make('FieldValueRequired', path, undefined, detail)
}

export function forbidden(path: string, detail: string): FieldError {
  return make('FieldValueForbidden', path, undefined, detail)
}

export function duplicate(path: string, value: JsonValue): FieldError {
  return make('FieldValueDuplicate', path, goValue(value), '')
}

export function notFound(path: string, value: JsonValue): FieldError {
  return make('FieldValueNotFound', path, goValue(value), '')
}

/** `supported` in the server's order (most callers list them sorted). */
export function notSupported(path: string, value: JsonValue | undefined, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`
  return make('FieldValueNotSupported', path, goValue(value), detail)
}

/** `Too long: may not be more than N bytes`. */
export function tooLong(path: string, max: number): FieldError {
  return make('FieldValueTooLong', path, undefined, `may not be more than ${max} ${max === 1 ? 'byte' : 'bytes'}`)
}

/** `Too many: 3: must have at most 2 items`. */
export function tooMany(path: string, actual: number, max: number): FieldError {
  return make('FieldValueTooMany', path, String(actual), `must have at most ${max} ${max === 1 ? 'item' : 'items'}`)
}

export function internal(path: string, detail: string): FieldError {
  return make('InternalError', path, undefined, detail)
}

/** `Invalid value: X: must be greater than or equal to 0` when negative. */
export function nonNegative(path: string, value: number | undefined): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : []
}

/** One of `supported`, else the fitting error; `absent` as Required. */
export function oneOf(
  path: string,
  value: string | undefined,
  supported: readonly string[],
  absent: string | null = null,
): FieldError[] {
  if (value === undefined || value === '') {
    if (absent !== null) return [required(path, absent)]
    return [notSupported(path, value ?? '', supported)]
  }
  return supported.includes(value) ? [] : [notSupported(path, value, supported)]
}
