import {type IncomingMessage, Agent as PlainAgent, request as plainRequest} from 'node:http'
import {Agent as TlsAgent, request as tlsRequest} from 'node:https'
import {isIP} from 'node:net'
import {checkServerIdentity, type PeerCertificate} from 'node:tls'
import {isStaleConnection} from '../../../errors/go-dial.js'
import {parseJson} from '../../../formats/json/parse.js'
import {printJson} from '../../../formats/json/print.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {knowingAddresses} from '../../../formats/pem/server-identity.js'
import type {Clock, Random, Tasks} from '../../../ports/clock.js'
import type {ImpersonatedUser, KubeObject, KubeRequest, KubeResponse, KubeTransport, WatchEvent} from '../../../ports/kube.js'
import type {KubeAccess} from '../access/access.js'
import {portFault} from '../access/server-fault.js'
import {queryText} from '../paths.js'
import {OwnAuthorityAgent} from './own-authority-agent.js'
import {createRateLimiter} from './rate-limit.js'
import {readableCertificates} from './readable-certificates.js'
import {headersOf, responseOf} from './response.js'
import {withRetries} from './retry.js'
import {endsRead, endWith, limitSetUp, unlessAborted} from './set-up.js'

const checkIdentity = knowingAddresses(checkServerIdentity)

export interface HttpsTransportOptions {
  readonly access: KubeAccess
  readonly clock: Pick<Clock, 'sleep' | 'monotonic'>
  readonly random: Pick<Random, 'float'>
  readonly tasks: Tasks
  /** client-side limits; 0 = none (default), and none for a server that shares out its time itself */
  readonly qps?: number
  readonly burst?: number
  /** somebody asked for these limits: they hold for such a server, too */
  readonly obeyed?: boolean
  readonly userAgent?: string
  /** An agent whose connections run through a proxy; needed only when there is one. */
  readonly agentThrough?: (tls: KubeAccess['tls']) => PlainAgent
  /** How the proxy forwards requests to a server without TLS. */
  readonly forward?: ProxyForward
  /** Called once per answer, for metrics. */
  readonly onAnswer?: (method: string, status: number) => void
  /** For processes that are soon over: without Node's root certificates where the server's own authority is known (ADR 0033). */
  readonly quick?: Pick<Clock, 'now'>
}

export interface ProxyForward {
  readonly host: string
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
}

/** Sockets to one server; watches come on top since they hold theirs. */
const MAX_SOCKETS = 256
/** Header by which an API server with priority and fairness says under which rules it served a request. */
const FAIRNESS = 'x-kubernetes-pf-flowschema-uid'

/** The way to a real API server over node:https with kept-alive connections. */
export function createHttpsTransport(options: HttpsTransportOptions): KubeTransport {
  const wire = createWire(options)
  return transportAs(options, wire, undefined)
}

type Wire = ReturnType<typeof createWire>

function transportAs(options: HttpsTransportOptions, wire: Wire, user: ImpersonatedUser | undefined): KubeTransport {
  const {access, tasks} = options
  const identity = user ? impersonation(user) : {}
  const sendOnce = async (request: KubeRequest): Promise<KubeResponse> => {
    await wire.admit(request.signal)
    return tasks.run(`kube ${request.method}`, async () => {
      const message = await wire.send(request, identity)
      const response = await responseOf(message).catch((error) => {
        throw request.signal?.aborted ? request.signal.reason : error
      })
      options.onAnswer?.(request.method, response.status)
      return response
    })
  }
  const refused = async (message: IncomingMessage) => ({response: await responseOf(message)})
  return {
    server: access.server,
    request: (request) => withRetries(request, () => sendOnce(request), options),
    async watch(request) {
      await wire.admit(request.signal)
      const message = await wire.send(request, identity)
      options.onAnswer?.('WATCH', message.statusCode ?? 0)
      return message.statusCode === 200 ? {events: eventsOf(message)} : refused(message)
    },
    async stream(request) {
      await wire.admit(request.signal)
      const message = await wire.send(request, identity)
      if (message.statusCode !== 200) return refused(message)
      return {status: 200, headers: headersOf(message), chunks: message as AsyncIterable<Uint8Array>}
    },
    impersonate: (next) => transportAs(options, wire, next),
    close: async () => wire.close(),
  }
}

