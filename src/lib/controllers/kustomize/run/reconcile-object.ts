import type {HealthRules} from '../../../apply/wait/health-rules.js'
import {messageOf} from '../../../errors/flux-error.js'
import {formatDuration, parseDuration} from '../../../formats/duration/duration.js'
import type {Artifact} from '../../../ports/artifacts.js'
import type {KubeObject} from '../../../ports/kube.js'
import {type Draft, deleteCondition, draftOf, isReady, markStalled, setCondition} from '../../runtime/conditions.js'
import {lastingSignal} from '../../runtime/lasting-signal.js'
import {isGone, StatusPatcher} from '../../runtime/status-patch.js'
import type {Outcome, Run} from '../../runtime/types.js'
import {unmetDependency} from '../checks/dependencies.js'
import {compileHealthRules} from '../checks/health-expressions.js'
import {deleteContent} from '../deletion.js'
import {KUSTOMIZATION, retryIntervalOf, specOf, statusOf} from '../kustomization.js'
import type {KustomizeOptions} from '../options.js'
import {findSource, revisionOf, sourceText} from '../source.js'
import {tell} from '../tell.js'
import {currentObject} from './current-object.js'
import {ArtifactMissing, HealthCheckCanceled, RunFailure, TerminalError} from './failures.js'
import {sayLastWords} from './last-words.js'
import {mainRun, type RunContext} from './main-run.js'
import {recallUnwritten, rememberUnwritten} from './run-inventory.js'
import {forget, type RunMemory} from './run-memory.js'
import {StatusWrites} from './status-writes.js'

const FINALIZER = 'finalizers.fluxcd.io'
const MANAGER = 'gotk-kustomize-controller'
const OWNED = ['Healthy', 'Ready', 'Reconciling', 'Stalled']
/** Milliseconds that a run which was stopped has for writing down what it created. */
const LAST_WORDS = 5000

/** One run for one Kustomization: the steps and the epilogue of kustomize-controller reference 3. */
export async function reconcileObject(
  context: RunContext,
  options: KustomizeOptions,
  run: Run,
  memory: RunMemory,
): Promise<Outcome> {
  const name = `${run.key.namespace}/${run.key.name}`
  const object = await currentObject(context, run, memory.writes.get(name))
  if (!object) {
    forget(memory, name)
    return {result: 'noop', requeue: 'never'}
  }
  // a stop ends the work at once, but not the writing down of what became of it
  const {signal, release} = lastingSignal(context.clock, run.signal, LAST_WORDS)
  const patcher = new StatusPatcher(context, object, {fieldManager: MANAGER, owned: OWNED, signal})
  const objectRun = new ObjectRun(context, options, run, object, memory, patcher)
  try {
    return await objectRun.reconcile()
  } finally {
    release()
    memory.writes.set(name, objectRun.resourceVersion)
  }
}

class ObjectRun {
  readonly #draft: Draft
  readonly #begun: number
  readonly #writes: StatusWrites

  constructor(
    private readonly context: RunContext,
    private readonly options: KustomizeOptions,
    private readonly run: Run,
    object: KubeObject,
    private readonly memory: RunMemory,
    patcher: StatusPatcher,
  ) {
    this.#draft = draftOf(object)
    recallUnwritten(memory, this.#draft)
    this.#writes = new StatusWrites(this.#draft, patcher, context.clock, run.log)
    this.#begun = context.clock.monotonic()
  }

  get resourceVersion(): string {
    return this.#draft.metadata.resourceVersion ?? ''
  }

  async reconcile(): Promise<Outcome> {
    let outcome: Outcome
    try {
      outcome = await this.#steps()
    } catch (error) {
      if (this.run.signal.aborted) return this.#stopped()
      outcome = {result: 'failed', requeue: 'backoff', error}
    }
    try {
      await this.#finish()
    } catch (error) {
      if (!isGone(error, this.#draft)) {
        rememberUnwritten(this.memory, this.#draft)
        return {result: 'failed', requeue: 'backoff', error}
      }
    }
    this.#conclude()
    return outcome
  }

  /** Who stops leaves the status as it is, but for what it created so far: that must not be forgotten. */
  async #stopped(): Promise<Outcome> {
    await this.#writes.stop().catch((error: unknown) => {
      this.run.log.error('what was created could not be written down', error)
    })
    return {result: 'failed', requeue: 'now'}
  }

