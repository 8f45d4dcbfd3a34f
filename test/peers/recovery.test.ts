import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {createRedactor} from '../../src/lib/errors/redact.js'
import {crds} from '../../src/lib/kinds/crds.js'
import {KINDS} from '../../src/lib/kinds/registry.js'
import type {KindRef, KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import {connect} from '../../src/lib/wiring/connect.js'
import {capturedOut} from '../fakes/captured-out.js'
import {type GitHttp, startGitHttp} from '../fakes/git-http.js'
import {GitRepos} from '../fakes/git-repo.js'
import {inProcess} from '../golden/cli-replay/run-line.js'
import {startControlPlane} from '../handover/control-plane.js'
import {cncfIn, controllerProcesses} from '../handover/controller-processes.js'
import {FLEET_FILES, fleetObjects} from '../handover/fleet.js'
import {Processes, pause} from '../handover/processes.js'
import {peerTools, startPeerCluster} from './peer-cluster.js'
import {describeWith, findPeer, type Peer} from './peers.js'

const root = resolve(import.meta.dirname, '../..')
const CONTROLLERS: readonly Peer[] = ['kubectl', 'source-controller', 'kustomize-controller']
const PLANE: readonly Peer[] = ['etcd', 'kube-apiserver', 'kube-controller-manager']
const PASSWORD = 'drill-password'
const KUSTOMIZATION = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}
const SOURCE = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository'}

