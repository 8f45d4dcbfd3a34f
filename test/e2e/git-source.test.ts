import {mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import {createArtifacts} from '../../src/lib/adapters/artifacts/artifact-store.js'
import {createGit} from '../../src/lib/adapters/git/git-client.js'
import {createLocalSource} from '../../src/lib/adapters/git/local-source.js'
import {createKubeCaches} from '../../src/lib/adapters/kube/cache/caches.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {createHttp} from '../../src/lib/adapters/system/http.js'
import {silentLog} from '../../src/lib/adapters/system/log.js'
import {noMetrics} from '../../src/lib/adapters/system/metrics.js'
import {seededRandom} from '../../src/lib/adapters/system/random.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../src/lib/adapters/system/virtual-clock.js'
import {createManager} from '../../src/lib/controllers/runtime/manager.js'
import {createGitRepositoryReconciler} from '../../src/lib/controllers/source/git-repository.js'
import type {JsonObject} from '../../src/lib/formats/json/value.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeObject} from '../../src/lib/ports/kube.js'
import type {FluxEvent} from '../../src/lib/ports/observe.js'
import {type GitHttp, startGitHttp} from '../fakes/git-http.js'
import {GitRepos} from '../fakes/git-repo.js'

const MINUTE = 60_000
const REF = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', namespace: 'test', name: 'app'}

describe('GitRepository on an embedded API, a virtual clock and a real git server', () => {
  const root = mkdtempSync(join(tmpdir(), 'git-source-'))
  const repos = new GitRepos(root)
  const tasks = createTasks()
  const clock = createVirtualClock(tasks)
  const random = seededRandom(3)
  const http = createHttp(tasks)
  const git = createGit({http, tasks})
  const artifacts = createArtifacts({clock, tasks, http, env: {}, fs: undefined as never}, {advertisedHost: 'artifacts.test'})
  const events: FluxEvent[] = []
  const stop = new AbortController()
  let broken = false
  let git500 = 0
  let server: GitHttp
  let api: Awaited<ReturnType<typeof startApiServer>>
  let kube: ReturnType<typeof createKubeClient>
  let running: Promise<unknown>

  beforeAll(async () => {
    mkdirSync(repos.served)
    server = await startGitHttp({
      root: repos.served,
      intercept(_request, response) {
        if (!broken) return false
        git500++
        response.writeHead(503).end()
        return true
      },
    })
    api = await startApiServer({clock, random, tasks, rbac: true})
    kube = createKubeClient({transport: api.transport(), clock, random, userAgent: 'test'})
    const caches = createKubeCaches({client: kube, clock, random, log: silentLog})
    const sink = {emit: (_controller: string, event: FluxEvent) => void events.push(event), flush: async () => {}}
    const context = {kube, caches, artifacts, git, http, clock, random, tasks, log: silentLog, metrics: noMetrics, events: sink}
    for (const crd of crds()) await kube.create(crd)
    await kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'test'}})
    await clock.advance(1000)
    running = createManager(context, [{reconciler: createGitRepositoryReconciler(context)}]).run(stop.signal)
  })
  afterAll(async () => {
    stop.abort()
    await running
    await api.close()
    await server.close()
    http.close()
    rmSync(root, {recursive: true})
  })

  const status = async (): Promise<JsonObject> => ((await kube.get(REF)).status ?? {}) as JsonObject
  const told = (): string[] => events.splice(0).map((event) => event.reason)
  const asked = (): number => server.requests.splice(0).filter((line) => line.includes('/info/refs')).length

  it('an hour of intervals asks for references about twelve times and for no pack', async () => {
    await repos.create('app')
    const first = await repos.commit('app', {branch: 'main', message: 'first', write: {'a.yaml': 'a: 1\n'}})
    const spec = {interval: '5m', url: `${server.url}/app`, ref: {branch: 'main'}}
    await kube.create({...REF, metadata: {name: 'app', namespace: 'test'}, spec} as unknown as KubeObject)
    await clock.advance(2000)
    expect(await status()).toMatchObject({observedGeneration: 1, artifact: {revision: `main@sha1:${first}`}})
    expect(told()).toEqual(['NewArtifact'])
    server.requests.length = 0
    await clock.advance(60 * MINUTE)
    expect(server.requests.filter((line) => line.startsWith('POST'))).toEqual([])
    // twelve, give or take the jitter of five per cent
    const count = asked()
    expect(count).toBeGreaterThanOrEqual(11)
    expect(count).toBeLessThanOrEqual(13)
    expect(told().every((reason) => reason === 'GitOperationSucceeded')).toBe(true)
  })

  it('a commit is seen at the next interval, and the old file goes after its time', async () => {
    const second = await repos.commit('app', {branch: 'main', message: 'second', write: {'a.yaml': 'a: 2\n'}})
    await clock.advance(5.3 * MINUTE)
    expect(await status()).toMatchObject({artifact: {revision: `main@sha1:${second}`}})
    expect(told()).toContain('NewArtifact')
    expect(await artifacts.files.list('gitrepository/test/app')).toHaveLength(4)
    await clock.advance(5.3 * MINUTE)
    expect(told()).toContain('GarbageCollectionSucceeded')
    expect(await artifacts.files.list('gitrepository/test/app')).toEqual([`${second}.tar.gz`, `${second}.tar.gz.lock`])
  })

  it('a server that is down is asked less and less often, and the first good answer ends it', async () => {
    broken = true
    await clock.advance(5.3 * MINUTE)
    told()
    git500 = 0
    await clock.advance(60 * MINUTE)
    // Doubling up to a quarter of an hour: far fewer than the 4,800 of an unchanging 750 ms.
    expect(git500).toBeGreaterThan(3)
    expect(git500).toBeLessThan(12)
    const conditions = (await status())['conditions'] as {type: string; status: string; message: string}[]
    expect(conditions.find((item) => item.type === 'Ready')).toMatchObject({status: 'False'})
    expect(conditions.find((item) => item.type === 'ArtifactInStorage')).toMatchObject({status: 'True'})
    broken = false
    told()
    await kube.patch(REF, {type: 'merge', body: {metadata: {annotations: {'reconcile.fluxcd.io/requestedAt': 'now'}}}})
    await clock.advance(1000)
    expect(told()).toEqual(['Succeeded', 'GitOperationSucceeded'])
    expect(await status()).toMatchObject({lastHandledReconcileAt: 'now'})
  })

  it('a folder can stand in for the URL, and deletion leaves nothing', async () => {
    const third = await repos.commit('app', {branch: 'main', message: 'local', write: {'a.yaml': 'a: 3\n'}, push: false})
    git.override('test', 'app', createLocalSource({tasks}, repos.workTree('app')))
    await kube.patch(REF, {type: 'merge', body: {spec: {url: 'ssh://git@nowhere.invalid/app'}}})
    await clock.advance(1000)
    expect(await status()).toMatchObject({observedGeneration: 2, artifact: {revision: `main@sha1:${third}`}})
    await kube.delete(REF)
    await clock.advance(1000)
    await expect(kube.get(REF)).rejects.toThrow('not found')
    expect(await artifacts.files.list('gitrepository/test/app')).toBeUndefined()
  })
})
