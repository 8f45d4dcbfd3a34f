import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {systemClock} from '../../../../../src/lib/adapters/apiserver/defaults.js'
import {type ApiServer, startApiServer} from '../../../../../src/lib/adapters/apiserver/index.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'
import {startWebhooks, type Webhooks} from '../../../../conformance/webhook-server.js'

const MAPS = '/api/v1/namespaces/default/configmaps'
let hooks: Webhooks
let server: ApiServer | undefined

beforeAll(async () => {
  hooks = await startWebhooks()
})
afterEach(() => server?.close())
afterAll(() => hooks.close())

async function send(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: JsonObject) {
  const headers = {'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'}
  const request = {method, path, query: {}, headers, body: body && JSON.stringify(body)}
  const {status, body: answer} = await server!.transport().request(request)
  return {status, body: answer as KubeObject & {message: string; items: KubeObject[]; data: JsonObject}}
}

async function configure(
  kind: 'Validating' | 'Mutating',
  path: string,
  resources: string[],
  client?: JsonObject,
  timeoutSeconds = 20,
) {
  const clientConfig = client ?? {url: hooks.fill(`<hook>${path}`), caBundle: hooks.fill('<hookca>')}
  const answer = await send('POST', `/apis/admissionregistration.k8s.io/v1/${kind.toLowerCase()}webhookconfigurations`, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${kind}WebhookConfiguration`,
    metadata: {name: `w${path.slice(1) || 's'}`},
    webhooks: [
      {
        name: 'w.hooks.test',
        clientConfig,
        timeoutSeconds,
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        rules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources}],
      },
    ],
  } as JsonObject)
  expect(answer.status).toBe(201)
}

const map = (name: string, data: JsonObject = {}) => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}, data})
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name: 'hook'},
  spec: {selector: {app: 'hook'}, clusterIP: '10.96.5.5', ports: [{port: 443}]},
}
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name: 'hook'},
  spec: {
    selector: {matchLabels: {app: 'hook'}},
    template: {metadata: {labels: {app: 'hook'}}, spec: {containers: [{name: 'a', image: 'i'}]}},
  },
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 3000; round++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('never held')
}

describe('webhooks of the embedded API', () => {
  it('are asked about what the own controllers write', async () => {
    server = await startApiServer({readyAfterMs: 10})
    await configure('Mutating', '/count-a', ['pods'])
    await send('POST', '/apis/apps/v1/namespaces/default/deployments', deployment)
    const pods = async () => (await send('GET', '/api/v1/namespaces/default/pods')).body.items
    await until(async () => (await pods()).some(({metadata}) => metadata.labels?.['count-a'] === '1'))
  })

  it('of a Service are refused until its simulated pods are ready, then allow everything', async () => {
    server = await startApiServer({readyAfterMs: 10})
    await send('POST', '/api/v1/namespaces/default/services', service)
    await configure('Validating', '/', ['configmaps'], {service: {namespace: 'default', name: 'hook', path: '/validate'}})
    const refused = await send('POST', MAPS, map('early'))
    expect(refused).toMatchObject({status: 500})
    expect(refused.body.message).toBe(
      'Internal error occurred: failed calling webhook "w.hooks.test": failed to call webhook: Post "https://hook.default.svc:443/validate?timeout=20s": dial tcp 10.96.5.5:443: connect: connection refused',
    )
    await send('POST', '/apis/apps/v1/namespaces/default/deployments', deployment)
    await until(async () => (await send('POST', MAPS, map('late'))).status === 201)
  })

  it('of a Service without selector are called at its endpoints', async () => {
    server = await startApiServer({controllers: false})
    const {port} = new URL(hooks.fill('<hook>'))
    const {selector: _, ...spec} = service.spec
    await send('POST', '/api/v1/namespaces/default/services', {...service, metadata: {name: 'localhost'}, spec})
    await send('POST', '/api/v1/namespaces/default/endpoints', {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {name: 'localhost'},
      subsets: [{addresses: [{ip: '10.1.2.3'}], ports: [{port: Number(port)}]}],
    })
    const ca = hooks.fill('<hookca>')
    const client = {service: {namespace: 'default', name: 'localhost', path: '/deny'}, caBundle: ca}
    await configure('Validating', '/', ['configmaps'], client, 2)
    // nobody listens on that address: what counts is where the server went
    const {body} = await send('POST', `${MAPS}`, map('a'))
    expect(body.message).toMatch(
      /10\.1\.2\.3|context deadline exceeded|connection refused|no route to host|network is unreachable/,
    )
  })

  it('do not let a write go by that came meanwhile', async () => {
    server = await startApiServer({controllers: false})
    await send('POST', MAPS, map('a', {n: '0'}))
    await configure('Validating', '/allow', ['configmaps'])
    const patches = Array.from({length: 12}, (_, at) => send('PATCH', `${MAPS}/a`, {data: {[`k${at}`]: 'x'}}))
    expect((await Promise.all(patches)).map(({status}) => status)).toEqual(Array(12).fill(200))
    expect(Object.keys((await send('GET', `${MAPS}/a`)).body.data)).toHaveLength(13)
    const {metadata} = (await send('GET', `${MAPS}/a`)).body
    const stale = await Promise.all([1, 2].map((n) => send('PUT', `${MAPS}/a`, {...map('a', {n: String(n)}), metadata} as never)))
    expect(stale.map(({status}) => status).sort()).toEqual([200, 409])
  })

  it('are given up when the time of the server is over, however fast that passes', async () => {
    const clock = {
      ...systemClock,
      timer: (ms: number, fire: () => void) => {
        const timer = setTimeout(fire, ms / 20)
        return {cancel: () => clearTimeout(timer)}
      },
    }
    server = await startApiServer({controllers: false, clock})
    await configure('Validating', '/hang', ['configmaps'])
    const {status, body} = await send('POST', MAPS, map('a'))
    expect(status).toBe(500)
    expect(body.message).toContain('?timeout=20s": context deadline exceeded')
  })

  it('give an object one uid and one name, however often it is looked at', async () => {
    server = await startApiServer({controllers: false})
    await configure('Validating', '/allow', ['configmaps'])
    await configure('Mutating', '/count-b', ['configmaps'])
    const before = hooks.calls.length
    const {body} = await send('POST', MAPS, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {generateName: 'g-'}})
    expect(body.metadata.labels).toEqual({'count-b': '1'})
    expect(hooks.calls.slice(before)).toEqual(['/count-b', '/allow'])
    expect((await send('GET', MAPS)).body.items.filter(({metadata}) => metadata.uid === body.metadata.uid)).toHaveLength(1)
  })

  it('are asked about each object of a collection', async () => {
    server = await startApiServer({controllers: false})
    for (const name of ['a', 'b', 'c']) await send('POST', MAPS, map(name))
    await configure('Validating', '/allow', ['configmaps'])
    const before = hooks.calls.length
    const {body} = await send('DELETE', MAPS)
    expect(body.items.map(({metadata}) => metadata.name)).toEqual(['a', 'b', 'c'])
    expect(hooks.calls.length - before).toBe(3)
    expect((await send('GET', MAPS)).body.items).toEqual([])
  })
})
