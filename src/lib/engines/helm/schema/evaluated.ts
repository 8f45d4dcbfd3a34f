import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {Patterns} from '../../../formats/regex/regex.js'
import type {References} from './references.js'

export interface Judge {
  readonly draft: number
  readonly patterns: Patterns
  readonly references: References
  fits(schema: JsonValue, value: JsonValue): boolean
}

/**
 * The members or indexes that a schema, and the schemas for the same value in it that the value fits, have looked at: what
 * `unevaluatedProperties` and `unevaluatedItems` leave alone. Its own `unevaluated...` is not among them.
 */
export function evaluatedKeys(schema: JsonObject, value: JsonValue, judge: Judge): ReadonlySet<string> {
  const seen = new Set<string>()
  if (isObject(value)) ofObject(schema, value, judge, seen)
  else if (Array.isArray(value)) ofList(schema, value, judge, seen)
  for (const inner of innerSchemas(schema, value, judge)) {
    if (!isObject(inner)) continue
    const rest = Array.isArray(value) ? inner.unevaluatedItems : inner.unevaluatedProperties
    for (const key of rest === undefined ? evaluatedKeys(inner, value, judge) : Object.keys(value as object)) seen.add(key)
  }
  return seen
}

function ofObject(schema: JsonObject, object: JsonObject, {patterns}: Judge, seen: Set<string>): void {
  const {properties, patternProperties, additionalProperties} = schema
  const expressions = isObject(patternProperties) ? Object.keys(patternProperties) : []
  for (const key of Object.keys(object)) {
    const named = isObject(properties) && Object.hasOwn(properties, key)
    if (named || additionalProperties !== undefined || expressions.some((one) => patterns.find(one, key))) seen.add(key)
  }
}

function ofList(schema: JsonObject, list: readonly JsonValue[], judge: Judge, seen: Set<string>): void {
  const isNew = judge.draft >= 2020
  const prefix = isNew ? schema.prefixItems : schema.items
  const rest = !isNew && Array.isArray(schema.items) ? schema.additionalItems : schema.items
  const known = rest !== undefined && !Array.isArray(rest) ? list.length : Array.isArray(prefix) ? prefix.length : 0
  list.forEach((item, i) => {
    if (i < known || (isNew && schema.contains !== undefined && judge.fits(schema.contains, item))) seen.add(String(i))
  })
}

/** Those of the schemas for the same value that it fits. */
function innerSchemas(schema: JsonObject, value: JsonValue, judge: Judge): JsonValue[] {
  const fits = (one: JsonValue | undefined) => one !== undefined && judge.fits(one, value)
  const list = (one: JsonValue | undefined) => (Array.isArray(one) ? one : [])
  const referred = [schema.$ref, schema.$dynamicRef, schema.$recursiveRef].map((reference) =>
    typeof reference === 'string' ? judge.references.at(schema, reference) : undefined,
  )
  const dependent = [schema.dependencies, schema.dependentSchemas].flatMap((wanted) =>
    isObject(wanted) && isObject(value)
      ? Object.keys(wanted).flatMap((key) => (Object.hasOwn(value, key) ? [wanted[key]] : []))
      : [],
  )
  const branch = schema.if === undefined ? [] : fits(schema.if) ? [schema.if, schema.then] : [schema.else]
  return [
    ...[...referred, ...dependent, schema.not, ...list(schema.allOf), ...list(schema.anyOf), ...branch].filter(fits),
    // a third one is not looked at
    ...list(schema.oneOf).filter(fits).slice(0, 2),
  ] as JsonValue[]
}
