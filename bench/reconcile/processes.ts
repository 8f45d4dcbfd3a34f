import type {ChildProcess} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import {startGitHttp} from '../../test/fakes/git-http.js'
import {GitRepos} from '../../test/fakes/git-repo.js'
import {PEERS_BIN, startControlPlane} from '../../test/handover/control-plane.js'
import {type ControllerCommand, controllerProcesses} from '../../test/handover/controller-processes.js'
import {Processes} from '../../test/handover/processes.js'
import {processorTime} from '../apiserver/processor-time.js'
import {allReady, applyAll, CONCURRENT, clusterClient, kustomizations, served} from './cluster.js'
import {fleetFiles, type Shape} from './fleet.js'

/** What two controllers as processes took. */
export interface ProcessesMeasured {
  /** from the creation of the Kustomizations to all Ready, ms */
  readonly ready: number
  /** from a push that changes every app to all Ready at its revision, ms; 0 when none was asked for */
  readonly push: number
  /** processor time of the API server until `ready`, ms */
  readonly serverCpu: number
  /** processor time of both controllers over all, ms; where the system tells it */
  readonly cpu: number | undefined
  /** peak memory in MiB; where the system tells it */
  readonly sourcePeak: number | undefined
  readonly kustomizePeak: number | undefined
}

export interface Workload {
  readonly count: number
  readonly shape: Shape
  /** requests per second that a controller may send */
  readonly qps: number
  /** measure a push too */
  readonly push?: boolean
}

const SOURCE = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository'}

/** Runs work with a folder and processes that are gone afterwards, whatever ends this process. */
async function inPlace<T>(work: (root: string, processes: Processes) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'flux-bench-'))
  const processes = new Processes()
  const leave = () => {
    processes.killAll()
    rmSync(root, {recursive: true, force: true})
  }
  const interrupt = () => process.exit(130)
  process.once('exit', leave)
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, interrupt)
  try {
    return await work(root, processes)
  } finally {
    await processes.stopAll()
    rmSync(root, {recursive: true, force: true})
    process.off('exit', leave)
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, interrupt)
  }
}

/** A fresh etcd and kube-apiserver for as long as the work takes. */
export function onControlPlane<T>(work: (kubeconfig: string) => Promise<T>): Promise<T> {
  return inPlace(async (root, processes) =>
    work(await startControlPlane(PEERS_BIN, join(root, 'cluster'), processes, {controllers: false})),
  )
}

/** A source- and a kustomize-controller on a fresh control plane, with a fleet out of a Git repository. */
export function measureProcesses(commandOf: ControllerCommand, {count, shape, qps, push}: Workload): Promise<ProcessesMeasured> {
  return inPlace(async (root, processes) => {
    const repos = new GitRepos(root)
    mkdirSync(repos.served, {recursive: true})
    const git = await startGitHttp({root: repos.served})
    const stop = new AbortController()
    try {
      await repos.create('fleet')
      const files = Object.fromEntries(fleetFiles(count, shape))
      await repos.commit('fleet', {branch: 'main', message: 'fleet', write: files})
      const kubeconfig = await startControlPlane(PEERS_BIN, join(root, 'cluster'), processes, {controllers: false})
      const cluster = await clusterClient(kubeconfig, stop.signal)
      await prepare(cluster.kube)
      const limits = [`--kube-api-qps=${qps}`, `--kube-api-burst=${qps * 6}`, '--log-level=error']
      const flags = {both: limits, kustomize: [`--concurrent=${CONCURRENT}`]}
      const controllers = await controllerProcesses(commandOf, {root, kubeconfig, processes}, flags)
      const running = {source: controllers.source(), kustomize: controllers.kustomize()}
      const failed = died(running.kustomize, join(root, 'kustomize-controller.log'))
      const sources = cluster.caches.cache(SOURCE)
      await cluster.kube.create(source(`${git.url}/fleet`))
      await allReady(sources, 1)
      const cache = cluster.caches.cache({apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'})
      await new Promise((resolve) => setTimeout(resolve, 2000))
      const serverBefore = await cluster.serverCpu()
      const begun = performance.now()
      await applyAll(cluster.kube, kustomizations(count, shape))
      await Promise.race([allReady(cache, count), failed])
      const ready = performance.now() - begun
      const serverCpu = (await cluster.serverCpu()) - serverBefore
      const pushed = push
        ? await timePush(repos, files, cluster.kube, (at) => Promise.race([allReady(cache, count, at), failed]))
        : 0
      const both = [processorTime(running.source.pid), processorTime(running.kustomize.pid)]
      const cpu = both.every((ms) => ms !== undefined) ? both[0]! + both[1]! : undefined
      const peaks = {sourcePeak: peakOf(running.source), kustomizePeak: peakOf(running.kustomize)}
      await cluster.close()
      return {ready, push: pushed, serverCpu, cpu, ...peaks}
    } finally {
      stop.abort()
      await git.close()
    }
  })
}

/** ms from a push that changes every app, announced as a webhook does, until all are Ready at its revision. */
async function timePush(
  repos: GitRepos,
  files: Readonly<Record<string, string>>,
  kube: KubeClient,
  allReadyAt: (also: (object: KubeObject) => boolean) => Promise<void>,
): Promise<number> {
  const changed = Object.entries(files).map(([path, text]) => [path, text.replace('level: info', 'level: debug')])
  const begun = performance.now()
  const commit = await repos.commit('fleet', {branch: 'main', message: 'debug', write: Object.fromEntries(changed)})
  const annotations = {'reconcile.fluxcd.io/requestedAt': commit}
  await kube.patch({...SOURCE, namespace: 'bench', name: 'fleet'}, {type: 'merge', body: {metadata: {annotations}}})
  await allReadyAt(({status}) => (status as {lastAppliedRevision?: string}).lastAppliedRevision?.endsWith(commit) === true)
  return performance.now() - begun
}

async function prepare(kube: KubeClient): Promise<void> {
  const kinds = crds()
  await applyAll(kube, kinds)
  for (const crd of kinds) {
    const {group, names, versions} = crd['spec'] as {group: string; names: {kind: string}; versions: {name: string}[]}
    await served({apiVersion: `${group}/${versions[0]!.name}`, kind: names.kind}, kube)
  }
  for (const name of ['bench', 'flux-system']) await kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name}})
}

function source(url: string): KubeObject {
  return {
    ...SOURCE,
    metadata: {name: 'fleet', namespace: 'bench'},
    spec: {interval: '10m', url, ref: {branch: 'main'}},
  }
}

function died(child: ChildProcess, log: string): Promise<never> {
  return new Promise((_, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`kustomize-controller ended (${code}):\n${readFileSync(log, 'utf8').slice(-2000)}`)),
    )
  })
}

/** Linux counts the most memory that a process ever held. */
function peakOf({pid}: ChildProcess): number | undefined {
  const file = `/proc/${pid}/status`
  const kib = existsSync(file) ? /VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] : undefined
  return kib === undefined ? undefined : Number(kib) / 1024
}
