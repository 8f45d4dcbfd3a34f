import {ApiError} from '../../../errors/api-error.js'
import {messageOf} from '../../../errors/flux-error.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import {checkJson} from '../../../formats/json/go-check.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {duplicateKeys} from '../../../formats/yaml/keys/duplicate-keys.js'
import {badRequest} from '../status.js'
import type {ApiRequest} from './api-request.js'
import {bodyText, firstYaml, jsonValue, ownValue, yamlReason} from './body.js'

/** An apply patch and what the strict reader says of it. */
export interface ApplyBody {
  readonly object: JsonObject
  /** `line 4: key "k" already set in map` */
  readonly strict: readonly string[]
}

/** Reads the body of a server-side apply: the first document of a YAML text, most often JSON. */
export function applyBody(request: ApiRequest): ApplyBody {
  if (!request.body) return {object: {}, strict: []}
  if ('value' in request.body) return {object: objectOf(ownValue(request.body.value)), strict: []}
  const text = bodyText(request) ?? ''
  // YAML has no escapes of surrogates, not even of pairs, and numbers that are too large are texts to it
  if (text.startsWith('{') && !/\\u[dD][89a-fA-F]|\d[eE]\+?\d{3}/.test(text)) {
    const check = checkJson(text)
    if (check.error === undefined) {
      const strict = check.duplicates.map((path) => `line 1: key ${JSON.stringify(path.split('.').at(-1))} already set in map`)
      return {object: objectOf(freezeDeep(jsonValue(text, false, check.parsed))), strict}
    }
  }
  return yamlBody(text)
}

function yamlBody(text: string): ApplyBody {
  try {
    return {object: objectOf(freezeDeep(firstYaml(text))), strict: duplicateKeys(text)}
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${yamlReason(text, messageOf(error))}`)
  }
}

function objectOf(value: JsonValue): JsonObject {
  if (value === null) return {}
  if (isObject(value)) return value
  throw badRequest(
    `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${goKind(value)} into Go value of type map[string]interface {}`,
  )
}
