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

describe('warnings of PodSecurity', () => {
  it('name the pods that a stricter level would have refused', async () => {
    const api = await startTestServer()
    const pod = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name},
      spec: {containers: [{name: 'c', image: 'i'}]},
    })
    for (const name of ['one', 'two']) await api.create('/api/v1/namespaces/default/pods', pod(name))
    const label = (level: string | null) =>
      api.merge('/api/v1/namespaces/default', {metadata: {labels: {'pod-security.kubernetes.io/enforce': level}}})
    expect((await label('restricted')).warnings).toEqual([
      'existing pods in namespace "default" violate the new PodSecurity enforce level "restricted:latest"',
      'one (and 1 other pod): allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
    ])
    expect((await label('baseline')).warnings).toEqual([])
    expect((await label(null)).warnings).toEqual([])
    await api.close()
  })
})
