import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

type Check = (value: JsonValue) => boolean

const isText: Check = (value) => typeof value === 'string'
const isBoolean: Check = (value) => typeof value === 'boolean'
const isNumber: Check = (value) => typeof value === 'number'
const isInteger: Check = (value) => Number.isInteger(value)
const isType: Check = (value) => isObject(value) && isTypeShape(value)
const any: Check = () => true

function list(of: Check): Check {
  return (value) => Array.isArray(value) && value.every((item) => item === null || of(item))
}

function map(of: Check): Check {
  return (value) => isObject(value) && Object.values(value).every((item) => item === null || of(item as JsonValue))
}

function either(...checks: readonly Check[]): Check {
  return (value) => checks.some((check) => check(value))
}

function all(names: string, check: Check): Record<string, Check> {
  return Object.fromEntries(names.split(' ').map((name) => [name, check]))
}

/** What the fields of an OpenAPI type hold; others are free. */
const FIELDS: Readonly<Record<string, Check>> = {
  ...all('id description format title pattern discriminator', isText),
  ...all('nullable exclusiveMaximum exclusiveMinimum uniqueItems readOnly', isBoolean),
  ...all('maximum minimum multipleOf', isNumber),
  ...all('maxLength minLength maxItems minItems maxProperties minProperties', isInteger),
  ...all('allOf oneOf anyOf', list(isType)),
  ...all('properties patternProperties definitions', map(isType)),
  ...all('additionalProperties additionalItems', either(isBoolean, isType)),
  type: either(isText, list(isText)),
  enum: list(any),
  required: list(isText),
  items: either(isType, list(isType)),
  not: isType,
  dependencies: map(either(isType, list(isText))),
  externalDocs: isObject,
}

/** True when Go can read the object as a type. */
export function isTypeShape(value: JsonObject): boolean {
  return Object.entries(value).every(
    ([name, member]) => member === null || !Object.hasOwn(FIELDS, name) || FIELDS[name]!(member!),
  )
}

/** True when nothing in it says anything. */
export function isBareType(value: JsonObject): boolean {
  return Object.entries(value).every(([name, member]) => {
    if (name === '$ref' || name === '$schema') return typeof member !== 'string' || member === ''
    if (name === 'default' || name === 'example') return member === null
    return Object.hasOwn(FIELDS, name) && (member === null || member === '' || member === false)
  })
}
