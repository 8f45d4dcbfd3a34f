import {createServer as createHttp} from 'node:http'
import {createServer, type Server, type Socket} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {createHttpsTransport} from '../../../../src/lib/adapters/kube/https/https-transport.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import {guardedTransport} from '../../../../src/lib/wiring/guarded-transport.js'
import {firstAnswer} from '../../../../src/lib/wiring/tls/first-answer.js'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function addressOf(server: Server): Promise<string> {
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined)
    closers.push(() => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return `https://127.0.0.1:${(server.address() as {port: number}).port}`
}

const saying = (text: string) => createServer((socket) => socket.once('data', () => socket.end(text)))

/** Why a command cannot use that server. */
async function fault(server: Server): Promise<string> {
  const access = {server: await addressOf(server), tls: {insecure: true}, headers: async () => ({})}
  const transport = createHttpsTransport({access, clock: createSystemClock(), random: systemRandom, tasks: createTasks()})
  closers.push(() => void transport.close())
  const options = {expired: false, headers: {}, firstAnswer: () => firstAnswer(access.server)}
  return guardedTransport(transport, options)
    .request({method: 'GET', path: '/api'})
    .then(
      () => 'none',
      (error: unknown) => messageOf(error).replace(/^.*\/api": /, ''),
    )
}

describe('what is no TLS', () => {
  it('is HTTP by its first words, or something else', async () => {
    const http = 'http: server gave HTTP response to HTTPS client'
    const other = 'tls: first record does not look like a TLS handshake'
    expect(await fault(createHttp())).toBe(http)
    expect(await fault(saying('HTTP/1.0 400 Bad Request\r\n\r\n'))).toBe(http)
    expect(await fault(saying('SSH-2.0-OpenSSH_9.0\r\n'))).toBe(other)
    expect(await fault(saying('<!DOCTYPE HTML><html>'))).toBe(other)
  })

  it('is not waited for without end', async () => {
    const server = createServer()
    const address = await addressOf(server)
    const stop = new AbortController()
    const greeted = new Promise<Buffer>((resolve) => server.on('connection', (socket: Socket) => socket.once('data', resolve)))
    const answer = firstAnswer(address, stop.signal)
    // a handshake record: the greeting, and nothing else
    expect((await greeted)[0]).toBe(22)
    stop.abort()
    expect(await answer).toBeUndefined()
    expect(await firstAnswer(address, stop.signal)).toBeUndefined()
    expect(await firstAnswer(await addressOf(createServer((socket) => socket.destroy())))).toBeUndefined()
  })
})
