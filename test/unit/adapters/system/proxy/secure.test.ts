import {randomBytes} from 'node:crypto'
import {createServer as createPlain} from 'node:http'
import {createServer} from 'node:https'
import {type AddressInfo, connect, type Server, type Socket} from 'node:net'
import type {TLSSocket} from 'node:tls'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createCertificate} from '../../../../../src/lib/adapters/apiserver/listen/certificate.js'
import {createHttpsTransport} from '../../../../../src/lib/adapters/kube/https/https-transport.js'
import {createHttp} from '../../../../../src/lib/adapters/system/http.js'
import {systemRandom} from '../../../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../../../../src/lib/adapters/system/tasks.js'
import {throughProxy} from '../../../../../src/lib/wiring/through-proxy.js'
import {startSocksProxy} from '../../../../fakes/socks-proxy.js'

const {ca, cert, key} = createCertificate(Date.now(), randomBytes)
const closers: (() => unknown)[] = []
let port = 0

beforeEach(async () => {
  const server = createServer({cert, key, ca, requestCert: true, rejectUnauthorized: false}, (request, response) => {
    if (request.url?.includes('watch')) return void response.write('{"type":"BOOKMARK","object":{}}\n')
    const socket = request.socket as TLSSocket & {servername?: string}
    response.end(JSON.stringify({servername: socket.servername, client: socket.getPeerX509Certificate() !== undefined}))
  })
  port = await listening(server)
  closers.push(() => server.closeAllConnections())
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function kube(proxy: string, tls: object) {
  const access = {server: `https://kube.test:${port}`, tls, proxy, headers: async () => ({})}
  const way = await throughProxy(access, {})
  const transport = createHttpsTransport({...way, clock: createSystemClock(), random: systemRandom, tasks: createTasks()})
  closers.push(() => transport.close())
  return transport
}

const http = () => {
  const made = createHttp(createTasks())
  closers.push(() => made.close())
  return made
}

/** An HTTP proxy, over TLS, that leads to the server whatever is asked for. */
async function secureProxy(seen: string[]) {
  const proxy = createServer({cert, key}, (request, response) => response.end(`forwarded ${request.url}`))
  proxy.on('connect', (request: {url: string}, socket: Socket) => {
    seen.push(request.url)
    const on = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    on.on('error', () => socket.destroy())
    socket.on('error', () => on.destroy())
    socket.pipe(on).pipe(socket)
  })
  return listening(proxy)
}

describe('TLS through a proxy', () => {
  it('by SOCKS: who the server is and who we are is checked behind it; a watch runs until it is ended', async () => {
    const proxy = await startSocksProxy({port})
    closers.push(proxy.close)
    const transport = await kube(`socks5://127.0.0.1:${proxy.port}`, {ca, cert, key, serverName: 'localhost'})
    const answer = await transport.request({method: 'GET', path: '/version'})
    expect(answer.body).toEqual({servername: 'localhost', client: true})
    const ending = new AbortController()
    const watch = await transport.watch({method: 'GET', path: '/watch', signal: ending.signal})
    if (!('events' in watch)) throw new Error('no watch')
    const events = watch.events[Symbol.asyncIterator]()
    expect(await events.next()).toMatchObject({value: {type: 'BOOKMARK'}})
    const rest = expect(events.next()).rejects.toThrow('aborted')
    ending.abort(new Error('enough'))
    await rest
    const other = await kube(`socks5://127.0.0.1:${proxy.port}`, {ca})
    await expect(other.request({method: 'GET', path: '/version'})).rejects.toMatchObject({code: 'ERR_TLS_CERT_ALTNAME_INVALID'})
  })

  it('to an https proxy goes by the settings for the server behind it', async () => {
    const seen: string[] = []
    const proxy = `https://localhost:${await secureProxy(seen)}`
    const transport = await kube(proxy, {ca, serverName: 'localhost'})
    expect((await transport.request({method: 'GET', path: '/version'})).status).toBe(200)
    const client = http()
    expect((await client.request({url: `https://localhost:${port}/`, proxy, tls: {ca}})).status).toBe(200)
    expect(await (await client.request({url: 'http://web.test/x', proxy, tls: {ca}})).text()).toBe('forwarded http://web.test/x')
    expect(seen).toEqual([`kube.test:${port}`, `localhost:${port}`])
  })

  it('says what is wrong with an https proxy', async () => {
    const proxy = `https://127.0.0.1:${await secureProxy([])}`
    const words = (way: string, tls?: object) =>
      http()
        .request({url: 'https://web.test/', proxy: way, ...(tls && {tls})})
        .then(
          () => '',
          (error: Error) => error.message.replace(/^proxyconnect tcp: /, ''),
        )
    expect(await words(proxy)).toBe('tls: failed to verify certificate: x509: certificate signed by unknown authority')
    expect(await words(proxy, {ca, serverName: 'other.test'})).toMatch(/x509: certificate is valid for .*, not other\.test$/)
    const plain = await listening(createPlain((_, response) => response.end()))
    expect(await words(`https://127.0.0.1:${plain}`)).toBe('tls: first record does not look like a TLS handshake')
    expect(await words('https://127.0.0.1:1')).toBe('dial tcp 127.0.0.1:1: connect: connection refused')
    expect(await words('http://127.0.0.1:99999')).toBe('dial tcp: address 99999: invalid port')
    const ends = createPlain()
    ends.on('connection', (socket) => socket.end())
    expect(await words(`https://127.0.0.1:${await listening(ends)}`)).toBe('EOF')
  })

  it('gives up with the signal when a proxy says nothing', async () => {
    const sockets = new Set<Socket>()
    const silent = createPlain()
    silent.on('connection', (socket) => void sockets.add(socket.on('close', () => sockets.delete(socket))))
    silent.on('connect', (_, socket: Socket) => void socket.on('end', () => socket.destroy()).resume())
    const proxy = `http://127.0.0.1:${await listening(silent)}`
    const ending = new AbortController()
    const refused = expect(http().request({url: 'https://web.test/', proxy, signal: ending.signal})).rejects.toThrow('enough')
    await expect.poll(() => sockets.size).toBe(1)
    ending.abort(new Error('enough'))
    await refused
    await expect.poll(() => sockets.size).toBe(0)
  })
})
