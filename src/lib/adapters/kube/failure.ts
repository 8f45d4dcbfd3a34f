import {ApiError} from '../../errors/api-error.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KubeResponse} from '../../ports/kube.js'

/** What client-go says when an answer carries no Status of its own. */
const GENERIC: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  403: ['Forbidden', 'access denied'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  409: ['Conflict', 'the server reported a conflict'],
  415: ['UnsupportedMediaType', 'the server was unable to respond with a content type that the client supports'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  500: ['InternalError', 'an error on the server has prevented the request from succeeding'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted, but may still be processing the request'],
}

/** True when the answer is a Status object of the API server, not the text of something in between. */
export function isStatus(body: unknown): body is JsonObject {
  return isObject(body) && body['kind'] === 'Status'
}

/** The error of a refused request; `what` names it as client-go does: `get pods web-0`. */
export function failureOf(response: KubeResponse, what: string): ApiError {
  const after = Number(response.headers['retry-after'])
  const retryAfter = Number.isFinite(after) && after > 0 ? after : undefined
  if (isStatus(response.body)) return new ApiError({...response.body, code: response.body['code'] ?? response.status}, retryAfter)
  const [reason, message] = GENERIC[response.status] ?? ['', `the server responded with the status code ${response.status}`]
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason,
    code: response.status,
    message: `${message} (${what})`,
  }
  return new ApiError(status, retryAfter)
}
