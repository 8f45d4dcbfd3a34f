import {Agent, request as httpsRequest, type RequestOptions} from 'node:https'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {startTestServer, type TestServer} from './harness.js'

const MAPS = '/api/v1/namespaces/default/configmaps'

describe('hostile requests over HTTPS', () => {
  let server: TestServer
  let options: RequestOptions

  beforeAll(async () => {
    server = await startTestServer()
    const {server: url, ca} = await server.server.listen()
    const {hostname, port} = new URL(url)
    options = {host: hostname, port, ca, headers: {authorization: `Bearer ${server.server.token}`}}
  })
  afterAll(() => server.close())

  /** Status code and body of one request. */
  async function ask(method: string, path: string, body = '', headers: Record<string, string> = {}, agent?: Agent) {
    const {promise, resolve, reject} = withResolvers<{status: number; body: string}>()
    const outgoing = httpsRequest(
      {
        ...options,
        method,
        path,
        agent,
        headers: {...(options.headers as object), 'content-type': 'application/json', ...headers},
      },
      (incoming) => {
        let text = ''
        incoming.on('data', (chunk) => (text += String(chunk)))
        incoming.on('end', () => resolve({status: incoming.statusCode ?? 0, body: text}))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
    return promise
  }

  it('refuses a body of 10 MB', async () => {
    const body = JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x'}, data: {a: 'x'.repeat(10 << 20)}})
    const answer = await ask('POST', MAPS, body)
    expect(answer.status).toBe(413)
    expect(JSON.parse(answer.body)).toMatchObject({reason: 'RequestEntityTooLarge'})
  })

  it('takes names of the engine for what they are', async () => {
    expect((await ask('GET', '/api/v1/pods?fieldSelector=__proto__%3Dx')).body).toContain('field label not supported: __proto__')
    expect((await ask('GET', `${MAPS}?fieldSelector=toString%3Dx`)).status).toBe(400)
    expect((await ask('GET', `${MAPS}?limit=99999999999999999999`)).body).toContain('value out of range')
    expect((await ask('GET', '/api/v1/namespaces/%2e%2e/pods')).body).toContain('invalid key: \\"/pods/..\\"')
    const body = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"proto"},"data":{"toString":"a","constructor":"b"}}'
    expect((await ask('POST', MAPS, body)).status).toBe(201)
    expect((await ask('GET', `${MAPS}/proto`)).body).toContain('"data":{"constructor":"b","toString":"a"}')
  })

  it('survives deep nesting', async () => {
    expect(await ask('POST', MAPS, '['.repeat(20_000))).toMatchObject({status: 400})
    const deep = `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`
    const body = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":${deep}}`
    expect((await ask('POST', MAPS, body)).body).toContain(
      'cannot unmarshal object into Go struct field ConfigMap.data of type string',
    )
    const patch = await ask('PATCH', `${MAPS}/kube-root-ca.crt`, `{"data":${deep}}`, {
      'content-type': 'application/merge-patch+json',
    })
    expect(patch.status).toBeGreaterThanOrEqual(400)
    expect(patch.status).toBeLessThan(500)
  })

  it.each([
    ['text/plain', 415],
    ['application/json;;', 415],
    ['/', 415],
  ])('does not read content of type %s', async (type, status) => {
    expect(await ask('POST', MAPS, '{}', {'content-type': type})).toMatchObject({status})
  })

  it('wants its token', async () => {
    expect(await ask('GET', MAPS, '', {authorization: 'Bearer nonsense'})).toMatchObject({status: 401})
    expect(await ask('GET', MAPS, '', {authorization: `Bearer ${server.server.token}x`})).toMatchObject({status: 401})
    expect(await ask('GET', MAPS, '', {authorization: 'Basic eDp5'})).toMatchObject({status: 403})
    expect(await ask('GET', MAPS, '', {authorization: ''})).toMatchObject({status: 403})
  })

  it.each([
    '//api/v1',
    '/api/v1/namespaces/default/configmaps/%2e%2e',
    '/api/v1/namespaces/default/configmaps/a%25b',
    '/api/../etc/passwd',
  ])('has nothing at %s', async (path) => {
    const {status} = await ask('GET', path)
    expect([400, 404]).toContain(status)
  })

  it('serves on after 500 watches that were open at once and dropped, and keeps nothing of them', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((name) => /^(TLS|TCP)/.test(name)).length
    const before = sockets()
    const agent = new Agent({ca: options.ca as string, maxSockets: 500, keepAlive: false})
    const opened = await Promise.all(
      Array.from({length: 500}, () => {
        const {promise, resolve, reject} = withResolvers<import('node:http').IncomingMessage>()
        const outgoing = httpsRequest({...options, agent, path: `${MAPS}?watch=true`}, (incoming) => {
          incoming.on('error', () => undefined)
          resolve(incoming)
        })
        outgoing.on('error', reject)
        outgoing.end()
        return promise
      }),
    )
    expect(opened.map(({statusCode}) => statusCode)).toEqual(Array(500).fill(200))
    for (const watch of opened) watch.destroy()
    agent.destroy()
    const map = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'after'}}
    expect((await ask('POST', MAPS, JSON.stringify(map))).status).toBe(201)
    // the server sees the end of each connection a little later than its client
    for (let round = 0; round < 1000 && sockets() > before + 20; round++) await new Promise((resolve) => setTimeout(resolve, 50))
    expect(sockets()).toBeLessThanOrEqual(before + 20)
  })

  it.each([
    ['DELETE', '/api/v1/namespaces/default/configmaps/../../../secrets/x'],
    ['GET', '/api/v1/namespaces/default/configmaps/%00'],
    ['GET', '/apis/..%2f..%2fapi/v1'],
    ['GET', `/api/v1/namespaces/default/configmaps/${'x'.repeat(5000)}`],
    ['GET', `${MAPS}?labelSelector=${encodeURIComponent('a in ('.repeat(300))}`],
    ['GET', `${MAPS}?fieldSelector=${'%2Ca'.repeat(2000)}`],
    ['GET', `${MAPS}?limit=1&continue=${'A'.repeat(4000)}`],
    ['POST', `${MAPS}?dryRun=${'All&dryRun='.repeat(500)}`],
    ['PATCH', `${MAPS}/kube-root-ca.crt?force=maybe&fieldManager=${'m'.repeat(400)}`],
  ])('answers %s %s with what a client did wrong', async (method, path) => {
    const {status} = await ask(method, path)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  })

  it('ends connections that speak no HTTP, and serves others meanwhile', async () => {
    const {connect} = await import('node:tls')
    const ends = ['GET', '\u0000\u0001\u0002\r\n\r\n', 'BREW /api HTTP/1.1\r\nHost: x\r\n\r\n'].map(
      (text) =>
        new Promise<string>((resolve) => {
          const socket = connect({host: options.host as string, port: Number(options.port), ca: options.ca as string})
          let answer = ''
          socket.on('data', (chunk) => (answer += String(chunk)))
          socket.on('error', () => undefined)
          socket.on('close', () => resolve(answer))
          socket.on('secureConnect', () => socket.end(text))
        }),
    )
    expect(await ask('GET', '/readyz')).toMatchObject({status: 200})
    const [, garbage, teapot] = await Promise.all(ends)
    expect(garbage).toMatch(/^HTTP\/1\.1 40[05]/)
    expect(teapot).toMatch(/^HTTP\/1\.1 405/)
  })

  it('does not wait for a reader that does not read', async () => {
    const {promise, resolve} = withResolvers<import('node:http').IncomingMessage>()
    httpsRequest({...options, path: `${MAPS}?watch=true`}, (incoming) => {
      incoming.pause()
      resolve(incoming)
    }).end()
    const slow = await promise
    const fill = 'x'.repeat(200_000)
    for (let round = 0; round < 40; round++) {
      const answer = await server.merge(`${MAPS}/kube-root-ca.crt`, {data: {round: String(round), fill}})
      expect(answer.status).toBe(200)
    }
    expect(await ask('GET', '/readyz')).toMatchObject({status: 200, body: 'ok'})
    slow.destroy()
  })
})

function withResolvers<T>() {
  let resolve!: (value: T) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return {promise, resolve, reject}
}
