import {getEventListeners} from 'node:events'
import {mkdtemp, rm} from 'node:fs/promises'
import {request} from 'node:https'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {KubeObject, WatchEvent} from '../../../../src/lib/ports/kube.js'
import {configMap, startTestServer, type TestServer} from './harness.js'

const MAPS = '/api/v1/namespaces/default/configmaps'
let open: TestServer[] = []
const start = async (options?: Parameters<typeof startTestServer>[0]) => {
  const server = await startTestServer(options)
  open.push(server)
  return server
}
afterEach(async () => {
  for (const server of open) await server.close()
  open = []
})

const PROBES = ['/healthz', '/livez', '/readyz?verbose', '/version']

describe('objects', () => {
  it('are handed out frozen and shared, and the caller keeps his own', async () => {
    const api = await start()
    const mine = configMap('a', {labels: {x: 'y'}}, {k: 'v'})
    const stored = await api.create(MAPS, mine)
    expect(Object.isFrozen(stored)).toBe(true)
    expect(Object.isFrozen((stored as JsonObject).data)).toBe(true)
    expect(Object.isFrozen(mine)).toBe(false)
    expect(Object.isFrozen(mine.data)).toBe(false)
    expect(await api.get(`${MAPS}/a`)).toBe(stored)
  })

  it('lose a namespace that a cluster-wide kind cannot have, however they are written', async () => {
    const api = await start()
    const path = '/apis/rbac.authorization.k8s.io/v1/clusterroles'
    const role = {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', rules: []}
    const body = {...role, metadata: {name: 'wide', namespace: 'some', labels: {a: 'b'}}}
    for (const [method, to, type] of [
      ['POST', path, 'application/json'],
      ['PUT', `${path}/wide`, 'application/json'],
      ['PATCH', `${path}/wide?fieldManager=x&force=true`, 'application/apply-patch+yaml'],
      ['PATCH', `${path}/wide`, 'application/merge-patch+json'],
    ] as const) {
      const {status, body: answer} = await api.ask(method, to, body, type)
      expect([method, type, status]).toEqual([method, type, method === 'POST' ? 201 : 200])
      expect((answer as KubeObject).metadata).not.toHaveProperty('namespace')
    }
  })

  it('keep a property called __proto__ as data', async () => {
    const api = await start()
    const hostile = JSON.parse(
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p"},"data":{"__proto__":"x"}}',
    ) as JsonObject
    await api.ask('POST', MAPS, hostile)
    expect(({} as JsonObject).polluted).toBeUndefined()
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })

  it('several servers in one process know nothing of each other', async () => {
    const [one, two] = [await start(), await start()]
    await one.create(MAPS, configMap('a'))
    expect((await two.ask('GET', `${MAPS}/a`)).status).toBe(404)
  })
})

describe('watch', () => {
  it('gets every change once, in order, without copying objects', async () => {
    const api = await start()
    const opened = await api.transport.watch({
      method: 'GET',
      path: MAPS,
      query: {watch: 'true', fieldSelector: 'metadata.name=w'},
    })
    if (!('events' in opened)) throw new Error('refused')
    const seen: WatchEvent[] = []
    const reader = (async () => {
      for await (const event of opened.events) {
        seen.push(event)
        if (event.type === 'DELETED') return
      }
    })()
    const made = await api.create(MAPS, configMap('w'))
    await api.merge(`${MAPS}/w`, {data: {a: '1'}})
    await api.ask('DELETE', `${MAPS}/w`)
    await reader
    expect(seen.map((event) => event.type)).toEqual(['ADDED', 'MODIFIED', 'DELETED'])
    expect((seen[0] as {object: unknown}).object).toBe(made)
  })

  it('ends when its signal aborts', async () => {
    const api = await start()
    const controller = new AbortController()
    const opened = await api.transport.watch({method: 'GET', path: MAPS, query: {watch: 'true'}, signal: controller.signal})
    if (!('events' in opened)) throw new Error('refused')
    const reader = (async () => {
      for await (const _ of opened.events) controller.abort()
    })()
    await expect(reader).resolves.toBeUndefined()
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })

  it('lets go of a signal that outlives it, whoever ends it', async () => {
    const clock = createVirtualClock(createTasks(), 0)
    const api = await start({clock})
    await api.create(MAPS, configMap('w'))
    const {signal} = new AbortController()
    const watch = async (query: Record<string, string>) => {
      const opened = await api.transport.watch({
        method: 'GET',
        path: MAPS,
        query: {watch: 'true', fieldSelector: 'metadata.name=w', ...query},
        signal,
      })
      if (!('events' in opened)) throw new Error('refused')
      return opened.events
    }
    for await (const _ of await watch({})) break
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    const timed = await watch({timeoutSeconds: '10'})
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    await clock.advance(10_000)
    let seen = 0
    for await (const _ of timed) seen++
    expect(seen).toBe(1)
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })
})

describe('tenants', () => {
  it('may do in their namespace what their role says, and nothing elsewhere', async () => {
    const api = await start()
    await api.create('/api/v1/namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'team'}})
    await api.create('/apis/rbac.authorization.k8s.io/v1/namespaces/team/rolebindings', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: {name: 'team'},
      subjects: [{kind: 'ServiceAccount', name: 'flux', namespace: 'team'}],
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin'},
    })
    const tenant = api.as('system:serviceaccount:team:flux')
    expect((await tenant.ask('POST', '/api/v1/namespaces/team/configmaps', configMap('a'))).status).toBe(201)
    const refused = await tenant.ask('POST', MAPS, configMap('a'))
    expect(refused.status).toBe(403)
    expect((refused.body as JsonObject).message).toBe(
      'configmaps is forbidden: User "system:serviceaccount:team:flux" cannot create resource "configmaps" in API group "" in the namespace "default"',
    )
  })

  it('can be impersonated by transport', async () => {
    const api = await start()
    const response = await api.transport.impersonate({user: 'alice'}).request({method: 'GET', path: MAPS})
    expect(response.status).toBe(403)
  })
})

describe('quotas', () => {
  it('refuse what would be too much and count what goes', async () => {
    const api = await start()
    const path = '/api/v1/namespaces/default'
    await api.create(`${path}/resourcequotas`, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: {name: 'q'},
      spec: {hard: {secrets: '1'}},
    })
    await api.until(`${path}/resourcequotas/q`, ({body}) => JSON.stringify(body).includes('"used":{"secrets":"0"}'))
    const secret = (name: string): JsonObject => ({apiVersion: 'v1', kind: 'Secret', metadata: {name}})
    await api.create(`${path}/secrets`, secret('a'))
    const refused = await api.ask('POST', `${path}/secrets`, secret('b'))
    expect((refused.body as JsonObject).message).toBe(
      'secrets "b" is forbidden: exceeded quota: q, requested: secrets=1, used: secrets=1, limited: secrets=1',
    )
    await api.ask('DELETE', `${path}/secrets/a`)
    await api.until(`${path}/resourcequotas/q`, ({body}) => JSON.stringify(body).includes('"used":{"secrets":"0"}'))
    expect((await api.ask('POST', `${path}/secrets`, secret('b'))).status).toBe(201)
  })
})

