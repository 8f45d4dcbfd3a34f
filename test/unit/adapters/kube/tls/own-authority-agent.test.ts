import {createServer as createHttps} from 'node:https'
import {connect as connectTcp, createServer as createTcp, type Server, type Socket} from 'node:net'
import {createSecureContext, type TLSSocket, type TlsOptions} from 'node:tls'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {createHttpsTransport} from '../../../../../src/lib/adapters/kube/https/https-transport.js'
import {systemRandom} from '../../../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../../../../src/lib/adapters/system/tasks.js'
import type {KubeTransport} from '../../../../../src/lib/ports/kube.js'
import {certificatePem, DAY, ecKeys} from '../../../../fakes/pki/certificate.js'
import {basicConstraints, CLIENT_AUTH, extendedKeyUsage, keyUsage, USAGE} from '../../../../fakes/pki/extensions.js'
import {authority, serverOf} from '../../../../fakes/pki/index.js'

const clock = createSystemClock()
const root = authority()
const client = serverOf(root, {subject: 'admin', extensions: [extendedKeyUsage(CLIENT_AUTH)]})
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const listening = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return (server.address() as {port: number}).port
}

/** A server behind a wire that is listened in on. */
async function world(options: TlsOptions) {
  const seen = {
    connections: 0,
    greeted: 0,
    requests: [] as string[],
    clients: [] as string[],
    alpn: [] as unknown[],
    names: [] as unknown[],
  }
  /** what each connection's client sent, in pieces as they came */
  const sent: number[][] = []
  const https = createHttps(options, (request, response) => {
    const socket = request.socket as TLSSocket & {servername?: unknown}
    seen.requests.push(`${request.url} ${request.headers.authorization}`)
    seen.clients.push(socket.getPeerCertificate()?.subject?.CN?.toString() ?? '')
    seen.alpn.push(socket.alpnProtocol)
    seen.names.push(socket.servername)
    response.setHeader('content-type', 'application/json').end('{"kind": "List"}')
  })
  https.on('secureConnection', () => seen.greeted++)
  closers.push(() => https.closeAllConnections())
  const behind = await listening(https)
  const port = await listening(
    createTcp((socket) => {
      seen.connections++
      const pieces: number[] = []
      sent.push(pieces)
      const on = connectTcp(behind, '127.0.0.1')
      for (const [one, other] of [
        [socket, on],
        [on, socket],
      ] as const) {
        one.on('error', () => other.destroy()).on('close', () => other.destroy())
      }
      socket.on('data', (bytes) => pieces.push(bytes.length))
      socket.pipe(on).pipe(socket)
      closers.push(() => socket.destroy())
    }),
  )
  return {port, seen, sent}
}

interface Way {
  readonly ca?: string
  readonly serverName?: string
  readonly cert?: string
  readonly key?: string
  readonly host?: string
}

function transportTo(port: number, quick: boolean, {host = '127.0.0.1', ca = root.pem, ...tls}: Way = {}): KubeTransport {
  const access = {server: `https://${host}:${port}`, tls: {ca, ...tls}, headers: async () => ({authorization: 'Bearer secret'})}
  const needs = {access, clock, random: systemRandom, tasks: createTasks()}
  const transport = createHttpsTransport({...needs, ...(quick ? {quick: clock} : {})})
  closers.push(() => void transport.close())
  return transport
}

const ask = (transport: KubeTransport, path = '/api') => transport.request({method: 'POST', path}).then(({status}) => status)
const fault = (port: number, quick: boolean, way?: Way) =>
  ask(transportTo(port, quick, way)).then(
    () => 'none',
    (error: NodeJS.ErrnoException) => `${error.code}: ${error.message}`.replaceAll(/[0-9A-F]{16}:|:\d+$/g, ''),
  )

/** A server that no client may take. */
const BAD: Readonly<Record<string, () => {cert: string; key: string}>> = {
  'an authority of the same name': () => serverOf({name: root.name, keys: ecKeys()}),
  'a self-signed certificate': () => {
    const keys = ecKeys()
    return serverOf({name: root.name, keys}, {subject: root.name}, keys)
  },
  'a date that is over': () => serverOf(root, {from: Date.now() - 3 * DAY, to: Date.now() - DAY}),
  'a certificate for clients': () => serverOf(root, {extensions: [extendedKeyUsage(CLIENT_AUTH)]}),
  'a certificate for nobody': () => serverOf(root, {extensions: []}),
}

