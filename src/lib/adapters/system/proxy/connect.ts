import {request} from 'node:http'
import type {Socket} from 'node:net'
import {FluxError} from '../../../errors/flux-error.js'
import type {ProxyAddress} from '../../../formats/url/proxy-address.js'
import {proxyLogin} from './login.js'
import {placeOf, type Target} from './target.js'

/**
 * Has an HTTP proxy connect the socket with a server.
 * @throws FluxError `proxy-refused` with the words of its status line, node's error for an answer that is none, the signal's reason
 */
export function httpConnect(socket: Socket, proxy: ProxyAddress, target: Target, until?: AbortSignal): Promise<Socket> {
  const place = placeOf(target)
  return new Promise((resolve, reject) => {
    const asking = request({
      createConnection: () => socket,
      method: 'CONNECT',
      path: place,
      headers: {host: place, ...proxyLogin(proxy)},
    })
    const abort = () => asking.destroy(until?.reason)
    until?.addEventListener('abort', abort, {once: true})
    asking.once('close', () => until?.removeEventListener('abort', abort))
    asking.once('connect', (response, through) => {
      until?.removeEventListener('abort', abort)
      if (response.statusCode === 200) return resolve(through as Socket)
      through.destroy()
      const words = `the proxy ${placeOf(proxy)} answered ${response.statusCode} to CONNECT ${place}`
      reject(Object.assign(new FluxError('proxy-refused', words), {statusText: response.statusMessage}))
    })
    asking.on('error', reject)
    asking.end()
  })
}
