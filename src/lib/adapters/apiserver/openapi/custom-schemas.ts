import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {CatalogEntry} from '../discovery/catalog.js'

const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md'
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.'

/** Name of a custom kind among the components: `com.example.v1.Widget`. */
export function componentName(entry: Pick<CatalogEntry, 'group' | 'version'>, kind: string): string {
  return [...entry.group.split('.').reverse(), entry.version, kind].join('.')
}

/** How a document refers to its schemas: OpenAPI 3 has no place for a description beside a reference. */
interface Dialect {
  readonly refer: (name: string) => JsonObject
  readonly describe: (description: string, name: string) => JsonObject
  /** the schema of a field, of an item or of a kind, in what this version can say */
  readonly schema: (schema: JsonObject) => JsonObject
}

const V3_ROOT = '#/components/schemas/'
const V3: Dialect = {
  refer: (name) => ({$ref: V3_ROOT + name}),
  describe: (description, name) => ({description, allOf: [{$ref: V3_ROOT + name}]}),
  schema: (schema) =>
    schema['x-kubernetes-int-or-string'] === true && schema.anyOf === undefined && schema.allOf === undefined
      ? {...schema, anyOf: [{type: 'integer'}, {type: 'string'}]}
      : schema,
}

const V2_ROOT = '#/definitions/'
const V2: Dialect = {
  refer: (name) => ({$ref: V2_ROOT + name}),
  describe: (description, name) => ({description, $ref: V2_ROOT + name}),
  schema: plain,
}

/** Components of a custom kind and its list in OpenAPI 3. */
export function customComponents(entry: CatalogEntry): {[name: string]: JsonObject} {
  return schemasOf(entry, V3)
}

/** The same as definitions of OpenAPI 2, without what kubectl cannot read there. */
export function customDefinitions(entry: CatalogEntry): {[name: string]: JsonObject} {
  return schemasOf(entry, V2)
}

function schemasOf(entry: CatalogEntry, dialect: Dialect): {[name: string]: JsonObject} {
  const {group, version, kind, listKind, resource} = entry
  const gvk = (name: string): JsonObject[] => [{group, kind: name, version}]
  return {
    [componentName(entry, kind)]: {
      ...ownSchema(entry, dialect),
      'x-kubernetes-group-version-kind': gvk(kind),
      ...selectableFields(entry),
    },
    [componentName(entry, listKind)]: {
      description: `${listKind} is a list of ${kind}`,
      type: 'object',
      required: ['items'],
      properties: {
        apiVersion: text('apiVersion'),
        items: {
          description: `List of ${resource}. More info: ${CONVENTIONS}`,
          type: 'array',
          items: dialect.refer(componentName(entry, kind)),
        },
        kind: text('kind'),
        metadata: dialect.describe(`Standard list metadata. More info: ${CONVENTIONS}#types-kinds`, `${META}ListMeta`),
      },
      'x-kubernetes-group-version-kind': gvk(listKind),
      ...selectableFields(entry),
    },
  }
}

function ownSchema(entry: CatalogEntry, dialect: Dialect): JsonObject {
  const schema = entry.crd?.version.schema
  const own = isObject(schema) && isObject(schema.openAPIV3Schema) ? schema.openAPIV3Schema : undefined
  // kubectl would refuse all fields that it does not know
  if (own === undefined || (dialect === V2 && own['x-kubernetes-preserve-unknown-fields'] === true)) return {type: 'object'}
  const {properties, ...rest} = walk(own, dialect)
  const fields = isObject(properties) ? properties : {}
  return {
    ...rest,
    properties: {...fields, apiVersion: text('apiVersion'), kind: text('kind'), metadata: objectMeta(dialect)},
  }
}

function selectableFields({crd}: CatalogEntry): JsonObject {
  const fields = crd?.version.selectableFields
  if (!Array.isArray(fields) || fields.length === 0) return {}
  return {'x-kubernetes-selectable-fields': fields.map((field) => ({fieldPath: String((field as JsonObject).jsonPath).slice(1)}))}
}

/** A schema and all below it in the words of a dialect; embedded resources get the fields that all resources have. */
function walk(schema: JsonObject, dialect: Dialect): JsonObject {
  const {properties, items, additionalProperties, ...rest} = dialect.schema(schema)
  const inner = (value: JsonValue): JsonValue => (isObject(value) ? walk(value, dialect) : value)
  const out: JsonObject = {...rest}
  if (isObject(properties)) {
    out.properties = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, inner(field!)]))
  }
  if (items !== undefined) out.items = inner(items)
  if (additionalProperties !== undefined) out.additionalProperties = inner(additionalProperties)
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true
  return schema['x-kubernetes-embedded-resource'] !== true || (open && dialect === V2) ? out : embedded(out, dialect)
}

function embedded(schema: JsonObject, dialect: Dialect): JsonObject {
  const required = Array.isArray(schema.required) ? schema.required : []
  return {
    ...schema,
    required: [...required, ...['kind', 'apiVersion'].filter((name) => !required.includes(name))],
    properties: {
      ...(isObject(schema.properties) ? schema.properties : {}),
      apiVersion: text('embedded apiVersion'),
      kind: text('embedded kind'),
      metadata: objectMeta(dialect),
    },
  }
}

/** One schema in the words of OpenAPI 2: no alternatives, no null, no defaults; nothing that has to be of two types has one. */
function plain(schema: JsonObject): JsonObject {
  const {oneOf: _1, anyOf: _2, allOf: _3, not: _4, default: _5, nullable, ...rest} = schema
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true
  const out: JsonObject = {...rest}
  if (nullable === true || open) {
    delete out.items
    delete out.properties
  }
  const untyped = nullable === true || (open && out.type === 'object') || (out.type === 'array' && out.items === undefined)
  if (untyped) delete out.type
  const required = stillRequired(out)
  if (required.length > 0) out.required = required
  else delete out.required
  return out
}

/** Fields that may be null are not required: older clients take null for absent. */
function stillRequired({required, properties, additionalProperties}: JsonObject): JsonValue[] {
  const isNullable = (schema: JsonValue | undefined) => isObject(schema) && schema.nullable === true
  if (!Array.isArray(required) || isNullable(additionalProperties)) return []
  return required.filter((name) => !isObject(properties) || !isNullable(properties[String(name)]))
}

function objectMeta(dialect: Dialect): JsonObject {
  return dialect.describe(`Standard object's metadata. More info: ${CONVENTIONS}#metadata`, `${META}ObjectMeta`)
}

function text(name: string): JsonObject {
  return {description: DESCRIPTIONS[name], type: 'string'}
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  apiVersion: `APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: ${CONVENTIONS}#resources`,
  kind: `Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: ${CONVENTIONS}#types-kinds`,
  'embedded apiVersion': `apiVersion defines the versioned schema of this representation of an object. More info: ${CONVENTIONS}#resources`,
  'embedded kind': `kind is a string value representing the type of this object. In CamelCase. More info: ${CONVENTIONS}#types-kinds`,
}