describe('connections by the authority of a kubeconfig', () => {
  it('carry requests, one after the other on one connection', async () => {
    const {port, seen} = await world(serverOf(root))
    const transport = transportTo(port, true)
    for (const path of ['/a', '/b']) expect(await ask(transport, path)).toBe(200)
    expect(seen).toMatchObject({connections: 1, greeted: 1, requests: ['/a Bearer secret', '/b Bearer secret']})
  })

  it('ask OpenSSL for no store of authorities, for which Node 20 reads all of its roots', async () => {
    const {port} = await world(serverOf(root))
    const contexts = Object.getPrototypeOf(createSecureContext({ca: []}).context)
    const calls = ['addCACert', 'addRootCerts', 'addCRL', 'loadPKCS12', 'setAllowPartialTrustChain'].map((name) =>
      vi.spyOn(contexts, name),
    )
    expect(await ask(transportTo(port, true, client))).toBe(200)
    expect(calls.flatMap((call) => call.mock.calls)).toEqual([])
    expect(await ask(transportTo(port, false, client))).toBe(200)
    expect(calls.flatMap((call) => call.mock.calls)).not.toEqual([])
    vi.restoreAllMocks()
  })

  it('greet as ordinary ones do', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      for (const way of [{}, {serverName: 'localhost'}, {serverName: '127.0.0.1'}]) {
        const {port, seen} = await world(serverOf(root))
        for (const quick of [true, false]) expect(await ask(transportTo(port, quick, {host, ...way}))).toBe(200)
        expect(seen.connections).toBe(2)
        expect(seen.alpn[0]).toBe(seen.alpn[1])
        expect(seen.names[0]).toBe(seen.names[1])
      }
    }
  })

  it('show a client certificate to the server that was asked for', async () => {
    const {port, seen} = await world({...serverOf(root), requestCert: true, ca: root.pem})
    expect(await ask(transportTo(port, true, client))).toBe(200)
    expect(seen).toMatchObject({connections: 1, clients: ['admin']})
  })

  it('are as many as there are requests at a time', async () => {
    const {port, seen} = await world(serverOf(root))
    const transport = transportTo(port, true)
    const answers = await Promise.all(Array.from({length: 8}, (_, index) => ask(transport, `/${index}`)))
    expect(answers).toEqual(Array(8).fill(200))
    expect(seen.connections).toBe(8)
    expect(await ask(transport, '/again')).toBe(200)
    expect(seen.connections).toBe(8)
  })

  it.each(Object.entries(BAD))('tell %s nothing: no request, no client certificate, no end of the greeting', async (_, make) => {
    const {port, seen, sent} = await world({...make(), requestCert: true, ca: root.pem})
    const told = await fault(port, true, client)
    expect(told).toBe(await fault(port, false, client))
    expect(told).not.toBe('none')
    expect(seen).toMatchObject({connections: 3, greeted: 0, requests: []})
    // the first greeting alone: who breaks off does not even say so
    expect(sent[0]).toHaveLength(1)
  })

  it.each(['example.com', '10.9.8.7'])('refuse a server that is not %s', async (serverName) => {
    const {port, seen, sent} = await world({...serverOf(root), requestCert: true})
    expect(await fault(port, true, {...client, serverName})).toBe(await fault(port, false, {...client, serverName}))
    expect(seen).toMatchObject({greeted: expect.any(Number), requests: []})
    expect(sent[0]).toHaveLength(1)
  })

  it('are left to OpenSSL where an authority stands between, once and for all', async () => {
    const keys = ecKeys()
    const extensions = [basicConstraints(true), keyUsage(USAGE.certSign)]
    const middle = certificatePem({subject: 'm', issuer: root.name, keys, signer: root.keys, extensions})
    const server = serverOf({name: 'm', keys})
    const {port, seen} = await world({...server, cert: server.cert + middle, requestCert: true, ca: root.pem + middle})
    const transport = transportTo(port, true, client)
    expect(await ask(transport, '/a')).toBe(200)
    expect(await Promise.all([ask(transport, '/b'), ask(transport, '/c')])).toEqual([200, 200])
    expect(seen).toMatchObject({connections: 3, greeted: 2, clients: ['admin', 'admin', 'admin']})
  })

  it('are left to OpenSSL where a server speaks TLS 1.2 only', async () => {
    const {port, seen} = await world({...serverOf(root), maxVersion: 'TLSv1.2'})
    expect(await ask(transportTo(port, true))).toBe(200)
    expect(seen.requests).toEqual(['/api Bearer secret'])
  })

  const tcp: Readonly<Record<string, (socket: Socket) => void>> = {
    'answers in clear text': (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    'hangs up': (socket) => socket.destroy(),
    'hangs up after the greeting': (socket) => void socket.once('data', () => socket.destroy()),
    'ends in the middle': (socket) => void socket.once('data', () => socket.end(Buffer.from([22, 3, 3, 0, 50, 2]))),
  }
  it.each(Object.entries(tcp))('fail as ordinary ones where a server %s', async (_, answer) => {
    const port = await listening(createTcp((socket) => answer(socket.on('error', () => undefined))))
    const told = await fault(port, true)
    expect(told).toBe(await fault(port, false))
    expect(told).not.toBe('none')
  })

  it('fail as ordinary ones where nobody listens, and do not try twice', async () => {
    const closed = createTcp()
    const port = await listening(closed)
    await new Promise((resolve) => closed.close(resolve))
    closers.splice(0)
    expect(await fault(port, true)).toBe(await fault(port, false))
  })

  it('end with their transport, also in the middle of the greeting', async () => {
    let connections = 0
    const port = await listening(
      createTcp((socket) => {
        connections++
        socket.on('error', () => undefined).once('data', () => void transport.close())
      }),
    )
    const transport = transportTo(port, true)
    await expect(ask(transport)).rejects.toThrow('the connection was closed')
    expect(connections).toBe(1)
  })

  it('end with the signal of a request, also in the middle of the greeting', async () => {
    const controller = new AbortController()
    const port = await listening(
      createTcp((socket) => void socket.on('error', () => undefined).once('data', () => controller.abort(new Error('enough')))),
    )
    const {signal} = controller
    await expect(transportTo(port, true).request({method: 'GET', path: '/', signal})).rejects.toThrow('enough')
  })

  it('cannot be made with a key of another certificate, as ordinary ones', async () => {
    const {port, seen} = await world(serverOf(root))
    const way = {cert: client.cert, key: serverOf(root).key}
    const told = await fault(port, true, way)
    expect(told).toContain('key values mismatch')
    expect(told).toBe(await fault(port, false, way))
    expect(seen.requests).toEqual([])
  })
})