describe('data directory', () => {
  it('keeps objects, revisions and credentials across restarts, and one process at a time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'apiserver-'))
    try {
      const first = await startTestServer({dataDir: folder})
      const made = await first.create(MAPS, configMap('kept', {}, {k: '1'}))
      await first.create(MAPS, configMap('gone'))
      await first.ask('DELETE', `${MAPS}/gone`)
      await expect(startTestServer({dataDir: folder})).rejects.toThrow('in use by another process')
      const {token} = first.server
      await first.close()
      const second = await startTestServer({dataDir: folder})
      open.push(second)
      expect(await second.get(`${MAPS}/kept`)).toEqual(made)
      expect((await second.ask('GET', `${MAPS}/gone`)).status).toBe(404)
      expect(second.server.token).toBe(token)
      const later = await second.create(MAPS, configMap('later'))
      expect(Number(later.metadata.resourceVersion)).toBeGreaterThan(Number(made.metadata.resourceVersion) + 1000)
      expect((await second.ask('GET', '/api/v1/namespaces')).body).toMatchObject({items: {length: 4}})
    } finally {
      for (const server of open) await server.close()
      open = []
      await rm(folder, {recursive: true, force: true})
    }
  })
})

describe('https', () => {
  const ask = (
    server: string,
    ca: string,
    headers: Record<string, string>,
    path = '/api/v1/namespaces/default',
    method = 'GET',
  ) =>
    new Promise<{status: number; body: string}>((resolve, reject) => {
      const outgoing = request(`${server}${path}`, {ca, headers, method}, (incoming) => {
        let body = ''
        incoming.on('data', (chunk: Buffer) => (body += chunk.toString()))
        incoming.on('end', () => resolve({status: incoming.statusCode ?? 0, body}))
      })
      outgoing.on('error', reject)
      outgoing.end()
    })

  it('serves loopback with a certificate that its authority signed, to those with the token', async () => {
    const api = await start()
    const {server, ca} = await api.server.listen()
    expect(server).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    const good = await ask(server, ca, {authorization: `Bearer ${api.server.token}`})
    expect(good.status).toBe(200)
    expect(JSON.parse(good.body)).toMatchObject({kind: 'Namespace', metadata: {name: 'default'}})
    expect((await ask(server, ca, {})).status).toBe(403)
    expect((await ask(server, ca, {authorization: 'Bearer nonsense'})).status).toBe(401)
    const other = await start()
    const foreign = await other.server.listen()
    await expect(ask(server, foreign.ca, {})).rejects.toThrow(/certificate/)
  })

  it('wants the token where everything is allowed, of probes too', async () => {
    const api = await start({rbac: false})
    const {server, ca} = await api.server.listen()
    const paths = [
      '/',
      '/api',
      '/api/v1/secrets',
      '/openapi/v2',
      '/openid/v1/jwks',
      '/metrics',
      '/nope',
      '/healthz/ping',
      ...PROBES,
    ]
    for (const path of paths) {
      for (const headers of [{}, {authorization: 'Basic YTpi'}, {authorization: 'Bearer nonsense'}]) {
        const {status, body} = await ask(server, ca, headers as Record<string, string>, path)
        expect([path, status, JSON.parse(body)]).toMatchObject([path, 401, {message: 'Unauthorized', reason: 'Unauthorized'}])
      }
    }
    const writes = ['POST', 'PUT', 'DELETE', 'PATCH'].map((method) => ask(server, ca, {}, `${MAPS}/x?dryRun=All`, method))
    expect((await Promise.all(writes)).map(({status}) => status)).toEqual([401, 401, 401, 401])
    const owner = {authorization: `Bearer ${api.server.token}`}
    const probes = PROBES.map((path) => ask(server, ca, owner, path))
    expect((await Promise.all(probes)).map(({status}) => status)).toEqual([200, 200, 200, 200])
    expect((await ask(server, ca, owner)).status).toBe(200)
    expect((await ask(server, ca, {...owner, 'impersonate-user': 'system:anonymous'})).status).toBe(200)
    expect((await api.as('jane').ask('GET', '/api/v1/secrets')).status).toBe(200)
  })
})
