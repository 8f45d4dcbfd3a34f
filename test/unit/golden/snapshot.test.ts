import {resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {ReplayServer} from '../../golden/cli-replay/servers/api-server.js'
import {embeddedServer} from '../../golden/cli-replay/servers/api-servers.js'
import {objectDifferences, takeSnapshot} from '../../golden/cli-replay/snapshot.js'

const configMap = (name: string, a: string) => ({
  ...{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace: 'default'}, data: {a}},
})

let server: ReplayServer
beforeAll(async () => {
  server = await embeddedServer(resolve(import.meta.dirname, '../../..'), {virtual: true})
})
afterAll(() => server.close())

describe('objects of a recording', () => {
  it('were created or changed, whichever is recorded', async () => {
    await server.kube.create(configMap('old', '1'))
    const before = await takeSnapshot(server.kube)
    const ref = {apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'old'}
    await server.kube.patch(ref, {type: 'merge', body: {data: {a: '2'}}})
    await server.kube.create(configMap('new', '2'))
    const [old, made] = [configMap('old', '2'), configMap('new', '2')]
    const found = (expected: object) => objectDifferences(server.kube, before, expected)
    expect(await found({created: [made], changed: [old]})).toEqual([])
    expect(await found({created: [made, old]})).toEqual(['  ConfigMap/default/old: recorded as created, there before'])
    expect(await found({changed: [made, old]})).toEqual(['  ConfigMap/default/new: recorded as changed, not there before'])
  })
})
