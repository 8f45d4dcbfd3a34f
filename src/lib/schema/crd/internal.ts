import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {RawSchema} from './raw.js'

type Shape = 'text' | 'flag' | 'value' | 'list' | 'schema' | 'schemas' | 'map' | 'orArray' | 'orBool' | 'docs' | 'rules'

/** Fields of the server's internal form of a schema, in its order. */
const fields: readonly (readonly [name: string, json: string, shape: Shape])[] = [
  ['ID', 'id', 'text'],
  ['Schema', '$schema', 'text'],
  ['Ref', '$ref', 'value'],
  ['Description', 'description', 'text'],
  ['Type', 'type', 'text'],
  ['Nullable', 'nullable', 'flag'],
  ['Format', 'format', 'text'],
  ['Title', 'title', 'text'],
  ['Default', 'default', 'value'],
  ['Maximum', 'maximum', 'value'],
  ['ExclusiveMaximum', 'exclusiveMaximum', 'flag'],
  ['Minimum', 'minimum', 'value'],
  ['ExclusiveMinimum', 'exclusiveMinimum', 'flag'],
  ['MaxLength', 'maxLength', 'value'],
  ['MinLength', 'minLength', 'value'],
  ['Pattern', 'pattern', 'text'],
  ['MaxItems', 'maxItems', 'value'],
  ['MinItems', 'minItems', 'value'],
  ['UniqueItems', 'uniqueItems', 'flag'],
  ['MultipleOf', 'multipleOf', 'value'],
  ['Enum', 'enum', 'list'],
  ['MaxProperties', 'maxProperties', 'value'],
  ['MinProperties', 'minProperties', 'value'],
  ['Required', 'required', 'list'],
  ['Items', 'items', 'orArray'],
  ['AllOf', 'allOf', 'schemas'],
  ['OneOf', 'oneOf', 'schemas'],
  ['AnyOf', 'anyOf', 'schemas'],
  ['Not', 'not', 'schema'],
  ['Properties', 'properties', 'map'],
  ['AdditionalProperties', 'additionalProperties', 'orBool'],
  ['PatternProperties', 'patternProperties', 'map'],
  ['Dependencies', 'dependencies', 'value'],
  ['AdditionalItems', 'additionalItems', 'orBool'],
  ['Definitions', 'definitions', 'map'],
  ['ExternalDocs', 'externalDocs', 'docs'],
  ['Example', 'example', 'value'],
  ['XPreserveUnknownFields', 'x-kubernetes-preserve-unknown-fields', 'value'],
  ['XEmbeddedResource', 'x-kubernetes-embedded-resource', 'flag'],
  ['XIntOrString', 'x-kubernetes-int-or-string', 'flag'],
  ['XListMapKeys', 'x-kubernetes-list-map-keys', 'list'],
  ['XListType', 'x-kubernetes-list-type', 'value'],
  ['XMapType', 'x-kubernetes-map-type', 'value'],
  ['XValidations', 'x-kubernetes-validations', 'rules'],
]

/** A schema as the server shows it in messages: every field by Go's name. */
export function internalSchema(schema: RawSchema): JsonObject {
  const out: JsonObject = {}
  for (const [name, json, shape] of fields) out[name] = shapes[shape]((schema as JsonObject)[json])
  return out
}

/** A rule as the server shows it. */
export function internalRule(rule: JsonObject): JsonObject {
  return {
    Rule: rule['rule'] ?? '',
    Message: rule['message'] ?? '',
    MessageExpression: rule['messageExpression'] ?? '',
    Reason: rule['reason'] ?? null,
    FieldPath: rule['fieldPath'] ?? '',
    OptionalOldSelf: rule['optionalOldSelf'] ?? null,
  }
}

const schemaOf = (value: JsonValue | undefined) => (isObject(value) ? internalSchema(value as RawSchema) : null)

const shapes: Readonly<Record<Shape, (value: JsonValue | undefined) => JsonValue>> = {
  text: (value) => value ?? '',
  flag: (value) => value ?? false,
  value: (value) => value ?? null,
  list: (value) => value ?? null,
  schema: schemaOf,
  schemas: (value) => (Array.isArray(value) ? value.map(schemaOf) : null),
  map: (value) => {
    if (!isObject(value)) return null
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, child]) => [name, schemaOf(child)]),
    )
  },
  orArray: (value) => {
    if (Array.isArray(value)) return {Schema: null, JSONSchemas: value.map(schemaOf)}
    return isObject(value) ? {Schema: schemaOf(value), JSONSchemas: null} : null
  },
  orBool: (value) => {
    if (typeof value === 'boolean') return {Allows: value, Schema: null}
    return isObject(value) ? {Allows: true, Schema: schemaOf(value)} : null
  },
  docs: (value) => (isObject(value) ? {Description: value['description'] ?? '', URL: value['url'] ?? ''} : null),
  rules: (value) => (Array.isArray(value) ? value.map((rule) => (isObject(rule) ? internalRule(rule) : null)) : null),
}

const atRoot = [
  ...['Description', 'Type', 'Format', 'Title', 'Maximum', 'ExclusiveMaximum', 'Minimum', 'ExclusiveMinimum', 'MaxLength'],
  ...['MinLength', 'Pattern', 'MaxItems', 'MinItems', 'UniqueItems', 'MultipleOf', 'Required', 'Items', 'Properties'],
  ...['ExternalDocs', 'Example', 'XPreserveUnknownFields', 'XValidations'],
]

/** With a status subresource the root of a schema may hold little: the first field that is one too many. */
export function unwantedAtRoot(schema: RawSchema): {field: 'type' | undefined; text: string} | undefined {
  for (const [name, json] of fields) {
    const value = (schema as JsonObject)[json]
    if (value === undefined || value === '' || value === false || value === null) continue
    if (name === 'Type' && value !== 'object') {
      return {
        field: 'type',
        text: 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled',
      }
    }
    if (!atRoot.includes(name)) {
      const list = `[${atRoot.join(' ')}]`
      const text = `only ${list} fields are allowed at the root of the schema if the status subresource is enabled`
      return {field: undefined, text}
    }
  }
  return undefined
}
