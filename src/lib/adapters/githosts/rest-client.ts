import {FluxError} from '../../errors/flux-error.js'
import {parseJson} from '../../formats/json/parse.js'
import type {JsonObject, JsonValue} from '../../formats/json/value.js'
import {isObject} from '../../formats/json/value.js'
import {type HostCaller, type HostReply, hintsFor} from './host-caller.js'

export interface RestClient {
  /** The answer's JSON, undefined for one without any. Throws FluxError `git-host` for a status that is no success. */
  ask(method: Method, path: string, body?: JsonObject): Promise<JsonValue | undefined>
  /** As `ask`, but undefined for a 404, too. */
  find(path: string): Promise<JsonValue | undefined>
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** A plain REST API below `base`; `rights` is what a token needs. */
export function restClient(
  call: HostCaller,
  options: {base: string; headers: Record<string, string>; rights: string},
): RestClient {
  const send = (method: Method, path: string, body?: JsonObject): Promise<HostReply> =>
    call({
      method,
      url: options.base + path,
      headers: {accept: 'application/json', ...options.headers, ...(body ? {'content-type': 'application/json'} : {})},
      ...(body ? {body: JSON.stringify(body)} : {}),
    })
  const value = (method: Method, path: string, reply: HostReply) => {
    if (reply.status >= 300) throw refusal(method, options.base + path, reply, options.rights)
    return reply.text === '' ? undefined : jsonOf(reply.text)
  }
  return {
    ask: async (method, path, body) => value(method, path, await send(method, path, body)),
    find: async (path) => {
      const reply = await send('GET', path)
      return reply.status === 404 ? undefined : value('GET', path, reply)
    },
  }
}

/** `GET https://...: 403 message`. */
export function refusal(method: string, url: string, reply: HostReply, rights: string): FluxError {
  const words = saidBy(jsonOf(reply.text))
  return new FluxError('git-host', `${method} ${url}: ${reply.status}${words && ` ${words}`}`, {hints: hintsFor(reply, rights)})
}

/** Hosts say why under `message` or `error`, Bitbucket in a list of `errors`. */
function saidBy(body: JsonValue | undefined): string {
  if (!isObject(body)) return ''
  const {message, error, errors} = body
  if (Array.isArray(errors)) return errors.map(saidBy).join('; ')
  const said = message ?? error ?? ''
  return typeof said === 'string' ? said : JSON.stringify(said)
}

/** undefined: no JSON, as of proxies that answer for the host. */
function jsonOf(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** The objects of a list. */
export function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** A field of an object, as text. */
export function textOf(value: JsonValue | undefined, field: string): string {
  return isObject(value) ? String(value[field] ?? '') : ''
}

/** Where a host is: as it was typed, `https` without a scheme. */
export function originOf(hostname: string): string {
  const scheme = /^http:\/\//i.test(hostname) ? 'http' : 'https'
  return `${scheme}://${sshHostOf(hostname)}`
}

/**
 * As `originOf`, of hosts whose clients in flux know https alone: over http everybody on the way would read the token.
 * @throws FluxError `usage` for a host with `http://`
 */
export function tlsOriginOf(hostname: string): string {
  const origin = originOf(hostname)
  if (origin.startsWith('https:')) return origin
  throw new FluxError('usage', `--hostname=${hostname}: the token is not sent over plain http`, {
    hints: ['give the host without a scheme; what has no TLS can be bootstrapped by `flux bootstrap git --allow-insecure-http`'],
  })
}

/** The host alone, with its port: where it takes SSH when nothing else is said. */
export function sshHostOf(hostname: string): string {
  return hostname.replace(/^https?:\/\//i, '').replace(/\/+$/, '')
}
