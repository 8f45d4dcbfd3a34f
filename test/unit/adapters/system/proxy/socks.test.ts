import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {createHttp} from '../../../../../src/lib/adapters/system/http.js'
import {createTasks} from '../../../../../src/lib/adapters/system/tasks.js'
import {CONNECTED, type SocksScript, startSocksProxy} from '../../../../fakes/socks-proxy.js'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function proxied(script: SocksScript, {login = '', url = 'http://web.example.com:8080/x', signal}: Asked = {}) {
  const proxy = await startSocksProxy(script)
  const http = createHttp(createTasks())
  closers.push(proxy.close, () => http.close())
  const answer = http.request({url, proxy: `socks5://${login}127.0.0.1:${proxy.port}`, ...(signal && {signal})})
  return {proxy, answer}
}
interface Asked {
  readonly login?: string
  readonly url?: string
  readonly signal?: AbortSignal
}

/** What is said of a failure, without the way. */
async function fault(script: SocksScript, asked: Asked = {}): Promise<string> {
  const {proxy, answer} = await proxied(script, asked)
  const words = await answer.then(
    () => 'none',
    (error: Error) => error.message,
  )
  const way = `socks connect tcp 127.0.0.1:${proxy.port}->web.example.com:8080: `
  return words.startsWith(way) ? words.slice(way.length).replaceAll(/127\.0\.0\.1:\d+/g, 'END') : `not told: ${words}`
}

