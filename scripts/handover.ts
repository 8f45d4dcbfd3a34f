// CNCF's source- and kustomize-controller and `flux run --once`, one after the other over one real API server: when the
// other side takes over, no applied object is written (resourceVersions stay) and inventories are equal. Both ways.
// usage: npm run build && node scripts/run.mjs handover [--keep] [--root FOLDER_OF_A_BUILT_PACKAGE]
import {execFile} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs, promisify} from 'node:util'
import {accessFromText} from '../src/lib/adapters/kube/access/load-access.js'
import {createKubeClient} from '../src/lib/adapters/kube/client.js'
import {createHttpsTransport} from '../src/lib/adapters/kube/https/https-transport.js'
import {createDiskFs} from '../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../src/lib/adapters/system/random.js'
import {createSystemClock} from '../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../src/lib/adapters/system/tasks.js'
import type {JsonObject} from '../src/lib/formats/json/value.js'
import {crds} from '../src/lib/kinds/crds.js'
import type {KindRef, KubeClient, KubeObject} from '../src/lib/ports/kube.js'
import {startGitHttp} from '../test/fakes/git-http.js'
import {GitRepos} from '../test/fakes/git-repo.js'
import {PEERS_BIN as bin, missingPeers, startControlPlane} from '../test/handover/control-plane.js'
import {type ControllerPlace, cncfIn, controllerProcesses} from '../test/handover/controller-processes.js'
import {FLEET_FILES, fleetObjects} from '../test/handover/fleet.js'
import {Processes, pause} from '../test/handover/processes.js'

const KUSTOMIZATION = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}
const SOURCE = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository'}
const {values} = parseArgs({options: {keep: {type: 'boolean'}, root: {type: 'string'}}})
const built = values.root ?? join(import.meta.dirname, '..')
const main = join(built, 'bin/run.js')

/** Everything that a hand-over must leave as it is. */
type State = Record<string, string>

const missing = missingPeers(bin)
if (missing.length > 0) console.log(`2 cases skipped: ${missing.join(', ')} missing in ${bin}`)
else if (!existsSync(join(built, 'dist/main.cjs'))) throw new Error('build the command line first: npm run build')
else {
  const changes = [...(await handOver('cncf', 'ours')), ...(await handOver('ours', 'cncf'))]
  for (const change of changes) console.log(change)
  console.log(changes.length === 0 ? '2 of 2 hand-overs changed nothing' : `${changes.length} changes`)
  process.exitCode = changes.length === 0 ? 0 : 1
}

type Side = 'cncf' | 'ours'

async function handOver(first: Side, second: Side): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'handover-'))
  const processes = new Processes()
  const repos = new GitRepos(root)
  mkdirSync(repos.served, {recursive: true})
  const git = await startGitHttp({root: repos.served})
  try {
    await repos.create('fleet')
    await repos.commit('fleet', {branch: 'main', message: 'fleet', date: '2026-01-01T00:00:01Z', write: FLEET_FILES})
    const kubeconfig = await startControlPlane(bin, join(root, 'cluster'), processes)
    const kube = await client(kubeconfig)
    for (const object of [...crds(), ...fleetObjects(`${git.url}/fleet`)]) await applySoon(kube, object)
    await reconcile(first, kube, {root, kubeconfig, processes}, 'first')
    const before = await stateOf(kube)
    await reconcile(second, kube, {root, kubeconfig, processes}, 'second')
    const after = await stateOf(kube)
    console.log(
      `${first} -> ${second}: ${Object.keys(before).length} facts about ${await inventorySize(kube)} applied objects compared`,
    )
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys
      .filter((key) => before[key] !== after[key])
      .map((key) => `${first} -> ${second}: ${key}\n  - ${before[key]}\n  + ${after[key]}`)
  } finally {
    await processes.stopAll()
    await git.close()
    if (values.keep) console.log(`kept ${root}`)
    else rmSync(root, {recursive: true, force: true})
  }
}

/** Lets one side reconcile everything once, and stops it. */
async function reconcile(side: Side, kube: KubeClient, place: ControllerPlace, round: string): Promise<void> {
  const request = {metadata: {annotations: {'reconcile.fluxcd.io/requestedAt': round}}}
  for (const kind of [SOURCE, KUSTOMIZATION])
    for (const {metadata} of (await kube.list(kind)).items) {
      const ref = {...kind, namespace: metadata.namespace, name: metadata.name ?? ''}
      await kube.patch(ref, {type: 'merge', body: request}, {fieldManager: 'handover'})
    }
  if (side === 'ours') {
    const args = [main, 'run', '--kubeconfig', place.kubeconfig, '--once', '--timeout', '2m']
    // Not spawnSync: the Git server lives in this process.
    await promisify(execFile)(process.execPath, args, {timeout: 180_000})
    return
  }
  const cncf = await controllerProcesses(cncfIn(bin), place, {both: ['--requeue-dependency=2s']})
  const source = cncf.source()
  // Artifacts of a store that is gone would be asked for again and again: the source comes first, as in a cluster that restarts.
  const running = [source]
  try {
    await handled(kube, round, place, [SOURCE])
    running.push(cncf.kustomize())
    await handled(kube, round, place, [SOURCE, KUSTOMIZATION])
  } finally {
    for (const child of running) await place.processes.stop(child)
  }
}

