import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {swaggerProtobuf} from '../../../../../src/lib/adapters/apiserver/openapi/swagger-protobuf.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../../../../src/lib/formats/yaml/parse.js'
import {startTestServer, type TestServer} from '../harness.js'

/** Custom kinds with every keyword of a schema, and what kube-apiserver 1.36 publishes of them (scripts/record-openapi.ts). */
const folder = join(import.meta.dirname, '../../../../fixtures/openapi')
const recorded = JSON.parse(readFileSync(join(folder, 'custom.json'), 'utf8')) as Record<string, JsonObject>
const crds = parseYamlDocuments(readFileSync(join(folder, 'crds.yaml'), 'utf8')).map(({value}) => value as JsonObject)
const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

describe('OpenAPI documents of custom kinds', () => {
  let server: TestServer
  const get = async (path: string) => (await server.ask('GET', path)).body as JsonObject
  beforeEach(async () => {
    server = await startTestServer()
    for (const body of crds) await server.create(CRDS, body)
    for (const id of ['w.example.com/v2', 'g.other.k8s.io/v1alpha1']) {
      await server.until(`/openapi/v3/apis/${id}`, ({status}) => status === 200)
    }
  })
  afterEach(() => server.close())

  it('are those of kube-apiserver in version 2, until the kinds are gone', async () => {
    const {definitions, paths} = (await get('/openapi/v2')) as Record<string, JsonObject>
    for (const [name, schema] of Object.entries(recorded.definitions!)) expect(definitions![name], name).toEqual(schema)
    for (const [path, item] of Object.entries(recorded.paths!)) expect(paths![path], path).toEqual(item)
    expect(definitions).toHaveProperty(['io.k8s.api.core.v1.Pod'])
    expect(Object.keys(definitions!)).toEqual(Object.keys(definitions!).sort())
    expect(Buffer.from(swaggerProtobuf(await get('/openapi/v2'))).includes('com.example.w.v1.Widget')).toBe(true)
  })

  it('are those of kube-apiserver in version 3', async () => {
    for (const id of ['w.example.com/v1', 'w.example.com/v2', 'g.other.k8s.io/v1alpha1']) {
      const {schemas} = (await get(`/openapi/v3/apis/${id}`)).components as Record<string, JsonObject>
      const own = Object.entries(schemas!).filter(([name]) => !name.startsWith('io.k8s.api'))
      expect(own.length).toBeGreaterThan(1)
      for (const [name, schema] of own) expect(schema, name).toEqual(recorded.schemas![name])
    }
  })

  it('leave the documents with their kinds', async () => {
    await server.ask('DELETE', `${CRDS}/gadgets.g.other.k8s.io`)
    await server.until(`${CRDS}/gadgets.g.other.k8s.io`, ({status}) => status === 404)
    const {definitions} = await get('/openapi/v2')
    expect(definitions).not.toHaveProperty(['io.k8s.other.g.v1alpha1.Gadget'])
    expect(definitions).toHaveProperty(['com.example.w.v1.Widget'])
  })
})
