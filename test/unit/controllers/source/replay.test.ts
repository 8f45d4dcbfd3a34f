import {createHash} from 'node:crypto'
import {appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, type ExpectStatic, it} from 'vitest'
import {createArtifacts} from '../../../../src/lib/adapters/artifacts/artifact-store.js'
import type {DigestAlgorithm} from '../../../../src/lib/adapters/artifacts/digest.js'
import {createGit} from '../../../../src/lib/adapters/git/git-client.js'
import {createDiskFs} from '../../../../src/lib/adapters/system/disk-fs.js'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import type {Outcome} from '../../../../src/lib/controllers/runtime/types.js'
import {createGitRepositoryReconciler} from '../../../../src/lib/controllers/source/git-repository.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {Clock} from '../../../../src/lib/ports/clock.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'
import type {FluxEvent, Log} from '../../../../src/lib/ports/observe.js'
import {type GitHttp, knownVisitor, oddAnswers, startGitHttp} from '../../../fakes/git-http.js'
import {type CommitSpec, GitRepos} from '../../../fakes/git-repo.js'
import {type GitSsh, startGitSsh} from '../../../fakes/git-ssh.js'
import {kubeObjects} from '../../../fakes/kube-objects.js'

const corpus = join(import.meta.dirname, '../../../corpus/controllers')
/** Recorded by scripts/record-git-scenarios.ts. */
const own = join(import.meta.dirname, '../../../fixtures/git-scenarios')
/** git-ssh needs an ssh server (see ssh.test.ts). */
const scenarios = [
  ...readdirSync(corpus).filter((name) => name.startsWith('git-') && name !== 'git-ssh'),
  ...readdirSync(own).filter((name) => name.startsWith('own-')),
]

type Step = CommitSpec & {
  do: string
  name?: string
  repo?: string
  sha?: string
  as?: string
  url?: string
  objects?: KubeObject[]
  rejected?: string
  object?: string
  body?: JsonObject
  seconds?: number
  args?: string[]
  tag?: string
  annotated?: boolean
  commit?: string
  note?: string
  file?: string
}
type Expected = {
  flags: {source: string[]}
  commits: Record<string, string>
  digests: Record<string, string>
  snapshots: Record<
    string,
    {
      flux: (KubeObject & {absent?: boolean})[]
      artifacts: Record<
        string,
        {path: string; tarSha256: string; storageFolder: string[]; gzipHeader: string; fileMode: string; dirMode: string}
      >
      events?: {object: string; type: string; reason: string; message: string; annotations: Record<string, string> | null}[]
      notifications: {severity: string; reason: string; message: string; metadata?: Record<string, string>}[]
    }
  >
}

const silent: Log = {trace() {}, debug() {}, info() {}, error() {}, child: () => silent}

