import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {type Release, releaseRecord, storageObject, storedRelease} from '../../src/lib/engines/helm/index.js'
import type {JsonObject} from '../../src/lib/formats/json/value.js'
import {startControlPlane} from '../handover/control-plane.js'
import {Processes} from '../handover/processes.js'
import {type PeerCluster, peerTools, startPeerCluster} from './peer-cluster.js'
import {describeWith, findPeer, type Peer} from './peers.js'

const release = (version: number, status: Release['status']): Release => ({
  ...{name: 'ours', namespace: 'default', version, status, description: `Revision ${version}`, notes: 'Hello ours\n'},
  ...{firstDeployed: '2026-01-01T10:00:00.123456789Z', lastDeployed: '2026-01-02T10:00:00Z', applyMethod: 'ssa'},
  config: {replicas: version},
  manifest: '---\n# Source: app/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ours}\n',
  chart: {
    ...{metadata: {apiVersion: 'v2', name: 'app', version: '1.2.3', appVersion: '9'}, lock: undefined, values: {replicas: 1}},
    ...{rawValues: undefined, schema: undefined, files: [], dependencies: []},
    templates: [{name: 'templates/a.yaml', data: new TextEncoder().encode('apiVersion: v1\n')}],
  },
  hooks: [],
})

type Cluster = Pick<PeerCluster, 'run' | 'file' | 'close'>

const embedded = (): Promise<Cluster> => startPeerCluster()

/** Without controllers: nothing here waits for a Pod. */
async function real(): Promise<Cluster> {
  const processes = new Processes()
  const folder = mkdtempSync(join(tmpdir(), 'helm-storage-'))
  const kubeconfig = await startControlPlane(dirname(findPeer('kube-apiserver')!), folder, processes, {controllers: false})
  const tools = peerTools(readFileSync(kubeconfig, 'utf8'))
  return {
    ...tools,
    async close() {
      await processes.stopAll()
      for (const path of [folder, tools.folder]) rmSync(path, {recursive: true, force: true})
    },
  }
}

const PLACES: readonly (readonly [string, readonly Peer[], () => Promise<Cluster>])[] = [
  ['the embedded API', [], embedded],
  ['a kube-apiserver', ['etcd', 'kube-apiserver'], real],
]

for (const [peer, [place, servers, start]] of (['helm', 'helm3'] as const).flatMap((name) =>
  PLACES.map((one) => [name, one] as const),
)) {
  describeWith([peer, 'kubectl', ...servers], `${peer}: releases that we store on ${place}`, () => {
    let cluster: Cluster
    const out = async (...args: string[]): Promise<string> => (await cluster.run(peer, args)).stdout

    beforeAll(async () => {
      cluster = await start()
      const items = [release(1, 'superseded'), release(2, 'deployed')].map((one) =>
        storageObject(one, {kind: 'Secret', namespace: 'default', createdAt: 1_767_261_600}),
      )
      const file = cluster.file('releases.json', JSON.stringify({apiVersion: 'v1', kind: 'List', items}))
      const {code, stderr} = await cluster.run('kubectl', ['create', '-f', file])
      expect({code, stderr}).toEqual({code: 0, stderr: ''})
    })
    afterAll(() => cluster?.close())

    it('are listed with their history', async () => {
      expect(JSON.parse(await out('list', '-o', 'json'))).toMatchObject([
        {name: 'ours', namespace: 'default', revision: '2', status: 'deployed', chart: 'app-1.2.3', app_version: '9'},
      ])
      expect(JSON.parse(await out('history', 'ours', '-o', 'json'))).toMatchObject([
        {revision: 1, status: 'superseded', description: 'Revision 1'},
        {revision: 2, status: 'deployed', description: 'Revision 2'},
      ])
    })

    it('are read', async () => {
      expect(JSON.parse(await out('get', 'values', 'ours', '-o', 'json'))).toEqual({replicas: 2})
      expect((await out('get', 'manifest', 'ours')).trim()).toBe(release(2, 'deployed').manifest.trim())
      expect(await out('get', 'notes', 'ours')).toContain('Hello ours')
    })

    it('are rolled back, and what was made of it is read here', async () => {
      const {code, stderr} = await cluster.run(peer, ['rollback', 'ours', '1'])
      expect({code, stderr}).toMatchObject({code: 0})
      const {stdout} = await cluster.run('kubectl', ['get', 'secret', 'sh.helm.release.v1.ours.v3', '-o', 'json'])
      const {chart, config, manifest} = storedRelease(JSON.parse(stdout) as JsonObject)
      expect({chart, config, manifest}).toMatchObject({
        ...{config: {replicas: 1}, manifest: release(1, 'deployed').manifest},
        chart: {metadata: (releaseRecord(release(1, 'deployed')).chart as JsonObject).metadata},
      })
    })
  })
}
