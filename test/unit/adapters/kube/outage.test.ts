import {createServer, type Server, type ServerResponse} from 'node:http'
import {afterEach, describe, expect, it} from 'vitest'
import {createKubeCaches} from '../../../../src/lib/adapters/kube/cache/caches.js'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {createHttpsTransport} from '../../../../src/lib/adapters/kube/https/https-transport.js'
import {silentLog} from '../../../../src/lib/adapters/system/log.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {freePort} from '../../../handover/processes.js'

const KIND = {apiVersion: 'v1', kind: 'ConfigMap'}
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** An API server with one collection, that can go away and come back on its port. */
function fakeServer() {
  const objects = new Map<string, number>()
  let version = 1
  let server: Server
  const item = (name: string) => ({metadata: {name, namespace: 'a', uid: name, resourceVersion: String(objects.get(name))}})
  /** What is newer than `since`; then nothing until the server goes. */
  const watch = (since: number, response: ServerResponse) => {
    response.flushHeaders()
    for (const [name, at] of objects) {
      const object = {...item(name), apiVersion: 'v1', kind: 'ConfigMap'}
      if (at > since) response.write(`${JSON.stringify({type: 'ADDED', object})}\n`)
    }
  }
  return {
    set(name: string) {
      objects.set(name, ++version)
    },
    async start(port: number): Promise<void> {
      server = createServer((request, response) => {
        response.setHeader('content-type', 'application/json')
        if (request.url === '/api/v1') {
          const resource = {name: 'configmaps', kind: 'ConfigMap', namespaced: true, verbs: ['list', 'watch']}
          return response.end(JSON.stringify({kind: 'APIResourceList', resources: [resource]}))
        }
        if (request.url?.includes('watch=true'))
          return watch(Number(new URL(request.url, 'http://x').searchParams.get('resourceVersion')), response)
        response.end(JSON.stringify({metadata: {resourceVersion: String(version)}, items: [...objects.keys()].map(item)}))
      })
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('an API server that goes away', () => {
  it('is waited for at the start, and its caches catch up when it comes back', async () => {
    const fake = fakeServer()
    fake.set('one')
    const port = await freePort()
    const real = createSystemClock()
    const pauses: number[] = []
    // The same pauses, a thousandth as long.
    const sleep = (ms: number) => {
      pauses.push(ms)
      return real.sleep(ms / 1000)
    }
    const clock = {...real, pending: {oneShot: 0, interval: 0}, sleep}
    const random = {float: () => 0}
    const access = {server: `http://127.0.0.1:${port}`, tls: {}, headers: async () => ({})}
    const transport = createHttpsTransport({access, clock, random, tasks: createTasks()})
    const client = createKubeClient({transport, clock, random})
    const caches = createKubeCaches({client, clock, random, log: silentLog})
    closers.push(
      () => caches.close(),
      () => transport.close(),
    )

    const cache = caches.cache(KIND)
    await until(() => pauses.length > 3)
    expect(cache.list()).toEqual([])
    expect(pauses.slice(0, 3)).toEqual([800, 1600, 3200])
    await fake.start(port)
    await cache.synced()
    expect(cache.list().map(({metadata}) => metadata.name)).toEqual(['one'])

    const seen: (string | undefined)[] = []
    cache.onChange((_, now) => seen.push(now?.metadata.name))
    await fake.stop()
    fake.set('two')
    const before = pauses.length
    await until(() => pauses.length > before + 2)
    await fake.start(port)
    closers.push(() => fake.stop())
    await until(() => seen.length > 0)
    expect(seen).toEqual(['two'])
    expect(cache.list().map(({metadata}) => metadata.name)).toEqual(['one', 'two'])
  })
})
