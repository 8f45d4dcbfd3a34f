import {isObject, type JsonValue} from '../../../formats/json/value.js'

/** Says what is wrong with a value at a place; nothing (null) is never wrong. */
type Check = (value: JsonValue, path: string) => string | undefined

/** A check of what is there. */
function given(words: string, fits: (value: JsonValue) => boolean): Check {
  return (value, path) => (value === null || fits(value) ? undefined : `${path === '' ? 'the document' : path} must be ${words}`)
}

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
function fields(known: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (!isObject(value)) return object(value, path)
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

function named(check: Check, ...names: readonly string[]): Readonly<Record<string, Check>> {
  return Object.fromEntries(names.map((name) => [name, check]))
}

/** What is no text is passed over. */
const address: Check = (value, path) =>
  typeof value === 'string' && /%(?![0-9a-fA-F]{2})/.test(value) ? `${path} is no address` : undefined

const type: Check = (value, path) => (Array.isArray(value) ? list(text) : text)(value, path)

/** Fields of a type. Made when a document is looked at: most builds have none. */
function schemaFields(): Readonly<Record<string, Check>> {
  const schema: Check = (value, path) => ofSchema(value, path)
  const schemaOrFlag: Check = (value, path) => (typeof value === 'boolean' ? undefined : schema(value, path))
  // what is neither is passed over
  const schemaOrList: Check = (value, path) =>
    isObject(value) ? schema(value, path) : Array.isArray(value) ? list(schema)(value, path) : undefined
  const schemaOrTexts: Check = (value, path) =>
    isObject(value) ? schema(value, path) : Array.isArray(value) ? list(text)(value, path) : undefined
  const all = {
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
    dependencies: map(schemaOrTexts),
    externalDocs: fields(named(text, 'description', 'url')),
  }
  const ofSchema = fields(all)
  return all
}

const GVK = 'x-kubernetes-group-version-kind'

/** Version and kind are taken for texts without a look. */
const typeMeta: Check = (value, path) =>
  isObject(value) && !(typeof value.version === 'string' && typeof value.kind === 'string')
    ? `${path}: version and kind must be texts`
    : undefined

const typeMetas: Check = (value, path) => (Array.isArray(value) ? list(typeMeta)(value, path) : undefined)

function pathItem(): Check {
  const operation = fields({
    ...named(text, 'description', 'summary', 'operationId'),
    ...named(list(text), 'consumes', 'produces', 'schemes', 'tags'),
    deprecated: flag,
    parameters: array,
    responses: object,
    [GVK]: typeMeta,
  })
  return fields({
    ...named(operation, 'get', 'put', 'post', 'delete', 'options', 'head', 'patch'),
    parameters: array,
  })
}

/** What does not begin with a slash may be anything. */
function paths(): Check {
  const item = pathItem()
  return (value, path) => map((one, where) => (where.startsWith(`${path}./`) ? item(one, where) : undefined))(value, path)
}

/** What kustomize's reader of a single type would refuse; undefined when it would not. */
export function checkSchema(type: JsonValue, path: string): string | undefined {
  return fields(schemaFields())(type, path)
}

/** What kustomize's reader of Swagger documents would end in a panic for, in a few words; undefined when it would not. */
export function checkSwagger(document: JsonValue): string | undefined {
  const swagger = fields({
    ...named(text, 'id', 'swagger', 'host', 'basePath'),
    ...named(list(text), 'consumes', 'produces', 'schemes'),
    ...named(map(object), 'parameters', 'responses', 'securityDefinitions'),
    info: fields({
      ...named(text, 'title', 'description', 'termsOfService', 'version'),
      ...named(object, 'contact', 'license'),
    }),
    definitions: map(fields({...schemaFields(), [GVK]: typeMetas})),
    paths: paths(),
    security: list(map(list(text))),
    tags: list(object),
    externalDocs: object,
  })
  return swagger(document, '')
}
