import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import {startTestServer, type TestServer} from './harness.js'

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const GADGETS = '/apis/example.com/v1/namespaces/default/gadgets'
const definition: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {name: 'gadgets.example.com'},
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: {plural: 'gadgets', kind: 'Gadget'},
    versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: {type: 'object'}}}],
  },
}

/** What kube-apiserver 1.36 was seen to do. */
describe('watches of custom resources', () => {
  let api: TestServer
  beforeEach(async () => {
    api = await startTestServer()
    await api.create(CRDS, definition)
    await api.until(GADGETS, ({status}) => status === 200)
    await api.create(GADGETS, {apiVersion: 'example.com/v1', kind: 'Gadget', metadata: {name: 'a'}})
  })
  afterEach(() => api.server.close())

  /** The types of a watch's events up to its end, while something is done. */
  async function told(during: () => Promise<unknown>): Promise<string[]> {
    const opened = await api.transport.watch({method: 'GET', path: GADGETS, query: {watch: '1', timeoutSeconds: '30'}})
    if ('response' in opened) throw new Error(JSON.stringify(opened.response.body))
    const types: string[] = []
    for await (const {type} of opened.events) {
      if (types.push(type) === 1) await during()
    }
    return types
  }

  it('go on when only the metadata of the definition changes, and end when its spec does', async () => {
    const types = await told(async () => {
      await api.merge(`${CRDS}/gadgets.example.com`, {metadata: {labels: {a: 'b'}}})
      await api.merge(`${GADGETS}/a`, {metadata: {labels: {a: 'b'}}})
      await api.merge(`${CRDS}/gadgets.example.com`, {spec: {names: {shortNames: ['gg']}}})
    })
    expect(types).toEqual(['ADDED', 'MODIFIED'])
  })

  it('tell what is deleted with the definition, and end', async () => {
    expect(await told(() => api.ask('DELETE', `${CRDS}/gadgets.example.com`))).toEqual(['ADDED', 'DELETED'])
  })
})
