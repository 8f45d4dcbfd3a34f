import {type ClientRequest, type IncomingMessage, request as plainRequest} from 'node:http'
import {request as tlsRequest} from 'node:https'
import {FluxError} from '../../errors/flux-error.js'
import {goDialText, isStaleConnection} from '../../errors/go-dial.js'
import {goTlsText} from '../../errors/go-tls.js'
import {allProxy} from '../../formats/url/all-proxy.js'
import {envProxy} from '../../formats/url/env-proxy.js'
import {proxyAddress} from '../../formats/url/proxy-address.js'
import type {Tasks} from '../../ports/clock.js'
import type {Http, HttpRequest, HttpResponse} from '../../ports/http.js'
import {type AgentPool, createAgentPool} from './http-agents.js'
import {bareHost, sniName} from './tls-options.js'

const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Never sent to another origin than the one they were meant for. */
const CREDENTIALS = new Set(['authorization', 'cookie', 'proxy-authorization', 'www-authenticate'])

type Environment = Readonly<Record<string, string | undefined>>

/** The way out: connections, and the variables that name a proxy for requests that name none. */
interface Way {
  readonly pool: AgentPool
  readonly env: Environment
}

/**
 * Plain HTTP over node:http(s) with pooled keep-alive connections; `close` drops them. Requests without a proxy of their own
 * take the one that `env` names for their host, and so do tunnels.
 */
export function createHttp(tasks: Tasks, env: Environment = {}): Http & {close(): void} {
  const pool = createAgentPool()
  return {
    request: (request) => follow(request, tasks, {pool, env}),
    async tunnel(place, {proxy = allProxy(place.host, env), signal}) {
      if (proxy === undefined) return undefined
      const {openSocksTunnel} = await import('./proxy/tunnel.js')
      return tasks.run('tunnel', () => openSocksTunnel(proxyAddress(proxy), place, signal))
    },
    close: () => pool.close(),
  }
}

async function follow(first: HttpRequest, tasks: Tasks, way: Way): Promise<HttpResponse> {
  let request = first
  for (let hops = 0; ; hops++) {
    const message = await tasks.run(`http ${request.method ?? 'GET'}`, () => send(request, way))
    const status = message.statusCode ?? 0
    const location = message.headers.location
    if (!REDIRECTS.has(status) || !location || first.maxRedirects === 0) return respond(message, request, tasks)
    message.resume()
    if (hops >= (first.maxRedirects ?? 10)) throw new FluxError('redirects', `stopped after ${hops} redirects: ${first.url}`)
    request = redirected(request, status, new URL(location, request.url))
  }
}

function redirected(request: HttpRequest, status: number, target: URL): HttpRequest {
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    throw new FluxError('redirects', `refused a redirect to the scheme ${target.protocol}//`)
  const method = request.method ?? 'GET'
  const keeps = status === 307 || status === 308 || method === 'GET' || method === 'HEAD'
  const same = target.origin === new URL(request.url).origin
  const headers = Object.fromEntries(
    Object.entries(request.headers ?? {}).filter(([name]) => {
      const lower = name.toLowerCase()
      return (same || !CREDENTIALS.has(lower)) && lower !== 'host' && (keeps || !lower.startsWith('content-'))
    }),
  )
  const {body, tls, ...rest} = request
  const {cert: _cert, key: _key, ...publicTls} = tls ?? {}
  return {
    ...rest,
    url: target.href,
    method: keeps ? method : 'GET',
    headers,
    ...(keeps && body !== undefined ? {body} : {}),
    ...(tls ? {tls: same ? tls : publicTls} : {}),
  }
}

function send(request: HttpRequest, {pool, env}: Way): Promise<IncomingMessage> {
  const url = new URL(request.url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new FluxError('bad-url', `unsupported scheme in URL '${url.protocol}//${url.host}'`)
  const secure = url.protocol === 'https:'
  const {agent, forward} = pool.wayFor(secure, request.tls, request.proxy ?? envProxy(request.url, env))
  const headers: Record<string, string> = {...request.headers, ...(forward?.headers ?? {})}
  if ((url.username || url.password) && !Object.keys(headers).some((name) => name.toLowerCase() === 'authorization'))
    headers['authorization'] =
      'Basic ' + Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')
  const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body
  if (body) headers['content-length'] = String(body.byteLength)
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      method: request.method ?? 'GET',
      headers: {host: url.host, ...headers},
      // A proxy that forwards takes the whole URL as the request target.
      host: forward?.host ?? bareHost(url.hostname),
      port: forward?.port ?? (url.port || (secure ? 443 : 80)),
      path: forward ? `${url.protocol}//${url.host}${url.pathname}${url.search}` : url.pathname + url.search,
      ...(secure ? {servername: sniName(request.tls?.serverName ?? url.hostname)} : {}),
      // the second is for what a proxy has to be asked first
      ...(request.signal ? {signal: request.signal, until: request.signal} : {}),
    }
    let client: ClientRequest
    try {
      client = secure ? tlsRequest(options, resolve) : plainRequest(options, resolve)
    } catch (error) {
      return reject(error)
    }
    client.on('error', (error: NodeJS.ErrnoException) => {
      if (request.signal?.aborted) return reject(request.signal.reason)
      if (!body && isStaleConnection(client, error)) return resolve(send(request, {pool, env}))
      // whoever shows it as it is shows the words that users know: never getaddrinfo's or OpenSSL's
      error.message = goDialText(error, options.host) ?? goTlsText(error) ?? error.message
      reject(error)
    })
    client.end(body)
  })
}

function respond(message: IncomingMessage, request: HttpRequest, tasks: Tasks): HttpResponse {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  const limit = request.maxBytes ?? Number.POSITIVE_INFINITY
  const declared = Number(headers['content-length'] ?? 0)
  const tooLong = () => new FluxError('too-large', `the answer of ${new URL(request.url).host} is longer than ${limit} bytes`)
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let seen = 0
    if (declared > limit) {
      message.destroy()
      throw tooLong()
    }
    try {
      for await (const chunk of message as AsyncIterable<Buffer>) {
        seen += chunk.byteLength
        if (seen > limit) throw tooLong()
        yield chunk
      }
    } catch (error) {
      throw request.signal?.aborted ? request.signal.reason : error
    } finally {
      message.destroy()
    }
  }
  const bytes = () =>
    tasks.run('http body', async () => {
      const parts: Uint8Array[] = []
      for await (const chunk of chunks()) parts.push(chunk)
      return new Uint8Array(Buffer.concat(parts))
    })
  return {
    status: message.statusCode ?? 0,
    reason: message.statusMessage ?? '',
    headers,
    body: chunks(),
    bytes,
    text: async () => Buffer.from(await bytes()).toString('utf8'),
  }
}
