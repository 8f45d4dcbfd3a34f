import type {KubeResponse} from '../ports/kube.js'

const WORDS: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  // client-go does not read the answer any further here
  403: 'unknown',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  422: 'the server rejected our request due to an error in our request',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
}

/**
 * What client-go says of an answer that does not tell what a server serves, maybe of something in between: it reads texts, but no
 * Status; undefined for one that tells, and for a group version that is not served.
 */
export function refusalWords({status, body, headers}: KubeResponse, path: string): string | undefined {
  if (status === 200) return faultOfJson(body)
  if (status === 404 && /^\/apis?\/./.test(path)) return undefined
  const known = WORDS[status]
  if (known !== undefined) return known
  const readable = (headers['content-type'] ?? 'text/').startsWith('text/')
  const text = readable ? (typeof body === 'string' ? body.trim() : '') : 'unknown'
  if (status === 406 || status === 415)
    return text === 'unknown' || text === ''
      ? 'the server was unable to respond with a content type that the client supports'
      : text
  if (status >= 500) return `an error on the server (${JSON.stringify(text)}) has prevented the request from succeeding`
  return `the server responded with the status code ${status} but did not return more information`
}

/** A body that is no JSON: something else than an API server answers. */
function faultOfJson(body: KubeResponse['body']): string | undefined {
  const text = body === undefined ? '' : body
  if (typeof text !== 'string') return undefined
  const [sign] = text.trimStart()
  return sign === undefined ? 'unexpected end of JSON input' : `invalid character '${sign}' looking for beginning of value`
}
