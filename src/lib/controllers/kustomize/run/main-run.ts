import {ApplyError} from '../../../apply/apply-error.js'
import {actionsBySubject, type Change, changeLine, hasChanged, subjectsByAction} from '../../../apply/change-set.js'
import {deleteObjects} from '../../../apply/delete-objects.js'
import {type InventoryEntry, inventoryDifference, inventoryEntry, inventoryRef, inventoryUnion} from '../../../apply/inventory.js'
import {prepareObjects} from '../../../apply/prepare/prepare-objects.js'
import {applyStages} from '../../../apply/server-side/apply-stages.js'
import type {HealthRules} from '../../../apply/wait/health-rules.js'
import {idlePatches} from '../../../engines/kustomize/idle-patches.js'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {formatDuration} from '../../../formats/duration/duration.js'
import {printJson} from '../../../formats/json/print.js'
import type {Artifact} from '../../../ports/artifacts.js'
import type {Context} from '../../../ports/context.js'
import type {FileTree} from '../../../ports/files.js'
import type {KubeObject, ObjectRef} from '../../../ports/kube.js'
import {renderKustomization} from '../../../render/render-kustomization.js'
import {cleanPath, resolvePath} from '../../../render/tree-path.js'
import {type Draft, deleteCondition, isTrue, markReconciling, setCondition} from '../../runtime/conditions.js'
import type {Run} from '../../runtime/types.js'
import {checkHealth, healthTargets} from '../checks/health-check.js'
import {type ClusterAccess, clusterAccess} from '../cluster-access.js'
import {compileIgnoreRules} from '../compile-ignore-rules.js'
import {nameOf, specOf, statusOf, timeoutOf} from '../kustomization.js'
import type {KustomizeOptions} from '../options.js'
import {revisionOf} from '../source.js'
import {CONTROLLER, tell} from '../tell.js'
import {ArtifactMissing, HealthCheckCanceled, RunFailure} from './failures.js'
import {recordHistory} from './history.js'
import {RunInventory} from './run-inventory.js'
import type {RememberedBuild} from './run-memory.js'
import type {StatusWrites} from './status-writes.js'

export type RunContext = Pick<
  Context,
  'kube' | 'caches' | 'artifacts' | 'clock' | 'random' | 'events' | 'metrics' | 'log' | 'http' | 'git'
>

/** How messages name the root of the artifact. */
export const ROOT = '/artifact'

export interface MainRunInput {
  readonly context: RunContext
  readonly draft: Draft
  readonly run: Run
  readonly options: KustomizeOptions
  readonly artifact: Artifact
  readonly rules: HealthRules
  /** last builds by `namespace/name` */
  readonly builds: Map<string, RememberedBuild>
  readonly writes: StatusWrites
}

/** Objects of a build that is kept in memory for the next run. */
const MOST_REMEMBERED = 1000

/**
 * From an artifact to a healthy cluster (kustomize-controller reference 3.2). Ready is set on the draft, for failures
 * too. Throws RunFailure, ArtifactMissing, HealthCheckCanceled, or what writing the status throws.
 */
export async function mainRun(input: MainRunInput): Promise<void> {
  await new MainRun(input).run()
}

class MainRun {
  readonly #begun: number
  readonly #revision: string
  readonly #origin: string | undefined
  readonly #within: string
  readonly #inventory: RunInventory
  readonly #newRevision: boolean
  #digest = ''

  constructor(private readonly input: MainRunInput) {
    const {context, draft, artifact} = input
    this.#begun = context.clock.monotonic()
    this.#revision = artifact.revision
    this.#origin = revisionOf(artifact).originRevision
    this.#within = `for revision ${artifact.revision} with a timeout of ${formatDuration(timeoutOf(specOf(draft)))}`
    this.#inventory = new RunInventory(draft, () => input.writes.keepInventory())
    this.#newRevision = statusOf(draft).lastAppliedRevision !== artifact.revision
  }

  async run(): Promise<void> {
    const {draft, context} = this.input
    this.#set('Ready', 'Unknown', 'Progressing', 'Reconciliation in progress')
    this.#progress('Fetching manifests')
    const {tree, directory} = await this.#openArtifact()
    draft.status.lastAttemptedRevision = this.#revision
    this.#progress('Building manifests')
    const access = await this.#access()
    const objects = await this.#build(tree, directory)
    this.#progress('Detecting drift')
    const changes = await this.#apply(access, objects)
    const inventory = changes.map((change) => inventoryEntry(change.ref))
    this.#inventory.set(inventory)
    await this.#prune(access, inventory)
    await this.#checkHealth(access, changes, objects)
    draft.status.lastAppliedRevision = this.#revision
    draft.status.lastAppliedOriginRevision = this.#origin
    this.#set('Ready', 'True', 'ReconciliationSucceeded', `Applied revision: ${this.#revision}`)
    this.#record('ReconciliationSucceeded', context.clock.now())
  }

