import {mkdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../src/lib/adapters/system/system-clock.js'
import type {JsonObject} from '../../src/lib/formats/json/value.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import {type GitHttp, startGitHttp} from '../fakes/git-http.js'
import {GitRepos} from '../fakes/git-repo.js'
import {FLEET_FILES, fleetObjects} from '../handover/fleet.js'
import {freePort, Processes, pause} from '../handover/processes.js'
import {type PeerCluster, startPeerCluster} from './peer-cluster.js'
import {describeWith, findPeer} from './peers.js'

const KUSTOMIZATION = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace: 'flux-system'}
const DEPLOYMENT = {apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web'}

interface Status {
  readonly conditions?: readonly {type: string; status: string; message: string}[]
  readonly inventory?: {readonly entries: readonly JsonObject[]}
  readonly lastAppliedRevision?: string
}

describeWith(['source-controller', 'kustomize-controller'], "CNCF's controllers on the embedded API", () => {
  let cluster: PeerCluster
  let kube: KubeClient
  let git: GitHttp
  let repos: GitRepos
  const processes = new Processes()
  const log = (name: string) => join(cluster.folder, `${name}.log`)

  beforeAll(async () => {
    cluster = await startPeerCluster({rbac: true})
    kube = createKubeClient({
      transport: cluster.api.transport(),
      clock: createSystemClock(),
      random: systemRandom,
      userAgent: 'test',
    })
    repos = new GitRepos(cluster.folder)
    mkdirSync(repos.served, {recursive: true})
    git = await startGitHttp({root: repos.served})
    await repos.create('fleet')
    await repos.commit('fleet', {branch: 'main', message: 'fleet', write: FLEET_FILES})
    for (const crd of crds()) await kube.apply(crd, {fieldManager: 'test', force: true})
    await startControllers()
  })
  afterAll(async () => {
    await processes.stopAll()
    await git?.close()
    await cluster?.close()
  })

  async function startControllers(): Promise<void> {
    const storage = join(cluster.folder, 'storage')
    mkdirSync(storage)
    const ports = await Promise.all(Array.from({length: 5}, freePort))
    const [artifacts = '', ...rest] = ports.map((port) => `127.0.0.1:${port}`)
    const env = {...cluster.env, RUNTIME_NAMESPACE: 'flux-system'}
    const common = ['--events-addr=', '--watch-all-namespaces=true', '--enable-leader-election=false', '--requeue-dependency=1s']
    const start = (name: 'source-controller' | 'kustomize-controller', args: string[]) =>
      processes.start(findPeer(name)!, [...common, ...args], log(name), env)
    const store = ['--storage-path', storage, '--storage-addr', artifacts, '--storage-adv-addr', artifacts]
    await kube.apply({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'flux-system'}}, {fieldManager: 'test'})
    start('source-controller', [...store, '--metrics-addr', rest[0]!, '--health-addr', rest[1]!])
    start('kustomize-controller', ['--metrics-addr', rest[2]!, '--health-addr', rest[3]!])
  }

  /** Polls until `done`; what both controllers logged last when it takes too long. */
  async function until(what: string, done: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 400; attempt++) {
      if (await done()) return
      await pause(250)
    }
    const tails = ['source-controller', 'kustomize-controller'].map((name) => readFileSync(log(name), 'utf8').slice(-2000))
    throw new Error(`${what} did not happen:\n${tails.join('\n---\n')}`)
  }

  const statusOf = async (name: string) => ((await kube.get({...KUSTOMIZATION, name})).status ?? {}) as Status
  const isReady = ({conditions = []}: Status) => conditions.some(({type, status}) => type === 'Ready' && status === 'True')

  it('reconcile a fleet to Ready', async () => {
    for (const object of fleetObjects(`${git.url}/fleet`)) await kube.apply(object, {fieldManager: 'test', force: true})
    await until('a ready fleet', async () => isReady(await statusOf('apps')))
    const {inventory, lastAppliedRevision} = await statusOf('apps')
    expect(lastAppliedRevision).toMatch(/^main@sha1:[0-9a-f]{40}$/)
    expect(inventory?.entries.map(({id}) => String(id).replace(/settings-[^_]+/, 'settings-HASH')).sort()).toEqual([
      'shop_cluster__ConfigMap',
      'shop_login__Secret',
      'shop_one_handover.example.com_Widget',
      'shop_settings-HASH__ConfigMap',
      'shop_web__Service',
      'shop_web__ServiceAccount',
      'shop_web_apps_Deployment',
    ])
    const web = await kube.get(DEPLOYMENT)
    expect(web.metadata.managedFields?.map(({manager}) => manager)).toContain('kustomize-controller')
  })

  it('tell what they did by events', async () => {
    const events = await kube.list({apiVersion: 'v1', kind: 'Event'}, {namespace: 'flux-system'})
    const reasons = events.items.map((event) => event['reason'])
    expect(reasons).toEqual(expect.arrayContaining(['NewArtifact', 'Progressing', 'ReconciliationSucceeded']))
  })

  it('correct drift and prune what leaves Git', async () => {
    await kube.patch(DEPLOYMENT, {type: 'merge', body: {metadata: {labels: {team: 'nobody'}}}}, {fieldManager: 'kubectl-edit'})
    await kube.delete({apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web'})
    const kustomization = FLEET_FILES['apps/base/kustomization.yaml']!.replace(', widget.yaml', '')
    await repos.commit('fleet', {branch: 'main', message: 'no widget', write: {'apps/base/kustomization.yaml': kustomization}})
    const source = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', namespace: 'flux-system', name: 'fleet'}
    const before = (await statusOf('apps')).lastAppliedRevision
    await kube.patch(source, {type: 'merge', body: {metadata: {annotations: {'reconcile.fluxcd.io/requestedAt': 'now'}}}})
    await until('the new revision', async () => {
      const status = await statusOf('apps')
      return isReady(status) && status.lastAppliedRevision !== before
    })
    const web: KubeObject = await kube.get(DEPLOYMENT)
    expect(web.metadata.labels).toMatchObject({team: 'shop'})
    await kube.get({apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web'})
    const widgets = await kube.list({apiVersion: 'handover.example.com/v1', kind: 'Widget'})
    expect(widgets.items).toEqual([])
  })

  it('take everything with them when the Kustomization goes', async () => {
    await kube.delete({...KUSTOMIZATION, name: 'apps'})
    const gone = async () => (await kube.list(KUSTOMIZATION)).items.every(({metadata}) => metadata.name !== 'apps')
    await until('the finalizer', gone)
    const deployments = await kube.list({apiVersion: 'apps/v1', kind: 'Deployment'}, {namespace: 'shop'})
    expect(deployments.items).toEqual([])
  })
})
