import {createHash} from 'node:crypto'
import {startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import {createArtifacts} from '../../src/lib/adapters/artifacts/artifact-store.js'
import {createGit} from '../../src/lib/adapters/git/git-client.js'
import {createKubeCaches} from '../../src/lib/adapters/kube/cache/caches.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {createEvents} from '../../src/lib/adapters/notify/events.js'
import {createHttp} from '../../src/lib/adapters/system/http.js'
import {silentLog} from '../../src/lib/adapters/system/log.js'
import {createMetrics} from '../../src/lib/adapters/system/metrics.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {inParallel} from '../../src/lib/apply/in-parallel.js'
import {createKustomizeReconciler} from '../../src/lib/controllers/kustomize/kustomize-reconciler.js'
import {createManager} from '../../src/lib/controllers/runtime/manager.js'
import {CONTROLLER_METRICS} from '../../src/lib/controllers/runtime/metrics.js'
import {createGitRepositoryReconciler} from '../../src/lib/controllers/source/git-repository.js'
import {createRedactor} from '../../src/lib/errors/redact.js'
import {directoryNode, fileNode, MemoryTree, putNode} from '../../src/lib/formats/archive/memory-tree.js'
import {crds} from '../../src/lib/kinds/crds.js'
import {KINDS} from '../../src/lib/kinds/registry.js'
import type {KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import {clusterTransport} from '../../src/lib/wiring/connect.js'
import {allReady, applyAll, CONCURRENT, clusterClient, kustomizations, served} from './cluster.js'
import {fleetFiles, type Shape} from './fleet.js'

/** What one workload took, times in ms. */
export interface Measured {
  readonly ready: number
  readonly again: number
  readonly bare: number
  /** MiB */
  readonly peak: number
  /** processor time until all were ready: what a busy machine does not change */
  readonly cpu: number
  /** the same of a real API server */
  readonly serverCpu: number | undefined
}

/** Our reconcilers in this process, on the embedded API or on the cluster of a kubeconfig. */
export async function measure(count: number, shape: Shape, on: string | undefined, qps: number): Promise<Measured> {
  const fleet = await startFleet(count, shape, on, qps)
  const serverBefore = await fleet.user.serverCpu()
  const begun = performance.now()
  const busy = process.cpuUsage()
  await applyAll(fleet.user.kube, kustomizations(count, shape))
  await allReady(fleet.cache, count)
  const ready = performance.now() - begun
  const {user, system} = process.cpuUsage(busy)
  const cpu = (user + system) / 1000
  const serverCpu = on ? (await fleet.user.serverCpu()) - serverBefore : undefined
  const stamp = 'again'
  const second = performance.now()
  await inParallel(kustomizations(count, shape), CONCURRENT, ({apiVersion, kind, metadata: {namespace, name = ''}}) => {
    const body = {metadata: {annotations: {'reconcile.fluxcd.io/requestedAt': stamp}}}
    return fleet.user.kube.patch({apiVersion, kind, namespace, name}, {type: 'merge', body}, {fieldManager: 'bench'})
  })
  await allReady(
    fleet.cache,
    count,
    (object) => (object.status as {lastHandledReconcileAt?: string}).lastHandledReconcileAt === stamp,
  )
  const again = performance.now() - second
  const peak = process.resourceUsage().maxRSS / 1024
  const bare = await bareApplies(fleet.user.kube, count)
  await fleet.close()
  return {ready, again, bare, peak, cpu, serverCpu}
}

async function startFleet(count: number, shape: Shape, on: string | undefined, qps: number) {
  const tasks = createTasks()
  const clock = createSystemClock()
  const random = systemRandom
  const log = silentLog
  const stop = new AbortController()
  const api = on ? undefined : await startApiServer({clock, random, tasks})
  const transport = api
    ? api.transport()
    : await clusterTransport({env: {KUBECONFIG: on}, signal: stop.signal, qps, burst: qps * 6} as never, {clock, tasks})
  const kube = createKubeClient({transport, clock, random, userAgent: 'bench'})
  const user = on ? await clusterClient(on, stop.signal) : {kube, serverCpu: async () => 0, close: async () => {}}
  const http = createHttp(tasks)
  const git = createGit({http, tasks})
  const root = directoryNode()
  for (const [path, text] of fleetFiles(count, shape)) putNode(root, path, fileNode(new TextEncoder().encode(text)))
  const who = {name: 'bench', email: 'bench@example.com', when: 0}
  // as mixed as real ones: long runs of digits are a slow case of the JSON parser
  const sha = createHash('sha1').update('fleet').digest('hex')
  const commit = {sha, author: who, committer: who, message: 'fleet', revision: `main@sha1:${sha}`}
  git.override('bench', 'fleet', {
    folder: 'memory',
    checkout: async () => ({unchanged: false, commit, tree: new MemoryTree(root)}),
  })
  const caches = createKubeCaches({client: kube, clock, random, log})
  const events = createEvents({kube, clock, log, redactor: createRedactor(), instance: 'bench', signal: stop.signal})
  const artifacts = createArtifacts({fs: undefined as never, http, clock, tasks, env: {}}, {advertisedHost: 'bench'})
  const metrics = await createMetrics(CONTROLLER_METRICS)
  const context = {
    kube,
    caches,
    events,
    clock,
    tasks,
    random,
    http,
    git,
    artifacts,
    metrics,
    log,
    env: {},
    fs: undefined as never,
  }
  for (const crd of crds()) await kube.apply(crd, {fieldManager: 'bench', force: true})
  for (const row of KINDS) await served({apiVersion: `${row.group}/${row.version}`, kind: row.kind}, kube)
  await kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'bench'}})
  const manager = createManager({...context, log}, [
    {reconciler: createGitRepositoryReconciler(context as never)},
    {reconciler: createKustomizeReconciler(context), concurrent: CONCURRENT},
  ])
  const running = manager.run(stop.signal)
  const source = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', metadata: {name: 'fleet', namespace: 'bench'}}
  await kube.create({...source, spec: {interval: '10m', url: 'https://example.com/fleet', ref: {branch: 'main'}}})
  const cache = caches.cache({apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'})
  await new Promise((resolve) => setTimeout(resolve, 1500))
  return {
    user,
    cache,
    async close() {
      stop.abort()
      await running
      await caches.close()
      await user.close()
      http.close()
      await transport.close()
      await api?.close()
    },
  }
}

/** The objects of the fleet, applied one request each, 20 at a time: what no reconciler can beat. */
async function bareApplies(kube: KubeClient, count: number): Promise<number> {
  const {parseYaml} = await import('../../src/lib/formats/yaml/parse.js')
  const objects = [...fleetFiles(count, 'monorepo')]
    .filter(([path]) => !path.endsWith('kustomization.yaml'))
    .map(([, text]) => {
      const object = parseYaml(text) as KubeObject
      return {...object, metadata: {...object.metadata, namespace: 'bench', name: `bare-${object.metadata.name}`}}
    })
  const begun = performance.now()
  await applyAll(kube, objects)
  return performance.now() - begun
}
