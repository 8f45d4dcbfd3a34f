import {createServer, type RequestListener} from 'node:http'
import type {Socket} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function serve(handler: RequestListener): Promise<{url: string; port: number}> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const {port} = server.address() as {port: number}
  return {url: `http://127.0.0.1:${port}`, port}
}
const client = (env?: Record<string, string>) => {
  const http = createHttp(createTasks(), env)
  closers.push(() => http.close())
  return http
}

describe('http', () => {
  it('gets text and lower-case headers', async () => {
    const {url} = await serve((request, response) => {
      response.setHeader('X-Method', request.method ?? '')
      response.end('hello')
    })
    const answer = await client().request({url})
    expect([answer.status, answer.headers['x-method'], await answer.text()]).toEqual([200, 'GET', 'hello'])
  })

  it('follows redirects on one host with credentials, to another without', async () => {
    const seen: [string, string | undefined][] = []
    const other = await serve((request, response) => {
      seen.push(['other', request.headers.authorization])
      response.end('there')
    })
    const {url} = await serve((request, response) => {
      seen.push([request.url ?? '', request.headers.authorization])
      const location = request.url === '/a' ? '/b' : other.url
      response.writeHead(302, {location}).end()
    })
    const answer = await client().request({url: `${url}/a`, headers: {Authorization: 'Bearer canary-token'}})
    expect(await answer.text()).toBe('there')
    expect(seen).toEqual([
      ['/a', 'Bearer canary-token'],
      ['/b', 'Bearer canary-token'],
      ['other', undefined],
    ])
  })

  it('stops after the given number of redirects, and returns the redirect itself when none is allowed', async () => {
    const {url} = await serve((_, response) => response.writeHead(302, {location: '/'}).end())
    await expect(client().request({url, maxRedirects: 2})).rejects.toThrow('stopped after 2 redirects')
    expect((await client().request({url, maxRedirects: 0})).status).toBe(302)
  })

  it('refuses answers beyond the limit, declared or not', async () => {
    const {url} = await serve((request, response) => {
      if (request.url === '/chunked') {
        response.write('x'.repeat(60))
        response.end('x'.repeat(60))
      } else response.end('x'.repeat(120))
    })
    for (const path of ['/', '/chunked'])
      await expect((await client().request({url: url + path, maxBytes: 100})).bytes()).rejects.toThrow('longer than 100 bytes')
  })

  it('goes through the proxy of the environment, from one redirect to the next as it says', async () => {
    const seen: string[] = []
    const direct = await serve((_, response) => response.end('past the proxy'))
    const proxy = await serve((request, response) => {
      seen.push(request.url ?? '')
      response.writeHead(302, {location: request.url?.endsWith('/a') ? 'http://two.example.com/b' : direct.url}).end()
    })
    const answer = await client({HTTP_PROXY: proxy.url}).request({url: 'http://one.example.com/a'})
    expect(await answer.text()).toBe('past the proxy')
    expect(seen).toEqual(['http://one.example.com/a', 'http://two.example.com/b'])
    const own = await serve((request, response) => response.end(`own: ${request.url}`))
    const through = await client({HTTP_PROXY: proxy.url}).request({url: 'http://one.example.com/a', proxy: own.url})
    expect(await through.text()).toBe('own: http://one.example.com/a')
  })

  it('says in known words why it cannot connect', async () => {
    const lost = await serve(() => undefined)
    for (const close of closers.splice(0)) close()
    await expect(client().request({url: lost.url})).rejects.toThrow(
      `dial tcp 127.0.0.1:${lost.port}: connect: connection refused`,
    )
    const nowhere = client().request({url: 'http://nowhere.invalid/x'})
    await expect(nowhere).rejects.toThrow('dial tcp: lookup nowhere.invalid: no such host')
    await expect(nowhere).rejects.toMatchObject({syscall: 'getaddrinfo'})
  })

  it('reads anew when a kept connection has ended meanwhile, and changes nothing twice', async () => {
    // every connection answers once and breaks at its second request, as when the server closes it just then
    let requests = 0
    const {url} = await serve((request, response) => {
      requests++
      const {socket} = request as {socket: Socket & {used?: boolean}}
      if (socket.used) return void socket.resetAndDestroy()
      socket.used = true
      response.end('here')
    })
    const http = client()
    const get = async (path: string) => (await http.request({url: url + path})).text()
    expect(await get('/1')).toBe('here')
    expect(await get('/2')).toBe('here')
    expect(requests).toBe(3)
    await expect(http.request({url, method: 'POST'})).rejects.toMatchObject({code: 'ECONNRESET'})
    expect(requests).toBe(4)
  })

  it('does not try again when a new connection breaks', async () => {
    let requests = 0
    const {url} = await serve(({socket}) => {
      requests++
      socket.resetAndDestroy()
    })
    await expect(client().request({url})).rejects.toMatchObject({code: 'ECONNRESET'})
    expect(requests).toBe(1)
  })

  it('aborts with the reason of the signal', async () => {
    const {url} = await serve(() => {})
    const controller = new AbortController()
    const pending = client().request({url, signal: controller.signal})
    setTimeout(() => controller.abort(new Error('no more')), 20)
    await expect(pending).rejects.toThrow('no more')
  })

  it('sends the whole URL and the credentials of the proxy to a plain proxy', async () => {
    const proxy = await serve((request, response) => response.end(`${request.url} ${request.headers['proxy-authorization']}`))
    const answer = await client().request({url: 'http://nowhere.invalid/x?y=1', proxy: `http://me:pw@127.0.0.1:${proxy.port}`})
    expect(await answer.text()).toBe(`http://nowhere.invalid/x?y=1 Basic ${Buffer.from('me:pw').toString('base64')}`)
  })

  it('tunnels https through CONNECT and says when the proxy refuses', async () => {
    const asked: string[] = []
    const server = createServer()
    server.on('connect', (request, socket) => {
      asked.push(request.url ?? '')
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => server.close())
    const {port} = server.address() as {port: number}
    await expect(client().request({url: 'https://nowhere.invalid/', proxy: `http://127.0.0.1:${port}`})).rejects.toThrow(
      `the proxy 127.0.0.1:${port} answered 407 to CONNECT nowhere.invalid:443`,
    )
    expect(asked).toEqual(['nowhere.invalid:443'])
  })
})