describe.concurrent.each(scenarios)('%s', (scenario) => {
  const root = mkdtempSync(join(tmpdir(), 'replay-'))
  const folder = scenario.startsWith('own-') ? own : corpus
  const steps = JSON.parse(readFileSync(join(folder, scenario, 'steps.json'), 'utf8')) as Step[]
  const expected = JSON.parse(readFileSync(join(folder, scenario, 'expected.json'), 'utf8')) as Expected
  const storage = join(root, 'storage')
  mkdirSync(storage)
  const random = systemRandom
  const repos = new GitRepos(root)
  const tasks = createTasks()
  const http = createHttp(tasks)
  const objects = kubeObjects()
  const events: FluxEvent[] = []
  let server: GitHttp
  let tls: GitHttp
  let ssh: GitSsh
  let hosts: (readonly [string, string])[] = []
  /** After every signature was made. */
  let now = Date.parse('2027-06-01T00:00:00Z')
  /** Deadlines that come as soon as a server is asked that never answers. */
  const short: AbortController[] = []
  const hang = () => {
    for (const controller of short.splice(0)) controller.abort(new DOMException('late', 'TimeoutError'))
  }
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    sleep: async (ms) => void (now += ms),
    timeout: (ms) => {
      const controller = new AbortController()
      if (ms < 10_000) short.push(controller)
      return controller.signal
    },
    timer: () => ({cancel() {}}),
  }
  const flag = (name: string): string | undefined =>
    expected.flags.source.find((item) => item.startsWith(`--${name}=`))?.split('=')[1]
  const artifacts = createArtifacts(
    {fs: createDiskFs(tasks, random), http, clock, tasks, env: {}},
    {
      root: storage,
      advertisedHost: '<artifact-server>',
      digestAlgorithm: flag('artifact-digest-algo') as DigestAlgorithm | undefined,
      retentionTtlMs: flag('artifact-retention-ttl') ? Number.parseInt(flag('artifact-retention-ttl')!, 10) * 1000 : undefined,
      retentionRecords: flag('artifact-retention-records') ? Number(flag('artifact-retention-records')) : undefined,
    },
  )
  const reconciler = createGitRepositoryReconciler(
    {
      kube: objects.kube,
      git: createGit({http, tasks}),
      artifacts,
      http,
      tasks,
      clock,
      random,
      events: {emit: (_controller, event) => void events.push(event), flush: async () => {}},
      metrics: {count() {}, gauge() {}, observe() {}, forget() {}, text: async () => ''},
    },
    {requeueDependencyMs: 5000},
  )
  const outcomes = new Map<string, Outcome>()

  async function run(name: string): Promise<void> {
    for (;;) {
      now += 200
      const outcome = await reconciler.reconcile({
        key: {namespace: scenario, name},
        log: silent,
        signal: new AbortController().signal,
        superseded: () => undefined,
        onSuperseded: () => () => {},
      })
      outcomes.set(name, outcome)
      if (outcome.requeue !== 'now') return
    }
  }
  const repoPath = (step: Step): string => paths.get(step.repo!)!
  const paths = new Map<string, string>()

  function normal(text: string): string {
    let result = text
    for (const [label, host] of hosts) result = result.replaceAll(host, label)
    result = result.replace(/\/tmp\/(flux-include|gitrepository-[a-z-]+)-\d+/g, '<tmp>')
    for (const [label, sha] of Object.entries(expected.commits)) result = result.replaceAll(sha, label)
    return result
  }
  function real<T>(value: T): T {
    let text = JSON.stringify(value)
    for (const [label, host] of hosts) text = text.replaceAll(label, host)
    for (const [label, sha] of Object.entries(expected.commits)) text = text.replaceAll(label, sha)
    return JSON.parse(text) as T
  }

  async function perform(step: Step): Promise<void> {
    now += 100
    switch (step.do) {
      case 'create-repo':
        paths.set(step.repo!, new URL(step.url!.replace('<git-server>', 'x')).pathname.slice(1))
        return repos.create(repoPath(step), step.branch)
      case 'bundle':
        paths.set(step.repo!, new URL(step.url!.replace('<git-server>', 'x')).pathname.slice(1))
        return repos.fromBundle(repoPath(step), join(own, step.file!))
      case 'commit': {
        const files = step.files ? join(folder, scenario, step.files) : undefined
        const sha = await repos.commit(repoPath(step), {...step, ...(files ? {files} : {})})
        // A commit that names a server is another one here.
        if (sha !== step.sha) expected.commits[step.as!] = sha
        return
      }
      case 'tag':
        return repos.tag(repoPath(step), step.tag!, {annotated: step.annotated!, commit: real(step.commit!), date: step.date!})
      case 'git':
        await repos.git(repoPath(step), real(step.args!))
        return
      case 'apply':
        for (const object of step.rejected ? [] : real(step.objects!)) await apply(object)
        return
      case 'patch': {
        const [kind = '', name = ''] = step.object!.split('/')
        const old = objects.get(kind, scenario, name)!
        const annotations = (step.body!['metadata'] as {annotations: Record<string, string>}).annotations
        objects.apply({...old, metadata: {...old.metadata, annotations: {...old.metadata.annotations, ...annotations}}})
        return run(name)
      }
      case 'delete': {
        const [kind = '', name = ''] = step.object!.split('/')
        objects.remove(kind, scenario, name)
        return kind === 'GitRepository' ? run(name) : undefined
      }
      case 'sleep':
        now += step.seconds! * 1000
        return
      case 'wait':
        for (const [name, outcome] of outcomes) if (outcome.requeue === 'backoff') await run(name)
        return
      case 'remove the artifact file':
      case 'append one byte to the artifact file':
        return damage(step.do)
      case 'namespace':
        return
      default:
        throw new Error(`unknown step ${step.do}`)
    }
  }

  async function apply(object: KubeObject): Promise<void> {
    if (object.kind !== 'GitRepository') {
      const data = Object.fromEntries(
        Object.entries((object['stringData'] ?? {}) as Record<string, string>).map(([key, value]) => [key, btoa(value)]),
      )
      objects.apply({...object, data})
      return
    }
    const spec = {timeout: '60s', ...(object.spec as JsonObject)}
    objects.apply({...object, spec, status: {observedGeneration: -1}})
    await run(object.metadata.name!)
  }

  async function damage(how: string): Promise<void> {
    const artifact = (objects.get('GitRepository', scenario, 'app')!.status as {artifact: {path: string}}).artifact
    if (how.startsWith('remove')) rmSync(join(storage, artifact.path))
    else appendFileSync(join(storage, artifact.path), 'x')
  }

  beforeAll(async () => {
    mkdirSync(repos.served)
    const keys = JSON.parse(readFileSync(join(own, 'keys.json'), 'utf8')) as Record<string, string>
    tls = await startGitHttp({
      root: repos.served,
      tls: {cert: keys['server.crt']!, key: keys['server.key']!, ca: keys['ca.crt']!},
    })
    const authorized = [keys['user.pub']!, keys['locked.pub']!]
    ssh = await startGitSsh({hostKeys: [keys['host.key']!], authorized, root: repos.served})
    server = await startGitHttp({
      root: repos.served,
      intercept: (request, response) => {
        if (request.url?.includes('/hang/')) hang()
        return oddAnswers(request, response)
      },
      allow: knownVisitor,
    })
    hosts = [
      ['<git-server>', server.host],
      ['<tls-server>', tls.host],
      ['<ssh-server>', ssh.host],
      ['<ssh-port>', String(ssh.port)],
    ]
  })
  afterAll(async () => {
    await Promise.all([server.close(), tls.close(), ssh.close()])
    http.close()
    rmSync(root, {recursive: true})
  })

  it('comes to the same', async ({expect}) => {
    let last: string | undefined
    let lastEvent: string | undefined
    for (const [index, step] of steps.entries()) {
      if (step.do !== 'snapshot') {
        // The recorder says only in the next step's note that it did not push.
        await perform({...step, push: steps[index + 1]?.note !== 'a commit on no branch'})
        continue
      }
      const wanted = expected.snapshots[step.name!]!
      const found: JsonObject[] = []
      for (const item of wanted.flux.filter((object) => object.kind === 'GitRepository')) {
        const object = objects.get(item.kind, scenario, item.metadata.name!)
        if (object) found.push(JSON.parse(normal(JSON.stringify(clean(object)))) as JsonObject)
      }
      expect.soft(found, step.name).toEqual(wanted.flux.filter((object) => !object.absent).map((object) => clean(object)))
      for (const [name, artifact] of Object.entries(wanted.artifacts)) await checkArtifact(expect, name, artifact, step.name!)
      const said = events.splice(0)
      // client-go drops an object's events beyond 25 in a row; notifications are complete.
      const dropped = wanted.events?.length === 0 && wanted.notifications.length > 0
      if (wanted.events && !dropped) {
        const told = said.map((event) =>
          line(event.type === 'Trace' ? 'Normal' : event.type, event.reason, normal(event.message)),
        )
        const recorded = wanted.events.map((event) => line(event.type, event.reason, event.message))
        expect.soft(distinct(told, lastEvent), step.name).toEqual(distinct(recorded, lastEvent))
        lastEvent = recorded.at(-1) ?? lastEvent
      }
      const posted = said
        .filter((event) => event.type !== 'Trace')
        .map((event) => line(event.type === 'Normal' ? 'info' : 'error', event.reason, normal(event.message)))
      const sent = wanted.notifications.map((item) => line(item.severity, item.reason, item.message))
      expect.soft(distinct(posted, last), step.name).toEqual(distinct(sent, last))
      last = sent.at(-1) ?? last
    }
  })

  async function checkArtifact(
    expect: ExpectStatic,
    name: string,
    artifact: Expected['snapshots'][string]['artifacts'][string],
    snapshot: string,
  ): Promise<void> {
    const path = real(artifact.path)
    const bytes = await artifacts.files.read(path)
    expect(bytes, `${snapshot} ${name}`).toBeDefined()
    const folder = (await artifacts.files.list(path.slice(0, path.lastIndexOf('/')))) ?? []
    expect(Buffer.from(bytes!).toString('hex', 0, 10)).toBe(artifact.gzipHeader)
    expect.soft(folder.map((file) => normal(file)).sort(), snapshot).toEqual([...artifact.storageFolder].sort())
    const mode = (file: string): string => `0o${(statSync(file).mode & 0o777).toString(8)}`
    const file = join(storage, path)
    expect([mode(file), mode(join(file, '..'))]).toEqual([artifact.fileMode, artifact.dirMode])
    expect.soft(createHash('sha256').update(gunzipSync(bytes!)).digest('hex'), snapshot).toBe(artifact.tarSha256)
  }
})

function line(...words: string[]): string {
  return words
    .join(' | ')
    .replace(/'(sha256|sha512|blake3):[0-9a-f]+'/g, "'<digest>'")
    .replace(/'<digest:\d+>'/g, "'<digest>'")
}

/** Failing objects keep retrying: how often is a matter of time, before and after what a step brings. */
function distinct(lines: readonly string[], last?: string): string[] {
  return lines.filter((item, index) => item !== (index === 0 ? last : lines[index - 1]))
}

function clean(object: KubeObject): JsonObject {
  const {metadata, spec, status} = object
  const {finalizers, generation, name, namespace} = metadata
  const annotations = metadata.annotations && Object.keys(metadata.annotations).length > 0 ? metadata.annotations : undefined
  const text = JSON.stringify({metadata: {finalizers, annotations, generation, name, namespace}, spec, status})
  const value = JSON.parse(text, (key, item: unknown) => {
    if (key === 'lastTransitionTime' || key === 'lastUpdateTime') return '<time>'
    if (key === 'digest') return '<digest>'
    return key === 'size' ? 0 : item
  }) as JsonObject
  return value
}
