import {afterEach, beforeEach, expect, it} from 'vitest'
import type {JsonObject, JsonValue} from '../../../../../src/lib/formats/json/value.js'
import {startTestServer, type TestServer} from '../harness.js'

const WIDGETS = '/apis/ex.com/v1/namespaces/default/widgets'
let api: TestServer
beforeEach(async () => {
  api = await startTestServer()
  const emb: JsonObject = {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    'x-kubernetes-preserve-unknown-fields': true,
  }
  const properties = {emb, list: {type: 'array', items: emb}, map: {type: 'object', additionalProperties: emb}}
  const openAPIV3Schema = {type: 'object', properties: {spec: {type: 'object', properties}}}
  await api.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name: 'widgets.ex.com'},
    spec: {
      group: 'ex.com',
      scope: 'Namespaced',
      names: {plural: 'widgets', kind: 'Widget', singular: 'widget', listKind: 'WidgetList'},
      versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema}}],
    },
  })
  await api.until(WIDGETS, ({status}) => status === 200)
})
afterEach(() => api.close())

const send = async (spec: JsonValue) => {
  const {status, body} = await api.ask('POST', WIDGETS, {apiVersion: 'ex.com/v1', kind: 'Widget', metadata: {name: 'w'}, spec})
  return {status, message: String((body as JsonObject).message), spec: (body as JsonObject).spec}
}

// as kube-apiserver 1.36 answered them
it.each([
  [{emb: {apiVersion: 3, kind: 'A'}}, 'spec.emb.apiVersion: Invalid value: 3'],
  [{emb: {apiVersion: null, kind: 'A'}}, 'spec.emb.apiVersion: Invalid value: null'],
  [{emb: {apiVersion: {}, kind: 'A'}}, 'spec.emb.apiVersion: Invalid value: {}'],
  [{emb: {apiVersion: 'v1', kind: 3, metadata: {labels: [3]}}}, 'spec.emb.kind: Invalid value: 3'],
  [
    {
      list: [
        {apiVersion: 'v1', kind: 4},
        {apiVersion: 5, kind: 4},
      ],
    },
    'spec.list[0].kind: Invalid value: 4',
  ],
  [{map: {k: {apiVersion: 'v1', kind: true}}}, 'spec.map[k].kind: Invalid value: true'],
] as [JsonValue, string][])('what kind an embedded resource is must be text: %j', async (spec, fault) => {
  expect(await send(spec)).toMatchObject({
    status: 400,
    message: `Widget in version "v1" cannot be handled as a Widget: ${fault}: must be a string`,
  })
})

it('metadata of null are empty ones', async () => {
  const emb = {apiVersion: 'v1', kind: 'A', metadata: null}
  expect(await send({emb})).toMatchObject({status: 201, spec: {emb: {apiVersion: 'v1', kind: 'A', metadata: {}}}})
})
