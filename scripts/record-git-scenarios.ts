// Records scripts/git-scenarios.ts from CNCF's source-controller: node scripts/run.mjs record-git-scenarios KUBECONFIG [NAME...]
// Needs a kube-apiserver with the source CRDs, and source-controller and kubectl on PATH or in $FLUX_PEERS/bin.
import {type ChildProcess, execFile, spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {homedir, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {gunzipSync} from 'node:zlib'
import {knownVisitor, oddAnswers, startGitHttp} from '../test/fakes/git-http.js'
import {type CommitSpec, GitRepos} from '../test/fakes/git-repo.js'
import {startGitSsh} from '../test/fakes/git-ssh.js'
import {GIT_SCENARIOS, type GitScenario, type ScenarioStep} from './git-scenarios.js'

type Json = Record<string, unknown>
type Step = ScenarioStep &
  CommitSpec & {
    repo: string
    url: string
    as: string
    object: string
    objects: Json[]
    args: string[]
    tag: string
    commit: string
    annotated: boolean
    name: string
    file: string
    body: Json
  }

const run = promisify(execFile)
const fixtures = join(import.meta.dirname, '../test/fixtures/git-scenarios')
const [kubeconfig = '', ...names] = process.argv.slice(2)
const bin = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin')
const work = mkdtempSync(join(tmpdir(), 'record-git-'))
const storage = join(work, 'storage')
mkdirSync(storage)
const repos = new GitRepos(work)
mkdirSync(repos.served)
const server = await startGitHttp({root: repos.served, intercept: oddAnswers, allow: knownVisitor})
const keys = JSON.parse(readFileSync(join(fixtures, 'keys.json'), 'utf8')) as Record<string, string>
const tls = await startGitHttp({
  root: repos.served,
  tls: {cert: keys['server.crt']!, key: keys['server.key']!, ca: keys['ca.crt']!},
})
const ssh = await startGitSsh({
  hostKeys: [keys['host.key']!],
  authorized: [keys['user.pub']!, keys['locked.pub']!],
  root: repos.served,
})
/** placeholder and what it stands for in this run */
const hosts = [
  ['<git-server>', server.host],
  ['<tls-server>', tls.host],
  ['<ssh-server>', ssh.host],
  ['<ssh-port>', String(ssh.port)],
] as const
const notifications: Json[] = []
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    notifications.push(JSON.parse(Buffer.concat(chunks).toString()) as Json)
    response.end()
  })
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
const address = (port: number): string => `127.0.0.1:${port}`
const artifactServer = address(28499)

async function kubectl(args: string[], input?: string): Promise<string> {
  const child = run(join(bin, 'kubectl'), ['--kubeconfig', kubeconfig, ...args], {maxBuffer: 1e8})
  child.child.stdin?.end(input)
  return (await child).stdout
}

function startController(): ChildProcess {
  const {port} = receiver.address() as AddressInfo
  const flags = [
    ...[
      `--events-addr=http://${address(port)}`,
      '--watch-all-namespaces=true',
      '--enable-leader-election=false',
      '--requeue-dependency=5s',
    ],
    ...[`--storage-path=${storage}`, `--storage-addr=${artifactServer}`, `--storage-adv-addr=${artifactServer}`],
    ...[`--metrics-addr=${address(28500)}`, `--health-addr=${address(28501)}`],
  ]
  return spawn(join(bin, 'source-controller'), flags, {
    env: {...process.env, KUBECONFIG: kubeconfig, RUNTIME_NAMESPACE: 'flux-system', TMPDIR: '/tmp'},
    stdio: ['ignore', 'ignore', 'ignore'],
  })
}

/** The placeholder of a value, in the order in which values appear. */
function labelled(table: Record<string, string>, value: string, word: string): string {
  const known = Object.keys(table).find((label) => table[label] === value)
  const label = known ?? `<${word}:${Object.keys(table).length + 1}>`
  table[label] = value
  return label
}

/** A Secret as a whole, so that it loses the keys that it no longer has; other objects by server-side apply. */
async function apply(object: Json): Promise<void> {
  const text = JSON.stringify(object)
  if (object['kind'] === 'Secret') {
    const replaced = await kubectl(['replace', '-f', '-'], text).catch(() => undefined)
    if (replaced !== undefined) return
  }
  await kubectl(['apply', '--server-side', '--force-conflicts', '--field-manager=recorder', '-f', '-'], text)
}

