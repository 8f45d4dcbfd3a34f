import {isNotFound} from '../../errors/api-error.js'
import {messageOf} from '../../errors/flux-error.js'
import {leftOutLinks} from '../../formats/archive/left-out-links.js'
import {ignoreFilesOf, loadIgnorePatterns, sourceFilter} from '../../formats/ignore/source-ignore.js'
import type {GitRepositorySpec, GitRepositoryStatus} from '../../kinds/types/gitrepository.gen.js'
import type {Artifact} from '../../ports/artifacts.js'
import type {FileTree} from '../../ports/files.js'
import type {GitCheckout, GitCommit} from '../../ports/git.js'
import {type Draft, draftOf, isFalse} from '../runtime/conditions.js'
import {StatusPatcher} from '../runtime/status-patch.js'
import type {Outcome, Reconciler} from '../runtime/types.js'
import {finish, recovered, type StepsResult, type SummaryTypes} from './finish.js'
import {gitAuth, gitProxy} from './git-auth.js'
import {checkSparsePaths, gitCheckout} from './git-checkout.js'
import {contentConfigChanged, hasRevision, includesDiffer} from './git-content.js'
import {addIncludes, fetchIncludes} from './git-include.js'
import {verifyGit} from './git-verify.js'
import {GitHubApps} from './github-app.js'
import {urlFault} from './go-url.js'
import {SourceError} from './source-error.js'
import {type SourceContext, SourceRun} from './source-run.js'
import {artifactOf, ownerOf, reconcileStorage, tellLeftOut} from './storage-step.js'

const CONTROLLER = 'source-controller'
const FINALIZER = 'finalizers.fluxcd.io'
const NEGATIVE = ['StorageOperationFailed', 'FetchFailed', 'IncludeUnavailable', 'ArtifactOutdated', 'Stalled', 'Reconciling']
const FAILURES = ['FetchFailed', 'IncludeUnavailable', 'StorageOperationFailed']
const SUMMARY: SummaryTypes = {
  summarize: [
    ...['StorageOperationFailed', 'FetchFailed', 'IncludeUnavailable', 'ArtifactOutdated'],
    ...['ArtifactInStorage', 'SourceVerified', 'Stalled', 'Reconciling'],
  ],
  negative: new Set(NEGATIVE),
  bipolar: ['SourceVerified'],
}
const OWNED = [...SUMMARY.summarize, 'Ready']

export interface GitRepositoryOptions {
  /** `--requeue-dependency`: when to look again for an include that is missing; default 30 s */
  readonly requeueDependencyMs?: number | undefined
  /** Told, once per revision, what people may miss in an artifact; it is in the log as well. */
  readonly warn?: ((message: string) => void) | undefined
}

/** Fetches Git repositories and stores their files as artifacts (source-controller 2 and 9). */
export function createGitRepositoryReconciler(context: SourceContext, options: GitRepositoryOptions = {}): Reconciler {
  const kind = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository'}
  const {requeueDependencyMs = 30_000, warn = () => {}} = options
  const settings: Settings = {requeueDependencyMs, apps: new GitHubApps(context), warn}
  return {
    controller: CONTROLLER,
    kind,
    watches: [],
    async reconcile(run) {
      const object = await context.kube.get({...kind, ...run.key}, {signal: run.signal}).catch((error: unknown) => {
        if (isNotFound(error)) return undefined
        throw error
      })
      if (!object) return {result: 'noop', requeue: 'never'}
      const draft = draftOf(object)
      const patcher = new StatusPatcher(context, object, {fieldManager: CONTROLLER, owned: OWNED, signal: run.signal})
      return reconcile(new SourceRun(context, CONTROLLER, draft, run.log, run.signal, patcher), settings)
    },
  }
}

async function reconcile(run: SourceRun, settings: Settings): Promise<Outcome> {
  const started = run.context.clock.monotonic()
  let result: StepsResult = 'empty'
  let thrown: unknown
  try {
    result = await runSteps(run, settings)
  } catch (error) {
    thrown = error
  }
  // A stopping controller leaves the object as it was last written.
  if (run.signal.aborted) return {result: 'failed', requeue: 'backoff', error: run.signal.reason}
  const outcome = await finish(run, SUMMARY, result, thrown)
  const labels = {kind: run.draft.kind, name: run.name, namespace: run.namespace}
  if (run.draft.metadata.finalizers?.includes(FINALIZER)) {
    const seconds = (run.context.clock.monotonic() - started) / 1000
    run.context.metrics.observe('gotk_reconcile_duration_seconds', labels, seconds)
  } else run.context.metrics.forget(labels)
  return outcome
}

