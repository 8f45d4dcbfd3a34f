// N Kustomizations of 4 objects from one GitRepository: time to all Ready, and what the same objects cost as bare
// server-side applies. On the embedded API, or with --on on a real one that has no namespace `bench` yet.
// usage: npm run bench -- reconcile [monorepo|shared] [N...] [--on KUBECONFIG]
import {spawnSync} from 'node:child_process'
import {startApiServer} from '../src/lib/adapters/apiserver/index.js'
import {createArtifacts} from '../src/lib/adapters/artifacts/artifact-store.js'
import {createGit} from '../src/lib/adapters/git/git-client.js'
import {createKubeCaches} from '../src/lib/adapters/kube/cache/caches.js'
import {createKubeClient} from '../src/lib/adapters/kube/client.js'
import {createEvents} from '../src/lib/adapters/notify/events.js'
import {createHttp} from '../src/lib/adapters/system/http.js'
import {silentLog} from '../src/lib/adapters/system/log.js'
import {createMetrics} from '../src/lib/adapters/system/metrics.js'
import {systemRandom} from '../src/lib/adapters/system/random.js'
import {createSystemClock} from '../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../src/lib/adapters/system/tasks.js'
import {createKustomizeReconciler} from '../src/lib/controllers/kustomize/kustomize-reconciler.js'
import {isReady} from '../src/lib/controllers/runtime/conditions.js'
import {createManager} from '../src/lib/controllers/runtime/manager.js'
import {CONTROLLER_METRICS} from '../src/lib/controllers/runtime/metrics.js'
import {createGitRepositoryReconciler} from '../src/lib/controllers/source/git-repository.js'
import {createRedactor} from '../src/lib/errors/redact.js'
import {directoryNode, fileNode, MemoryTree, putNode} from '../src/lib/formats/archive/memory-tree.js'
import {crds} from '../src/lib/kinds/crds.js'
import {KINDS} from '../src/lib/kinds/registry.js'
import type {KindRef, KubeClient, KubeObject} from '../src/lib/ports/kube.js'
import {clusterTransport} from '../src/lib/wiring/connect.js'
import {fleetFiles, fleetKustomization, OBJECTS, type Shape} from './fleet.js'

interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
}

interface Measured {
  readonly ready: number
  readonly again: number
  readonly bare: number
  readonly peak: number
  /** processor time until all were ready, ms: what a busy machine does not change */
  readonly cpu: number
}

const SHAPES: readonly Shape[] = ['monorepo', 'shared']
const MARK = 'measured: '

export async function run(args: readonly string[]): Promise<Figure[]> {
  if (args[0] === '--one') {
    console.log(MARK + JSON.stringify(await measure(Number(args[2]), args[1] as Shape, args[3])))
    return []
  }
  const on = args.includes('--on') ? args[args.indexOf('--on') + 1] : undefined
  const shapes = SHAPES.filter((shape) => !args.some((arg) => SHAPES.includes(arg as Shape)) || args.includes(shape))
  const counts = args.map(Number).filter((count) => count > 0)
  const figures: Figure[] = []
  for (const shape of shapes) {
    for (const count of counts.length > 0 ? counts : [100, 300, 1000]) {
      const {ready, again, bare, peak, cpu} = inOwnProcess(shape, count, on)
      const of = `${on ? 'cluster.' : ''}${shape}.${count}`
      figures.push(
        {name: `${of}.ready`, value: ready / 1000, unit: 's'},
        {name: `${of}.cpu`, value: cpu / 1000, unit: 's'},
        {name: `${of}.throughput`, value: (count * OBJECTS * 1000) / ready, unit: 'objects/s'},
        {name: `${of}.unchanged`, value: again / 1000, unit: 's'},
        {name: `${of}.limit`, value: ready / bare, unit: 'x'},
        {name: `${of}.peak`, value: peak, unit: 'MiB'},
      )
    }
  }
  return figures
}

/** A process of its own, so that its peak of memory is that of one workload. */
function inOwnProcess(shape: Shape, count: number, on: string | undefined): Measured {
  const words = [...process.execArgv, process.argv[1]!, 'reconcile', '--one', shape, String(count), ...(on ? [on] : [])]
  const {stdout, stderr, status} = spawnSync(process.execPath, words, {encoding: 'utf8', maxBuffer: 2 ** 26})
  const line = stdout.split('\n').find((text) => text.startsWith(MARK))
  if (status !== 0 || !line) throw new Error(`${shape} ${count}: exit ${status}: ${stderr}${stdout}`)
  return JSON.parse(line.slice(MARK.length)) as Measured
}