/** Waits until both controllers have answered the request and everything is Ready. */
async function handled(kube: KubeClient, round: string, {root}: ControllerPlace, kinds: readonly KindRef[]): Promise<void> {
  let waiting: string[] = []
  for (let attempt = 0; attempt < 360; attempt++) {
    const objects = (await Promise.all(kinds.map((kind) => kube.list(kind)))).flatMap(({items}) => items)
    waiting = objects.filter((object) => !isHandled(object, round)).map(({kind, metadata}) => `${kind}/${metadata.name}`)
    if (waiting.length === 0) return
    await pause(500)
  }
  const name = kinds.length > 1 ? 'kustomize-controller' : 'source-controller'
  const log = readFileSync(join(root, `${name}.log`), 'utf8')
    .split('\n')
    .slice(-5)
    .join('\n')
  throw new Error(`CNCF's controllers did not make ${waiting.join(', ')} ready:\n${log}`)
}

function isHandled(object: KubeObject, round: string): boolean {
  const status = (object['status'] ?? {}) as JsonObject
  const conditions = (status['conditions'] ?? []) as JsonObject[]
  const ready = conditions.some(({type, status: value}) => type === 'Ready' && value === 'True')
  return ready && status['lastHandledReconcileAt'] === round && !conditions.some(({type}) => type === 'Reconciling')
}

/** Versions, uids and managers of all applied objects, inventories, specs and finalizers of the Flux objects. */
async function stateOf(kube: KubeClient): Promise<State> {
  const state: State = {}
  for (const object of (await kube.list(KUSTOMIZATION)).items) {
    const name = `Kustomization/${object.metadata.name}`
    const status = object['status'] as JsonObject
    state[`${name} inventory`] = JSON.stringify(status['inventory'])
    state[`${name} revision`] = String(status['lastAppliedRevision'])
    state[`${name} digest`] = String(((status['history'] ?? []) as JsonObject[])[0]?.['digest'])
    state[`${name} spec`] = JSON.stringify([object['spec'], object.metadata.finalizers, object.metadata.generation])
    for (const {id, v} of entriesOf(status)) {
      const [namespace = '', objectName = '', group = '', kind = ''] = id.split('_')
      const apiVersion = group === '' ? v : `${group}/${v}`
      const ref = {apiVersion, kind, name: objectName.replaceAll('__', ':'), ...(namespace ? {namespace} : {})}
      const applied = await kube.get(ref)
      const managers = (applied.metadata.managedFields ?? []).filter(({subresource}) => subresource !== 'status')
      state[`${kind}/${objectName} version`] = `${applied.metadata.uid} ${applied.metadata.resourceVersion}`
      state[`${kind}/${objectName} managers`] = JSON.stringify(managers.map(({manager, operation}) => `${manager} ${operation}`))
    }
  }
  for (const object of (await kube.list(SOURCE)).items) {
    const artifact = (object['status'] as JsonObject)['artifact'] as JsonObject
    state[`GitRepository/${object.metadata.name} revision`] = String(artifact['revision'])
    state[`GitRepository/${object.metadata.name} spec`] = JSON.stringify([object['spec'], object.metadata.finalizers])
  }
  return state
}

function entriesOf(status: JsonObject): {id: string; v: string}[] {
  return ((status['inventory'] as JsonObject | undefined)?.['entries'] ?? []) as {id: string; v: string}[]
}

async function inventorySize(kube: KubeClient): Promise<number> {
  const all = (await kube.list(KUSTOMIZATION)).items
  return all.reduce((sum, object) => sum + entriesOf(object['status'] as JsonObject).length, 0)
}

async function client(kubeconfig: string): Promise<KubeClient> {
  const tasks = createTasks()
  const clock = createSystemClock()
  const sources = {fs: createDiskFs(tasks, systemRandom), clock}
  const access = await accessFromText(readFileSync(kubeconfig, 'utf8'), sources)
  const transport = createHttpsTransport({access, clock, random: systemRandom, tasks})
  return createKubeClient({transport, clock, random: systemRandom, userAgent: 'handover'})
}

/** Applies, with patience for a kind that was only just declared. */
async function applySoon(kube: KubeClient, object: KubeObject): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await kube.apply(object, {fieldManager: 'handover', force: true})
      return
    } catch (error) {
      if (attempt > 50) throw error
      await pause(200)
    }
  }
}
