import type {Socket} from 'node:net'
import type {ProxyAddress} from '../../../formats/url/proxy-address.js'
import type {TlsOptions} from '../tls-options.js'
import {httpConnect} from './connect.js'
import {dialProxy, dialTcp} from './dial.js'
import {socksConnect} from './socks.js'
import {placeOf, type Target} from './target.js'

/**
 * A connection with a server through a proxy, whichever it is. The TLS settings are those of the proxy's own connection.
 * @throws ProxyError, FluxError `proxy-refused`, or the signal's reason
 */
export async function openTunnel(proxy: ProxyAddress, target: Target, tls: TlsOptions, until?: AbortSignal): Promise<Socket> {
  const socket = await dialProxy(proxy, tls, until)
  return finished(socket, proxy, target, until)
}

/**
 * The same by SOCKS for what is not HTTP, where Go names the whole way also when the proxy cannot be reached.
 * @throws ProxyError, or the signal's reason
 */
export async function openSocksTunnel(proxy: ProxyAddress, target: Target, until?: AbortSignal): Promise<Socket> {
  // a port that there cannot be is no end of a way
  const doing = proxy.port > 65_535 ? 'socks connect tcp' : `socks connect tcp ${placeOf(proxy)}->${placeOf(target)}`
  return finished(await dialTcp(proxy, doing, until), proxy, target, until)
}

/** Nobody but the signal limits how long a proxy takes to answer. */
async function finished(socket: Socket, proxy: ProxyAddress, target: Target, until?: AbortSignal): Promise<Socket> {
  const abort = () => socket.destroy()
  until?.addEventListener('abort', abort, {once: true})
  const ignore = () => undefined
  socket.on('error', ignore)
  try {
    if (until?.aborted) throw until.reason
    await (proxy.kind === 'socks' ? socksConnect : httpConnect)(socket, proxy, target)
    return socket
  } catch (error) {
    socket.destroy()
    throw until?.aborted ? until.reason : error
  } finally {
    until?.removeEventListener('abort', abort)
    if (!socket.destroyed) socket.off('error', ignore)
  }
}
