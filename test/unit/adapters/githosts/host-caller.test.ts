import {describe, expect, it} from 'vitest'
import {type HostContext, hintsFor, hostCaller} from '../../../../src/lib/adapters/githosts/host-caller.js'
import {ProxyError} from '../../../../src/lib/errors/go-dial.js'
import type {GitHostOptions} from '../../../../src/lib/ports/git-hosts.js'
import type {HttpRequest} from '../../../../src/lib/ports/http.js'

interface Given {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string
}

const NOW = Date.parse('2026-01-01T00:00:00Z')

/** A host that gives these answers one after the other, the last one for ever; how long was waited, and what was asked. */
function world(answers: (Given | Error)[], options: Partial<GitHostOptions> = {}) {
  const waits: number[] = []
  const requests: HttpRequest[] = []
  const context = {
    clock: {now: () => NOW, sleep: async (ms: number) => void waits.push(ms)},
    http: {
      request: async (request: HttpRequest) => {
        requests.push(request)
        const answer = answers.length > 1 ? answers.shift()! : answers[0]!
        if (answer instanceof Error) throw answer
        return {headers: {}, ...answer, text: async () => answer.body ?? '{}'}
      },
    },
  } as unknown as HostContext
  const signal = new AbortController().signal
  const call = hostCaller(context, {signal, ...options} as GitHostOptions)
  const send = (method: 'GET' | 'POST' = 'POST') => call({method, url: 'https://git.example.com/x'})
  return {waits, requests, send}
}

describe('hostCaller', () => {
  it.each<[string, Given, number[]]>([
    ['seconds', {status: 429, headers: {'retry-after': '7'}}, [7000]],
    ['a time', {status: 429, headers: {'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT'}}, [9000]],
    ['nothing', {status: 429}, [1000]],
    ['the secondary limit of GitHub', {status: 403, headers: {'retry-after': '2'}}, [2000]],
    [
      'the primary one',
      {status: 403, headers: {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 4)}},
      [4000],
    ],
  ])('waits as a host asks for: %s', async (_, first, waits) => {
    const host = world([first, {status: 200}])
    expect(await host.send()).toEqual({status: 200, headers: {}, text: '{}'})
    expect(host.waits).toEqual(waits)
  })

  it('gives up when the wait is too long, or never ends', async () => {
    const long = world([{status: 429, headers: {'retry-after': '61'}}])
    expect([(await long.send()).status, long.waits]).toEqual([429, []])
    const endless = world([{status: 429, headers: {'retry-after': '1'}}])
    expect([(await endless.send()).status, endless.requests.length]).toEqual([429, 5])
    const forbidden = world([{status: 403}])
    expect([(await forbidden.send()).status, forbidden.waits]).toEqual([403, []])
  })

  it('asks again where a host breaks down over a question; what changes something is sent once', async () => {
    const reset = Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'})
    const host = world([{status: 502}, reset, {status: 200}])
    expect([(await host.send('GET')).status, host.waits]).toEqual([200, [1000, 2000]])
    const down = world([{status: 500}])
    expect([(await down.send('GET')).status, down.requests.length]).toEqual([500, 3])
    const broken = world([reset])
    await expect(broken.send('GET')).rejects.toMatchObject({code: 'git-host'})
    expect(broken.requests.length).toBe(3)
    for (const answer of [{status: 500}, reset]) {
      const change = world([answer])
      await change.send().catch(() => undefined)
      expect(change.requests.length).toBe(1)
    }
    const closed = world([Object.assign(new Error('connect'), {code: 'ECONNREFUSED'})])
    await expect(closed.send('GET')).rejects.toMatchObject({code: 'git-host'})
    expect(closed.requests.length).toBe(1)
  })

  it('trusts the authority that is given', async () => {
    const host = world([{status: 200}], {ca: 'CA'})
    await host.send()
    expect(host.requests[0]).toMatchObject({tls: {ca: 'CA'}})
  })

  it('says who does not answer', async () => {
    const refused = Object.assign(new Error('x'), {code: 'ECONNREFUSED', address: '10.0.0.1', port: 443})
    await expect(world([refused]).send()).rejects.toThrow(
      'Post "https://git.example.com/x": dial tcp 10.0.0.1:443: connect: connection refused',
    )
    const atProxy = new ProxyError('proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused', refused)
    await expect(world([atProxy]).send()).rejects.toThrow(`Post "https://git.example.com/x": ${atProxy.message}`)
  })

  it('takes no page for an answer of the API', async () => {
    const page = world([{status: 200, body: '<html>log in</html>'}])
    await expect(page.send()).rejects.toThrow("invalid character '<' looking for beginning of value")
    expect((await world([{status: 204, body: ''}]).send()).status).toBe(204)
    expect((await world([{status: 502, body: '<html>'}]).send()).status).toBe(502)
  })

  it('ends with the time that there is', async () => {
    const timeout = AbortSignal.abort(new DOMException('x', 'TimeoutError'))
    const late = world([new Error('x')], {signal: timeout})
    await expect(late.send()).rejects.toThrow('Post "https://git.example.com/x": context deadline exceeded')
    const stopped = world([new Error('x')], {signal: AbortSignal.abort(new Error('stopped'))})
    await expect(stopped.send()).rejects.toThrow(/^stopped$/)
  })

  it('knows what helps', () => {
    const hints = (status: number, headers = {}) => hintsFor({status, headers}, 'all of them')[0]
    expect(hints(401)).toContain('expired')
    expect(hints(403)).toBe('check the rights of the token: all of them')
    expect(hints(403, {'x-ratelimit-remaining': '0'})).toContain('try again later')
    expect(hints(500)).toBeUndefined()
  })
})
