import {mkdtempSync, rmSync} from 'node:fs'
import {request} from 'node:https'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import type {LogSource} from '../../../../src/lib/adapters/apiserver/special/pod-log.js'
import {configMap, startTestServer} from './harness.js'

const MAPS = '/api/v1/namespaces/default/configmaps'
const CLOSED = {name: 'FluxError', code: 'closed', message: 'the embedded API is closed'}

it('a closed server refuses requests, watches, streams, transports and listeners', async () => {
  const api = await startTestServer()
  const {transport} = api
  const jane = transport.impersonate({user: 'jane'})
  const body = configMap('late')
  await Promise.all([api.close(), api.close()])
  await api.close()
  for (const one of [transport, jane]) {
    await expect(one.request({method: 'POST', path: MAPS, body})).rejects.toMatchObject(CLOSED)
    await expect(one.request({method: 'GET', path: MAPS})).rejects.toMatchObject(CLOSED)
    await expect(one.watch({method: 'GET', path: MAPS, query: {watch: 'true'}})).rejects.toMatchObject(CLOSED)
    await expect(one.stream({method: 'GET', path: '/version'})).rejects.toMatchObject(CLOSED)
  }
  expect(() => api.server.transport()).toThrow(expect.objectContaining(CLOSED))
  await expect(api.server.listen()).rejects.toMatchObject(CLOSED)
})

it('a listener that is being opened when the server closes does not stay', async () => {
  const api = await startTestServer()
  const opening = api.server.listen()
  const refused = expect(opening).rejects.toMatchObject(CLOSED)
  await api.close()
  await refused
})

it('what is open ends: watches and logs after what they have told, requests with an error, connections', async () => {
  let followed = false
  const logs: LogSource = {
    async *read() {
      yield Buffer.from('one line')
      followed = true
      await new Promise(() => undefined)
    },
  }
  const api = await startTestServer({logs})
  await api.create('/api/v1/namespaces/default/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: 'p'},
    spec: {containers: [{name: 'c', image: 'i'}]},
  })
  const watched = await api.transport.watch({method: 'GET', path: MAPS, query: {watch: 'true', fieldSelector: 'metadata.name=m'}})
  const log = await api.transport.stream({method: 'GET', path: '/api/v1/namespaces/default/pods/p/log', query: {follow: 'true'}})
  if (!('events' in watched && 'chunks' in log)) throw new Error('refused')
  const types = (async () => {
    const seen: string[] = []
    for await (const {type} of watched.events) seen.push(type)
    return seen
  })()
  const lines = (async () => {
    const seen: string[] = []
    for await (const chunk of log.chunks) seen.push(Buffer.from(chunk).toString())
    return seen
  })()
  await api.create(MAPS, configMap('m'))
  while (!followed) await new Promise((resolve) => setImmediate(resolve))

  const {server, ca} = await api.server.listen()
  const headers = {authorization: `Bearer ${api.server.token}`}
  let answered = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    answered = resolve
  })
  const ended = new Promise<string>((resolve) => {
    const outgoing = request(`${server}${MAPS}?watch=true`, {ca, headers}, (incoming) => {
      answered()
      incoming.on('error', (error) => resolve(error.message)).on('close', () => resolve('closed'))
      incoming.resume()
    })
    outgoing.on('error', (error) => resolve(error.message)).end()
  })
  await opened
  const waiting = expect(api.ask('POST', MAPS, configMap('unlucky'))).rejects.toMatchObject(CLOSED)
  await api.close()
  await waiting
  expect(await types).toEqual(['ADDED'])
  expect(await lines).toEqual(['one line'])
  expect(await ended).toMatch(/aborted|closed|hang up|reset/)
})

it('what still runs after the end opens the data folder no more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'closed-'))
  try {
    const first = await startTestServer({dataDir: folder})
    const refused = first.ask('POST', MAPS, configMap('x')).catch((error: Error) => error.message)
    await first.close()
    expect(await refused).toBe(CLOSED.message)
    const second = await startTestServer({dataDir: folder})
    expect((await second.ask('POST', MAPS, configMap('y'))).status).toBe(201)
    await second.close()
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
})