async function runSteps(run: SourceRun, settings: Settings): Promise<StepsResult> {
  const {metadata} = run.draft
  if (metadata.deletionTimestamp !== undefined) {
    await reconcileDelete(run)
    return 'empty'
  }
  if (!metadata.finalizers?.includes(FINALIZER)) {
    metadata.finalizers = [...(metadata.finalizers ?? []), FINALIZER]
    return 'requeue'
  }
  if (specOf(run).suspend) {
    run.log.info('reconciliation is suspended for this object')
    return 'empty'
  }
  const before = draftOf(run.draft)
  await begin(run)
  const state: State = {includes: [], checkout: undefined}
  try {
    await reconcileStorage(run)
    await reconcileSource(run, state, settings)
    await reconcileArtifact(run, state, settings)
  } catch (error) {
    if (error instanceof SourceError && error.kind === 'noop') notify(run, before, state)
    throw error
  }
  notify(run, before, state)
  return 'success'
}

interface Settings {
  readonly requeueDependencyMs: number
  readonly apps: GitHubApps
  readonly warn: (message: string) => void
}

interface State {
  includes: Artifact[]
  checkout: GitCheckout | undefined
}

function specOf(run: SourceRun): GitRepositorySpec {
  return run.draft.spec as GitRepositorySpec
}

function statusOf(run: SourceRun): GitRepositoryStatus {
  return run.draft.status as unknown as GitRepositoryStatus
}

/** Says that work is going on, at once when somebody waits for it (source-controller 2.3). */
async function begin(run: SourceRun): Promise<void> {
  const {metadata, status} = run.draft
  run.progress('reconciliation in progress', {drift: false})
  const observed = status.observedGeneration ?? 0
  if (metadata.generation !== observed) {
    run.progress(`processing object: new generation ${observed} -> ${metadata.generation}`, {drift: false})
    await run.patch()
  } else {
    const requestedAt = metadata.annotations?.['reconcile.fluxcd.io/requestedAt'] ?? ''
    if (requestedAt !== (status.lastHandledReconcileAt ?? '')) await run.patch()
  }
  run.unmark('StorageOperationFailed')
}

async function reconcileSource(run: SourceRun, state: State, settings: Settings): Promise<void> {
  const spec = specOf(run)
  if (isFalse(run.draft, 'SourceVerified')) run.unmark('SourceVerified')
  const local = run.context.git.overrideFor(run.namespace, run.name) !== undefined
  const proxy = local ? undefined : await gitProxy(run, spec)
  const fault = urlFault(spec.url)
  if (fault) {
    throw run.failure('FetchFailed', new SourceError('stalling', 'URLInvalid', `failed to parse url '${spec.url}': ${fault}`))
  }
  const auth = local ? {} : await gitAuth(run, spec, proxy, settings.apps)

  state.includes = await fetchIncludes(run, spec, settings.requeueDependencyMs)
  const observed = statusOf(run).includedArtifacts as Artifact[] | undefined
  if (includesDiffer(state.includes, observed)) {
    const message = 'included artifacts differ from last observed includes'
    if (observed) run.mark('ArtifactOutdated', 'True', 'IncludeChange', message)
    run.progress(`building artifact: ${message}`, {drift: true})
    await run.patch()
  }
  run.unmark('ArtifactOutdated')

  state.checkout = await gitCheckout(run, spec, auth, true)
  if (state.checkout.unchanged) {
    if (!contentConfigChanged(spec, statusOf(run), state.includes)) throw nothingToDo(run, state.checkout.commit)
    state.checkout = await gitCheckout(run, spec, auth, false)
  }
  const {commit} = state.checkout
  run.log.debug('git repository checked out', {url: spec.url, revision: commit.revision})
  run.unmark('FetchFailed')
  await checkSparsePaths(run, spec, state.checkout)
  await verifyGit(run, spec, commit)

  const artifact = artifactOf(run)
  if (!hasRevision(artifact, commit.revision)) {
    const message = `new upstream revision '${commit.revision}'`
    if (artifact) run.mark('ArtifactOutdated', 'True', 'NewRevision', message)
    run.progress(`building artifact: ${message}`, {drift: true})
    await run.patch()
  }
}

/** The remote is where the artifact is: the condition is renewed for this generation and that is all. */
function nothingToDo(run: SourceRun, commit: GitCommit): SourceError {
  run.unmark('FetchFailed')
  run.mark('ArtifactInStorage', 'True', 'Succeeded', `stored artifact for revision '${commit.revision}'`)
  const text = `no changes since last reconciliation: observed revision '${commit.revision}'`
  return new SourceError('noop', 'GitOperationSucceeded', text)
}

