import type {ChildProcess} from 'node:child_process'
import {mkdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../src/lib/adapters/system/system-clock.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import {type GitHttp, startGitHttp} from '../fakes/git-http.js'
import {GitRepos} from '../fakes/git-repo.js'
import {type PeerCluster, startPeerCluster} from '../peers/peer-cluster.js'
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

/** An embedded API with access rights and our kinds, a Git server, and controllers as processes on them. */
export class ControllerRig {
  readonly processes = new Processes()
  readonly #logs: string[] = []

  private constructor(
    readonly cluster: PeerCluster,
    readonly kube: KubeClient,
    readonly repos: GitRepos,
    readonly git: GitHttp,
    private readonly startController: StartController,
  ) {}

  static async open(startController: StartController): Promise<ControllerRig> {
    const cluster = await startPeerCluster({rbac: true})
    const world = {clock: createSystemClock(), random: systemRandom, userAgent: 'test'}
    const kube = createKubeClient({transport: cluster.api.transport(), ...world})
    const repos = new GitRepos(cluster.folder)
    mkdirSync(repos.served, {recursive: true})
    const git = await startGitHttp({root: repos.served})
    await repos.create('fleet')
    for (const crd of crds()) await kube.apply(crd, {fieldManager: 'test', force: true})
    await kube.apply({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'flux-system'}}, {fieldManager: 'test'})
    return new ControllerRig(cluster, kube, repos, git, startController)
  }

  /** Starts a controller on ports of its own; `log` names its file. */
  async start(name: ControllerName, args: readonly string[] = [], log: string = name): Promise<ChildProcess> {
    const [metrics, health, artifacts] = (await Promise.all([freePort(), freePort(), freePort()])).map(
      (port) => `127.0.0.1:${port}`,
    )
    const storage = join(this.cluster.folder, 'storage')
    if (name === 'source-controller') mkdirSync(storage, {recursive: true})
    const own = name === 'source-controller' ? ['--storage-path', storage, '--storage-addr', artifacts!] : []
    const servers = ['--metrics-addr', metrics!, '--health-addr', health!]
    const env = {...this.cluster.env, RUNTIME_NAMESPACE: 'flux-system'}
    this.#logs.push(log)
    return this.startController(this.processes, name, [...COMMON, ...own, ...servers, ...args], this.#path(log), env)
  }

  log(name: string): string {
    return readFileSync(this.#path(name), 'utf8')
  }

  #path(log: string): string {
    return join(this.cluster.folder, `${log}.log`)
  }

  async apply(objects: readonly KubeObject[]): Promise<void> {
    for (const object of objects) await this.kube.apply(object, {fieldManager: 'test', force: true})
  }

  /** Polls until `done`; what the controllers logged last when it takes too long. */
  async until(what: string, done: () => boolean | Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 400; attempt++) {
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

  /** Commits to the repository and asks for a look at it; the commit's id. */
  async push(message: string, write: Readonly<Record<string, string>>): Promise<string> {
    const commit = await this.repos.commit('fleet', {branch: 'main', message, write})
    const source = {apiVersion: FLUX.git, kind: 'GitRepository', namespace: 'flux-system', name: 'fleet'}
    const annotations = {'reconcile.fluxcd.io/requestedAt': commit}
    await this.kube.patch(source, {type: 'merge', body: {metadata: {annotations}}})
    return commit
  }

  async close(): Promise<void> {
    await this.processes.stopAll()
    await this.git.close()
    await this.cluster.close()
  }
}

/** True when the object's last run came to its end well. */
export const isReady = ({conditions = []}: KustomizationStatus) =>
  conditions.some(({type, status}) => type === 'Ready' && status === 'True')
