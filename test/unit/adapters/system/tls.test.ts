import {randomBytes} from 'node:crypto'
import {createServer as createProxy} from 'node:http'
import {createServer} from 'node:https'
import {connect, type Socket} from 'node:net'
import type {TLSSocket} from 'node:tls'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createCertificate} from '../../../../src/lib/adapters/apiserver/listen/certificate.js'
import {createHttpsTransport} from '../../../../src/lib/adapters/kube/https/https-transport.js'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'

const {ca, cert, key} = createCertificate(Date.now(), randomBytes)
const closers: (() => void)[] = []
/** what each request's connection named in its greeting; false for nothing */
let named: (string | false | null)[] = []
let port = 0

beforeEach(async () => {
  named = []
  const server = createServer({cert, key}, (request, response) => {
    named.push((request.socket as TLSSocket & {servername?: string | false}).servername ?? null)
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as {port: number}).port
  closers.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
})
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const http = () => {
  const made = createHttp(createTasks())
  closers.push(() => made.close())
  return made
}
const kube = (serverName: string | undefined) => {
  const access = {server: `https://127.0.0.1:${port}`, tls: {ca, serverName}, headers: async () => ({})}
  const transport = createHttpsTransport({access, clock: createSystemClock(), random: systemRandom, tasks: createTasks()})
  closers.push(() => void transport.close())
  return transport
}

describe('the name in the TLS greeting', () => {
  it('is the host, but never an IP address', async () => {
    expect((await http().request({url: `https://127.0.0.1:${port}/`, tls: {ca}})).status).toBe(200)
    expect((await http().request({url: `https://localhost:${port}/`, tls: {ca}})).status).toBe(200)
    expect((await http().request({url: `https://127.0.0.1:${port}/`, tls: {ca, serverName: 'localhost'}})).status).toBe(200)
    expect(named).toEqual([false, 'localhost', 'localhost'])
  })

  it('is left out for an IP address as server name, which the certificate must be for', async () => {
    const url = `https://localhost:${port}/`
    expect((await http().request({url, tls: {ca, serverName: '127.0.0.1'}})).status).toBe(200)
    await expect(http().request({url, tls: {ca, serverName: '10.9.8.7'}})).rejects.toThrow(
      "IP: 10.9.8.7 is not in the cert's list",
    )
    expect(named).toEqual([false])
  })

  it('is right behind a proxy too', async () => {
    const proxy = createProxy()
    proxy.on('connect', (_: unknown, socket: Socket) => {
      const on = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
      on.on('error', () => socket.destroy())
      socket.on('error', () => on.destroy())
      socket.pipe(on).pipe(socket)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    closers.push(() => proxy.close())
    const through = `http://127.0.0.1:${(proxy.address() as {port: number}).port}`
    expect((await http().request({url: `https://127.0.0.1:${port}/`, tls: {ca}, proxy: through})).status).toBe(200)
    expect((await http().request({url: `https://localhost:${port}/`, tls: {ca}, proxy: through})).status).toBe(200)
    await expect(http().request({url: 'https://10.9.8.7/', tls: {ca}, proxy: through})).rejects.toThrow('10.9.8.7 is not in')
    expect(named).toEqual([false, 'localhost'])
  })

  it('follows tls-server-name of a kubeconfig', async () => {
    const request = {method: 'GET', path: '/version'} as const
    for (const name of [undefined, 'localhost', '::1']) expect((await kube(name).request(request)).status).toBe(200)
    expect(named).toEqual([false, 'localhost', false])
    for (const name of ['localhost.', 'localhost...'])
      await kube(name)
        .request(request)
        .catch(() => undefined)
    expect((await kube('localhost.').request(request)).status).toBe(200)
    expect(named.slice(3)).toEqual(['localhost', 'localhost', 'localhost'])
    await expect(kube('10.9.8.7').request(request)).rejects.toThrow('10.9.8.7 is not in')
  })
})
