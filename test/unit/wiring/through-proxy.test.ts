import {createServer} from 'node:http'
import {describe, expect, it} from 'vitest'
import {createHttpsTransport} from '../../../src/lib/adapters/kube/https/https-transport.js'
import {createTasks} from '../../../src/lib/adapters/system/tasks.js'
import {throughProxy} from '../../../src/lib/wiring/through-proxy.js'

const access = {server: 'https://kube.example.com:6443', tls: {ca: 'CA'}, headers: async () => ({})}
const ENV = {HTTPS_PROXY: 'http://proxy:3128'}

describe('throughProxy', () => {
  it('takes the proxy of the kubeconfig, else the one of the environment', async () => {
    const proxyOf = async (own: string | undefined, env: Record<string, string>) => {
      const way = await throughProxy({...access, proxy: own}, env)
      return [way.access.proxy, way.agentThrough !== undefined]
    }
    expect(await proxyOf('http://own:1', ENV)).toEqual(['http://own:1', true])
    expect(await proxyOf(undefined, ENV)).toEqual(['http://proxy:3128', true])
    expect(await proxyOf(undefined, {...ENV, NO_PROXY: '.example.com'})).toEqual([undefined, false])
    expect(await proxyOf(undefined, {})).toEqual([undefined, false])
  })

  it('has requests to a server without TLS forwarded, but by SOCKS', async () => {
    const plain = {...access, server: 'http://kube.example.com'}
    const {forward} = await throughProxy(plain, {HTTP_PROXY: 'http://u:p%40@[::1]:3128'})
    expect(forward).toEqual({host: '::1', port: 3128, headers: {'proxy-authorization': 'Basic dTpwQA=='}})
    expect((await throughProxy(plain, {http_proxy: 'https://proxy'})).forward).toMatchObject({host: 'proxy', port: 443})
    expect((await throughProxy(plain, {http_proxy: 'socks5://proxy'})).forward).toBeUndefined()
    expect((await throughProxy(plain, ENV)).forward).toBeUndefined()
  })

  it('sends the whole URL, the host of the server and the credentials of both', async () => {
    const seen: unknown[] = []
    const proxy = createServer(({url, headers}, response) => {
      seen.push([url, headers.host, headers.authorization, headers['proxy-authorization']])
      response.writeHead(200, {'content-type': 'application/json'}).end('{"kind":"Status"}')
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const {port} = proxy.address() as {port: number}
    const send = async (to: number) => {
      const headers = async () => ({authorization: 'Bearer x'})
      const way = await throughProxy(
        {...access, headers, server: 'http://kube.test:8001/base'},
        {HTTP_PROXY: `http://u:p@127.0.0.1:${to}`},
      )
      const clock = {sleep: async () => undefined, monotonic: () => 0}
      const transport = createHttpsTransport({...way, clock, random: {float: () => 0}, tasks: createTasks()})
      return transport.request({method: 'GET', path: '/api', query: {limit: '1'}}).finally(() => transport.close())
    }
    expect(await send(port)).toMatchObject({status: 200})
    expect(seen).toEqual([['http://kube.test:8001/base/api?limit=1', 'kube.test:8001', 'Bearer x', 'Basic dTpw']])
    await new Promise((resolve) => proxy.close(resolve))
    await expect(send(port)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      message: `proxyconnect tcp: dial tcp 127.0.0.1:${port}: connect: connection refused`,
    })
  })
})