async function webServer() {
  const server = createServer((request, response) => response.end(`${request.headers.host}${request.url}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return (server.address() as AddressInfo).port
}

describe('a SOCKS proxy', () => {
  it.each([
    ['a name', 'http://web.example.com:8080/x', `050100030f${Buffer.from('web.example.com').toString('hex')}1f90`],
    [
      'a name that is not ASCII',
      'http://bücher.example/x',
      `0501000315${Buffer.from('xn--bcher-kva.example').toString('hex')}0050`,
    ],
    ['an IPv4 address', 'http://10.9.8.7/x', '050100010a0908070050'],
    ['an IPv6 address', 'http://[fd00::17]:8080/x', '05010004fd0000000000000000000000000000171f90'],
    ['an IPv4 address in the form of IPv6', 'http://[::ffff:10.9.8.7]/x', '050100010a0908070050'],
  ])('is asked for %s, which it looks up', async (_, url, request) => {
    const port = await webServer()
    const {proxy, answer} = await proxied({port}, {url})
    const {host, pathname} = new URL(url)
    expect(await (await answer).text()).toBe(host + pathname)
    expect(proxy.heard).toEqual(['050100', request])
  })

  it.each([
    ['a name and a password', 'u%40:p%3A%ff@', '0502', '01027540 03703aff'],
    ['a name alone', 'u@', '0502', '010175 00'],
    ['none when the proxy wants none', 'u:p@', '0500', undefined],
  ])('is told %s', async (_, login, method, sent) => {
    const port = await webServer()
    const {proxy, answer} = await proxied({says: [method, ...(sent ? ['0100'] : []), CONNECTED], port}, {login})
    expect((await answer).status).toBe(200)
    expect(proxy.heard.slice(0, -1)).toEqual(['05020002', ...(sent ? [sent.replaceAll(' ', '')] : [])])
  })

  it.each(['05000004000000000000000000000000000000011f90', '05000003036162631f90', '05000003001f90'])(
    'may say where it is: %s',
    async (reply) => {
      const port = await webServer()
      const {answer} = await proxied({says: ['0500', reply], port})
      expect((await answer).status).toBe(200)
    },
  )

  it.each([
    [1, 'general SOCKS server failure'],
    [2, 'connection not allowed by ruleset'],
    [3, 'network unreachable'],
    [4, 'host unreachable'],
    [5, 'connection refused'],
    [6, 'TTL expired'],
    [7, 'command not supported'],
    [8, 'address type not supported'],
    [9, 'unknown code: 9'],
    [255, 'unknown code: 255'],
  ])('that replies %i: unknown error %s', async (code, words) => {
    const reply = `05${code.toString(16).padStart(2, '0')}${CONNECTED.slice(4)}`
    expect(await fault({says: ['0500', reply], after: 'end'})).toBe(`unknown error ${words}`)
  })

  it.each([
    ['another version', ['0400'], '', 'unexpected protocol version 4'],
    ['HTTP', [Buffer.from('HTTP/1.1 400 Bad Request').toString('hex')], '', 'unexpected protocol version 72'],
    ['another version later', ['0500', `04${CONNECTED.slice(2)}`], '', 'unexpected protocol version 4'],
    ['that no method fits', ['05ff'], '', 'no acceptable authentication methods'],
    ['a method that nobody offered', ['0507'], 'u:p@', 'unsupported authentication method 7'],
    ['that the login is wrong', ['0502', '0101'], 'u:p@', 'username/password authentication failed'],
    ['another version of logins', ['0502', '0500'], 'u:p@', 'invalid username/password version'],
    ['that it wants a login without a name', ['0502'], ':p@', 'invalid username/password'],
    ['that it wants a login too long', ['0502'], `u:${'p'.repeat(256)}@`, 'invalid username/password'],
    ['with a reserved field', ['0500', '050001017f0000011f90'], '', 'non-zero reserved field'],
    ['with an unknown kind of address', ['0500', '050000027f0000011f90'], '', 'unknown address type 2'],
  ])('that says %s', async (_, says, login, words) => {
    expect(await fault({says, after: 'wait'}, {login})).toBe(words)
  })

  it('that ends before it has said all', async () => {
    const cut = (reply: string, bytes: number) => fault({says: ['0500', reply.slice(0, bytes * 2)], after: 'end'})
    expect(await fault({says: [''], after: 'end'})).toBe('EOF')
    expect(await fault({says: ['05'], after: 'end'})).toBe('unexpected EOF')
    expect(await fault({says: ['0502', ''], after: 'end'}, {login: 'u:p@'})).toBe('EOF')
    expect(await fault({says: ['0502', '01'], after: 'end'}, {login: 'u:p@'})).toBe('unexpected EOF')
    const words = await Promise.all(Array.from({length: 10}, (_, bytes) => cut(CONNECTED, bytes)))
    expect(words.map((text) => text.replace('unexpected', 'un'))).toEqual([
      ...['EOF', 'un EOF', 'un EOF', 'un EOF'],
      ...['EOF', 'un EOF', 'un EOF', 'un EOF', 'un EOF', 'un EOF'],
    ])
    // the length of a name is read by itself
    const named = await Promise.all([4, 5, 6, 9].map((bytes) => cut('0500000303616263001f90', bytes)))
    expect(named).toEqual(['EOF', 'EOF', 'unexpected EOF', 'unexpected EOF'])
  })

  it('that breaks the connection: both ends are named', async () => {
    expect(await fault({says: [''], after: 'reset'})).toBe('read tcp END->END: read: connection reset by peer')
  })

  it('gives up with the signal, and leaves no connection', async () => {
    for (const says of [[], ['0500']]) {
      const ending = new AbortController()
      const {proxy, answer} = await proxied({says, after: 'wait'}, {signal: ending.signal})
      const refused = expect(answer).rejects.toThrow('enough')
      await expect.poll(() => proxy.open.size).toBe(1)
      ending.abort(new Error('enough'))
      await refused
      await expect.poll(() => proxy.open.size).toBe(0)
    }
  })

  it('keeps the connection for the next request to the same server, and for no other', async () => {
    const port = await webServer()
    const proxy = await startSocksProxy({port})
    const http = createHttp(createTasks(), {HTTP_PROXY: `socks5h://127.0.0.1:${proxy.port}`, NO_PROXY: 'direct.example.com'})
    closers.push(proxy.close, () => http.close())
    const texts: string[] = []
    for (const name of ['a', 'a', 'b']) texts.push(await (await http.request({url: `http://${name}.example.com/`})).text())
    expect(texts).toEqual(['a.example.com/', 'a.example.com/', 'b.example.com/'])
    expect(proxy.heard.filter((message) => message.startsWith('05010003'))).toHaveLength(2)
    await expect(http.request({url: 'http://direct.example.com/'})).rejects.toThrow('lookup direct.example.com')
  })
})
