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

  it('serves on after 100 watches that were dropped', async () => {
    const agent = new Agent({ca: options.ca as string, maxSockets: 100})
    const opened = Array.from({length: 100}, () => {
      const {promise, resolve, reject} = withResolvers<void>()
      const outgoing = httpsRequest({...options, agent, path: `${MAPS}?watch=true`}, (incoming) => {
        incoming.on('error', () => undefined)
        incoming.destroy()
        resolve()
      })
      outgoing.on('error', reject)
      outgoing.end()
      return promise
    })
    await Promise.all(opened)
    agent.destroy()
    const created = await ask('POST', MAPS, JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'after'}}))
    expect(created.status).toBe(201)
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
