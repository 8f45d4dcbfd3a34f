import {describe, expect, it} from 'vitest'
import {FluxError} from '../../../src/lib/errors/flux-error.js'
import type {KubeRequest, KubeResponse, KubeTransport} from '../../../src/lib/ports/kube.js'
import {guardedTransport} from '../../../src/lib/wiring/guarded-transport.js'

const refused = Object.assign(new Error('x'), {code: 'ECONNREFUSED', address: '127.0.0.1', port: 1})

function transport(answers: (number | Error)[]): KubeTransport {
  const inner: KubeTransport = {
    server: 'https://127.0.0.1:1',
    async request(): Promise<KubeResponse> {
      const answer = answers.shift()
      if (typeof answer !== 'number') throw answer
      return {status: answer, headers: {}, body: {}, warnings: []}
    },
    watch: async () => ({response: await inner.request({method: 'GET', path: '/'})}),
    stream: async () => ({response: await inner.request({method: 'GET', path: '/'})}),
    impersonate: () => inner,
    close: async () => undefined,
  }
  return inner
}

const get = {method: 'GET', path: '/api'} as const

describe('guardedTransport', () => {
  it('tells once that a server that answered is lost, and once that it answers again', async () => {
    const told: (string | undefined)[] = []
    const guarded = guardedTransport(transport([200, refused, refused, 200, 200]), {
      expired: false,
      headers: {},
      onReach: (lost) => told.push(lost),
    })
    for (let call = 0; call < 5; call++) await guarded.request(get).catch(() => undefined)
    expect(told).toEqual(['dial tcp 127.0.0.1:1: connect: connection refused', undefined])
  })

  it.each(['https://127.0.0.1:65536', 'http://[::1]:65536/x', 'https://:65536'])('asks nothing of %s', async (server) => {
    const guarded = guardedTransport({...transport([200]), server}, {expired: false, headers: {}})
    await expect(guarded.request(get)).rejects.toThrow(
      `failed to get server groups: Get "${server}/api": dial tcp: address 65536: invalid port`,
    )
  })

  it("says of a certificate what Go's x509 finds first, and asks for nothing else", async () => {
    const untrusted = Object.assign(new Error('x'), {code: 'DEPTH_ZERO_SELF_SIGNED_CERT'})
    let asked = 0
    const certificateFault = async () => (asked++ === 0 ? 'certificate is valid for a.b, not c' : undefined)
    const guarded = guardedTransport(transport([untrusted, untrusted, refused]), {expired: false, headers: {}, certificateFault})
    await expect(guarded.request(get)).rejects.toThrow(
      'tls: failed to verify certificate: x509: certificate is valid for a.b, not c',
    )
    await expect(guarded.request(get)).rejects.toThrow('x509: certificate signed by unknown authority')
    await expect(guarded.request(get)).rejects.toThrow('connection refused')
    expect(asked).toBe(2)
  })

  it('says nothing of a server that never answered: the error does', async () => {
    const told: (string | undefined)[] = []
    const guarded = guardedTransport(transport([refused]), {expired: false, headers: {}, onReach: (lost) => told.push(lost)})
    await expect(guarded.request(get)).rejects.toThrow('failed to get server groups: Get "https://127.0.0.1:1/api"')
    expect(told).toEqual([])
  })

  it('has the words of flux for a refused login and for a deadline that is over', async () => {
    const options = {expired: false, headers: {}}
    await expect(guardedTransport(transport([401]), options).request(get)).rejects.toThrow('provide credentials')
    await expect(guardedTransport(transport([401]), options).watch(get)).rejects.toThrow('provide credentials')
    const late = guardedTransport(transport([200]), {...options, expired: true})
    await expect(late.request(get)).rejects.toThrow('client rate limiter Wait returned an error: context deadline exceeded')
  })

  it.each([
    [400, '/api', 'failed to get server groups: the server rejected our request for an unknown reason'],
    [401, '/version', 'the server has asked for the client to provide credentials'],
    [403, '/apis/apps/v1', 'failed to get server groups: unknown'],
  ])('says of %i at %s what flux says who is not told what is served', async (status, path, message) => {
    const asked = guardedTransport(transport([status]), {expired: false, headers: {}}).request({method: 'GET', path})
    await expect(asked).rejects.toMatchObject({message})
  })

  it('leaves refusals of objects to the answer', async () => {
    const path = '/apis/apps/v1/namespaces/x/deployments'
    const guarded = guardedTransport(transport([401, 403]), {expired: false, headers: {}})
    expect(await guarded.request({method: 'GET', path})).toMatchObject({status: 401})
    expect(await guarded.request({method: 'GET', path})).toMatchObject({status: 403})
  })

  // as CNCF's flux 2.9.5 told it of a server that answers some paths and breaks others
  describe('a first request that breaks', () => {
    const broken: readonly (readonly [Error, string])[] = [
      [new Error('socket hang up'), 'Get "https://127.0.0.1:1/apis/a/v1/b?fieldSelector=metadata.name%3Dx": EOF'],
      [
        Object.assign(new Error('Parse Error: Expected HTTP/'), {rawPacket: Buffer.from('hello\r\n\r\n')}),
        'Get "https://127.0.0.1:1/apis/a/v1/b?fieldSelector=metadata.name%3Dx": net/http: HTTP/1.x transport connection broken: malformed HTTP response "hello"',
      ],
      [new Error('aborted'), 'unexpected error when reading response body. Please retry. Original error: unexpected EOF'],
    ]
    const list = {method: 'GET', path: '/apis/a/v1/b', query: {fieldSelector: 'metadata.name=x', limit: '500'}} as const
    const ask = (answers: (number | Error)[], request: KubeRequest = list) =>
      guardedTransport(transport(answers), {expired: false, headers: {}}).request(request)

    it.each(broken)('%s: is named when the server tells what it serves', async (error, message) => {
      await expect(ask([error, 200, 200])).rejects.toMatchObject({message})
      await expect(ask([error, 404, 200])).rejects.toMatchObject({message})
    })

    it('is not named when the server does not tell what it serves either', async () => {
      const [first] = broken[0]!
      await expect(ask([first, first])).rejects.toThrow('failed to get server groups: Get "https://127.0.0.1:1/api": EOF')
      await expect(ask([first, 200, first])).rejects.toThrow('failed to get server groups: Get "https://127.0.0.1:1/apis": EOF')
      await expect(ask([first, 401])).rejects.toThrow(
        'failed to get server groups: the server has asked for the client to provide',
      )
      await expect(ask([first, 404, 404])).rejects.toThrow('failed to get server groups: the server could not find the requested')
    })

    it('asks for nothing else when there was no connection', async () => {
      await expect(ask([refused])).rejects.toThrow('failed to get server groups: Get "https://127.0.0.1:1/api": dial tcp')
    })

    it('names later requests of a server that has answered, with their methods', async () => {
      const guarded = guardedTransport(transport([200, refused, refused]), {expired: false, headers: {}})
      await guarded.request(get)
      const patch = {method: 'PATCH', path: '/apis/a/v1/b/x', query: {fieldManager: 'flux'}} as const
      await expect(guarded.request(patch)).rejects.toThrow(
        'Patch "https://127.0.0.1:1/apis/a/v1/b/x": dial tcp 127.0.0.1:1: connect: connection refused',
      )
      const apply = {...patch, contentType: 'application/apply-patch+yaml', query: {force: 'true', fieldManager: 'flux'}}
      await expect(guarded.request(apply)).rejects.toThrow('/b/x?fieldManager=flux&force=true": dial')
    })
  })

  it('gives its signal to requests without one', async () => {
    const stop = new AbortController()
    const inner = transport([])
    const seen: (AbortSignal | undefined)[] = []
    const noting: KubeTransport = {
      ...inner,
      request: async ({signal}) => {
        seen.push(signal)
        throw signal?.reason
      },
    }
    const guarded = guardedTransport(noting, {expired: false, headers: {}, signal: stop.signal})
    stop.abort(new FluxError('interrupted', 'interrupted', {exitCode: 130}))
    await expect(guarded.request(get)).rejects.toThrow('interrupted')
    expect(seen).toEqual([stop.signal])
  })

  it('names the scheme that nobody speaks', async () => {
    const inner = {...transport([]), server: 'ftp://127.0.0.1:1'}
    const asked = guardedTransport(inner, {expired: false, headers: {}}).request(get)
    await expect(asked).rejects.toThrow(
      'failed to get server groups: Get "ftp://127.0.0.1:1/api": unsupported protocol scheme "ftp"',
    )
  })
})