/** Sockets, credentials and limits that a server's transports share. */
function createWire(options: HttpsTransportOptions) {
  const {access, forward} = options
  // nobody gets as far as to ask a port that there cannot be
  const base = new URL(portFault(access.server) === undefined ? access.server : 'https://localhost')
  const secure = base.protocol === 'https:'
  const prefix = base.pathname.replace(/\/+$/, '')
  const place = {
    host: forward?.host ?? base.hostname.replace(/^\[|\]$/g, ''),
    port: forward?.port ?? (base.port || (secure ? 443 : 80)),
  }
  // a proxy that forwards takes the whole URL
  const root = forward ? `${base.protocol}//${base.host}` : ''
  const {serverName} = access.tls
  // An IP address is never said in the TLS greeting (RFC 6066 3); `tlsSettings` has the certificate checked for it.
  const named = serverName || (base.hostname.endsWith('.') ? base.hostname : '')
  const greeting = secure && named ? {servername: greetedName(named)} : {}
  const ofUrl = basicAuth(base)
  const limit = createRateLimiter(options.qps ?? 0, options.burst ?? 0, options.clock)
  // Priority and fairness: Flux's clients then limit nothing (kustomize-controller 20); every answer tells.
  let fair = false
  let agent: PlainAgent | undefined
  const agentFor = async (): Promise<PlainAgent> => {
    if (agent) return agent
    const tls = {...access.tls, ...(await access.clientCertificate?.())}
    const direct = () =>
      secure ? tlsAgent(tls, place.host, options.quick) : new PlainAgent({keepAlive: true, maxSockets: MAX_SOCKETS})
    const made = options.agentThrough?.(tls) ?? direct()
    return (agent ??= made)
  }

  const attempt = async (
    request: KubeRequest,
    identity: Record<string, string | string[]>,
    stale: boolean,
  ): Promise<IncomingMessage> => {
    const body = bodyOf(request.body)
    const headers: Record<string, string | readonly string[]> = {
      ...(options.userAgent ? {'user-agent': options.userAgent} : {}),
      ...request.headers,
      ...(body === undefined
        ? {}
        : {'content-type': request.contentType ?? 'application/json', 'content-length': String(body.byteLength)}),
      ...(forward && {host: base.host, ...forward.headers}),
      ...(await unlessAborted(access.headers(stale), request.signal)),
      ...ofUrl,
      ...identity,
    }
    const using = await unlessAborted(agentFor(), request.signal)
    // what is written to a connection whose end nobody has read yet is lost, and a write is not sent twice
    if (body !== undefined) await endsRead()
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      if (request.signal?.aborted) return reject(request.signal.reason)
      const send = secure ? tlsRequest : plainRequest
      const asked = {
        agent: using,
        method: request.method,
        ...place,
        path: root + prefix + request.path + queryText(request.query),
        headers: sentHeaders(headers),
        ...greeting,
        // for an agent that has to ask a proxy first
        until: request.signal,
      }
      const client = send(asked, resolve)
      endWith(client, request.signal)
      client.on('socket', limitSetUp)
      // nobody asked for another protocol; without a listener nothing would ever be heard of this request again
      client.on('upgrade', (_, socket) => {
        socket.destroy()
        reject(new Error('the server switched to another protocol'))
      })
      client.on('error', (error) => {
        if (request.signal?.aborted) reject(request.signal.reason)
        else if (body === undefined && isStaleConnection(client, error)) resolve(attempt(request, identity, stale))
        else reject(error)
      })
      client.end(body)
    })
    // a request that has no socket yet, behind a proxy that is silent, does not hear of it
    return unlessAborted(answer, request.signal)
  }

  return {
    admit: async (signal?: AbortSignal) => (fair && !options.obeyed ? undefined : limit(signal)),
    async send(request: KubeRequest, identity: Record<string, string | string[]>): Promise<IncomingMessage> {
      const message = await attempt(request, identity, false)
      fair ||= message.headers[FAIRNESS] !== undefined
      if (message.statusCode !== 401) return message
      message.resume()
      // Tokens are replaced while we run: once with fresh credentials before the refusal counts.
      return attempt(request, identity, true)
    },
    close() {
      access.close?.()
      agent?.destroy()
    },
  }
}