  async #openArtifact(): Promise<{tree: FileTree; directory: string}> {
    const {context, artifact, run, draft} = this.input
    let tree: FileTree
    try {
      tree = await context.artifacts.open(artifact, run.signal)
    } catch (error) {
      if (error instanceof FluxError && error.code === 'artifact-not-found')
        throw new ArtifactMissing(error.message, {cause: error})
      throw this.#fail('ArtifactFailed', error)
    }
    const path = cleanPath(specOf(draft).path ?? '')
    const found = await resolvePath(tree, path)
    if (found) return {tree, directory: found.path}
    throw this.#fail('ArtifactFailed', `kustomization path not found: stat ${ROOT}/${path}: no such file or directory`)
  }

  async #access(): Promise<ClusterAccess> {
    const {context, draft, options, run} = this.input
    try {
      return await clusterAccess(context, draft, options, run.signal)
    } catch (error) {
      throw this.#fail('ReconciliationFailed', error, `failed to build kube client: ${messageOf(error)}`)
    }
  }

  async #build(tree: FileTree, directory: string): Promise<KubeObject[]> {
    const {context, draft, options, run, builds} = this.input
    const namespace = draft.metadata.namespace ?? ''
    const key = printJson([this.input.artifact.digest, draft.spec ?? null])
    const last = builds.get(nameOf(draft))
    if (last?.key === key) {
      this.#digest = last.digest
      return [...last.objects]
    }
    builds.delete(nameOf(draft))
    try {
      const rendered = await renderKustomization(draft, tree, {
        directory,
        root: ROOT,
        strict: options.gates.strictPostBuildSubstitutions,
        readVariables: ({kind, name}) => context.kube.get({apiVersion: 'v1', kind, namespace, name}, {signal: run.signal}),
        remote: options.noRemoteBases ? undefined : {http: context.http, git: context.git},
        signal: run.signal,
      })
      this.#digest = rendered.digest
      for (const patch of idlePatches(rendered.warnings)) run.log.info('the target of a patch matches nothing', {...patch})
      const owner = {name: draft.metadata.name ?? '', namespace}
      const {leftAlone} = options
      const objects = prepareObjects(rendered.objects, {owner, leftAlone, commonMetadata: specOf(draft).commonMetadata})
      if (rendered.closed && objects.length <= MOST_REMEMBERED) builds.set(nameOf(draft), {key, digest: rendered.digest, objects})
      return objects
    } catch (error) {
      throw this.#fail('BuildFailed', error)
    }
  }

  async #apply(access: ClusterAccess, objects: readonly KubeObject[]): Promise<Change[]> {
    const {context, draft, options, run} = this.input
    const known = new Set(this.#inventory.before.map((entry) => entry.id))
    try {
      const changes = await applyStages(
        {kube: access.kube, clock: context.clock},
        objects,
        {
          manager: CONTROLLER,
          force: specOf(draft).force ?? false,
          overriddenManagers: options.overrideManagers,
          ignore: compileIgnoreRules(specOf(draft).ignore ?? []),
          customStage: new Set(options.customApplyStageKinds),
          concurrency: options.concurrentSsa,
          migrateApiVersion: options.gates.migrateApiVersion,
          expectedNew: (ref) => !known.has(inventoryEntry(ref).id),
          beforeCreating: (refs) => this.#inventory.announce(refs),
          signal: run.signal,
        },
        this.#rules(access),
      )
      this.#tellApplied(changes)
      return changes
    } catch (error) {
      throw this.#applyFailed(error)
    }
  }

  #applyFailed(error: unknown): RunFailure {
    const changes = error instanceof ApplyError ? error.changes : []
    const created = error instanceof ApplyError ? error.created : []
    const refs: ObjectRef[] = [...changes.filter((change) => change.action === 'created').map((change) => change.ref), ...created]
    this.#inventory.settle(refs)
    const lines = changes.filter(hasChanged).map((change) => `${changeLine(change)}\n`)
    const plain = error instanceof ApplyError && messageOf(error).includes('is SOPS encrypted')
    const failure = this.#fail('ReconciliationFailed', plain ? error : `${messageOf(error)}\n${lines.join('')}`)
    this.#record('ReconciliationFailed', this.input.context.clock.now())
    return failure
  }

  #tellApplied(changes: readonly Change[]): void {
    const {context, draft, run, options} = this.input
    const changed = changes.filter(hasChanged)
    if (changed.length === 0) return
    run.log.info('server-side apply completed', {
      output: options.gates.groupChangeLog ? subjectsByAction(changes) : actionsBySubject(changes),
      revision: this.#revision,
    })
    tell(context, draft, 'info', changed.map(changeLine).join('\n'), revisionOf(this.input.artifact))
  }

  async #prune(access: ClusterAccess, inventory: readonly InventoryEntry[]): Promise<void> {
    const {context, draft, run} = this.input
    if (!specOf(draft).prune) return
    const stale = inventoryDifference(this.#inventory.before, inventory)
    const refs = stale.map(inventoryRef).filter((ref) => ref !== undefined)
    if (refs.length === 0) return
    // Not forgotten before they are gone: the run may be stopped meanwhile.
    this.#inventory.set(inventoryUnion(inventory, stale))
    const {changes, error} = await deleteObjects(access.kube, refs, {
      owner: {name: draft.metadata.name ?? '', namespace: draft.metadata.namespace ?? ''},
      missingKindFails: access.dedicated,
      signal: run.signal,
    })
    if (!error) {
      this.#inventory.set(inventory)
      const lines = changes.map(changeLine).join('\n')
      run.log.info(`garbage collection completed: ${lines}`)
      tell(context, draft, 'info', lines, revisionOf(this.input.artifact))
      return
    }
    const unreadable = stale.filter((entry) => !inventoryRef(entry))
    // in the order in which they were tried
    const survivors = changes.filter((change) => change.action === 'unknown').map((change) => inventoryEntry(change.ref))
    this.#inventory.set(inventoryUnion(inventory, [...survivors, ...unreadable]))
    const failure = this.#fail('PruneFailed', error)
    this.#record('PruneFailed', context.clock.now())
    throw failure
  }

  async #checkHealth(access: ClusterAccess, changes: readonly Change[], objects: readonly KubeObject[]): Promise<void> {
    const {context, draft, run, options} = this.input
    const targets = healthTargets(draft, changes, objects)
    if (!targets) return deleteCondition(draft, 'Healthy')
    const wasHealthy = isTrue(draft, 'Healthy')
    const begun = context.clock.monotonic()
    const message = `Running health checks ${this.#within}`
    this.#set('Healthy', 'Unknown', 'Progressing', message)
    this.#progress('Running health checks')
    let problem: string | undefined
    try {
      problem = await checkHealth({kube: access.kube, clock: context.clock}, draft, targets, this.#rules(access), run, options)
    } catch (error) {
      if (error instanceof HealthCheckCanceled) this.#set('Ready', 'False', 'HealthCheckCanceled', error.message)
      throw error
    }
    const duration = formatDuration(context.clock.monotonic() - begun)
    if (problem !== undefined) {
      this.#set('Healthy', 'False', 'HealthCheckFailed', problem)
      const failure = this.#fail('HealthCheckFailed', `health check failed after ${duration}: ${problem}`)
      this.#record('HealthCheckFailed', context.clock.now())
      throw failure
    }
    this.#set('Healthy', 'True', 'Succeeded', `Health check passed in ${duration}`)
    if (!wasHealthy || (this.#newRevision && changes.some(hasChanged))) {
      tell(context, draft, 'info', `Health check passed in ${duration}`, revisionOf(this.input.artifact))
    }
  }

  #rules(access: ClusterAccess): HealthRules {
    return {...this.input.rules, dedicated: access.dedicated}
  }

  #progress(what: string): void {
    const {draft, context} = this.input
    markReconciling(draft, context.clock.now(), 'Progressing', `${what} ${this.#within}`)
    this.input.writes.show()
  }

  /** Sets Ready=False and returns the failure to throw; a stop of the controller is passed on as it is. */
  #fail(reason: string, error: unknown, told?: string): RunFailure {
    this.input.run.signal.throwIfAborted()
    const message = typeof error === 'string' ? error : messageOf(error)
    this.#set('Ready', 'False', reason, message)
    return new RunFailure(reason, message, told ?? message, error)
  }

  #set(type: 'Ready' | 'Healthy', status: 'True' | 'False' | 'Unknown', reason: string, message: string): void {
    setCondition(this.input.draft, this.input.context.clock.now(), {type, status, reason, message})
  }

  #record(status: string, now: number): void {
    const duration = this.input.context.clock.monotonic() - this.#begun
    const metadata = {revision: this.#revision, ...(this.#origin ? {originRevision: this.#origin} : {})}
    recordHistory(this.input.draft, now, {digest: this.#digest, status, duration, metadata})
  }
}