async function reconcileArtifact(run: SourceRun, state: State, settings: Settings): Promise<void> {
  const spec = specOf(run)
  const {checkout, includes} = state
  if (!checkout || checkout.unchanged) return
  const {commit} = checkout
  const tree = await addIncludes(run, spec, checkout.tree, includes)
  if (isUpToDate(run, state)) {
    run.trace('ArtifactUpToDate', `artifact up-to-date with remote revision: '${artifactOf(run)?.revision}'`)
  } else {
    run.draft.status.artifact = await store(run, commit, tree, settings)
    Object.assign(run.draft.status, {
      includedArtifacts: includes.length > 0 ? includes : undefined,
      observedIgnore: spec.ignore,
      observedRecurseSubmodules: spec.recurseSubmodules || undefined,
      observedInclude: spec.include?.length ? spec.include : undefined,
      observedSparseCheckout: spec.sparseCheckout?.length ? spec.sparseCheckout : undefined,
    })
    run.unmark('StorageOperationFailed')
  }
  if (!isUpToDate(run, state)) return
  run.unmark('ArtifactOutdated')
  run.mark('ArtifactInStorage', 'True', 'Succeeded', `stored artifact for revision '${artifactOf(run)?.revision}'`)
}

function isUpToDate(run: SourceRun, {checkout, includes}: State): boolean {
  const status = statusOf(run)
  return (
    hasRevision(artifactOf(run), checkout?.commit.revision ?? '') &&
    !includesDiffer(includes, status.includedArtifacts as Artifact[] | undefined) &&
    !contentConfigChanged(specOf(run), status, includes)
  )
}

async function store(run: SourceRun, commit: GitCommit, tree: FileTree, settings: Settings): Promise<Artifact> {
  let ignore: ReturnType<typeof sourceFilter>
  try {
    ignore = sourceFilter(await loadIgnorePatterns(tree, ignoreFilesOf(tree)), specOf(run).ignore)
  } catch (error) {
    const text = `failed to load source ignore patterns from repository: ${messageOf(error)}`
    throw new SourceError('failed', 'SourceIgnoreError', text, {cause: error})
  }
  try {
    const put = {owner: ownerOf(run), revision: commit.revision, file: `${commit.sha}.tar.gz`, tree, ignore, signal: run.signal}
    const artifact = await run.context.artifacts.put(put)
    tellLeftOut(run, await leftOutLinks(tree, ignore), commit.revision, settings.warn)
    return artifact
  } catch (error) {
    const text = `unable to archive artifact to storage: ${messageOf(error)}`
    throw run.failure('StorageOperationFailed', new SourceError('failed', 'ArchiveOperationFailed', text, {cause: error}))
  }
}

/** Tells about a new artifact, or that failures are over (source-controller 5.2). */
function notify(run: SourceRun, before: Draft, {checkout}: State): void {
  const artifact = artifactOf(run)
  if (!artifact || !checkout) return
  const subject = checkout.unchanged ? checkout.commit.revision : shortSubject(checkout.commit.message)
  const message = `stored artifact for commit '${subject}'`
  const metadata = {
    'source.toolkit.fluxcd.io/revision': artifact.revision,
    'source.toolkit.fluxcd.io/digest': artifact.digest,
  }
  const old = before.status.artifact as Artifact | undefined
  const fresh = old?.digest !== artifact.digest
  if (!fresh && !recovered(before, run.draft, FAILURES)) return
  run.event('Normal', fresh ? 'NewArtifact' : 'Succeeded', message, metadata)
  run.log.info(message)
}

/** First line of a commit message, at most 50 characters. */
function shortSubject(message: string): string {
  const runes = [...(message.split('\n')[0] ?? '')]
  return runes.length > 50 ? `${runes.slice(0, 50).join('')}...` : runes.join('')
}

async function reconcileDelete(run: SourceRun): Promise<void> {
  try {
    const removed = await run.context.artifacts.collect(ownerOf(run), [])
    if (removed.length > 0) run.trace('GarbageCollectionSucceeded', 'garbage collected artifacts for deleted resource')
  } catch (error) {
    const text = `garbage collection for deleted resource failed: ${messageOf(error)}`
    throw new SourceError('failed', 'GarbageCollectionFailed', text, {cause: error})
  }
  delete run.draft.status.artifact
  run.draft.metadata.finalizers = run.draft.metadata.finalizers?.filter((name) => name !== FINALIZER) ?? []
}