/** As Go says it: without the dots that end a full name of the DNS, which no certificate has. */
function greetedName(name: string): string {
  return isIP(name) ? '' : name.replace(/\.+$/, '')
}

/** A user and a password in the URL count before whatever else says who the caller is. */
function basicAuth({username, password}: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {authorization: 'Basic ' + Buffer.from(pair).toString('base64')}
}

function tlsAgent(tls: KubeAccess['tls'], host: string, quick: Pick<Clock, 'now'> | undefined): TlsAgent {
  const settings = {keepAlive: true, maxSockets: MAX_SOCKETS, ...tlsSettings(tls)}
  if (!quick || !tls.ca || tls.insecure) return new TlsAgent(settings)
  return new OwnAuthorityAgent(settings, {ca: tls.ca, name: tls.serverName || host, clock: quick})
}

/** node's names of the TLS settings. */
export function tlsSettings(tls: KubeAccess['tls']): Record<string, unknown> {
  const name = tls.serverName
  return {
    checkServerIdentity: (host: string, certificate: PeerCertificate) =>
      checkIdentity(name && isIP(name) ? name : host, certificate),
    // who trusts everybody needs no roots, which Node 20 reads for long
    // whatever is given is trusted, an intermediate authority and the server's own certificate too
    ...(tls.ca === undefined ? (tls.insecure ? {ca: []} : {}) : {ca: readableCertificates(tls.ca), allowPartialTrustChain: true}),
    ...(tls.cert === undefined ? {} : {cert: tls.cert}),
    ...(tls.key === undefined ? {} : {key: tls.key}),
    rejectUnauthorized: tls.insecure !== true,
  }
}

const NOT_ASCII = /[^\0-\x7f]/

/** Go sends the bytes that UTF-8 has for a text; Node one byte for each character, and none beyond U+00FF. */
function sentHeaders(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string | string[]> {
  const sent = (text: string) => (NOT_ASCII.test(text) ? Buffer.from(text).toString('latin1') : text)
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? sent(value) : value.map(sent)]),
  )
}

function impersonation(user: ImpersonatedUser): Record<string, string | string[]> {
  return {
    'impersonate-user': user.user,
    ...(user.groups?.length ? {'impersonate-group': [...user.groups]} : {}),
    ...(user.uid ? {'impersonate-uid': user.uid} : {}),
  }
}

function bodyOf(body: KubeRequest['body']): Uint8Array | undefined {
  if (body === undefined) return undefined
  if (body instanceof Uint8Array) return body
  return Buffer.from(typeof body === 'string' ? body : printJson(body as JsonValue))
}

async function* eventsOf(message: IncomingMessage): AsyncGenerator<WatchEvent> {
  message.setEncoding('utf8')
  let rest = ''
  try {
    for await (const part of message as AsyncIterable<string>) {
      const lines = (rest + part).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line !== '') yield eventOf(parseJson(line) as JsonObject)
    }
  } finally {
    message.destroy()
  }
}

function eventOf(line: JsonObject): WatchEvent {
  if (line['type'] === 'ERROR') return {type: 'ERROR', status: line['object'] as JsonObject}
  return {type: line['type'] as 'ADDED', object: line['object'] as KubeObject}
}
