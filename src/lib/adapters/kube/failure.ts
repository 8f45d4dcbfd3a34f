import {ApiError} from '../../errors/api-error.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KubeResponse} from '../../ports/kube.js'
import {answerWords} from './answer-words.js'

/** Client-go's word for an answer that carries no Status of its own. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'Timeout',
}

/** True when the answer is a Status object of the API server, not the text of something in between. */
export function isStatus(body: unknown): body is JsonObject {
  return isObject(body) && body['kind'] === 'Status'
}

/** The error of a refused request; `what` names it as client-go does: `get deployments.apps web`. */
export function failureOf(response: KubeResponse, what: string): ApiError {
  const after = Number(response.headers['retry-after'])
  const retryAfter = Number.isFinite(after) && after > 0 ? after : undefined
  if (isStatus(response.body)) return new ApiError({...response.body, code: response.body['code'] ?? response.status}, retryAfter)
  const reason = REASONS[response.status] ?? (response.status >= 500 ? 'InternalError' : '')
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason,
    code: response.status,
    message: `${answerWords(response)} (${what})`,
  }
  return new ApiError(status, retryAfter)
}
