import {createServer, type RequestListener} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {createTasks} from '../../../src/lib/adapters/system/tasks.js'
import {askIdentity} from '../../../src/lib/wiring/ask-identity.js'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const ask = askIdentity({}, createTasks())

describe('askIdentity', () => {
  it('gives what a provider answers', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, {'content-type': 'text/plain; charset=x'}).end(`${request.method} ${request.headers['x']}`)
    })
    expect(await ask({method: 'POST', url, headers: {x: 'y'}, body: ''})).toEqual({
      ...{status: 200, reason: 'OK', type: 'text/plain', text: 'POST y'},
    })
  })

  it('names the request that failed, and no password', async () => {
    const url = (await serve((request) => request.socket.destroy())).replace('//', '//u:secret@')
    await expect(ask({method: 'POST', url})).rejects.toThrow(new Error(`Post "${url.replace('secret', '***')}": EOF`))
    const get = (url: string) => ask({method: 'GET', url})
    await expect(get('http://127.0.0.1:1/a')).rejects.toThrow(
      'Get "http://127.0.0.1:1/a": dial tcp 127.0.0.1:1: connect: connection refused',
    )
    await expect(get('foo/a')).rejects.toThrow('Get "foo/a": unsupported protocol scheme ""')
    await expect(get('http://127.0.0.1:99999/a')).rejects.toThrow('dial tcp: address 99999: invalid port')
    await expect(get('::/a')).rejects.toThrow('parse "::/a": missing protocol scheme')
  })
})