/** An object of Flux that comes from Git, and what it applies. */
const CHILD = {
  'infrastructure/child.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: child, namespace: flux-system}
spec: {interval: 10m, prune: true, path: ./child, sourceRef: {kind: GitRepository, name: fleet}}
`,
  'child/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: of-child, namespace: flux-system}\n',
}

/** A cluster of its own in a folder; the path of its kubeconfig. */
type StartCluster = (folder: string, processes: Processes, cleanUp: (() => Promise<void>)[]) => Promise<string>

const embedded: StartCluster = async (folder, _processes, cleanUp) => {
  const cluster = await startPeerCluster({rbac: true})
  cleanUp.push(() => cluster.close())
  const path = join(folder, 'kubeconfig')
  writeFileSync(path, readFileSync(cluster.kubeconfig), {mode: 0o600})
  return path
}

const real: StartCluster = (folder, processes) => startControlPlane(dirname(findPeer('kube-apiserver')!), folder, processes)

for (const [title, peers, start] of [
  ['an embedded API', CONTROLLERS, embedded],
  ['a kube-apiserver', [...CONTROLLERS, ...PLANE], real],
] as const) {
  describeWith(peers, `a fleet of CNCF's controllers on ${title} that is lost`, () => {
    const home = mkdtempSync(join(tmpdir(), 'flux-recovery-'))
    const cleanUp: (() => Promise<void>)[] = []
    let git: GitHttp
    let backup = ''
    const first = new Processes()
    const second = new Processes()
    let cluster: Cluster

    interface Cluster {
      readonly kube: KubeClient
      readonly kubectl: (...args: string[]) => Promise<{code: number; stdout: string; stderr: string}>
      flux(line: string): Promise<{exit: number; stdout: string; stderr: string}>
    }

    /** A fresh cluster with the kinds of Flux and its controllers, and nothing else. */
    async function open(name: string, processes: Processes): Promise<Cluster> {
      const folder = join(home, name)
      mkdirSync(folder)
      const kubeconfig = await start(folder, processes, cleanUp)
      const options = {kubeconfig, env: {}, out: capturedOut().out, signal: new AbortController().signal}
      const {ctx, close} = await connect(options, createRedactor())
      cleanUp.unshift(close)
      for (const crd of crds()) await ctx.kube.apply(crd, {fieldManager: 'test', force: true})
      for (const {group, version, kind} of KINDS) {
        const ref = {apiVersion: `${group}/${version}`, kind}
        await until(`the service of ${kind}`, () => isServed(ctx.kube, ref))
      }
      const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'flux-system'}}
      await ctx.kube.apply(namespace, {fieldManager: 'test'})
      const place = {root: folder, kubeconfig, processes}
      const flags = {both: ['--requeue-dependency=1s']}
      const controllers = await controllerProcesses(cncfIn(dirname(findPeer('source-controller')!)), place, flags)
      controllers.source()
      controllers.kustomize()
      const tools = peerTools(readFileSync(kubeconfig, 'utf8'))
      cleanUp.push(async () => rmSync(tools.folder, {recursive: true, force: true}))
      const server = {
        connect: (more: Parameters<typeof connect>[0]) => connect(more, createRedactor()),
        pass: <T>(work: T) => work,
      }
      return {
        kube: ctx.kube,
        kubectl: (...args) => tools.run('kubectl', args),
        flux: (line) => {
          const env = {HOME: home, KUBECONFIG: kubeconfig}
          return inProcess(root)({argv: line.split(' '), env, cwd: home, stdin: '', closed: false}, server as never)
        },
      }
    }

    async function until(what: string, done: () => Promise<boolean>): Promise<void> {
      for (let attempt = 0; attempt < 400; attempt++) {
        if (await done()) return
        await pause(250)
      }
      throw new Error(`${what} did not happen`)
    }

    async function allReady(): Promise<boolean> {
      const {exit, stdout} = await cluster.flux('get ks -A --no-header')
      return (
        exit === 0 &&
        stdout
          .trim()
          .split('\n')
          .every((line) => line.includes('Applied revision')) &&
        stdout.includes('apps')
      )
    }

    /** Everything of Flux is deleted, and with it what it applied, to the end; then the Secrets and variables. */
    async function wipe(): Promise<void> {
      for (const ref of [KUSTOMIZATION, SOURCE]) {
        for (const {metadata} of (await cluster.kube.list(ref)).items) {
          const one = {...ref, namespace: metadata.namespace, name: metadata.name!}
          // another one may have taken it along
          await cluster.kube.delete(one).catch(() => undefined)
        }
        await until(`the end of every ${ref.kind}`, async () => (await cluster.kube.list(ref)).items.length === 0)
      }
      const namespaces = {apiVersion: 'v1', kind: 'Namespace'}
      const names = async () => (await cluster.kube.list(namespaces)).items.map(({metadata}) => metadata.name)
      await until('the end of namespace shop', async () => !(await names()).includes('shop'))
      for (const [kind, name] of [
        ['Secret', 'git-auth'],
        ['Secret', 'private-vars'],
        ['ConfigMap', 'cluster-vars'],
      ] as const) {
        await cluster.kube.delete({apiVersion: 'v1', kind, namespace: 'flux-system', name})
      }
    }

    beforeAll(async () => {
      const repos = new GitRepos(home)
      mkdirSync(repos.served, {recursive: true})
      const login = `Basic ${Buffer.from(`git:${PASSWORD}`).toString('base64')}`
      git = await startGitHttp({root: repos.served, allow: (_, authorization) => authorization === login})
      await repos.create('fleet')
      await repos.commit('fleet', {branch: 'main', message: 'fleet', write: {...FLEET_FILES, ...CHILD}})
      cluster = await open('first', first)
    })
    afterAll(async () => {
      await first.stopAll()
      await second.stopAll()
      for (const close of cleanUp) await close()
      await git?.close()
      rmSync(home, {recursive: true, force: true})
    })

    it('is running, and exported', async () => {
      for (const object of withSecrets(fleetObjects(`${git.url}/fleet`))) await cluster.kube.apply(object, {fieldManager: 'test'})
      await until('a ready fleet', allReady)
      const {exit, stdout, stderr} = await cluster.flux('export all --with-secrets')
      expect([exit, stderr]).toEqual([0, ''])
      expect((await cluster.flux('export all --with-secrets')).stdout).toBe(stdout)
      backup = stdout
      writeFileSync(join(home, 'backup.yaml'), backup)
      expect(backup.match(/^kind: .*$/gm)).toEqual(
        ['Namespace', 'Secret', 'Secret', 'ConfigMap', 'GitRepository', 'Kustomization', 'Kustomization', 'Kustomization'].map(
          (kind) => `kind: ${kind}`,
        ),
      )
    })

    it('comes back in another cluster, all ready', async () => {
      await first.stopAll()
      cluster = await open('second', second)
      const plan = await cluster.flux('restore -f backup.yaml --dry-run')
      expect(plan).toMatchObject({exit: 0, stdout: expect.stringMatching(/\n7 created, 1 unchanged\n$/)})
      const {exit, stderr} = await cluster.flux('restore -f backup.yaml --timeout 2m')
      expect(stderr).toMatch(/✔ 8 objects restored: 7 created, 1 unchanged; all 4 of Flux are ready\n$/)
      expect(exit).toBe(0)
      expect(stderr).not.toContain(PASSWORD)
      expect(await allReady()).toBe(true)
      const child = await cluster.kube.get({...KUSTOMIZATION, namespace: 'flux-system', name: 'child'})
      // what comes from Git belongs to its Kustomization alone
      expect(managersOf(child)).not.toContain('kubectl-flux-restore')
      const parent = await cluster.kube.get({...KUSTOMIZATION, namespace: 'flux-system', name: 'infrastructure'})
      expect(managersOf(parent)).toContain('kubectl-flux-restore')
      const web = await cluster.kube.get({apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web'})
      expect(web.metadata.labels).toMatchObject({team: 'shop'})
    })

    it('is left alone by a second restore, and exported as before', async () => {
      const versions = async () =>
        (
          await Promise.all([KUSTOMIZATION, SOURCE, {apiVersion: 'v1', kind: 'Secret'}].map((ref) => cluster.kube.list(ref)))
        ).flatMap(({items}) =>
          items.map(({metadata}) => `${metadata.name} ${metadata.generation} ${JSON.stringify(metadata.managedFields?.length)}`),
        )
      const before = await versions()
      const {exit, stderr} = await cluster.flux('restore -f backup.yaml')
      expect(stderr).toContain('✔ 8 objects restored: 8 unchanged; all 4 of Flux are ready\n')
      expect(exit).toBe(0)
      expect(await versions()).toEqual(before)
      expect((await cluster.flux('export all --with-secrets')).stdout).toBe(backup)
    })

    it('comes back with nothing but kubectl apply', async () => {
      await wipe()
      const {code, stderr} = await cluster.kubectl('apply', '-f', join(home, 'backup.yaml'))
      // the namespace was not made by kubectl
      expect(stderr.replace(/^Warning: resource namespaces\/flux-system is missing .*\n/, '')).toBe('')
      expect(code).toBe(0)
      await until('a ready fleet', allReady)
      expect((await cluster.flux('export all --with-secrets')).stdout).toBe(backup)
      const again = await cluster.flux('restore -f backup.yaml')
      expect(again.stderr).toContain('8 unchanged; all 4 of Flux are ready\n')
    })

    it('comes back suspended, and goes on when it is told to', async () => {
      await wipe()
      const {exit, stderr} = await cluster.flux('restore -f backup.yaml --suspended')
      expect([exit, stderr]).toEqual([0, expect.stringContaining('everything of Flux is suspended')])
      const table = await cluster.flux('get all -A --no-header')
      expect(table.stdout.match(/\tTrue\s/g)).toHaveLength(4)
      expect((await cluster.flux('restore -f backup.yaml --timeout 2m')).stderr).toContain(
        '4 configured, 4 unchanged; all 4 of Flux are ready',
      )
      expect(await allReady()).toBe(true)
    })
  })
}

const isServed = (kube: KubeClient, ref: KindRef) =>
  kube.resourceFor(ref, {fresh: true}).then(
    () => true,
    () => false,
  )

const managersOf = ({metadata}: KubeObject) => (metadata.managedFields ?? []).map(({manager}) => manager)

/** The fleet behind a login, with private variables. */
function withSecrets(objects: readonly KubeObject[]): KubeObject[] {
  const secret = (name: string, stringData: Record<string, string>): KubeObject => ({
    ...{apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace: 'flux-system'}},
    stringData,
  })
  const spec = (object: KubeObject) => object['spec'] as object
  return [
    ...objects.slice(0, 1),
    secret('git-auth', {username: 'git', password: PASSWORD}),
    secret('private-vars', {colour: 'red'}),
    ...objects.slice(1).map((object) => {
      if (object.kind === 'GitRepository') return {...object, spec: {...spec(object), secretRef: {name: 'git-auth'}}}
      if (object.metadata.name !== 'infrastructure') return object
      return {...object, spec: {...spec(object), postBuild: {substituteFrom: [{kind: 'Secret', name: 'private-vars'}]}}}
    }),
  ]
}
