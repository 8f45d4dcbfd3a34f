import type {JsonValue} from '../../formats/json/value.js'
import type {RuleCompiler} from '../cel/rules.js'
import {forbidden, invalid, notSupported, required} from '../field-error.js'
import type {Failure} from '../structural/verdict.js'
import {CelContext, type CostTotal} from './cel-context.js'
import {listFaults} from './list-faults.js'
import {entriesOf, isSet, listOf, type RawSchema, schemaOf, textOf} from './raw.js'
import {ruleFaults} from './rule-faults.js'
import type {SchemaFaults, Surroundings} from './surroundings.js'

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string']
const unsupported = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'] as const
const meta = new Set(['metadata', 'kind', 'apiVersion'])

/** Faults of an OpenAPI schema of a CRD that are not about structure; CEL rules are compiled when `compiler` is given. */
export function schemaFaults(
  schema: RawSchema,
  path: string,
  compiler: RuleCompiler | undefined,
  total: CostTotal,
): SchemaFaults {
  const found: SchemaFaults = {schema: [], cel: []}
  const around: Surroundings = {root: true, insideMeta: false, noDefaults: undefined, uncorrelatable: undefined}
  visit(found, schema, path, around, compiler && CelContext.root(schema, compiler, total))
  return found
}

function visit(found: SchemaFaults, schema: RawSchema, path: string, around: Surroundings, cel: CelContext | undefined): void {
  const before = found.schema.length
  found.schema.push(...standardFaults(schema, path, around))
  if (schema.uniqueItems === true) {
    found.schema.push(
      forbidden(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'),
    )
  }
  children(found, schema, path, around, cel)
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    found.schema.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'))
  }
  mapTypeFaults(found.schema, schema, path)
  found.schema.push(...listFaults(schema, path))
  ruleFaults(found, schema, path, around, cel, () => found.schema.length === before)
}

function standardFaults(schema: RawSchema, path: string, around: Surroundings): Failure[] {
  const errors: Failure[] = []
  const type = textOf(schema.type)
  if (type !== '' && !types.includes(type)) errors.push(notSupported(`${path}.type`, type, types))
  if (isSet(schema.default) && around.noDefaults !== undefined) {
    errors.push(forbidden(`${path}.default`, `must not be set ${around.noDefaults}`))
  }
  for (const key of unsupported) if (isSet(schema[key])) errors.push(forbidden(`${path}.${key}`, `${key} is not supported`))
  if (type === 'null') errors.push(forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'))
  if (Array.isArray(schema.items) && schema.items.length > 0) {
    errors.push(forbidden(`${path}.items`, 'items must be a schema object and not an array'))
  }
  if (around.insideMeta && schema['x-kubernetes-embedded-resource'] === true) {
    errors.push(forbidden(`${path}.x-kubernetes-embedded-resource`, 'must not be used inside of resource meta'))
  }
  return errors
}

function children(found: SchemaFaults, schema: RawSchema, path: string, around: Surroundings, cel: CelContext | undefined): void {
  const inner: Surroundings = {...around, root: false}
  const rest = schemaOf(schema.additionalProperties)
  if (isSet(schema.additionalProperties)) {
    if (entriesOf(schema.properties).length > 0 && schema.additionalProperties !== true) {
      found.schema.push(forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'))
    }
    const reason = around.insideMeta ? 'inside additionalProperties applying to object metadata' : around.noDefaults
    if (rest) visit(found, rest, `${path}.additionalProperties`, {...inner, noDefaults: reason}, cel?.child(rest))
  }
  for (const [name, child] of entriesOf(schema.properties)) {
    visit(found, child, `${path}.properties[${name}]`, property(schema, name, around), cel?.child(child))
  }
  const not = schemaOf(schema.not)
  if (not) visit(found, not, `${path}.not`, inner, undefined)
  for (const key of ['allOf', 'oneOf', 'anyOf']) {
    for (const [at, child] of listOf(schema[key]).entries()) visit(found, child, `${path}.${key}[${at}]`, inner, undefined)
  }
  const items = schemaOf(schema.items)
  if (!items) return
  const free = schema['x-kubernetes-list-type'] === 'map' ? inner.uncorrelatable : (inner.uncorrelatable ?? path)
  visit(found, items, `${path}.items`, {...inner, uncorrelatable: free}, cel?.child(items))
}

function property(schema: RawSchema, name: string, around: Surroundings): Surroundings {
  const isMeta = (around.root || schema['x-kubernetes-embedded-resource'] === true) && meta.has(name)
  return {
    root: false,
    insideMeta: around.insideMeta || isMeta,
    noDefaults: isMeta && around.root ? `in top-level ${name}` : around.noDefaults,
    uncorrelatable: around.uncorrelatable,
  }
}

function mapTypeFaults(errors: Failure[], schema: RawSchema, path: string): void {
  const mapType = schema['x-kubernetes-map-type']
  if (!isSet(mapType)) return
  const type = textOf(schema.type)
  const text = 'must be object if x-kubernetes-map-type is specified'
  if (type === '') errors.push(required(`${path}.type`, text))
  else if (type !== 'object') errors.push(invalid(`${path}.type`, type, text))
  if (mapType !== 'atomic' && mapType !== 'granular') {
    errors.push(notSupported(`${path}.x-kubernetes-map-type`, mapType as JsonValue, ['atomic', 'granular']))
  }
}
