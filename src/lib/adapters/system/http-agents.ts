import {Agent as PlainAgent} from 'node:http'
import {Agent as TlsAgent} from 'node:https'
import type {Socket} from 'node:net'
import {connect as tlsConnect} from 'node:tls'
import {type ProxyAddress, proxyAddress} from '../../formats/url/proxy-address.js'
import type {HttpRequest} from '../../ports/http.js'
import {proxyLogin} from './proxy/login.js'
import {bareHost, sniName, type TlsOptions, tlsOptions} from './tls-options.js'

type Tls = NonNullable<HttpRequest['tls']>

/** How a request to a server without TLS goes through an HTTP proxy, which takes the whole URL as its target. */
export interface Forward {
  readonly host: string
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
}

/** Connections for requests, and how they are sent when a proxy forwards them. */
export interface Way {
  readonly agent: PlainAgent
  readonly forward?: Forward
}

export interface AgentPool {
  /** @throws FluxError `bad-proxy` for a proxy that is no URL */
  wayFor(secure: boolean, tls: Tls | undefined, proxy: string | undefined): Way
  close(): void
}

/** Keep-alive agents, one per (TLS settings, proxy). */
export function createAgentPool(): AgentPool {
  const ways = new Map<string, Way>()
  return {
    wayFor(secure, tls, proxy) {
      const key = JSON.stringify([secure, secure || proxy ? (tls ?? {}) : {}, proxy ?? ''])
      const way = ways.get(key) ?? newWay(secure, tls ?? {}, proxy)
      ways.set(key, way)
      return way
    },
    close() {
      for (const {agent} of ways.values()) agent.destroy()
      ways.clear()
    },
  }
}

function newWay(secure: boolean, tls: Tls, proxy: string | undefined): Way {
  if (proxy) return wayThrough(proxy, secure, tls)
  return {agent: secure ? new TlsAgent({keepAlive: true, ...tlsOptions(tls)}) : new PlainAgent({keepAlive: true})}
}

/** What node gives along for a new connection, and `until`, which a request may have been given beside. */
interface Place {
  readonly host?: string
  readonly port?: number | string
  readonly servername?: string
  readonly until?: AbortSignal
}

type Ready = (error: Error | null, socket?: Socket) => void

/**
 * Connections through a proxy, to servers with TLS (`secure`) or without. The TLS settings count for an `https` proxy as well, as in Go.
 * @throws FluxError `bad-proxy` for what is no URL
 */
export function wayThrough(proxy: string, secure: boolean, tls: Tls): Way {
  const address = proxyAddress(proxy)
  const settings = tlsOptions(tls)
  if (secure) return {agent: routed(new TlsAgent({keepAlive: true, ...settings}), tunnel(address, settings, true))}
  if (address.kind === 'socks') return {agent: routed(new PlainAgent({keepAlive: true}), tunnel(address, settings, false))}
  const open = async ({until}: Place) => (await import('./proxy/dial.js')).dialProxy(address, settings, until)
  return {agent: routed(new PlainAgent({keepAlive: true}), open), forward: forwarding(address)}
}

function forwarding(address: ProxyAddress): Forward {
  const {host, port} = address
  return {host, port, headers: proxyLogin(address)}
}

/** How a proxy has requests without TLS; undefined when it gives a connection for them. @throws FluxError `bad-proxy` */
export function forwardThrough(proxy: string): Forward | undefined {
  const address = proxyAddress(proxy)
  return address.kind === 'socks' ? undefined : forwarding(address)
}

/** The code of proxies is loaded when there is one. */
function tunnel(proxy: ProxyAddress, settings: TlsOptions, secure: boolean) {
  return async ({host = '', port = secure ? 443 : 80, servername, until}: Place): Promise<Socket> => {
    const {openTunnel} = await import('./proxy/tunnel.js')
    const socket = await openTunnel(proxy, {host: bareHost(host), port: Number(port)}, settings, until)
    // A name that is given counts, also the empty one; `host` is what the certificate is checked for without one.
    return secure ? tlsConnect({...settings, host, servername: servername ?? sniName(host), socket}) : socket
  }
}

/** An agent that opens its connections in this way, as long as it is not destroyed and their requests are wanted. */
function routed<T extends PlainAgent>(agent: T, open: (place: Place) => Promise<Socket>): T {
  const end = new AbortController()
  const destroy = agent.destroy.bind(agent)
  return Object.assign(agent, {
    createConnection(place: Place, ready: Ready) {
      const until = place.until ? AbortSignal.any([end.signal, place.until]) : end.signal
      void open({...place, until}).then(
        (socket) => ready(null, socket),
        (error: Error) => ready(error),
      )
    },
    destroy() {
      end.abort(new Error('the connection was closed'))
      destroy()
    },
  })
}