async function record(scenario: GitScenario): Promise<void> {
  const commits: Record<string, string> = {}
  const paths = new Map<string, string>()
  const snapshots: Json = {}
  const digests: Record<string, string> = {}
  const uids: Record<string, string> = {}
  const steps = structuredClone(scenario.steps) as Step[]
  const real = <T>(value: T): T => {
    let text = JSON.stringify(value)
    for (const [label, host] of hosts) text = text.replaceAll(label, host)
    for (const [label, sha] of Object.entries(commits)) text = text.replaceAll(label, sha)
    return JSON.parse(text) as T
  }
  const normal = <T>(value: T): T => {
    let text = JSON.stringify(value).replaceAll(artifactServer, '<artifact-server>')
    for (const [label, host] of hosts) text = text.replaceAll(host, label)
    for (const [label, sha] of Object.entries(commits)) text = text.replaceAll(sha, label)
    text = text
      .replace(/\/tmp\/(flux-include-\d+|gitrepository-[a-z0-9-]+-\d+)/g, '<tmp>')
      .replace(/sha256:[0-9a-f]{64}/g, (digest) => labelled(digests, digest, 'digest'))
    text = text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (uid) => labelled(uids, uid, 'uid'))
    text = text.replace(/("reportingInstance":)"[^"]*"/g, '$1"<host>"')
    text = text.replace(/("(?:lastTransitionTime|lastUpdateTime|timestamp)":)"[^"]*"/g, '$1"<time>"')
    return JSON.parse(text) as T
  }
  notifications.length = 0
  await events(scenario.name)
  for (const step of steps) {
    const path = paths.get(step.repo) ?? ''
    if (step.do === 'namespace')
      await kubectl(['apply', '-f', '-'], JSON.stringify({apiVersion: 'v1', kind: 'Namespace', metadata: {name: step.name}}))
    else if (step.do === 'create-repo' || step.do === 'bundle') {
      const place = `${scenario.name}/${step.repo}`
      paths.set(step.repo, place)
      if (step.do === 'bundle') await repos.fromBundle(place, join(fixtures, step.file))
      else await repos.create(place, step.branch)
    } else if (step.do === 'commit') step['sha'] = commits[step.as] = await repos.commit(path, step)
    else if (step.do === 'tag') await repos.tag(path, step.tag, {...step, commit: real(step.commit)})
    else if (step.do === 'git') await repos.git(path, real(step.args))
    else if (step.do === 'apply') {
      for (const object of real(step.objects)) await apply(object)
    } else if (step.do === 'patch') {
      await kubectl([
        '-n',
        scenario.name,
        'patch',
        step.object.toLowerCase(),
        '--type=merge',
        '--field-manager=recorder',
        '-p',
        JSON.stringify(step.body),
      ])
    } else if (step.do === 'delete')
      await kubectl(['-n', scenario.name, 'delete', step.object.toLowerCase(), '--ignore-not-found'])
    else if (step.do === 'wait') await settled(scenario.name, step.object)
    else if (step.do === 'snapshot') snapshots[step.name] = normal(await snapshot(scenario.name))
  }
  await kubectl(['-n', scenario.name, 'delete', 'gitrepositories,secrets', '--all'])
  const folder = join(fixtures, scenario.name)
  mkdirSync(folder, {recursive: true})
  writeFileSync(join(folder, 'steps.json'), `${JSON.stringify(steps, null, 1)}\n`)
  const expected = {
    scenario: scenario.name,
    about: scenario.about,
    flags: {source: [], kustomize: []},
    commits,
    digests: {},
    snapshots,
  }
  writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(expected, null, 1)}\n`)
  console.log(`${scenario.name}: ${Object.keys(snapshots).length} snapshots`)
}

type Source = {
  metadata: {name: string; generation: number; annotations?: Record<string, string>; [key: string]: unknown}
  status: {
    observedGeneration: number
    lastHandledReconcileAt?: string
    conditions?: {type: string; reason: string; observedGeneration: number}[]
    artifact?: {path: string}
  }
  [key: string]: unknown
}

async function settled(namespace: string, object: string): Promise<void> {
  for (let calm = 0, tries = 0; calm < 2; tries++) {
    if (tries > 150) throw new Error(`${namespace} ${object} does not settle`)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const {metadata, status} = JSON.parse(await kubectl(['-n', namespace, 'get', object.toLowerCase(), '-o', 'json'])) as Source
    const conditions = status.conditions ?? []
    const of = (type: string) => conditions.find((condition) => condition.type === type)
    const handled = (metadata.annotations?.['reconcile.fluxcd.io/requestedAt'] ?? '') === (status.lastHandledReconcileAt ?? '')
    const current = of('Ready')?.observedGeneration === metadata.generation
    const resting = of('Reconciling')
      ? of('Reconciling')!.reason === 'ProgressingWithRetry'
      : status.observedGeneration === metadata.generation
    calm = handled && current && resting ? calm + 1 : 0
  }
}

async function snapshot(namespace: string): Promise<Json> {
  const items = await restingSources(namespace)
  const artifacts: Json = {}
  for (const item of items) {
    const {metadata, status} = item
    item['managers'] = (metadata['managedFields'] as Json[]).map(({manager, operation, subresource}) => ({
      manager,
      operation,
      subresource,
    }))
    delete metadata['managedFields']
    delete metadata['creationTimestamp']
    metadata['resourceVersion'] = '<rv>'
    if (!status.artifact) continue
    const {path} = status.artifact
    const file = join(storage, path)
    const bytes = readFileSync(file)
    const mode = (name: string): string => `0o${(statSync(name).mode & 0o777).toString(8)}`
    artifacts[`GitRepository/${namespace}/${metadata.name}`] = {
      path,
      digestAlgorithm: 'sha256',
      gzipHeader: bytes.toString('hex', 0, 10),
      gzipBytes: bytes.length,
      tarBytes: gunzipSync(bytes).length,
      tarSha256: createHash('sha256').update(gunzipSync(bytes)).digest('hex'),
      tarMagic: 'ustar\u000000',
      everyEntry: {mtime: 0, uid: 0, gid: 0, uname: '', gname: ''},
      entries: entriesOf(gunzipSync(bytes)),
      fileMode: mode(file),
      dirMode: mode(dirname(file)),
      storageFolder: readdirSync(dirname(file)),
    }
  }
  const sent = notifications.splice(0).filter((item) => (item['involvedObject'] as {namespace: string}).namespace === namespace)
  return {flux: items, objects: [], artifacts, events: await events(namespace), notifications: sent}
}

/** All sources at a moment when none is in the middle of a run. */
async function restingSources(namespace: string): Promise<Source[]> {
  for (;;) {
    const text = await kubectl(['-n', namespace, 'get', 'gitrepositories', '-o', 'json', '--show-managed-fields'])
    const {items} = JSON.parse(text) as {items: Source[]}
    if (!items.some(({status}) => status.conditions?.some((condition) => condition.reason === 'Progressing'))) return items
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

type KubeEvent = {
  metadata: {resourceVersion: string; annotations?: Record<string, string>}
  involvedObject: {kind: string; name: string}
  [key: string]: unknown
}

let seenEvents = 0

/** Events since the last snapshot, in the order in which they reached the API. */
async function events(namespace: string): Promise<Json[]> {
  const {items} = JSON.parse(await kubectl(['-n', namespace, 'get', 'events', '-o', 'json'])) as {items: KubeEvent[]}
  const version = (event: KubeEvent): number => Number(event.metadata.resourceVersion)
  const fresh = items.filter((event) => version(event) > seenEvents).sort((left, right) => version(left) - version(right))
  seenEvents = Math.max(seenEvents, ...fresh.map(version))
  return fresh.map((event) => ({
    object: `${event.involvedObject.kind}/${namespace}/${event.involvedObject.name}`,
    type: event['type'],
    reason: event['reason'],
    message: event['message'],
    count: event['count'],
    annotations: event.metadata.annotations ?? null,
    source: 'source-controller',
    reportingComponent: 'source-controller',
  }))
}

/** `type mode size name` of each entry. */
function entriesOf(tar: Buffer): string[] {
  const entries: string[] = []
  const text = (at: number, length: number): string => tar.toString('utf8', at, at + length).split('\0')[0]!
  let longName: string | undefined
  for (let at = 0; text(at + 257, 5) === 'ustar'; ) {
    const size = Number.parseInt(text(at + 124, 12), 8)
    const type = text(at + 156, 1)
    const prefix = text(at + 345, 155)
    const name = longName ?? (prefix ? `${prefix}/` : '') + text(at, 100)
    longName = type === 'x' ? / path=(.*)\n/.exec(text(at + 512, size))?.[1] : undefined
    if (type !== 'x') entries.push(`${type} 0o${Number.parseInt(text(at + 100, 8), 8).toString(8)} ${size} ${name}`)
    at += 512 + Math.ceil(size / 512) * 512
  }
  return entries
}

const controller = startController()
await new Promise((resolve) => setTimeout(resolve, 3000))
try {
  for (const scenario of GIT_SCENARIOS) if (names.length === 0 || names.includes(scenario.name)) await record(scenario)
} finally {
  controller.kill()
  receiver.close()
  await Promise.all([server.close(), tls.close(), ssh.close()])
  rmSync(work, {recursive: true, force: true})
}