  async #steps(): Promise<Outcome> {
    const draft = this.#draft
    if (draft.metadata.deletionTimestamp) return this.#delete()
    if (!draft.metadata.finalizers?.includes(FINALIZER)) {
      draft.metadata.finalizers = [...(draft.metadata.finalizers ?? []), FINALIZER]
      return {result: 'waiting', requeue: 'now'}
    }
    if (specOf(draft).suspend) {
      this.run.log.info('Reconciliation is suspended for this object')
      return {result: 'noop', requeue: 'never'}
    }
    let rules: HealthRules
    try {
      rules = compileHealthRules(specOf(draft).healthCheckExprs ?? [])
    } catch (error) {
      return this.#terminal(messageOf(error))
    }
    if (specOf(draft).decryption?.serviceAccountName && !this.options.gates.objectLevelWorkloadIdentity)
      return this.#gateDisabled()
    return this.#fromSource(rules)
  }

  async #delete(): Promise<Outcome> {
    const draft = this.#draft
    if (draft.metadata.finalizers?.includes(FINALIZER)) {
      await deleteContent(this.context, draft, this.run, this.options)
      draft.metadata.finalizers = draft.metadata.finalizers.filter((name) => name !== FINALIZER)
    }
    return {result: 'success', requeue: 'never'}
  }

  async #fromSource(rules: HealthRules): Promise<Outcome> {
    const draft = this.#draft
    const wait = formatDuration(this.options.requeueDependency)
    const answer = await findSource(this.context, draft, this.options, this.run.signal)
    switch (answer.is) {
      case 'denied':
        this.#setReady('AccessDenied', answer.message)
        markStalled(draft, this.#now(), 'AccessDenied', answer.message)
        tell(this.context, draft, 'error', answer.message)
        return {result: 'stalled', requeue: 'never', error: new Error(answer.message)}
      case 'missing':
        this.run.log.info(`Source '${sourceText(draft)}' not found`)
        this.#notStalled('ArtifactFailed', answer.message)
        return {result: 'waiting', requeue: {ms: retryIntervalOf(specOf(draft))}}
      case 'failed':
        this.#notStalled('ArtifactFailed', answer.message)
        return {result: 'failed', requeue: 'backoff', error: new Error(answer.message)}
      case 'without-artifact': {
        const message = `Source artifact not found, retrying in ${wait}`
        this.#notStalled('ArtifactFailed', message)
        this.run.log.info(message)
        return {result: 'waiting', requeue: {ms: this.options.requeueDependency}}
      }
      case 'found':
        return this.#afterDependencies(rules, answer.artifact)
    }
  }

  async #afterDependencies(rules: HealthRules, artifact: Artifact): Promise<Outcome> {
    const draft = this.#draft
    if (specOf(draft).dependsOn?.length) {
      let unmet: string | undefined
      try {
        unmet = await unmetDependency(this.context, draft, artifact.revision, this.options, this.run.signal)
      } catch (error) {
        if (error instanceof TerminalError) return this.#terminal(`terminal error: ${error.message}`, artifact.revision)
        throw error
      }
      if (unmet !== undefined) {
        const message = `Dependencies do not meet ready condition, retrying in ${formatDuration(this.options.requeueDependency)}`
        this.#notStalled('DependencyNotReady', unmet)
        this.run.log.info(message)
        tell(this.context, draft, 'info', message, revisionOf(artifact))
        return {result: 'waiting', requeue: {ms: this.options.requeueDependency}}
      }
      this.run.log.info('All dependencies are ready, proceeding with reconciliation')
    }
    return this.#mainRun(rules, artifact)
  }

  async #mainRun(rules: HealthRules, artifact: Artifact): Promise<Outcome> {
    const {context, options, run} = this
    const draft = this.#draft
    const {builds} = this.memory
    const writes = this.#writes
    try {
      await mainRun({context, draft, builds, run, options, artifact, rules, writes})
      return {result: 'success', requeue: 'interval'}
    } catch (error) {
      if (run.signal.aborted) throw error
      if (error instanceof ArtifactMissing) return this.#artifactMissing()
      if (error instanceof HealthCheckCanceled) {
        run.log.info('New reconciliation triggered, canceling health checks', {trigger: error.trigger})
        tell(
          context,
          draft,
          'info',
          `Health checks canceled due to new reconciliation triggered by ${error.trigger}`,
          revisionOf(artifact),
        )
        return {result: 'waiting', requeue: 'now'}
      }
      const retry = retryIntervalOf(specOf(draft))
      const told = error instanceof RunFailure ? error.told : messageOf(error)
      const took = formatDuration(context.clock.monotonic() - this.#begun)
      run.log.error(`Reconciliation failed after ${took}, next try in ${formatDuration(retry)}`, error, {
        revision: artifact.revision,
      })
      if (!(error instanceof RunFailure)) this.#setReady('ReconciliationFailed', told)
      tell(context, draft, 'error', told, revisionOf(artifact))
      return {result: 'failed', requeue: {ms: retry}, error}
    }
  }

  #artifactMissing(): Outcome {
    const ms = this.options.requeueDependency
    const message = `Source is not ready, artifact not found, retrying in ${formatDuration(ms)}`
    this.#setReady('ArtifactFailed', message)
    this.run.log.info(message)
    return {result: 'waiting', requeue: {ms}}
  }

  #terminal(text: string, revision?: string): Outcome {
    const draft = this.#draft
    const message = `Reconciliation failed terminally due to configuration error: ${text}`
    this.#setReady('InvalidCELExpression', message)
    markStalled(draft, this.#now(), 'InvalidCELExpression', message)
    draft.status.observedGeneration = draft.metadata.generation
    tell(this.context, draft, 'error', message, {revision})
    return {result: 'stalled', requeue: 'never', error: new Error(message)}
  }

  #gateDisabled(): Outcome {
    const message =
      'to use spec.decryption.serviceAccountName for decryption authentication please enable the ' +
      'ObjectLevelWorkloadIdentity feature gate in the controller'
    this.#setReady('FeatureGateDisabled', message)
    markStalled(this.#draft, this.#now(), 'FeatureGateDisabled', message)
    tell(this.context, this.#draft, 'error', message)
    return {result: 'stalled', requeue: 'never'}
  }

  /** Ready=False for something that is tried again: a stall of an earlier generation is over. */
  #notStalled(reason: string, message: string): void {
    deleteCondition(this.#draft, 'Stalled')
    this.#setReady(reason, message)
  }

  #setReady(reason: string, message: string): void {
    setCondition(this.#draft, this.#now(), {type: 'Ready', status: 'False', reason, message})
  }

  async #finish(): Promise<void> {
    sayLastWords(this.#draft, this.#now())
    await this.#writes.finish()
  }

  /** Metrics, and the word that all is well. */
  #conclude(): void {
    const draft = this.#draft
    const {context} = this
    const {metrics, clock} = context
    const took = clock.monotonic() - this.#begun
    const labels = {kind: KUSTOMIZATION.kind, name: this.run.key.name, namespace: this.run.key.namespace}
    if (draft.metadata.deletionTimestamp && !draft.metadata.finalizers?.length) metrics.forget(labels)
    else metrics.observe('gotk_reconcile_duration_seconds', labels, took / 1000)
    if (specOf(draft).suspend || !isReady(draft)) return
    const revision = statusOf(draft).lastAppliedRevision
    const message = `Reconciliation finished in ${formatDuration(took)}, next run in ${formatDuration(parseDuration(specOf(draft).interval))}`
    this.run.log.info(message, {revision})
    const originRevision = statusOf(draft).lastAppliedOriginRevision
    tell(context, draft, 'info', message, {revision, originRevision, commitStatus: true})
  }

  #now(): number {
    return this.context.clock.now()
  }
}
