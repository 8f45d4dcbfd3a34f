import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {parseJson} from '../../../formats/json/parse.js'
import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseYaml} from '../../../formats/yaml/parse.js'
import {printYaml} from '../../../formats/yaml/print.js'
import {marshalJson} from '../../gotemplate/go/json.js'
import type {GoValue} from '../../gotemplate/go/value.js'
import {type Functions, GoError} from '../../gotemplate/index.js'
import {withDoubles} from '../chart/read-yaml.js'
import {goValueOf} from '../render/scope.js'

/** Helm's own encoders and decoders beside sprig's (helm-engine reference 9.2). */
export const ENCODING: Functions = {
  toYaml: ['any', (value: GoValue) => orEmpty(() => yamlText(value))],
  mustToYaml: ['any', yamlText],
  fromYaml: ['string', (text: string) => decoded(() => parseYaml(text), 'error unmarshaling JSON: while decoding JSON: ')],
  fromYamlArray: [
    'string',
    (text: string) => decodedList(() => parseYaml(text), 'error unmarshaling JSON: while decoding JSON: '),
  ],
  fromJson: ['string', (text: string) => decoded(() => parseJson(text), '')],
  fromJsonArray: ['string', (text: string) => decodedList(() => parseJson(text), '')],
}

/** A value as `toYaml` writes it, without the last line break. @throws GoError for what JSON cannot hold */
export function yamlText(value: GoValue): string {
  const text = printYaml(withIntegers(parseJson(marshalJson(value, {html: true}))))
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

const MIN = -(2n ** 63n)
const MAX = 2n ** 64n

/** Whole numbers stay whole where they fit 64 bits; others are doubles to a YAML reader. */
function withIntegers(value: JsonValue): JsonValue {
  if (typeof value === 'bigint') return value >= MIN && value < MAX ? value : Number(value)
  if (Array.isArray(value)) return value.map(withIntegers)
  if (!isObject(value)) return value
  const result: JsonObject = {}
  for (const [key, member] of Object.entries(value)) setOwn(result, key, withIntegers(member as JsonValue))
  return result
}

function orEmpty(action: () => string): string {
  try {
    return action()
  } catch (error) {
    if (error instanceof GoError) return ''
    throw error
  }
}

function decoded(read: () => JsonValue, prefix: string): GoValue {
  try {
    const value = read()
    if (value === null) return {}
    if (isObject(value)) return goValueOf(withDoubles(value))
    return {Error: `${prefix}json: cannot unmarshal ${kindOf(value)} into Go value of type map[string]interface {}`}
  } catch (error) {
    if (error instanceof FluxError) return {Error: messageOf(error)}
    throw error
  }
}

function decodedList(read: () => JsonValue, prefix: string): GoValue {
  try {
    const value = read()
    if (value === null) return []
    if (Array.isArray(value)) return goValueOf(withDoubles(value))
    return [`${prefix}json: cannot unmarshal ${kindOf(value)} into Go value of type []interface {}`]
  } catch (error) {
    if (error instanceof FluxError) return [messageOf(error)]
    throw error
  }
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'array'
  if (isObject(value)) return 'object'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'string' ? 'string' : 'number'
}
