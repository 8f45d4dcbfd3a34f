import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {startTestServer, type TestServer} from './harness.js'

const JOBS = '/apis/batch/v1/namespaces/default/jobs'

describe('deletions of all Jobs', () => {
  let api: TestServer
  beforeAll(async () => {
    api = await startTestServer()
  })
  afterAll(() => api.server.close())

  it('are warned of pods that stay, but not when the selector is none', async () => {
    const refused = await api.ask('DELETE', `${JOBS}?fieldSelector=spec.suspend%3Dtrue`)
    expect([refused.status, refused.warnings]).toEqual([400, []])
    expect((await api.ask('DELETE', JOBS)).warnings[0]).toContain('child pods are preserved')
  })
})
