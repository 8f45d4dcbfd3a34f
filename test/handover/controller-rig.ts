import type {ChildProcess} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createRedactor} from '../../src/lib/errors/redact.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KindRef, KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import {connect} from '../../src/lib/wiring/connect.js'
import {capturedOut} from '../fakes/captured-out.js'
import {type GitHttp, startGitHttp} from '../fakes/git-http.js'
import {GitRepos} from '../fakes/git-repo.js'
import {embeddedCluster, type StartCluster} from '../lifecycle/clusters.js'
import {freePort, Processes, pause} from './processes.js'

export type ControllerName = 'source-controller' | 'kustomize-controller'

/** How a controller is started with these arguments, its log going to a file. */
export type StartController = (
  processes: Processes,
  name: ControllerName,
  args: string[],
  log: string,
  env: NodeJS.ProcessEnv,
) => ChildProcess

const FLUX = {kustomization: 'kustomize.toolkit.fluxcd.io/v1', git: 'source.toolkit.fluxcd.io/v1'}
/** Flags under which all controllers of a rig run: nobody is there for their events, and waits are short. */
const COMMON = ['--events-addr=', '--watch-all-namespaces=true', '--requeue-dependency=1s']

export interface KustomizationStatus {
  readonly conditions?: readonly {type: string; status: string; message: string}[]
  readonly inventory?: {readonly entries: readonly {readonly id: string}[]}
  readonly lastAppliedRevision?: string
}

/** A cluster with access rights and our kinds, a Git server, and controllers as processes on them. */
export class ControllerRig {
  readonly #logs: string[] = []

  private constructor(
    readonly processes: Processes,
    readonly folder: string,
    private readonly kubeconfig: string,
    readonly kube: KubeClient,
    readonly repos: GitRepos,
    readonly git: GitHttp,
    private readonly startController: StartController,
    private readonly closeCluster: () => Promise<void>,
  ) {}

  static async open(startController: StartController, startCluster: StartCluster = embeddedCluster): Promise<ControllerRig> {
    const folder = mkdtempSync(join(tmpdir(), 'flux-rig-'))
    const processes = new Processes()
    const cluster = await startCluster(folder, processes)
    const options = {kubeconfig: cluster.kubeconfig, env: {}, out: capturedOut().out, signal: new AbortController().signal}
    const {ctx, close} = await connect(options, createRedactor())
    const {kube} = ctx
    const repos = new GitRepos(folder)
    mkdirSync(repos.served, {recursive: true})
    const git = await startGitHttp({root: repos.served})
    await repos.create('fleet')
    for (const crd of crds()) await kube.apply(crd, {fieldManager: 'test', force: true})
    await kube.apply({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'flux-system'}}, {fieldManager: 'test'})
    const rig = new ControllerRig(processes, folder, cluster.kubeconfig, kube, repos, git, startController, async () => {
      await close()
      await cluster.close()
    })
    for (const [kind, apiVersion] of [
      ['Kustomization', FLUX.kustomization],
      ['GitRepository', FLUX.git],
    ] as const) {
      await rig.until(`the service of ${kind}`, () => isServed(kube, {apiVersion, kind}))
    }
    return rig
  }

  /** Starts a controller on ports of its own; `log` names its file. */
  async start(name: ControllerName, args: readonly string[] = [], log: string = name): Promise<ChildProcess> {
    const [metrics, health, artifacts] = (await Promise.all([freePort(), freePort(), freePort()])).map(
      (port) => `127.0.0.1:${port}`,
    )
    const storage = join(this.folder, `storage of ${log}`)
    if (name === 'source-controller') mkdirSync(storage, {recursive: true})
    const own = name === 'source-controller' ? ['--storage-path', storage, '--storage-addr', artifacts!] : []
    const servers = ['--metrics-addr', metrics!, '--health-addr', health!]
    const {PATH} = process.env
    const env = {PATH, HOME: this.folder, KUBECONFIG: this.kubeconfig, RUNTIME_NAMESPACE: 'flux-system', NO_COLOR: '1'}
    this.#logs.push(log)
    return this.startController(this.processes, name, [...COMMON, ...own, ...servers, ...args], this.#path(log), env)
  }

  log(name: string): string {
    return readFileSync(this.#path(name), 'utf8')
  }

  #path(log: string): string {
    return join(this.folder, `${log}.log`)
  }

  async apply(objects: readonly KubeObject[]): Promise<void> {
    for (const object of objects) await this.kube.apply(object, {fieldManager: 'test', force: true})
  }

  /** Polls until `done`; what the controllers logged last when it takes too long. */
  async until(what: string, done: () => boolean | Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 1600; attempt++) {
      if (await done()) return
      await pause(250)
    }
    const tails = this.#logs.map((name) => this.log(name).slice(-2000))
    throw new Error(`${what} did not happen:\n${tails.join('\n---\n')}`)
  }

  async status(name: string): Promise<KustomizationStatus> {
    const object = await this.kube.get({apiVersion: FLUX.kustomization, kind: 'Kustomization', namespace: 'flux-system', name})
    return (object.status ?? {}) as KustomizationStatus
  }

  /** The statuses of all Kustomizations by name, with one request. */
  async statuses(): Promise<Map<string, KustomizationStatus>> {
    const ref = {apiVersion: FLUX.kustomization, kind: 'Kustomization'}
    const {items} = await this.kube.list(ref, {namespace: 'flux-system'})
    return new Map(items.map((object) => [object.metadata.name!, (object.status ?? {}) as KustomizationStatus]))
  }

  /** Where the fleet's artifact is. */
  async artifactUrl(): Promise<string> {
    const {status} = await this.kube.get({apiVersion: FLUX.git, kind: 'GitRepository', namespace: 'flux-system', name: 'fleet'})
    return (status as {artifact: {url: string}}).artifact.url
  }

  /** Commits to the repository and asks for a look at it; the commit's id. */
  async push(message: string, write: Readonly<Record<string, string>>): Promise<string> {
    const commit = await this.repos.commit('fleet', {branch: 'main', message, write})
    const source = {apiVersion: FLUX.git, kind: 'GitRepository', namespace: 'flux-system', name: 'fleet'}
    const annotations = {'reconcile.fluxcd.io/requestedAt': commit}
    await this.kube.patch(source, {type: 'merge', body: {metadata: {annotations}}})
    return commit
  }

  async close(): Promise<void> {
    // the latest first: controllers, and then a cluster that is among the processes
    await this.processes.stopAll()
    await this.closeCluster()
    await this.git.close()
    rmSync(this.folder, {recursive: true, force: true})
  }
}

/** True when the object's last run came to its end well. */
export const isReady = ({conditions = []}: KustomizationStatus) =>
  conditions.some(({type, status}) => type === 'Ready' && status === 'True')

const isServed = (kube: KubeClient, ref: KindRef) =>
  kube.resourceFor(ref, {fresh: true}).then(
    () => true,
    () => false,
  )
