import {connect} from 'node:tls'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {type ApiServer, type Listening, startApiServer} from '../../../../../src/lib/adapters/apiserver/server.js'

let api: ApiServer
let listening: Listening
beforeAll(async () => {
  api = await startApiServer({kubelet: false, controllers: false})
  listening = await api.listen()
})
afterAll(() => api.close())

/** The answer to a request as it is written, over a connection of its own: status, headers, body. */
function raw(line: string, headers: Readonly<Record<string, string>> = {}) {
  const {port} = new URL(listening.server)
  return new Promise<{status: number; headers: Readonly<Record<string, string>>; body: string}>((resolve, reject) => {
    const socket = connect({host: '127.0.0.1', port: Number(port), ca: listening.ca, servername: 'localhost'}, () => {
      const all = {Host: `127.0.0.1:${port}`, Authorization: `Bearer ${api.token}`, Connection: 'close', ...headers}
      const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
      socket.write(`${[`${line} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`)
    })
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    socket.on('error', reject).on('end', () => {
      const at = text.indexOf('\r\n\r\n')
      const [first = '', ...rest] = text.slice(0, at).split('\r\n')
      const fields = rest.map((field) => field.split(/: (.*)/s))
      const told = Object.fromEntries(fields.map(([name = '', value = '']) => [name.toLowerCase(), value]))
      resolve({status: Number(first.split(' ')[1]), headers: told, body: text.slice(at + 4)})
    })
  })
}

it('takes whole addresses for their path, as Go does', async () => {
  const {body} = await raw('GET http://evil/api/v1/namespaces/default')
  expect(JSON.parse(body)).toMatchObject({kind: 'Namespace', metadata: {name: 'default'}})
  const list = await raw('GET https://evil:99/api/v1/namespaces?limit=1')
  expect(JSON.parse(list.body)).toMatchObject({kind: 'NamespaceList', items: {length: 1}})
  expect(JSON.parse((await raw('GET http://evil/')).body)).toMatchObject({paths: expect.any(Array)})
  expect(await raw('GET http://evil')).toMatchObject({status: 404, body: '404 page not found\n'})
  const named = await raw('GET http://user:word@evil/version')
  expect(named).toMatchObject({status: 400, body: '400 Bad Request: malformed Host header'})
})

it('answers for the server as a whole', async () => {
  const {status, headers, body} = await raw('OPTIONS *')
  expect([status, headers['content-length'], headers['cache-control'], body]).toEqual([200, '0', undefined, ''])
  expect((await raw('GET *')).status).toBe(404)
})

it('tells the length of what a HEAD leaves out', async () => {
  for (const path of ['/apis/apps', '/livez/ping', '/api/v1/namespaces/default/pods', '/nope']) {
    const [head, trace] = await Promise.all([raw(`HEAD ${path}`), raw(`TRACE ${path}`)])
    expect([path, head.status, head.body, head.headers['content-type']]).toEqual([
      path,
      trace.status,
      '',
      trace.headers['content-type'],
    ])
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(trace.body)))
  }
  const {status, headers} = await raw('HEAD /openapi/v3', {Accept: 'application/json'})
  expect([status, Number(headers['content-length']) > 1000]).toEqual([200, true])
})

it('prints refusals for people only when people ask', async () => {
  expect((await raw('DELETE /version')).body.split('\n')).toHaveLength(2)
  expect((await raw('DELETE /version', {'User-Agent': 'curl/8'})).body.split('\n').length).toBeGreaterThan(5)
})
