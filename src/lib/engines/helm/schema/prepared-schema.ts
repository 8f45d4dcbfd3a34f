import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {demandDraft} from './drafts.js'
import {type References, resolved} from './references.js'

const OF_SCHEMAS = [
  ...['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items', 'additionalItems', 'unevaluatedItems', 'contains'],
  ...['additionalProperties', 'unevaluatedProperties'],
  ...['propertyNames', 'not', 'if', 'then', 'else', 'contentSchema'],
]
const BY_NAME = ['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas', 'dependencies']

/**
 * A schema in the words of our validator, which means the same by it as Helm's validator by the given one: draft 4 in words of
 * draft 7, what stands beside a `$ref` of old drafts gone, dynamic references as plain ones, as all is one document.
 */
export function preparedSchema(schema: JsonValue, draft: number, references: References): JsonValue {
  if (!isObject(schema)) return schema
  demandDraft(schema)
  if (draft < 2019 && typeof schema.$ref === 'string') return referenceOnly(schema, draft, references)
  const result: JsonObject = {...schema}
  const inner = (value: JsonValue | undefined) => preparedSchema(value as JsonValue, draft, references)
  const below = (value: JsonValue | undefined) =>
    Array.isArray(value) ? value.map(inner) : isObject(value) ? inner(value) : value
  for (const key of OF_SCHEMAS) if (schema[key] !== undefined) result[key] = below(schema[key])
  for (const key of BY_NAME) if (isObject(schema[key])) result[key] = byName(schema[key] as JsonObject, draft, references)
  if (draft === 4) modernize(result)
  if (Array.isArray(result.enum) && result.enum.length === 0) {
    delete result.enum
    demand(result, false)
  }
  if (typeof schema.$ref === 'string' && isUnknownName(schema, schema.$ref, references)) delete result.$ref
  for (const key of ['$dynamicRef', '$recursiveRef']) {
    const reference = result[key]
    if (typeof reference !== 'string' || draft < 2019) continue
    delete result[key]
    // names of the whole document are not known to the validator
    demand(result, {$ref: references.at(schema, reference) === references.root ? '#' : reference})
  }
  return result
}

/**
 * True for a URN that nothing in the document is called by: whatever that is, it takes everything.
 * @throws FluxError `bad-schema` when it is a part of it that is asked for
 */
function isUnknownName(schema: JsonObject, reference: string, references: References): boolean {
  const [address, fragment] = resolved(reference, references.baseOf(schema))
  if (!address.startsWith('urn:') || references.has(address)) return false
  if (!references.unknown.includes(address)) references.unknown.push(address)
  if (fragment === '') return true
  const where = goQuote(`${address}#${fragment}`)
  throw new FluxError(
    'bad-schema',
    fragment.startsWith('/')
      ? `json-pointer in ${where} not found`
      : `anchor in ${where} not found in schema ${goQuote(address)}`,
  )
}

function byName(schemas: JsonObject, draft: number, references: References): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([key, value]) => [key, preparedSchema(value as JsonValue, draft, references)]),
  )
}

/** Of what stands beside, only schemas that others may refer to. */
function referenceOnly(schema: JsonObject, draft: number, references: References): JsonObject {
  const result: JsonObject = isUnknownName(schema, String(schema.$ref), references) ? {} : {$ref: schema.$ref}
  for (const key of ['definitions', '$defs'])
    if (isObject(schema[key])) result[key] = byName(schema[key] as JsonObject, draft, references)
  return result
}

function demand(schema: JsonObject, more: JsonValue): void {
  schema.allOf = [...(Array.isArray(schema.allOf) ? schema.allOf : []), more]
}

function modernize(schema: JsonObject): void {
  for (const [limit, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (typeof schema[exclusive] !== 'boolean') continue
    if (schema[exclusive] && typeof schema[limit] === 'number') {
      schema[exclusive] = schema[limit]
      delete schema[limit]
    } else delete schema[exclusive]
  }
  if (typeof schema.id === 'string') {
    schema.$id = schema.id
    delete schema.id
  }
}
