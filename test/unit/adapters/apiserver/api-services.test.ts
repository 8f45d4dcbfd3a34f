import {afterEach, describe, expect, it} from 'vitest'
import {type ApiServer, startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'

const SERVICES = '/apis/apiregistration.k8s.io/v1/apiservices'
const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
let server: ApiServer | undefined
afterEach(() => server?.close())

async function send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: JsonObject) {
  const headers = {'content-type': 'application/json'}
  const answer = await server!.transport().request({method, path, query: {}, headers, body: body && JSON.stringify(body)})
  return {status: answer.status, body: answer.body as KubeObject & {items: KubeObject[]}}
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 3000; round++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('never held')
}

const names = async () => (await send('GET', SERVICES)).body.items.map(({metadata}) => metadata.name)
const conditionOf = async (name: string) => {
  const {status} = (await send('GET', `${SERVICES}/${name}`)).body
  return (status as {conditions?: JsonObject[]} | undefined)?.conditions?.[0]
}

describe('APIServices', () => {
  it('of the own groups are there from the start, as kube-apiserver has them', async () => {
    server = await startApiServer()
    const {body} = await send('GET', `${SERVICES}/v1.apps`)
    expect(body).toMatchObject({
      metadata: {labels: {'kube-aggregator.kubernetes.io/automanaged': 'onstart'}},
      spec: {group: 'apps', version: 'v1', groupPriorityMinimum: 17800, versionPriority: 15},
      status: {conditions: [{type: 'Available', status: 'True', reason: 'Local'}]},
    })
    expect(await names()).toHaveLength(21)
  })

  it('of custom kinds come and go with them', async () => {
    server = await startApiServer()
    const schema = {openAPIV3Schema: {type: 'object'}}
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {name: 'as.x.example.com'},
      spec: {
        group: 'x.example.com',
        scope: 'Namespaced',
        names: {plural: 'as', singular: 'a', kind: 'A', listKind: 'AList'},
        versions: [{name: 'v1', served: true, storage: true, schema}],
      },
    }
    expect((await send('POST', CRDS, crd)).status).toBe(201)
    await until(async () => (await names()).includes('v1.x.example.com'))
    await send('DELETE', `${CRDS}/as.x.example.com`)
    await until(async () => !(await names()).includes('v1.x.example.com'))
  })

  it('of other servers are available once their Service has ready pods', async () => {
    server = await startApiServer({readyAfterMs: 10})
    const metrics = 'v1beta1.metrics.k8s.io'
    const service = {name: 'metrics', namespace: 'default'}
    const spec = {group: 'metrics.k8s.io', version: 'v1beta1', groupPriorityMinimum: 100, versionPriority: 100, service}
    const object = {apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: {name: metrics}, spec}
    expect((await send('POST', SERVICES, object)).status).toBe(201)
    await until(async () => (await conditionOf(metrics))?.reason === 'ServiceNotFound')
    const selector = {app: 'metrics'}
    await send('POST', '/api/v1/namespaces/default/services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'metrics'},
      spec: {selector, ports: [{port: 443}]},
    })
    await until(async () => (await conditionOf(metrics))?.reason === 'MissingEndpoints')
    await send('POST', '/apis/apps/v1/namespaces/default/deployments', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {name: 'metrics'},
      spec: {
        selector: {matchLabels: selector},
        template: {metadata: {labels: selector}, spec: {containers: [{name: 'a', image: 'i'}]}},
      },
    })
    await until(async () => (await conditionOf(metrics))?.status === 'True')
    expect(await conditionOf(metrics)).toMatchObject({reason: 'Passed', message: 'all checks passed'})
  })
})
