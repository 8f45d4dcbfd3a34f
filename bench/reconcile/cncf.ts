import type {ChildProcess} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import {startGitHttp} from '../../test/fakes/git-http.js'
import {GitRepos} from '../../test/fakes/git-repo.js'
import {cncfControllers} from '../../test/handover/cncf-controllers.js'
import {PEERS_BIN, startControlPlane} from '../../test/handover/control-plane.js'
import {Processes} from '../../test/handover/processes.js'
import {allReady, applyAll, CONCURRENT, clusterClient, kustomizations, served} from './cluster.js'
import {fleetFiles, type Shape} from './fleet.js'

/** What CNCF's two controllers took. */
export interface CncfMeasured {
  /** ms */
  readonly ready: number
  /** processor time of the API server in that time, ms */
  readonly serverCpu: number
  /** peak memory in MiB; where the system tells it */
  readonly sourcePeak: number | undefined
  readonly kustomizePeak: number | undefined
}

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

/** CNCF's source- and kustomize-controller on a fresh control plane, with the same fleet out of a Git repository. */
export function measureCncf(count: number, shape: Shape, qps: number): Promise<CncfMeasured> {
  return inPlace(async (root, processes) => {
    const repos = new GitRepos(root)
    mkdirSync(repos.served, {recursive: true})
    const git = await startGitHttp({root: repos.served})
    const stop = new AbortController()
    try {
      await repos.create('fleet')
      await repos.commit('fleet', {branch: 'main', message: 'fleet', write: Object.fromEntries(fleetFiles(count, shape))})
      const kubeconfig = await startControlPlane(PEERS_BIN, join(root, 'cluster'), processes, {controllers: false})
      const cluster = await clusterClient(kubeconfig, stop.signal)
      await prepare(cluster.kube)
      const limits = [`--kube-api-qps=${qps}`, `--kube-api-burst=${qps * 6}`, '--log-level=error']
      const flags = {both: limits, kustomize: [`--concurrent=${CONCURRENT}`]}
      const controllers = await cncfControllers(PEERS_BIN, {root, kubeconfig, processes}, flags)
      const running = {source: controllers.source(), kustomize: controllers.kustomize()}
      const sources = cluster.caches.cache({apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository'})
      await cluster.kube.create(source(`${git.url}/fleet`))
      await allReady(sources, 1)
      const cache = cluster.caches.cache({apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'})
      await new Promise((resolve) => setTimeout(resolve, 2000))
      const serverBefore = await cluster.serverCpu()
      const begun = performance.now()
      await applyAll(cluster.kube, kustomizations(count, shape))
      await Promise.race([allReady(cache, count), died(running.kustomize, join(root, 'kustomize-controller.log'))])
      const ready = performance.now() - begun
      const serverCpu = (await cluster.serverCpu()) - serverBefore
      const measured = {ready, serverCpu, sourcePeak: peakOf(running.source), kustomizePeak: peakOf(running.kustomize)}
      await cluster.close()
      return measured
    } finally {
      stop.abort()
      await git.close()
    }
  })
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
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
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
