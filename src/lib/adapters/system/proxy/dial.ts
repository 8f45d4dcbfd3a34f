import {type Socket, connect as tcpConnect} from 'node:net'
import {connect as tlsConnect} from 'node:tls'
import {domainToASCII} from 'node:url'
import {goDialText, ProxyError} from '../../../errors/go-dial.js'
import {goNameText, goTlsText, isNoTls} from '../../../errors/go-tls.js'
import type {ProxyAddress} from '../../../formats/url/proxy-address.js'
import {sniName, type TlsOptions} from '../tls-options.js'

/** Go's limits (ms): of a connection, and of the TLS greeting on it. */
const CONNECT_LIMIT = 30_000
const GREETING_LIMIT = 10_000

type Proxy = Pick<ProxyAddress, 'kind' | 'host' | 'port'>

/**
 * A connection to a proxy, over TLS when it wants that: with the settings that are meant for the server behind it, as in Go.
 * @throws ProxyError, or the signal's reason
 */
export async function dialProxy(proxy: Proxy, tls: TlsOptions, until?: AbortSignal): Promise<Socket> {
  const socket = await dialTcp(proxy, 'proxyconnect tcp', until)
  return proxy.kind === 'https' ? greet(socket, proxy.host, tls, until) : socket
}

/** A connection without more. @throws ProxyError of `doing`, or the signal's reason */
export async function dialTcp({host, port}: Proxy, doing: string, until?: AbortSignal): Promise<Socket> {
  if (port > 65_535) throw new ProxyError(`${doing}: dial tcp: address ${port}: invalid port`)
  const name = /[^\x00-\x7f]/.test(host) ? domainToASCII(host) : host
  const socket = tcpConnect({host: name || '127.0.0.1', port})
  try {
    return await ready(socket, 'connect', CONNECT_LIMIT, until)
  } catch (error) {
    if (until?.aborted) throw error
    // nobody named an address
    if (host === '') Object.assign(error as Error, {address: ''})
    throw new ProxyError(`${doing}: ${goDialText(error, `${host}:${port}`) ?? (error as Error).message}`, error)
  }
}

async function greet(below: Socket, host: string, tls: TlsOptions, until: AbortSignal | undefined): Promise<Socket> {
  const socket = tlsConnect({servername: sniName(host), ...tls, host, socket: below})
  try {
    return await ready(socket, 'secureConnect', GREETING_LIMIT, until)
  } catch (error) {
    below.destroy()
    if (until?.aborted) throw error
    throw new ProxyError(`proxyconnect tcp: ${greetingText(error)}`, error)
  }
}

function greetingText(error: unknown): string {
  const {message, code} = error as Error & {code?: string}
  if (code === 'ETIMEDOUT') return 'net/http: TLS handshake timeout'
  // whatever it speaks
  if (isNoTls(error)) return 'tls: first record does not look like a TLS handshake'
  return goNameText(error) ?? goTlsText(error) ?? goDialText(error, '') ?? message
}

/** The socket once the event has come; else it is destroyed. */
function ready<T extends Socket>(socket: T, event: string, limit: number, until: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      done()
      socket.on('error', () => undefined).destroy()
      reject(error)
    }
    const abort = () => fail(until?.reason)
    const late = setTimeout(() => fail(Object.assign(new Error('i/o timeout'), {code: 'ETIMEDOUT'})), limit)
    const succeed = () => {
      done()
      resolve(socket)
    }
    const done = () => {
      clearTimeout(late)
      until?.removeEventListener('abort', abort)
      socket.off('error', fail).off(event, succeed)
    }
    socket.once('error', fail).once(event, succeed)
    until?.addEventListener('abort', abort, {once: true})
    if (until?.aborted) abort()
  })
}
