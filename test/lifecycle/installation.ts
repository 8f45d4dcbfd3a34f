import {mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {expect} from 'vitest'
import {createRedactor} from '../../src/lib/errors/redact.js'
import type {KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import {connect} from '../../src/lib/wiring/connect.js'
import {capturedOut} from '../fakes/captured-out.js'
import {startGitHttp} from '../fakes/git-http.js'
import {GitRepos} from '../fakes/git-repo.js'
import {asProcess, inProcess, type LineResult} from '../golden/cli-replay/run-line.js'
import type {ControllerCommand} from '../handover/controller-processes.js'
import {Processes, pause} from '../handover/processes.js'
import type {StartCluster} from './clusters.js'
import {ControllerNode} from './controller-node.js'
import type {GitPlace, OpenGitPlace} from './git-places.js'

const root = resolve(import.meta.dirname, '../..')

export interface InstallationOptions {
  readonly cluster: StartCluster
  readonly place: OpenGitPlace
  readonly controllers: ControllerCommand
  /** further arguments of the controllers, because they are in no Pod */
  readonly more?: readonly string[]
  /** the command line as a program of its own; without it runs in this process */
  readonly command?: readonly string[]
}

/** Kinds that an installation consists of, and those that it applies. */
const KINDS = [
  ...['Namespace', 'ServiceAccount', 'Secret', 'ConfigMap', 'Service', 'ResourceQuota'].map((kind) => ['v1', kind]),
  ['apps/v1', 'Deployment'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map((kind) => ['rbac.authorization.k8s.io/v1', kind]),
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ['source.toolkit.fluxcd.io/v1', 'GitRepository'],
  ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization'],
].map(([apiVersion, kind]) => ({apiVersion: apiVersion!, kind: kind!}))

const BASE = {
  'kustomization.yaml': 'resources: [config.yaml]\n',
  'config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: remote, namespace: tenant}\n',
}

/** A cluster, an empty repository on a Git server or host, and nodes that run what is installed. */
export class Installation {
  readonly #all: string[] = []

  private constructor(
    readonly folder: string,
    readonly kube: KubeClient,
    readonly repos: GitRepos,
    readonly place: GitPlace,
    /** a repository that everybody may read: kustomizations can have bases there */
    readonly basesUrl: string,
    readonly node: ControllerNode,
    private readonly kubeconfig: string,
    private readonly command: readonly string[] | undefined,
    private readonly cleanUp: (() => Promise<void>)[],
  ) {}

  static async open({
    cluster: startCluster,
    place: openPlace,
    controllers,
    more = [],
    command,
  }: InstallationOptions): Promise<Installation> {
    const folder = mkdtempSync(join(tmpdir(), 'flux-life-'))
    const processes = new Processes()
    const cleanUp = [async () => rmSync(folder, {recursive: true, force: true}), () => processes.stopAll()]
    try {
      const cluster = await startCluster(folder, processes)
      cleanUp.push(cluster.close)
      const {kubeconfig} = cluster
      const options = {kubeconfig, env: {}, out: capturedOut().out, signal: new AbortController().signal}
      const {ctx, close} = await connect(options, createRedactor())
      cleanUp.push(close)
      const repos = new GitRepos(folder)
      mkdirSync(repos.served, {recursive: true})
      const place = await openPlace(repos, folder)
      cleanUp.push(place.close)
      await repos.create('bases.git')
      await repos.commit('bases.git', {branch: 'main', message: 'base', write: BASE})
      const bases = await startGitHttp({root: repos.served, allow: (path) => path.startsWith('/bases.git/')})
      cleanUp.push(bases.close)
      const world = {kube: ctx.kube, kubeconfig, folder: join(folder, 'node'), processes}
      const node = new ControllerNode({...world, commandOf: controllers, more, pods: !cluster.kubelet})
      await node.start()
      cleanUp.push(() => node.stop())
      return new Installation(folder, ctx.kube, repos, place, `${bases.url}/bases.git`, node, kubeconfig, command, cleanUp)
    } catch (error) {
      for (const close of cleanUp.toReversed()) await close().catch(() => undefined)
      throw error
    }
  }

  async close(): Promise<void> {
    for (const close of this.cleanUp.toReversed()) await close()
  }

  /** Runs one line of the command line; its secrets are not in what it says. */
  async flux(line: string, env: Readonly<Record<string, string>> = {}): Promise<LineResult> {
    const server = {
      connect: (more: Parameters<typeof connect>[0]) => connect(more, createRedactor()),
      pass: <T>(work: T) => work,
    }
    const whole = {
      argv: line.split(' '),
      env: {PATH: process.env['PATH'], HOME: this.folder, KUBECONFIG: this.kubeconfig, ...env},
      cwd: this.folder,
    }
    const result = await (this.command ? asProcess(root, this.command) : inProcess(root))(
      {...whole, stdin: '', closed: false},
      server as never,
    )
    this.#all.push(result.stdout, result.stderr)
    return result
  }

  /** `flux bootstrap` as this installation is bootstrapped, with two of the controllers. */
  bootstrap(flags = ''): Promise<LineResult> {
    const own = `${this.place.command} --path=clusters/prod --components=source-controller,kustomize-controller --timeout=2m`
    return this.flux(`${own} ${flags}`.trim(), this.place.env)
  }

  /** Commits to the repository on top of what is there, and has the cluster look at it; the commit's id. */
  async push(message: string, write: Readonly<Record<string, string>>): Promise<string> {
    const {repository} = this.place
    await this.repos.git(repository, ['pull', '-q', 'origin', 'main'])
    const commit = await this.repos.commit(repository, {branch: 'main', message, write})
    const {exit, stderr} = await this.flux('reconcile kustomization flux-system --with-source --timeout=2m')
    expect(stderr).toContain(`✔ applied revision main@sha1:${commit}`)
    expect(exit).toBe(0)
    return commit
  }

  served(...args: string[]): Promise<string> {
    return this.repos.gitServed(this.place.repository, args)
  }

  /** `apiVersion/kind/namespace/name` of everything but what the control plane keeps for itself; its resourceVersion. */
  async versions(): Promise<Record<string, string>> {
    const found: Record<string, string> = {}
    for (const kind of KINDS) {
      const {items} = await this.kube.list(kind).catch(() => ({items: [] as KubeObject[]}))
      for (const {metadata} of items) {
        if (/^kube-|^system:/.test(metadata.namespace ?? metadata.name!)) continue
        found[[kind.apiVersion, kind.kind, metadata.namespace ?? '', metadata.name].join('/')] = metadata.resourceVersion!
      }
    }
    return found
  }

  /** The same once nothing has changed for three seconds: Pods of an upgrade have come and gone by then, and done their first work. */
  async settledVersions(): Promise<Record<string, string>> {
    for (let last = '', quiet = 0; ; await pause(1000)) {
      const versions = await this.versions()
      const text = JSON.stringify(versions)
      quiet = text === last && this.node.hasWorked() ? quiet + 1 : 0
      if (quiet === 3) return versions
      last = text
    }
  }

  /** Polls until `done`; what the controllers logged last when it takes too long. */
  async until(what: string, done: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 1600; attempt++) {
      if (await done().catch(() => false)) return
      await pause(250)
    }
    const logs = (['source-controller', 'kustomize-controller'] as const).map((name) => this.node.log(name).slice(-3000))
    throw new Error(`${what} did not happen:\n${logs.join('\n---\n')}`)
  }

  /** Everything that was said so far: by command lines, in logs of controllers and in events. */
  async everythingSaid(): Promise<string> {
    const events = await this.kube.list({apiVersion: 'v1', kind: 'Event'})
    const logs = (['source-controller', 'kustomize-controller'] as const).map((name) => this.node.log(name))
    return [...this.#all, ...logs, JSON.stringify(events.items)].join('\n')
  }
}
