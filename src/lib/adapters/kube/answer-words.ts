import {checkJson} from '../../formats/json/go-check.js'
import type {JsonValue} from '../../formats/json/value.js'
import type {KubeResponse} from '../../ports/kube.js'

const WORDS: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  422: 'the server rejected our request due to an error in our request',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
}

/** What client-go says of a refusal that may be of something in between: it reads texts, but no Status here. */
export function answerWords({status, body, headers}: Pick<KubeResponse, 'status' | 'body' | 'headers'>): string {
  const known = WORDS[status]
  if (known !== undefined) return known
  const readable = typeof body !== 'object' && (headers['content-type'] ?? 'text/').startsWith('text/')
  const text = readable ? (typeof body === 'string' ? body.trim() : '') : 'unknown'
  if (status === 403) return text
  if (status === 406 || status === 415)
    return text === 'unknown' || text === ''
      ? 'the server was unable to respond with a content type that the client supports'
      : text
  if (status >= 500) return `an error on the server (${JSON.stringify(text)}) has prevented the request from succeeding`
  return `the server responded with the status code ${status} but did not return more information`
}

/** Go's words about a body that is no JSON object, as which `type` it would be read; undefined for one that is. */
export function faultOfJson(body: JsonValue | Uint8Array | undefined, type: string): string | undefined {
  if (body === undefined) return 'unexpected end of JSON input'
  if (typeof body === 'string') return checkJson(body).error ?? `json: cannot unmarshal string into Go value of type ${type}`
  const found = Array.isArray(body) ? 'array' : typeof body === 'boolean' ? 'bool' : typeof body
  return found === 'object' ? undefined : `json: cannot unmarshal ${found} into Go value of type ${type}`
}

const HEAD = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`

/** What client-go says of an answer to a request for objects that holds none; undefined for one that does. */
export function unreadableWords({status, body, headers}: KubeResponse): string | undefined {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim()
  if (body === undefined) return `0-length response with status code: ${status} and content type: ${type}`
  const fault = faultOfJson(body, HEAD)
  if (fault === undefined) return undefined
  return type === 'application/json' || type === ''
    ? `couldn't get version/kind; json parse error: ${fault}`
    : `serializer for ${type} doesn't exist`
}
