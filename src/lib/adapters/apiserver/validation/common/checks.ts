import type {JsonValue} from '../../../../formats/json/value.js'
import {forbidden, invalid, required} from '../../../../schema/field-error.js'
import {
  dns1123Label,
  dns1123Subdomain,
  inRange,
  labelValue,
  portName,
  portNumber,
  qualifiedName,
} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {immutable} from '../object-meta.js'
import {same} from '../same.js'

/** Complaints of a grammar about a value, as errors of a field. */
export function complain(path: string, value: JsonValue, texts: readonly string[]): FieldError[] {
  return texts.map((text) => invalid(path, value, text))
}

export function label(path: string, value: string): FieldError[] {
  return complain(path, value, dns1123Label(value))
}

export function subdomain(path: string, value: string): FieldError[] {
  return complain(path, value, dns1123Subdomain(value))
}

export function labelName(path: string, value: string): FieldError[] {
  return complain(path, value, qualifiedName(value))
}

/** Port number, or name of a port. */
export function portOrName(path: string, port: number | string): FieldError[] {
  return complain(path, port, typeof port === 'number' ? portNumber(port) : portName(port))
}

export function range(path: string, value: number, low: number, high: number): FieldError[] {
  return complain(path, value, inRange(value, low, high))
}

/** Required when empty. */
export function needed(path: string, value: string | undefined): FieldError[] {
  return value ? [] : [required(path)]
}

/** A path below some folder. */
export function descendingPath(path: string, value: string): FieldError[] {
  const errors = value.startsWith('/') ? [invalid(path, value, 'must be a relative path')] : []
  return [...errors, ...noBacksteps(path, value)]
}

export function noBacksteps(path: string, value: string): FieldError[] {
  return value.split('/').includes('..') ? [invalid(path, value, "must not contain '..'")] : []
}

/** What may not change. */
export function unchanged(path: string, now: JsonValue | undefined, old: JsonValue | undefined): FieldError[] {
  return same(now, old) ? [] : [immutable(path, now ?? null)]
}

type Requirement = {key: string; operator: string; values?: readonly string[] | null}
type Selector = {matchLabels?: Readonly<Record<string, string>>; matchExpressions?: readonly Requirement[]}

/** A label selector's own grammar. */
export function labelSelector(path: string, selector: Selector | null | undefined, checkValues = true): FieldError[] {
  const errors: FieldError[] = []
  for (const [key, value] of Object.entries(selector?.matchLabels ?? {})) {
    errors.push(...labelName(`${path}.matchLabels`, key), ...complain(`${path}.matchLabels`, value, labelValue(value)))
  }
  for (const [at, one] of (selector?.matchExpressions ?? []).entries()) {
    const field = `${path}.matchExpressions[${at}]`
    errors.push(...operator(field, one), ...labelName(`${field}.key`, one.key))
    if (!checkValues) continue
    for (const [index, value] of (one.values ?? []).entries())
      errors.push(...complain(`${field}.values[${index}]`, value, labelValue(value)))
  }
  return errors
}

function operator(field: string, {operator, values}: Requirement): FieldError[] {
  const some = (values ?? []).length > 0
  if (operator === 'In' || operator === 'NotIn') {
    return some ? [] : [required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")]
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    return some ? [forbidden(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")] : []
  }
  return [invalid(`${field}.operator`, operator, 'not a valid selector operator')]
}

/** Whether a selector matches labels; an empty one matches everything. */
export function selects(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labels[key] !== value) return false
  return (selector.matchExpressions ?? []).every(({key, operator, values}) => {
    const value = labels[key]
    if (operator === 'Exists') return value !== undefined
    if (operator === 'DoesNotExist') return value === undefined
    if (operator === 'In') return value !== undefined && (values ?? []).includes(value)
    return value === undefined || !(values ?? []).includes(value)
  })
}

export function isEmptySelector(selector: Selector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
}
