import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {startTestServer, type TestServer} from './harness.js'

const SERVICES = '/api/v1/namespaces/default/services'
const APPLY = 'application/apply-patch+yaml'
const A = {name: 'a', port: 80}
const B = {name: 'b', port: 81}

describe('a Service that gives up its node ports', () => {
  let api: TestServer
  beforeAll(async () => {
    api = await startTestServer()
  })
  afterAll(() => api.server.close())

  const apply = (name: string, type: string, ports: object[]) => {
    const body = {apiVersion: 'v1', kind: 'Service', metadata: {name}, spec: {type, selector: {app: 'x'}, ports}}
    return api.ask('PATCH', `${SERVICES}/${name}?fieldManager=m`, body as never, APPLY)
  }

  it.each([
    ['ports come', [A], [A, B]],
    ['ports go', [A, B], [B]],
    ['ports change places', [A, B], [B, A]],
    [
      'a port takes that of another',
      [
        {...A, nodePort: 30116},
        {...B, nodePort: 30117},
      ],
      [{...A, nodePort: 30117}],
    ],
  ])('while %s', async (_, before, after) => {
    const name = `s${before.length}${after.length}${Object.keys(before[0]!).length}${(after[0] as {name: string}).name}`
    expect((await apply(name, 'NodePort', before)).status).toBe(201)
    const {status, body} = await apply(name, 'ClusterIP', after)
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toContain('"nodePort"')
  })

  it('but does not ask for new ones', async () => {
    await apply('asks', 'NodePort', [{...A, nodePort: 30111}])
    const {status, body} = await apply('asks', 'ClusterIP', [{...A, nodePort: 30112}])
    expect(status).toBe(422)
    expect(JSON.stringify(body)).toContain('spec.ports[0].nodePort: Forbidden')
  })

  it.each([[{}], [{metadata: null}]])('has a name, when it is applied with %j', async (metadata) => {
    const body = {apiVersion: 'v1', kind: 'ConfigMap', data: {a: 'b'}, ...metadata}
    const {status, body: answer} = await api.ask('PATCH', '/api/v1/namespaces/default/configmaps/x?fieldManager=m', body, APPLY)
    expect(status).toBe(400)
    expect(JSON.stringify(answer)).toContain('the name of the object (x based on URL) was undeterminable')
  })
})
