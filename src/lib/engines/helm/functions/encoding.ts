import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {printYaml} from '../../../formats/yaml/print.js'
import {decodeJson} from '../../gotemplate/go/json-parse.js'
import {toJsonValue} from '../../gotemplate/go/to-json.js'
import {DICT} from '../../gotemplate/go/types.js'
import {type GoValue, NIL_DICT, NIL_LIST} from '../../gotemplate/go/value.js'
import {type Functions, GoError} from '../../gotemplate/index.js'
import {withDoubles} from '../chart/read-yaml.js'
import {cannotUnmarshal, readYaml} from '../go-yaml/read-yaml.js'
import {tomlValue} from '../toml/toml-reader.js'
import {tomlText} from '../toml/toml-writer.js'
import {goValueOf} from '../values/go-value.js'
import {prettyYaml} from './yaml-pretty.js'

/** Helm's own encoders and decoders beside sprig's (helm-engine reference 9.2). */
export const ENCODING: Functions = {
  toYaml: ['any', yamlOrEmpty],
  mustToYaml: ['any', yamlText],
  toYamlPretty: ['any', prettyYaml],
  toToml: ['any', (value: GoValue) => (isNil(value) ? tomlPanic() : orMessage(() => tomlText(value)))],
  mustToToml: ['any', (value: GoValue) => (isNil(value) ? tomlPanic() : tomlText(value))],
  fromToml: ['string', tomlValue],
  fromYaml: ['string', (text: string) => decoded(() => readYaml(text))],
  fromYamlArray: ['string', (text: string) => decodedList(() => readYaml(text))],
  fromJson: ['string', fromJson],
  fromJsonArray: ['string', fromJsonArray],
}

/** A value as `toYaml` writes it, without the last line break. @throws GoError for what JSON or YAML cannot hold */
export function yamlText(value: GoValue): string {
  const text = printed(jsonOf(value))
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

/** A value as `toYaml` writes it, nothing for what cannot be written. */
export function yamlOrEmpty(value: GoValue): string {
  try {
    return yamlText(value)
  } catch (error) {
    if (error instanceof GoError) return ''
    throw error
  }
}

/** Helm reads its own JSON as YAML: characters and keys that a YAML reader refuses cannot be written. */
function printed(value: JsonValue): string {
  try {
    return printYaml(value, {strict: true})
  } catch (error) {
    throw error instanceof FluxError ? new GoError(error.message, {cause: error}) : error
  }
}

function jsonOf(value: GoValue): JsonValue {
  try {
    return toJsonValue(value)
  } catch (error) {
    throw error instanceof GoError ? new GoError(`error marshaling into JSON: ${error.message}`, {cause: error}) : error
  }
}

function isNil(value: GoValue): boolean {
  return value === null || value === undefined
}

function tomlPanic(): never {
  throw new GoError('reflect: call of reflect.Value.Type on zero Value')
}

function orMessage(action: () => string): string {
  try {
    return action()
  } catch (error) {
    if (error instanceof GoError) return error.message
    throw error
  }
}

function decoded(read: () => JsonValue, prefix = DECODING): GoValue {
  return orError(read, {}, prefix, isObject, 'map[string]interface {}', (message) => ({Error: message}))
}

function decodedList(read: () => JsonValue, prefix = DECODING): GoValue {
  return orError(read, [], prefix, Array.isArray, '[]interface {}', (message) => [message])
}

/** A number that does not fit leaves all the rest as it is. */
function fromJson(text: string): GoValue {
  return decoded(() => {
    const {value, fault} = decodeJson(text)
    if (fault === undefined || !isObject(value)) return value as JsonValue
    return {...value, Error: fault} as JsonObject
  }, '')
}

function fromJsonArray(text: string): GoValue {
  return decodedList(() => {
    const {value, fault} = decodeJson(text)
    return (fault === undefined || !Array.isArray(value) ? value : [fault]) as JsonValue
  }, '')
}

const DECODING = 'error unmarshaling JSON: while decoding JSON: '

/** An error becomes a value: templates look for it there. */
function orError(
  read: () => JsonValue,
  empty: GoValue,
  prefix: string,
  fits: (value: unknown) => boolean,
  type: string,
  failed: (message: string) => GoValue,
): GoValue {
  try {
    const value = read()
    // JSON's null empties the map that is read into, YAML's is no document at all
    if (value === null && prefix === '') return type === DICT.name ? NIL_DICT : NIL_LIST
    if (value === null) return empty
    return fits(value) ? goValueOf(withDoubles(value)) : failed(prefix + cannotUnmarshal(value, type))
  } catch (error) {
    if (error instanceof FluxError || error instanceof GoError) return failed(messageOf(error))
    throw error
  }
}
