import {messageOf} from '../../../errors/flux-error.js'
import {parseJson} from '../../../formats/json/parse.js'
import type {JsonValue} from '../../../formats/json/value.js'
import {parseYaml} from '../../../formats/yaml/parse.js'
import {badRequest, statusError} from '../status.js'
import {freezeCopy, freezeDeep} from '../store/freeze.js'
import type {ApiRequest} from './api-request.js'

/** Bodies above this are refused, as kube-apiserver does (3 MiB). */
export const MAX_BODY = 3 * 1024 * 1024
export const BODY_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'application/cbor']

/** Type of a Content-Type header without parameters; undefined when it does not parse. */
export function mediaTypeOf(contentType: string): string | undefined {
  const type = contentType.split(';')[0]!.trim().toLowerCase()
  return /^[-\w.+!#$&^]+(\/[-\w.+!#$&^]+)?$/.test(type) ? type : undefined
}

export function unsupportedMediaType(accepted: readonly string[]): Error {
  return statusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  )
}

export function bodyTooLarge(): Error {
  return statusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${MAX_BODY}`)
}

/** A body as it came, with its text when there was one (for strict decoding). */
export interface BodyValue {
  readonly value: JsonValue
  readonly text?: string | undefined
  readonly yaml: boolean
}

/** The text of a request's body; undefined when there is none or it never was text. */
export function bodyText(request: ApiRequest): string | undefined {
  if (!request.body || !('bytes' in request.body)) return undefined
  if (request.body.bytes.length > MAX_BODY) throw bodyTooLarge()
  return Buffer.from(request.body.bytes.buffer, request.body.bytes.byteOffset, request.body.bytes.byteLength).toString('utf8')
}

/** Parses text as JSON or YAML, deeply frozen; errors are a 400 with the decoder's text. */
export function parseBody(text: string, yaml: boolean): JsonValue {
  try {
    return freezeDeep(yaml ? parseYaml(text, {dialect: 'kubernetes'}) : parseJson(text))
  } catch (error) {
    throw badRequest(messageOf(error))
  }
}

/** The body as a frozen value: parsed text, or the in-process value. */
export function bodyValue(request: ApiRequest, yaml: boolean): BodyValue | undefined {
  if (!request.body) return undefined
  if ('value' in request.body) return {value: freezeCopy(request.body.value), yaml: false}
  const text = bodyText(request)
  if (text === undefined || text === '') return undefined
  return {value: parseBody(text, yaml), text, yaml}
}
