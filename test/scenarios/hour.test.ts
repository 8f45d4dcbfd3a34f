import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {silentLog} from '../../src/lib/adapters/system/log.js'
import {seededRandom} from '../../src/lib/adapters/system/random.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../src/lib/adapters/system/virtual-clock.js'
import {directoryNode, fileNode, MemoryTree, putNode} from '../../src/lib/formats/archive/memory-tree.js'
import type {JsonObject} from '../../src/lib/formats/json/value.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {GitCheckout} from '../../src/lib/ports/git.js'
import type {KubeObject} from '../../src/lib/ports/kube.js'
import {startControllers} from './controllers.js'
import {parseFlags} from './flags.js'

const NAMESPACE = 'hour'
const SHA = 'a'.repeat(40)
const MINUTE = 60_000
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true})
})

const kustomization = (name: string, spec: JsonObject): KubeObject => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: {name, namespace: NAMESPACE},
  spec: {interval: '5m', prune: true, sourceRef: {kind: 'GitRepository', name: 'fleet'}, ...spec},
})

async function world() {
  const tasks = createTasks()
  const clock = createVirtualClock(tasks, Date.UTC(2026, 10, 25))
  const random = seededRandom(3)
  const storage = mkdtempSync(join(tmpdir(), 'flux-hour-'))
  folders.push(storage)
  const api = await startApiServer({clock, tasks, random, kubelet: false})
  const transport = api.transport()
  const kube = createKubeClient({transport, clock, random, userAgent: 'test'})
  for (const crd of crds()) await kube.apply(crd, {fieldManager: 'test'})
  const flags = parseFlags({source: [], kustomize: []})
  const open = () => transport
  const controllers = await startControllers({clock, tasks, log: silentLog, transport, open, storage, artifactServer: 'a', flags})
  const root = directoryNode()
  const file = (path: string, text: string) => putNode(root, path, fileNode(Buffer.from(text)))
  file('good/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: hour}\ndata: {colour: blue}\n')
  file('bad/b.yaml', 'apiVersion: nope.example.com/v1\nkind: Nope\nmetadata: {name: b, namespace: hour}\n')
  const who = {name: 'Test', email: 'test@example.com', when: 0}
  const commit = {
    sha: SHA,
    author: who,
    committer: who,
    message: 'first',
    reference: 'refs/heads/main',
    revision: `main@sha1:${SHA}`,
  }
  controllers.git.override(NAMESPACE, 'fleet', {
    folder: 'memory',
    async checkout(_ref, last): Promise<GitCheckout> {
      return last === commit.revision ? {unchanged: true, commit} : {unchanged: false, commit, tree: new MemoryTree(root)}
    },
  })
  await kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: NAMESPACE}})
  await kube.create({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: {name: 'fleet', namespace: NAMESPACE},
    spec: {interval: '1m', url: 'https://git.example.com/fleet', ref: {branch: 'main'}},
  })
  return {
    clock,
    kube,
    metrics: controllers.metrics,
    async close() {
      await controllers.close()
      await api.close()
    },
  }
}

describe('one simulated hour', () => {
  it('passes with its intervals, jitter, retries and drift correction', async () => {
    const {clock, kube, metrics, close} = await world()
    await kube.create(kustomization('good', {path: './good'}))
    await kube.create(kustomization('bad', {path: './bad', retryInterval: '2m'}))
    await clock.advance(30 * MINUTE)
    const a = {apiVersion: 'v1', kind: 'ConfigMap', namespace: NAMESPACE, name: 'a'}
    await kube.patch(a, {type: 'merge', body: {data: {colour: 'red'}}}, {fieldManager: 'kubectl-edit'})
    await clock.advance(30 * MINUTE)

    const history = async (name: string) => {
      const ref = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace: NAMESPACE, name}
      const status = (await kube.get(ref))['status'] as JsonObject
      const [entry] = (status['history'] ?? []) as JsonObject[]
      return [entry?.['lastReconciledStatus'], entry?.['totalReconciliations']]
    }
    // 12 intervals of 5 minutes and 30 retries of 2 minutes; jitter of 5 % may win or lose one.
    const [good, goodRuns] = await history('good')
    expect(good).toBe('ReconciliationSucceeded')
    expect(goodRuns).toBeGreaterThanOrEqual(12)
    expect(goodRuns).toBeLessThanOrEqual(14)
    const [bad, badRuns] = await history('bad')
    expect(bad).toBe('ReconciliationFailed')
    expect(badRuns).toBeGreaterThanOrEqual(29)
    expect(badRuns).toBeLessThanOrEqual(31)
    expect(((await kube.get(a))['data'] as JsonObject)['colour']).toBe('blue')
    const text = await metrics.text()
    const runs = Number(/reconcile_total\{controller="gitrepository",result="requeue_after"\} (\d+)/.exec(text)?.[1])
    expect(runs).toBeGreaterThanOrEqual(58)
    expect(runs).toBeLessThanOrEqual(63)
    await close()
  })
})
