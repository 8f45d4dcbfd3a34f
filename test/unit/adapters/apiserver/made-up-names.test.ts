import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {startTestServer, type TestServer} from './harness.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({controllers: false})
})
afterAll(() => server.server.close())

interface Refusal {
  readonly details: {readonly causes: readonly {readonly field: string; readonly message: string}[]}
}

async function causes(path: string, generateName: string): Promise<string[]> {
  const {status, body} = await server.ask('POST', path, {metadata: {generateName}})
  expect(status).toBe(422)
  return (body as unknown as Refusal).details.causes.map(({field}) => field)
}

describe('names that the server makes up', () => {
  it.each([
    ['/api/v1/namespaces/default/replicationcontrollers', ['metadata.name', 'spec.selector', 'spec.template']],
    ['/apis/certificates.k8s.io/v1/certificatesigningrequests', ['spec.request', 'spec.usages', 'spec.signerName']],
    ['/apis/networking.k8s.io/v1/ipaddresses', ['metadata.generateName', 'metadata.name', 'spec.parentRef']],
    ['/apis/resource.k8s.io/v1/deviceclasses', ['metadata.name']],
  ])('are checked at %s as the kind does it', async (path, fields) => {
    expect(await causes(path, 'Bad_')).toEqual(fields)
  })

  it('are told twice where the name says what is defined', async () => {
    const fields = await causes('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', 'Bad_')
    expect(fields.filter((field) => field === 'metadata.generateName')).toHaveLength(2)
    expect(fields.filter((field) => field === 'metadata.name')).toHaveLength(2)
  })

  it('are given to a LimitRange that asked for none', async () => {
    const made = await server.create('/api/v1/namespaces/default/limitranges', {})
    expect(made.metadata.name).toMatch(/^[0-9a-f-]{36}$/)
    expect(made.metadata.name).not.toBe(made.metadata.uid)
  })
})

describe('the list of paths', () => {
  it('is at /index.html, too', async () => {
    expect((await server.ask('GET', '/index.html')).body).toEqual((await server.ask('GET', '/')).body)
  })
})
