import {copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {ApiError, isNotFound} from '../../src/lib/errors/api-error.js'
import {messageOf} from '../../src/lib/errors/flux-error.js'
import {isObject, type JsonObject} from '../../src/lib/formats/json/value.js'
import type {KubeObject, ObjectRef} from '../../src/lib/ports/kube.js'
import {type Bindings, createBindings} from './bindings.js'
import type {Difference} from './compare.js'
import {compareSnapshot} from './compare-snapshot.js'
import {editOf} from './edit.js'
import {ARTIFACT_ACTIONS, type ArtifactAction, type Scenario, type Snapshot, type Step, type WaitFor} from './format.js'
import {kubectl} from './kubectl.js'
import {createResolver} from './refs.js'
import {type Repos, startRepos} from './repos.js'
import {takeSnapshot} from './snapshot.js'
import type {World} from './world.js'

export interface ScenarioResult {
  readonly name: string
  readonly differences: readonly Difference[]
  /** What was waited for and never came; no difference by itself, since recordings have such waits too. */
  readonly timedOut: readonly string[]
  /** What was found at each snapshot, and what the known placeholders meant. */
  readonly actual?: {readonly snapshots: Readonly<Record<string, Snapshot>>; readonly known: ReadonlyMap<string, string>}
  /** What stopped the replay, if something did. */
  readonly failure?: string | undefined
}

/** Longest wait for something that should come, ms. */
const LONGEST_WAIT = 180_000
/** ... and for something of which the recording says that it never came. */
const WAIT_IN_VAIN = 60_000
/** How long a snapshot waits for runs to end: recordings show some in the middle of long ones. */
const SNAPSHOT_WAIT = 3_000

/** Replays one scenario in `world`, with its repositories below `root`, and compares every snapshot. */
export async function runScenario(scenario: Scenario, world: World, root: string): Promise<ScenarioResult> {
  const bindings = createBindings()
  const repos = await startRepos(scenario, root, bindings)
  bindings.set('<artifact-server>', world.artifactServer)
  bindings.set('<api-server>', world.apiServer)
  bindings.set('<storage>', world.storage)
  const replay = new Replay(scenario, world, repos, bindings)
  try {
    for (const [index, step] of scenario.steps.entries()) {
      try {
        await replay.run(step, index)
      } catch (error) {
        const text = `step ${index + 1} (${step.do}): ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`
        return {name: scenario.name, differences: replay.found, timedOut: replay.timedOut, failure: text}
      }
    }
    const actual = {snapshots: replay.snapshots, known: bindings.known}
    return {name: scenario.name, differences: replay.found, timedOut: replay.timedOut, actual}
  } finally {
    await repos.close()
  }
}

class Replay {
  readonly found: Difference[] = []
  readonly timedOut: string[] = []
  readonly snapshots: Record<string, Snapshot> = {}
  private readonly namespaces = new Set<string>()
  private readonly seen = new Set<string>()
  private readonly resolve: (path: string) => Promise<ObjectRef>
  private readonly saved = new Map<string, string>()

  constructor(
    private readonly scenario: Scenario,
    private readonly world: World,
    private readonly repos: Repos,
    private readonly bindings: Bindings,
  ) {
    this.resolve = createResolver(world.kube, scenario.name)
    this.namespaces.add(scenario.name)
  }

  async run(step: Step, index: number): Promise<void> {
    switch (step.do) {
      case 'namespace':
        return this.namespace(step.name)
      case 'create-repo':
        return this.repos.create(step)
      case 'commit':
        await this.repos.commit(step, isUnpushed(this.scenario.steps[index + 1]))
        return this.pause()
      case 'tag':
        await this.repos.tag(step)
        return this.pause()
      case 'git':
        await this.repos.git(step)
        return this.pause()
      case 'apply':
        return this.apply(step, index)
      case 'patch':
        return this.patch(step)
      case 'delete': {
        const ref = await this.resolve(step.object)
        await this.world.kube.delete(ref, {propagationPolicy: 'Background'})
        return this.pause()
      }
      case 'kubectl':
        return this.kubectl(step, index)
      case 'wait':
        return this.wait(step, index)
      case 'sleep':
        return this.world.sleep(step.seconds * 1000)
      case 'snapshot':
        return this.snapshot(step.name)
      default:
        if (!ARTIFACT_ACTIONS.includes(step.do))
          throw new Error(`the scenario runner does not know the step '${String(step.do)}'`)
        return this.damage(step.do)
    }
  }

  private pause(): Promise<void> {
    return this.world.pause()
  }

  private async namespace(name: string): Promise<void> {
    this.namespaces.add(name)
    await this.world.kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name}}, {fieldManager: 'recorder'})
    await this.pause()
  }

  /** Known placeholders and made-up credentials put in place. */
  private concrete(object: KubeObject): KubeObject {
    const filled = this.bindings.fillAll(object)
    const data = filled['stringData']
    if (!isObject(data)) return filled
    const stringData = Object.fromEntries(
      Object.entries(data).map(([key, value]) => [
        key,
        value === '<a kubeconfig of this cluster, admin>' ? this.world.kubeconfig : (this.repos.secret(String(value)) ?? value),
      ]),
    )
    return {...filled, stringData}
  }

  private async apply(step: Extract<Step, {do: 'apply'}>, index: number): Promise<void> {
    const path = `step ${index + 1}: rejected`
    try {
      for (const object of step.objects) {
        const concrete = this.concrete(object)
        await this.world.kube.apply(concrete, {fieldManager: step.manager ?? 'recorder', force: true})
        if (object.metadata.namespace) this.namespaces.add(object.metadata.namespace)
        if (object.kind === 'Namespace') this.namespaces.add(object.metadata.name ?? '')
      }
      if (step.rejected !== undefined) this.found.push({path, expected: step.rejected, actual: undefined})
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const expected = step.rejected
      if (expected === undefined || !this.bindings.matches(expected, error.message, path))
        this.found.push({path, expected, actual: error.message})
    }
    await this.pause()
  }

  private async patch(step: Extract<Step, {do: 'patch'}>): Promise<void> {
    const ref = await this.resolve(step.object)
    const patch = {type: step.type, body: this.bindings.fillAll(step.body)} as {type: 'merge'; body: JsonObject}
    await this.world.kube.patch(ref, patch, {fieldManager: step.manager, subresource: step.subresource})
    await this.pause()
  }

  private async kubectl(step: Extract<Step, {do: 'kubectl'}>, index: number): Promise<void> {
    const {world} = this
    const args = step.args.map((arg) => this.bindings.fill(arg))
    const edited = (ref: ObjectRef) => editOf(this.scenario, index, ref)
    let stdout = ''
    let exit = 0
    if (world.kubectl && args[2] !== 'edit') ({stdout, exit} = await world.kubectl(args, step.stdin))
    else {
      try {
        stdout = await kubectl(world.kube, args, step.stdin, edited)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        exit = 1
      }
    }
    const path = `step ${index + 1}: kubectl`
    if (exit !== step.exit) this.found.push({path: `${path} exit`, expected: step.exit, actual: exit})
    if (step.stdout !== undefined && !this.bindings.matches(step.stdout.trim(), stdout.trim(), path))
      this.found.push({path: `${path} stdout`, expected: step.stdout, actual: stdout})
    await this.pause()
  }

  /** A wait that does not come true is not itself a difference: the recording may say so, and the snapshot tells. */
  private async wait(step: Extract<Step, {do: 'wait'}>, index: number): Promise<void> {
    const {object, for: wanted} = step
    const ref = await this.resolve(object)
    const read = () =>
      this.world.kube.get(ref).catch((error): undefined => {
        if (isNotFound(error) || (error as Error).name === 'NoMatchError') return undefined
        throw error
      })
    const came = await this.world.until(
      async () => {
        const now = await read()
        return wanted === 'gone' ? now === undefined : now !== undefined && this.holds(now, wanted)
      },
      JSON.stringify(step).includes('TIMED OUT') ? WAIT_IN_VAIN : LONGEST_WAIT,
    )
    if (!came) this.timedOut.push(`step ${index + 1}: ${object} ${JSON.stringify(wanted)}`)
  }

  private holds(object: KubeObject, wanted: WaitFor): boolean {
    const status = isObject(object['status']) ? object['status'] : {}
    const conditions = (Array.isArray(status['conditions']) ? status['conditions'] : []) as JsonObject[]
    const ready = conditions.find((condition) => condition['type'] === 'Ready')
    const requested = object.metadata.annotations?.['reconcile.fluxcd.io/requestedAt']
    if (requested !== undefined && status['lastHandledReconcileAt'] !== requested) return false
    if (wanted === 'settled') return !this.world.busy() && wasRun(object, ready)
    if (typeof wanted === 'string')
      return conditions.some((condition) => condition['type'] === wanted && condition['status'] === 'True')
    if (wanted.ready !== undefined) {
      const current = ready?.['status'] === wanted.ready && ready['observedGeneration'] === object.metadata.generation
      if (!current) return false
      if (wanted.ready === 'True' && status['observedGeneration'] !== object.metadata.generation) return false
    }
    if (wanted.message !== undefined && !String(ready?.['message'] ?? '').includes(this.bindings.fill(wanted.message)))
      return false
    for (const [field, value] of Object.entries(wanted))
      if (!['ready', 'message', 'revision'].includes(field) && JSON.stringify(status[field]) !== JSON.stringify(value))
        return false
    if (wanted.revision === undefined) return true
    const artifact = isObject(status['artifact']) ? status['artifact']['revision'] : undefined
    const revisions = [artifact, status['lastAppliedRevision'], status['lastAttemptedRevision']].map((revision) =>
      String(revision ?? ''),
    )
    return revisions.some((revision) => revision.includes(this.bindings.fill(wanted.revision!)))
  }

  private async snapshot(name: string): Promise<void> {
    const expected = this.scenario.snapshots[name]
    if (!expected) throw new Error(`the recording has no snapshot '${name}'`)
    // Only workloads have controllers whose work a snapshot shows.
    if (expected.objects.some((object) => object['status'] !== undefined)) await this.world.rest()
    await this.world.until(async () => !this.world.busy(), SNAPSHOT_WAIT)
    const actual = await takeSnapshot(this.world, expected, this.namespaces)
    this.snapshots[name] = actual
    for (const difference of compareSnapshot(expected, actual, {
      bindings: this.bindings,
      seen: this.seen,
      sameCommits: this.repos.sameCommits(),
    }))
      this.found.push({...difference, path: `${name}: ${difference.path}`})
  }

  private async damage(action: ArtifactAction): Promise<void> {
    const source = await this.world.kube.get(await this.resolve('GitRepository/app'))
    const status = isObject(source['status']) ? source['status'] : {}
    const artifact = isObject(status['artifact']) ? String(status['artifact']['path']) : [...this.saved.keys()].at(-1)
    if (artifact === undefined) throw new Error(`${action}: there is no artifact`)
    const file = join(this.world.storage, artifact)
    if (action === 'restore the artifact file') {
      // As the recorder did: a new file with the usual mode.
      rmSync(file, {force: true})
      writeFileSync(file, readFileSync(this.saved.get(artifact) ?? file), {mode: 0o644})
      return this.pause()
    }
    if (existsSync(file) && action !== 'append one byte to the artifact file') {
      const kept = join(this.world.storage, '..', `saved-${artifact.replaceAll('/', '-')}`)
      if (!this.saved.has(artifact)) copyFileSync(file, kept)
      this.saved.set(artifact, kept)
    }
    if (action === 'remove the artifact file') rmSync(file)
    else if (action === 'append one byte to the artifact file')
      writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('x')]))
    else writeFileSync(file, Buffer.alloc(statSync(this.saved.get(artifact) ?? file).size, 'damaged'))
    await this.pause()
  }
}

/** A run has come to an end for this generation; a suspended object is not run. */
function wasRun(object: KubeObject, ready: JsonObject | undefined): boolean {
  if (isObject(object['spec']) && object['spec']['suspend'] === true) return true
  return ready !== undefined && ready['status'] !== 'Unknown' && ready['observedGeneration'] === object.metadata.generation
}

/** The recorder pushed each commit to its branch, but for those that the next step puts somewhere else alone. */
function isUnpushed(next: Step | undefined): boolean {
  return next?.do === 'git' && /on no branch/.test(next.note ?? '')
}
