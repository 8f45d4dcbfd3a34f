import {invalid, nonNegative} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {complain} from './checks.js'

type IntOrString = number | string

const percentText =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"

function percentOf(value: IntOrString): number | undefined {
  return typeof value === 'string' && /^[0-9]+%$/.test(value) ? Number(value.slice(0, -1)) : undefined
}

/** A whole number from zero, or a percentage. */
export function positiveIntOrPercent(path: string, value: IntOrString): FieldError[] {
  if (typeof value === 'number') return nonNegative(path, value)
  return complain(path, value, percentOf(value) === undefined ? [percentText] : [])
}

export function notOverAll(path: string, value: IntOrString): FieldError[] {
  return (percentOf(value) ?? 0) > 100 ? [invalid(path, value, 'must not be greater than 100%')] : []
}

/** The number of either form; 0 for what is neither. */
export function amountOf(value: IntOrString | undefined): number {
  if (value === undefined) return 0
  if (typeof value === 'number') return value
  return percentOf(value) ?? (/^[+-]?[0-9]+$/.test(value) ? Number(value) : 0)
}