async function measure(count: number, shape: Shape, on: string | undefined): Promise<Measured> {
  const fleet = await startFleet(count, shape, on)
  const begun = performance.now()
  const busy = process.cpuUsage()
  for (let index = 1; index <= count; index++) {
    await fleet.kube.apply(fleetKustomization(index, shape) as unknown as KubeObject, {fieldManager: 'bench', force: true})
  }
  await fleet.allReady(count, () => true)
  const ready = performance.now() - begun
  const {user, system} = process.cpuUsage(busy)
  const cpu = (user + system) / 1000
  const stamp = 'again'
  const second = performance.now()
  for (let index = 1; index <= count; index++) {
    const {apiVersion, kind, metadata} = fleetKustomization(index, shape)
    const body = {metadata: {annotations: {'reconcile.fluxcd.io/requestedAt': stamp}}}
    await fleet.kube.patch({apiVersion, kind, ...metadata}, {type: 'merge', body}, {fieldManager: 'bench'})
  }
  await fleet.allReady(count, (object) => (object.status as {lastHandledReconcileAt?: string}).lastHandledReconcileAt === stamp)
  const again = performance.now() - second
  const peak = process.resourceUsage().maxRSS / 1024
  const bare = await bareApplies(fleet.kube, count)
  await fleet.close()
  return {ready, again, bare, peak, cpu}
}

/** A real server takes a moment from a CRD to its kind. */
async function served(kind: KindRef, kube: KubeClient): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await kube.resourceFor(kind, {fresh: true})
      return
    } catch (error) {
      if (tries === 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function startFleet(count: number, shape: Shape, on: string | undefined) {
  const tasks = createTasks()
  const clock = createSystemClock()
  const random = systemRandom
  const log = silentLog
  const stop = new AbortController()
  const api = on ? undefined : await startApiServer({clock, random, tasks})
  const transport = api
    ? api.transport()
    : await clusterTransport({env: {KUBECONFIG: on}, signal: stop.signal} as never, {clock, tasks})
  const kube = createKubeClient({transport, clock, random, userAgent: 'bench'})
  const http = createHttp(tasks)
  const git = createGit({http, tasks})
  const root = directoryNode()
  for (const [path, text] of fleetFiles(count, shape)) putNode(root, path, fileNode(new TextEncoder().encode(text)))
  const who = {name: 'bench', email: 'bench@example.com', when: 0}
  const commit = {sha: '1'.repeat(40), author: who, committer: who, message: 'fleet', revision: `main@sha1:${'1'.repeat(40)}`}
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
    {reconciler: createKustomizeReconciler(context), concurrent: 20},
  ])
  const running = manager.run(stop.signal)
  const source = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', metadata: {name: 'fleet', namespace: 'bench'}}
  await kube.create({...source, spec: {interval: '10m', url: 'https://example.com/fleet', ref: {branch: 'main'}}})
  const cache = caches.cache({apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'})
  await new Promise((resolve) => setTimeout(resolve, 1500))
  return {
    kube,
    async allReady(wanted: number, also: (object: KubeObject) => boolean) {
      const deadline = performance.now() + 600_000
      for (;;) {
        const objects = cache.list('bench')
        if (objects.filter((object) => isReady(object) && also(object)).length >= wanted) return
        if (performance.now() > deadline)
          throw new Error(`not ready: ${JSON.stringify(objects.find((object) => !isReady(object))?.status)}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    async close() {
      stop.abort()
      await running
      await caches.close()
      http.close()
      await transport.close()
      await api?.close()
    },
  }
}

/** The objects of the fleet, applied one request each, 20 at a time: what no reconciler can beat. */
async function bareApplies(kube: ReturnType<typeof createKubeClient>, count: number): Promise<number> {
  const {parseYaml} = await import('../src/lib/formats/yaml/parse.js')
  const objects = [...fleetFiles(count, 'monorepo')]
    .filter(([path]) => !path.endsWith('kustomization.yaml'))
    .map(([, text]) => {
      const object = parseYaml(text) as KubeObject
      return {...object, metadata: {...object.metadata, namespace: 'bench', name: `bare-${object.metadata.name}`}}
    })
  const begun = performance.now()
  const queue = objects.values()
  await Promise.all(
    Array.from({length: 20}, async () => {
      for (const object of queue) await kube.apply(object, {fieldManager: 'bench', force: true})
    }),
  )
  return performance.now() - begun
}
