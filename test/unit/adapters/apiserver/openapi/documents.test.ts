import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {digestOf} from '../../../../fakes/json-digest.js'
import {startTestServer, type TestServer} from '../harness.js'

/** Of a fresh kube-apiserver 1.36 (scripts/record-defaults.ts). */
const fixture = join(import.meta.dirname, '../../../../fixtures/openapi/documents.json')
const recorded = JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, string>

describe('OpenAPI v3 documents of built-in kinds', () => {
  let server: TestServer
  const get = async (path: string) => (await server.ask('GET', path)).body as {paths: object}
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  it('are as many as those of kube-apiserver', async () => {
    expect(Object.keys((await get('/openapi/v3')).paths).sort()).toEqual(Object.keys(recorded))
  })

  it.each(Object.keys(recorded))('%s is that of kube-apiserver', async (id) => {
    expect(digestOf(await get(`/openapi/v3/${id}`))).toBe(recorded[id])
  })
})
