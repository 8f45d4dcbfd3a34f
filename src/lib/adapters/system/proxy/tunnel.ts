import type {Socket} from 'node:net'
import type {ProxyAddress} from '../../../formats/url/proxy-address.js'
import type {TlsOptions} from '../tls-options.js'
import {httpConnect} from './connect.js'
import {dialProxy} from './dial.js'
import {socksConnect} from './socks.js'
import type {Target} from './target.js'

/**
 * A connection with a server through a proxy, whichever it is. The TLS settings are those of the proxy's own connection.
 * @throws ProxyError, FluxError `proxy-refused`, or the signal's reason
 */
export async function openTunnel(proxy: ProxyAddress, target: Target, tls: TlsOptions, until?: AbortSignal): Promise<Socket> {
  const socket = await dialProxy(proxy, tls, until)
  if (proxy.kind !== 'socks') return httpConnect(socket, proxy, target, until)
  const abort = () => socket.destroy()
  until?.addEventListener('abort', abort, {once: true})
  const ignore = () => undefined
  socket.on('error', ignore)
  try {
    await socksConnect(socket, proxy, target)
    return socket
  } catch (error) {
    socket.destroy()
    throw until?.aborted ? until.reason : error
  } finally {
    until?.removeEventListener('abort', abort)
    if (!socket.destroyed) socket.off('error', ignore)
  }
}
