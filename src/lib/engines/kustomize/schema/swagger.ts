import {isObject, type JsonValue} from '../../../formats/json/value.js'

/** Says what is wrong with a value at a place; nothing (null) is never wrong. */
type Check = (value: JsonValue, path: string) => string | undefined

/** A check of what is there. */
function given(words: string, fits: (value: JsonValue) => boolean): Check {
  return (value, path) => (value === null || fits(value) ? undefined : `${path === '' ? 'the document' : path} must be ${words}`)
}

const anything: Check = () => undefined
const text = given('a text', (value) => typeof value === 'string')
const flag = given('true or false', (value) => typeof value === 'boolean')
const number = given('a number', (value) => typeof value === 'number' || typeof value === 'bigint')
const integer = given('an integer', (value) => typeof value === 'bigint' || Number.isSafeInteger(value))
const array = given('a list', Array.isArray)
const object = given('an object', isObject)

function list(item: Check): Check {
  return (value, path) => array(value, path) ?? first(Array.isArray(value) ? value : [], (one, i) => item(one, `${path}[${i}]`))
}

function map(item: Check): Check {
  return (value, path) =>
    object(value, path) ??
    first(isObject(value) ? Object.entries(value) : [], ([name, one]) => item(one as JsonValue, `${path}.${name}`))
}

/** Fields that are not named may hold anything. */
function fields(checks: () => Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (!isObject(value)) return object(value, path)
    const known = checks()
    return first(Object.keys(value), (name) =>
      Object.hasOwn(known, name) ? known[name]!(value[name] as JsonValue, path === '' ? name : `${path}.${name}`) : undefined,
    )
  }
}

function first<T>(items: readonly T[], fault: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = fault(item, index)
    if (found !== undefined) return found
  }
  return undefined
}

/** What is no text is passed over. */
const address: Check = (value, path) =>
  typeof value === 'string' && /%(?![0-9a-fA-F]{2})/.test(value) ? `${path} is no address` : undefined

const type: Check = (value, path) => (Array.isArray(value) ? list(text) : text)(value, path)
const schema: Check = (value, path) => schemaFields(value, path)
const schemaOrFlag: Check = (value, path) => (typeof value === 'boolean' ? undefined : schema(value, path))
/** What is neither is passed over. */
const schemaOrList: Check = (value, path) =>
  isObject(value) ? schema(value, path) : Array.isArray(value) ? list(schema)(value, path) : undefined

const SCHEMA = {
  ...named(text, 'id', 'description', 'format', 'title', 'pattern', 'discriminator'),
  ...named(flag, 'nullable', 'exclusiveMaximum', 'exclusiveMinimum', 'uniqueItems', 'readOnly'),
  ...named(number, 'maximum', 'minimum', 'multipleOf'),
  ...named(integer, 'maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties'),
  ...named(list(schema), 'allOf', 'oneOf', 'anyOf'),
  ...named(map(schema), 'properties', 'patternProperties', 'definitions'),
  ...named(schemaOrFlag, 'additionalProperties', 'additionalItems'),
  ...named(address, '$ref', '$schema'),
  type,
  enum: array,
  required: list(text),
  items: schemaOrList,
  not: schema,
  dependencies: object,
  externalDocs: fields(() => named(text, 'description', 'url')),
}
const schemaFields = fields(() => SCHEMA)

function named(check: Check, ...names: readonly string[]): Readonly<Record<string, Check>> {
  return Object.fromEntries(names.map((name) => [name, check]))
}

const GVK = 'x-kubernetes-group-version-kind'

/** Version and kind are taken for texts without a look. */
const typeMeta: Check = (value, path) =>
  isObject(value) && !(typeof value.version === 'string' && typeof value.kind === 'string')
    ? `${path}: version and kind must be texts`
    : undefined

const DEFINITION = {
  ...SCHEMA,
  [GVK]: ((value, path) => (Array.isArray(value) ? list(typeMeta)(value, path) : undefined)) as Check,
}

const OPERATION = {
  ...named(text, 'description', 'summary', 'operationId'),
  ...named(list(text), 'consumes', 'produces', 'schemes', 'tags'),
  deprecated: flag,
  parameters: array,
  responses: object,
  [GVK]: typeMeta,
}

const PATH = {
  ...named(
    fields(() => OPERATION),
    ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch'],
  ),
  parameters: array,
}

const pathItem = fields(() => PATH)
const paths: Check = (value, path) =>
  map((item, where) => (where.startsWith(`${path}./`) ? pathItem(item, where) : anything(item, where)))(value, path)

const SWAGGER = {
  ...named(text, 'id', 'swagger', 'host', 'basePath'),
  ...named(list(text), 'consumes', 'produces', 'schemes'),
  ...named(map(object), 'parameters', 'responses', 'securityDefinitions'),
  info: fields(() => ({
    ...named(text, 'title', 'description', 'termsOfService', 'version'),
    ...named(object, 'contact', 'license'),
  })),
  definitions: map(fields(() => DEFINITION)),
  paths,
  security: list(map(list(text))),
  tags: list(object),
  externalDocs: object,
}

/** What kustomize's reader of Swagger documents would end in a panic for, in a few words; undefined when it would not. */
export const checkSwagger = (document: JsonValue): string | undefined => fields(() => SWAGGER)(document, '')
