import {gunzipSync} from 'node:zlib'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {withDefaults} from './v3-defaults.js'

/** The built-in kinds' Swagger 2.0 document. */
export interface Swagger {
  readonly paths: {readonly [path: string]: JsonObject}
  readonly definitions: {readonly [name: string]: JsonObject}
  readonly parameters: {readonly [name: string]: JsonObject}
  readonly document: JsonObject
}

/** Unpacks the document; 30 ms, so only for those who ask for schemas. */
export async function loadSwagger(): Promise<Swagger> {
  const {OPENAPI_GZ} = await import('../../../schema/builtin/openapi.gen.js')
  const document = JSON.parse(gunzipSync(Buffer.from(OPENAPI_GZ, 'base64')).toString()) as JsonObject
  const section = (name: string) => (isObject(document[name]) ? document[name] : {}) as {[key: string]: JsonObject}
  return {paths: section('paths'), definitions: section('definitions'), parameters: section('parameters'), document}
}

const OLD_REF = '#/definitions/'
const NEW_REF = '#/components/schemas/'

/** A Swagger schema as OpenAPI 3.0 has it. */
export function schemaToV3(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(schemaToV3)
  if (!isObject(schema)) return schema
  const copy: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$ref' && typeof value === 'string') continue
    if (key === 'items' || key === 'additionalProperties') copy[key] = element(value!)
    else if (key === 'properties' && isObject(value)) copy[key] = properties(value, schema.required)
    else if (key === 'description' || key === 'enum' || key === 'required') copy[key] = value
    else copy[key] = schemaToV3(value!)
  }
  const reference = schema.$ref
  if (typeof reference !== 'string') return copy
  const moved = {$ref: reference.replace(OLD_REF, NEW_REF)}
  // siblings of a reference are ignored in 3.0, so it moves into allOf
  return Object.keys(copy).length === 0 ? moved : {...copy, allOf: [moved]}
}

/** Fields that Go always writes have their zero value as default: required strings and metadata. */
function properties(fields: JsonObject, required: JsonValue | undefined): JsonObject {
  const always = new Set(Array.isArray(required) ? required : [])
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const schema = schemaToV3(field!) as JsonObject
      const plain = schema.type === 'string' && schema.format === undefined && schema.enum === undefined
      if (always.has(name) && plain && schema.default === undefined) return [name, {...schema, default: ''}]
      return [name, name === 'metadata' && schema.allOf !== undefined ? {...schema, default: {}} : schema]
    }),
  )
}

const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity'

/** What a list or map holds: never null, so it has a default, but for amounts, whose zero is none. */
function element(value: JsonValue): JsonValue {
  const schema = schemaToV3(value)
  if (!isObject(schema)) return schema
  if (typeof schema.$ref === 'string') return schema.$ref === NEW_REF + QUANTITY ? schema : {default: {}, allOf: [schema]}
  return schema.type === 'string' && schema.format === undefined ? {...schema, default: ''} : schema
}

/** Names of the components that a document refers to. */
export function referencesIn(value: JsonValue, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const item of value) referencesIn(item, found)
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key === '$ref' && typeof item === 'string') found.add(item.slice(NEW_REF.length))
      else if (item !== undefined) referencesIn(item, found)
    }
  }
  return found
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  [QUANTITY]: ['string', 'number'],
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': ['integer', 'string'],
}

/** Version 2 can only call these strings; version 3 says both types. */
function withChoice(name: string, schema: JsonObject): JsonObject {
  const types = CHOICES[name]
  if (!types) return schema
  const {type: _, ...rest} = schema
  return {...rest, oneOf: types.map((type) => ({type}))}
}

/** The components that a document needs, theirs included. */
export function componentsFor(
  document: JsonValue,
  swagger: Swagger,
  own: {readonly [name: string]: JsonObject} = {},
): JsonObject {
  const schemas: {[name: string]: JsonObject} = {...own}
  const queue = [...referencesIn(document), ...referencesIn(own)]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const definition = swagger.definitions[name]
    if (schemas[name] || !definition) continue
    const schema = withDefaults(name, schemaToV3(definition) as JsonObject)
    schemas[name] = withChoice(name, schema)
    queue.push(...referencesIn(schema))
  }
  return Object.fromEntries(
    Object.keys(schemas)
      .sort()
      .map((name) => [name, schemas[name]]),
  )
}

/** A Swagger parameter as OpenAPI 3.0 has it; references to shared ones are resolved. */
export function parameterToV3(parameter: JsonObject, swagger: Swagger): JsonObject {
  const found = resolved(parameter, swagger)
  const {name, in: where, required, description, type, uniqueItems} = found
  return {
    name,
    in: where,
    ...(description === undefined ? {} : {description}),
    ...(required === true ? {required} : {}),
    schema: {type, ...(uniqueItems === true ? {uniqueItems} : {})},
  }
}

function resolved(parameter: JsonObject, swagger: Swagger): JsonObject {
  return typeof parameter.$ref === 'string' ? (swagger.parameters[parameter.$ref.slice('#/parameters/'.length)] ?? {}) : parameter
}

/** One operation of a Swagger path as OpenAPI 3.0 has it. */
export function operationToV3(operation: JsonObject, swagger: Swagger): JsonObject {
  const {parameters, responses, consumes, produces, schemes: _, ...rest} = operation
  const all = (Array.isArray(parameters) ? (parameters as JsonObject[]) : []).map((parameter) => resolved(parameter, swagger))
  const body = all.find((parameter) => parameter.in === 'body')
  const others = all.filter((parameter) => parameter.in !== 'body')
  const types = (list: JsonValue | undefined, fallback: string) =>
    Array.isArray(list) && list.length > 0 ? list.map(String) : [fallback]
  const produced = types(produces, 'application/json')
  return {
    ...rest,
    ...(others.length > 0 ? {parameters: others.map((parameter) => parameterToV3(parameter, swagger))} : {}),
    ...(body
      ? {
          requestBody: {
            content: content(body.schema!, types(consumes, '*/*')),
            ...(body.required === true ? {required: true} : {}),
          },
        }
      : {}),
    responses: Object.fromEntries(
      Object.entries(isObject(responses) ? responses : {}).map(([code, response]) => {
        const {schema, description} = response as JsonObject
        return [code, {description, ...(schema === undefined ? {} : {content: content(schema, produced)})}]
      }),
    ),
  }
}

function content(schema: JsonValue, types: readonly string[]): JsonObject {
  return Object.fromEntries(types.map((type) => [type, {schema: schemaToV3(schema)}]))
}
