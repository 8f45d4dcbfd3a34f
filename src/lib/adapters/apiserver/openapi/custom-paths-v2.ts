import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {customPaths} from './custom-paths.js'
import type {Swagger} from './swagger.js'

const TYPES = ['application/json', 'application/yaml']
const PATCHES = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml']

/** Paths of a custom resource in OpenAPI 2: those of version 3 in the older words. */
export function customPathsV2(entry: CatalogEntry, swagger: Swagger): JsonObject {
  const known = knownParameters(swagger)
  return Object.fromEntries(
    Object.entries(customPaths(entry, swagger)).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item as JsonObject).map(([method, value]) => [
          method,
          method === 'parameters'
            ? (value as JsonObject[]).map((parameter) => parameterToV2(parameter, known, ''))
            : operationToV2(method, value as JsonObject, known),
        ]),
      ),
    ]),
  )
}

function operationToV2(method: string, operation: JsonObject, known: ReadonlyMap<string, JsonObject>): JsonObject {
  const {parameters = [], requestBody, responses, description, tags, operationId, ...rest} = operation
  const others = (parameters as JsonObject[]).map((parameter) => parameterToV2(parameter, known, method))
  const body = isObject(requestBody) ? [bodyToV2(method, requestBody, known)] : []
  const all = [...body, ...others]
  return {
    description,
    consumes: method === 'patch' ? PATCHES : TYPES,
    produces: TYPES,
    schemes: ['https'],
    tags,
    operationId,
    ...(all.length > 0 ? {parameters: all} : {}),
    responses: Object.fromEntries(
      Object.entries(responses as JsonObject).map(([code, response]) => {
        const {content, description} = response as JsonObject
        return [code, {description, ...(content === undefined ? {} : {schema: schemaOf(content)})}]
      }),
    ),
    ...rest,
  }
}

function bodyToV2(method: string, requestBody: JsonObject, known: ReadonlyMap<string, JsonObject>): JsonObject {
  const shared = known.get(`${method} body`)
  if (shared) return shared
  return {name: 'body', in: 'body', required: true, schema: schemaOf(requestBody.content)}
}

function schemaOf(content: JsonValue | undefined): JsonObject {
  const [first] = Object.values(content as JsonObject) as JsonObject[]
  const {$ref} = first!.schema as JsonObject
  return {$ref: String($ref).replace('#/components/schemas/', '#/definitions/')}
}

function parameterToV2(parameter: JsonObject, known: ReadonlyMap<string, JsonObject>, method: string): JsonObject {
  const {name, in: place, schema, required, description} = parameter
  const found = known.get(`${method} ${String(name)}`) ?? known.get(String(name))
  if (found) return found
  return {...(schema as JsonObject), description, name, in: place, ...(required === true ? {required} : {})}
}

/** Parameters that all kinds share, as the paths of ConfigMaps name them; those of patches and bodies by their method. */
function knownParameters(swagger: Swagger): ReadonlyMap<string, JsonObject> {
  const known = new Map<string, JsonObject>()
  const nameOf = (parameter: JsonObject): string => {
    const shared =
      typeof parameter.$ref === 'string' ? swagger.parameters[parameter.$ref.slice('#/parameters/'.length)] : parameter
    return String(shared?.name)
  }
  const add = (method: string, parameters: JsonValue | undefined): void => {
    for (const parameter of (parameters ?? []) as JsonObject[]) {
      const name = nameOf(parameter)
      // a kind's own: its name, and the body that is written
      if (parameter.$ref === undefined && (name === 'name' || name === 'body')) continue
      if (name === 'body' || method === 'patch') known.set(`${method} ${name}`, parameter)
      else if (!known.has(name)) known.set(name, parameter)
    }
  }
  const base = '/api/v1/namespaces/{namespace}/configmaps'
  for (const path of [base, `${base}/{name}`]) {
    for (const [method, item] of Object.entries(swagger.paths[path] ?? {})) {
      // what deletes a collection has a body too, which those of custom resources do not
      if (method === 'parameters') add('', item)
      else if (isObject(item)) add(method, item.parameters)
    }
  }
  return known
}
