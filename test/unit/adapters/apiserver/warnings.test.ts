import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {startTestServer, type TestServer} from './harness.js'

describe('warnings about deprecated kinds', () => {
  let api: TestServer
  beforeAll(async () => {
    api = await startTestServer()
  })
  afterAll(() => api.close())

  it.each([
    ['/api/v1/componentstatuses', 'v1 ComponentStatus is deprecated in v1.19+'],
    ['/api/v1/namespaces/default/endpoints', 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'],
  ])('%s', async (path, warning) => {
    expect((await api.ask('GET', path)).warnings).toEqual([warning])
  })
})
