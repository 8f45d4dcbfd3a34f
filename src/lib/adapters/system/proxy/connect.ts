import type {Socket} from 'node:net'
import {FluxError} from '../../../errors/flux-error.js'
import {goDialText, ProxyError} from '../../../errors/go-dial.js'
import {goAnswerFault} from '../../../errors/go-http.js'
import type {ProxyAddress} from '../../../formats/url/proxy-address.js'
import {proxyLogin} from './login.js'
import {readHead} from './read-head.js'
import {endsOf, placeOf, type Target} from './target.js'

/**
 * Has an HTTP proxy connect the socket with a server. The answer is read here and not by node, which keeps to itself what it
 * could not read and how far it came.
 * @throws FluxError `proxy-refused` with the words of its status line, ProxyError in Go's words for what is no answer
 */
export async function httpConnect(socket: Socket, proxy: ProxyAddress, target: Target): Promise<void> {
  const place = placeOf(target)
  const ends = endsOf(socket)
  const headers = Object.entries({host: place, ...proxyLogin(proxy)}).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`CONNECT ${place} HTTP/1.1\r\n${headers.join('')}\r\n`)
  const head = await readHead(socket).catch((error: Error) => {
    throw new ProxyError(goDialText(error, ends) ?? error.message, error)
  })
  const fault = goAnswerFault(head)
  if (fault !== undefined) throw new ProxyError(fault)
  const [, status = '', words] = /^\S+ +(\d+)(?: ([^\r\n]*))?/.exec(head.toString('latin1')) ?? []
  if (status === '200') return
  throw Object.assign(new FluxError('proxy-refused', `the proxy ${placeOf(proxy)} answered ${status} to CONNECT ${place}`), {
    statusText: words ?? 'unknown status code',
  })
}
