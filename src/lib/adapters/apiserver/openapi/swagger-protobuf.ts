import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {printYaml} from '../../../formats/yaml/print.js'

/** Field `number` of a message, with its value in the wire format of Protocol Buffers. */
type Write = (number: number, value: JsonValue) => Uint8Array
/** For each key of a JSON object its field number and how it is written. */
type Shape = Readonly<Record<string, readonly [number, Write]>>

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) + 0x80)
  return Uint8Array.from([...bytes, value])
}

const delimited = (number: number, body: Uint8Array): Uint8Array =>
  Buffer.concat([varint(number * 8 + 2), varint(body.length), body])
const text: Write = (number, value) => delimited(number, Buffer.from(String(value)))
const bool: Write = (number, value) => Buffer.concat([varint(number * 8), varint(value === true ? 1 : 0)])
/** `Any`: YAML text is all that clients read of it */
const any: Write = (number, value) => delimited(number, text(2, printYaml(value)))
const many =
  (write: Write): Write =>
  (number, value) =>
    Buffer.concat((value as JsonValue[]).map((item) => write(number, item)))
/** A message around one field. */
const wrap =
  (inner: number, write: Write): Write =>
  (number, value) =>
    delimited(number, write(inner, value))
/** A map, as a repeated message of name and value. */
const named =
  (write: Write): Write =>
  (number, value) =>
    Buffer.concat(
      Object.entries(value as JsonObject).map(([name, item]) =>
        delimited(number, Buffer.concat([text(1, name), write(2, item ?? null)])),
      ),
    )

/** A message; keys that begin with `x-` go to the repeated field `extensions`. Throws for a key without a place. */
const message =
  (shape: Shape, extensions: number): Write =>
  (number, value) => {
    const fields = Object.entries(value as JsonObject).map(([key, item]) => {
      if (item === undefined) return Buffer.alloc(0)
      if (key.startsWith('x-')) return named(any)(extensions, {[key]: item})
      const place = shape[key]
      if (!place) throw new Error(`no place for ${key} in the Protobuf form of OpenAPI 2`)
      return place[1](place[0], item)
    })
    return delimited(number, Buffer.concat(fields))
  }

const double: Write = (number, value) => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(Number(value))
  return Buffer.concat([varint(number * 8 + 1), bytes])
}
const count: Write = (number, value) => Buffer.concat([varint(number * 8), varint(Number(value))])

const schema: Write = (number, value) => message(SCHEMA, 31)(number, value)
// Field numbers: the OpenAPIv2.proto of gnostic, as far as Kubernetes' documents use it.
const SCHEMA: Shape = {
  $ref: [1, text],
  format: [2, text],
  title: [3, text],
  description: [4, text],
  default: [5, any],
  multipleOf: [6, double],
  maximum: [7, double],
  exclusiveMaximum: [8, bool],
  minimum: [9, double],
  exclusiveMinimum: [10, bool],
  maxLength: [11, count],
  minLength: [12, count],
  pattern: [13, text],
  maxItems: [14, count],
  minItems: [15, count],
  uniqueItems: [16, bool],
  maxProperties: [17, count],
  minProperties: [18, count],
  required: [19, many(text)],
  enum: [20, many(any)],
  additionalProperties: [21, (number, value) => (isObject(value) ? wrap(1, schema) : wrap(2, bool))(number, value)],
  type: [22, wrap(1, text)],
  items: [23, wrap(1, schema)],
  allOf: [24, many(schema)],
  properties: [25, wrap(1, named(schema))],
  externalDocs: [29, message({description: [1, text], url: [2, text]}, 3)],
  example: [30, any],
}
const COMMON: Shape = {required: [1, bool], in: [2, text], description: [3, text], name: [4, text]}
const QUERY: Shape = {...COMMON, type: [6, text], format: [7, text], uniqueItems: [20, bool]}
const PATH: Shape = {...COMMON, type: [5, text], format: [6, text], uniqueItems: [19, bool]}
const BODY: Shape = {description: [1, text], name: [2, text], in: [3, text], required: [4, bool], schema: [5, schema]}

const parameter: Write = (number, value) => {
  const place = (value as JsonObject).in
  if (place === 'body') return wrap(1, message(BODY, 6))(number, value)
  return wrap(2, place === 'query' ? wrap(3, message(QUERY, 23)) : wrap(4, message(PATH, 22)))(number, value)
}
const parameterOrReference: Write = (number, value) =>
  isObject(value) && value.$ref !== undefined
    ? wrap(2, message({$ref: [1, text]}, 0))(number, value)
    : wrap(1, parameter)(number, value)
const response = message({description: [1, text], schema: [2, wrap(1, schema)]}, 5)
const operation = message(
  {
    tags: [1, many(text)],
    summary: [2, text],
    description: [3, text],
    operationId: [5, text],
    produces: [6, many(text)],
    consumes: [7, many(text)],
    parameters: [8, many(parameterOrReference)],
    responses: [9, wrap(1, named(wrap(1, response)))],
    schemes: [10, many(text)],
    deprecated: [11, bool],
  },
  13,
)
const METHODS = {get: 2, put: 3, post: 4, delete: 5, options: 6, head: 7, patch: 8}
const pathItem = message(
  {
    ...Object.fromEntries(Object.entries(METHODS).map(([method, number]) => [method, [number, operation] as const])),
    parameters: [9, many(parameterOrReference)],
  },
  10,
)
const apiKey = message({type: [1, text], name: [2, text], in: [3, text], description: [4, text]}, 5)
const DOCUMENT: Shape = {
  swagger: [1, text],
  info: [2, message({title: [1, text], version: [2, text], description: [3, text]}, 7)],
  paths: [8, wrap(2, named(pathItem))],
  definitions: [9, wrap(1, named(schema))],
  parameters: [10, wrap(1, named(parameter))],
  security: [12, many(wrap(1, named(wrap(1, many(text)))))],
  securityDefinitions: [13, wrap(1, named(wrap(2, apiKey)))],
}

/** A Swagger 2.0 document as kube-apiserver sends it to kubectl: gnostic's `Document` message. */
export function swaggerProtobuf(document: JsonObject): Uint8Array {
  const fields = Object.entries(document).map(([key, value]) => {
    const place = DOCUMENT[key]
    if (!place) throw new Error(`no place for ${key} in the Protobuf form of OpenAPI 2`)
    return place[1](place[0], value ?? null)
  })
  return Buffer.concat(fields)
}
