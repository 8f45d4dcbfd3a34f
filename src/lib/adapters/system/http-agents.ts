import {Agent as PlainAgent, request as plainRequest} from 'node:http'
import {Agent as TlsAgent, request as tlsRequest} from 'node:https'
import {isIP, type Socket} from 'node:net'
import {checkServerIdentity, type PeerCertificate, connect as tlsConnect} from 'node:tls'
import {FluxError} from '../../errors/flux-error.js'
import type {HttpRequest} from '../../ports/http.js'

type Tls = NonNullable<HttpRequest['tls']>

/** How a request to a server without TLS goes through a proxy, which takes the whole URL as its target. */
export interface Forward {
  readonly agent: PlainAgent
  /** the proxy itself is spoken to over TLS */
  readonly secure: boolean
  readonly host: string
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
}

export interface AgentPool {
  agentFor(secure: boolean, tls: Tls | undefined, proxy: string | undefined): {agent: PlainAgent; forward?: Forward}
  close(): void
}

/** Keep-alive agents, one per (TLS settings, proxy). */
export function createAgentPool(): AgentPool {
  const agents = new Map<string, PlainAgent>()
  return {
    agentFor(secure, tls, proxy) {
      const key = JSON.stringify([secure, secure ? (tls ?? {}) : {}, proxy ?? ''])
      const forward = secure || !proxy ? undefined : forwardOver(proxy, agents.get(key))
      const agent = agents.get(key) ?? forward?.agent ?? (secure ? tlsAgent(tls ?? {}, proxy) : new PlainAgent({keepAlive: true}))
      agents.set(key, agent)
      return {agent, ...(forward && {forward})}
    },
    close() {
      for (const agent of agents.values()) agent.destroy()
      agents.clear()
    },
  }
}

/** The name that a client says in its TLS greeting: none for an IP address (RFC 6066 3), brackets or not. */
export function sniName(host: string): string {
  return isIP(bare(host)) ? '' : host
}

/** A host as sockets take it: an IPv6 address without brackets. */
const bare = (host: string) => host.replace(/^\[|\]$/g, '')

/** The server's certificate must be for `name`, whatever host is dialled. */
function namedServer(name: string): object {
  if (sniName(name) !== '') return {servername: name}
  return {
    servername: '',
    checkServerIdentity: (_: string, certificate: PeerCertificate) => checkServerIdentity(name, certificate),
  }
}

/** An https agent with these TLS settings whose connections run through `proxy` (HTTP CONNECT) when given. */
export function tlsAgent(tls: Tls, proxy?: string): TlsAgent {
  const settings = {
    keepAlive: true,
    // whatever is given is trusted, the server's own certificate too
    ...(tls.ca === undefined ? {} : {ca: tls.ca, allowPartialTrustChain: true}),
    ...(tls.cert === undefined ? {} : {cert: tls.cert}),
    ...(tls.key === undefined ? {} : {key: tls.key}),
    ...(tls.serverName === undefined ? {} : namedServer(tls.serverName)),
    rejectUnauthorized: tls.insecure !== true,
  }
  const agent = new TlsAgent(settings)
  if (proxy) {
    const through = parseProxy(proxy)
    const open = (
      options: {host?: string; port?: number | string; servername?: string},
      ready: (error: Error | null, socket?: Socket) => void,
    ) => {
      connectThrough(through, `${options.host}:${options.port ?? 443}`).then(
        (socket) => {
          const host = options.host ?? ''
          // A name that is given counts, also the empty one; `host` is what the certificate is checked for without one.
          ready(null, tlsConnect({...settings, host, servername: options.servername ?? sniName(host), socket}))
        },
        (error) => ready(error),
      )
    }
    Object.assign(agent, {createConnection: open})
  }
  return agent
}

/** Marks an error as one of the way to the proxy. */
function atProxy(error: Error): Error {
  return Object.assign(error, {atProxy: true})
}

/** The error of a request that a proxy was to forward: no other server was dialled. */
export function forwardFault(error: NodeJS.ErrnoException): Error {
  return error.syscall === 'connect' || error.syscall === 'getaddrinfo' ? atProxy(error) : error
}

function parseProxy(proxy: string): URL {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined
  if (!url?.host) {
    const shown = JSON.stringify(proxy.replace(/\/\/[^@]*@/, '//***@'))
    throw new FluxError('bad-proxy', `the proxy ${shown} is no URL with a host`, {
      hints: ['proxies come from HTTP_PROXY and HTTPS_PROXY, and from proxy-url of the kubeconfig'],
    })
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new FluxError('bad-proxy', `the proxy scheme '${url.protocol}//' is not supported: use http:// or https://`)
  return url
}

function authorization(proxy: URL): Record<string, string> {
  if (!proxy.username && !proxy.password) return {}
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return {'proxy-authorization': 'Basic ' + Buffer.from(pair).toString('base64')}
}

/** @throws FluxError `bad-proxy` for what is no http or https URL */
export function forwardOver(proxy: string, agent?: PlainAgent): Forward {
  const url = parseProxy(proxy)
  const secure = url.protocol === 'https:'
  return {
    agent: agent ?? (secure ? new TlsAgent({keepAlive: true}) : new PlainAgent({keepAlive: true})),
    secure,
    host: bare(url.hostname),
    port: Number(url.port || (secure ? 443 : 80)),
    headers: authorization(url),
  }
}

function connectThrough(proxy: URL, target: string): Promise<Socket> {
  const send = proxy.protocol === 'https:' ? tlsRequest : plainRequest
  return new Promise((resolve, reject) => {
    const request = send({
      host: bare(proxy.hostname),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers: {host: target, ...authorization(proxy)},
    })
    request.once('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket)
      socket.destroy()
      const words = `the proxy ${proxy.host} answered ${response.statusCode} to CONNECT ${target}`
      reject(Object.assign(new FluxError('proxy-refused', words), {statusText: response.statusMessage}))
    })
    request.on('error', (error) => reject(atProxy(error)))
    request.end()
  })
}
