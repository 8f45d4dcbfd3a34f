import {messageOf} from '../../../errors/flux-error.js'
import {checkJson} from '../../../formats/json/go-check.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {KustomizeError} from '../error.js'
import {configValue} from '../node/config-value.js'
import {checkSwagger} from './swagger.js'

/**
 * The types of an `openapi` document. What begins with a brace is JSON, strictly: no comments, no field twice; all else is YAML.
 * @throws KustomizeError where kustomize's reader of Swagger ends in a panic
 */
export function typesDocument(text: string): JsonObject {
  const value = text.startsWith('{') ? fromJson(text) : fromYaml(text)
  if (value === null) return {}
  const fault = checkSwagger(value)
  if (fault !== undefined) throw invalid(fault)
  return isObject(value) ? value : {}
}

function fromJson(text: string): JsonValue {
  const {error, duplicates} = checkJson(text)
  if (error !== undefined) throw invalid(error)
  if (duplicates.length > 0) throw invalid(`duplicate name ${JSON.stringify(duplicates[0])} in object`)
  return parseJson(text)
}

function fromYaml(text: string): JsonValue {
  if (text === '') throw invalid('EOF')
  try {
    return configValue(text)
  } catch (error) {
    throw error instanceof KustomizeError ? new KustomizeError(`invalid schema file: ${messageOf(error)}`, {cause: error}) : error
  }
}

function invalid(fault: string): KustomizeError {
  return new KustomizeError(`invalid schema file: json: ${fault}`)
}
