import {regexFault} from '../../formats/regex/regex.js'
import {forbidden, invalid, required} from '../field-error.js'
import {goJson} from '../go/quote.js'
import type {Failure} from '../structural/verdict.js'
import {entriesOf, isSet, listOf, type RawSchema, schemaOf, textOf} from './raw.js'

type Level = 'root' | 'item' | 'field'

/** What keeps a CRD's schema from being structural, sorted by text as the server does. */
export function structuralFaults(schema: RawSchema, path: string): Failure[] {
  const errors: Failure[] = []
  invariants(errors, schema, 'root', path)
  completeness(errors, schema, schema, path, path)
  const text = (error: Failure) => `${error.field}: ${error.message}`
  return errors.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0))
}

const missingType: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
}

function invariants(errors: Failure[], schema: RawSchema, level: Level, path: string): void {
  const type = textOf(schema.type)
  const items = schemaOf(schema.items)
  if (type === 'array' && !items) errors.push(required(`${path}.items`, 'must be specified'))
  if (items) invariants(errors, items, 'item', `${path}.items`)
  for (const [name, child] of entriesOf(schema.properties)) invariants(errors, child, 'field', `${path}.properties[${name}]`)
  if (isSet(schema.additionalProperties)) {
    if (level === 'root') errors.push(forbidden(`${path}.additionalProperties`, 'must not be used at the root'))
    const rest = schemaOf(schema.additionalProperties)
    if (rest) invariants(errors, rest, 'field', `${path}.additionalProperties`)
  }
  extensions(errors, schema, path)
  const anyOf = listOf(schema.anyOf)
  const allOf = listOf(schema.allOf)
  values(errors, schema, isIntOrString(anyOf), isIntOrString(listOf(allOf[0]?.anyOf)), path)
  typeFaults(errors, schema, type, level, path)
  metadata(errors, schema, level, path)
}

function typeFaults(errors: Failure[], schema: RawSchema, type: string, level: Level, path: string): void {
  const embedded = schema['x-kubernetes-embedded-resource'] === true
  const open = schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true
  if (embedded && type !== 'object') {
    const text = 'must be object if x-kubernetes-embedded-resource is true'
    errors.push(type === '' ? required(`${path}.type`, text) : invalid(`${path}.type`, type, text))
  } else if (type === '' && !open) errors.push(required(`${path}.type`, missingType[level]))
  if (embedded && isSet(schema.additionalProperties)) {
    errors.push(forbidden(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set'))
  }
  if (level === 'root' && type !== '' && type !== 'object')
    errors.push(invalid(`${path}.type`, type, 'must be object at the root'))
  if (embedded && schema['x-kubernetes-preserve-unknown-fields'] !== true && entriesOf(schema.properties).length === 0) {
    const text = 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields'
    errors.push(required(`${path}.properties`, text))
  }
}

function metadata(errors: Failure[], schema: RawSchema, level: Level, path: string): void {
  const properties = Object.fromEntries(entriesOf(schema.properties))
  const checked = level === 'root' || schema['x-kubernetes-embedded-resource'] === true
  for (const name of ['kind', 'apiVersion']) {
    const child = properties[name]
    if (checked && child && child.type !== 'string') {
      errors.push(invalid(`${path}.properties[${name}].type`, textOf(child.type), 'must be string'))
    }
  }
  const meta = properties.metadata
  if (!meta) return
  const at = `${path}.properties[metadata]`
  if (checked && meta.type !== 'object') errors.push(invalid(`${at}.type`, textOf(meta.type), 'must be object'))
  if (level !== 'root') return
  const names = entriesOf(meta.properties).map(([name]) => name)
  const {type: _type, default: _default, properties: _properties, ...rest} = meta
  if (names.every((name) => name === 'name' || name === 'generateName') && Object.keys(rest).length === 0) return
  errors.push(forbidden(at, 'must not specify anything other than name and generateName, but metadata is implicitly specified'))
}

function extensions(errors: Failure[], schema: RawSchema, path: string): void {
  if (schema['x-kubernetes-int-or-string'] !== true) return
  for (const name of ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource']) {
    if (schema[name] === true)
      errors.push(invalid(`${path}.${name}`, true, 'must be false if x-kubernetes-int-or-string is true'))
  }
}

/** The one use of `type` inside anyOf that stays allowed. */
function isIntOrString(anyOf: readonly RawSchema[]): boolean {
  return goJson([...anyOf]) === '[{"type":"integer"},{"type":"string"}]'
}

function values(errors: Failure[], schema: RawSchema, skipAnyOf: boolean, skipFirst: boolean, path: string): void {
  if (!skipAnyOf) for (const [at, child] of listOf(schema.anyOf).entries()) nested(errors, child, false, `${path}.anyOf[${at}]`)
  for (const [at, child] of listOf(schema.allOf).entries()) nested(errors, child, skipFirst && at === 0, `${path}.allOf[${at}]`)
  for (const [at, child] of listOf(schema.oneOf).entries()) nested(errors, child, false, `${path}.oneOf[${at}]`)
  const not = schemaOf(schema.not)
  if (not) nested(errors, not, false, `${path}.not`)
  const pattern = textOf(schema.pattern)
  const fault = pattern === '' ? undefined : regexFault(pattern)
  if (fault !== undefined) {
    errors.push(invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${fault}`))
  }
}

const nestedForbidden: readonly (readonly [key: string, text: string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
]

/** Schemas inside anyOf, oneOf, allOf and not may check values only. */
function nested(errors: Failure[], schema: RawSchema, skipAnyOf: boolean, path: string): void {
  values(errors, schema, skipAnyOf, false, path)
  const items = schemaOf(schema.items)
  if (items) nested(errors, items, false, `${path}.items`)
  for (const [name, child] of entriesOf(schema.properties)) nested(errors, child, false, `${path}.properties[${name}]`)
  for (const [key, text] of nestedForbidden) {
    const value = schema[key]
    if (!isSet(value) || value === '' || value === false || (Array.isArray(value) && value.length === 0)) continue
    errors.push(forbidden(`${path}.${key}`, text))
  }
  if (entriesOf(schema.properties).some(([name]) => name === 'metadata')) {
    errors.push(forbidden(`${path}.properties[metadata]`, 'must not be specified in a nested context'))
  }
}

/** What is named in a nested schema must be declared outside. */
function completeness(errors: Failure[], values: RawSchema, schema: RawSchema, at: string, path: string): void {
  const not = schemaOf(values.not)
  if (not) nestedCompleteness(errors, not, schema, at, `${path}.not`)
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    for (const [index, child] of listOf(values[key]).entries())
      nestedCompleteness(errors, child, schema, at, `${path}.${key}[${index}]`)
  }
}

function nestedCompleteness(errors: Failure[], values: RawSchema, schema: RawSchema | undefined, at: string, path: string): void {
  if (!schema) {
    errors.push(required(at, `because it is defined in ${path}`))
    return
  }
  completeness(errors, values, schema, at, path)
  const items = schemaOf(values.items)
  if (items) nestedCompleteness(errors, items, schemaOf(schema.items), `${at}.items`, `${path}.items`)
  const properties = Object.fromEntries(entriesOf(schema.properties))
  for (const [name, child] of entriesOf(values.properties)) {
    const outer = Object.hasOwn(properties, name) ? properties[name] : undefined
    nestedCompleteness(errors, child, outer, `${at}.properties[${name}]`, `${path}.properties[${name}]`)
  }
}
