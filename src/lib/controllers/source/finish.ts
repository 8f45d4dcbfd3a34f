import {messageOf} from '../../errors/flux-error.js'
import {
  type Condition,
  getCondition,
  isFalse,
  isReady,
  isReconciling,
  isStalled,
  isTrue,
  markStalled,
} from '../runtime/conditions.js'
import {isGone} from '../runtime/status-patch.js'
import type {Outcome} from '../runtime/types.js'
import {SourceError} from './source-error.js'
import type {SourceRun} from './source-run.js'

/** How the steps of a run ended when nothing was thrown. */
export type StepsResult = 'success' | 'requeue' | 'empty'

export interface SummaryTypes {
  /** in the order that decides whose reason Ready takes (source-controller 3.3) */
  readonly summarize: readonly string[]
  readonly negative: ReadonlySet<string>
  /** False wins over everything else */
  readonly bipolar: readonly string[]
}

/** Ends a run: the error's event, conditions and summary, the last patch, and what the queue shall do. */
export async function finish(run: SourceRun, types: SummaryTypes, result: StepsResult, thrown: unknown): Promise<Outcome> {
  announce(run, thrown)
  const requestedAt = run.draft.metadata.annotations?.['reconcile.fluxcd.io/requestedAt']
  if (requestedAt !== undefined) run.draft.status.lastHandledReconcileAt = requestedAt
  let outcome = conclude(run, result, thrown)
  summarize(run, types)
  if ((outcome.result === 'success' || outcome.result === 'noop') && outcome.requeue === 'interval') {
    if (!isStalled(run.draft) && !isReady(run.draft)) {
      outcome = failed(new Error(getCondition(run.draft, 'Ready')?.message ?? ''))
    }
  }
  try {
    await run.finalPatch()
  } catch (error) {
    if (!isGone(error, run.draft)) return failed(outcome.error ?? error)
  }
  return outcome
}

function announce(run: SourceRun, thrown: unknown): void {
  if (!(thrown instanceof SourceError)) return
  const {kind, reason, message} = thrown
  if (kind === 'noop') run.log.info(message)
  else if (kind === 'waiting')
    run.log.info('reconciliation waiting', {reason: message, duration: `${(thrown.requeueAfterMs ?? 0) / 1000}s`})
  else if (kind === 'stalling') run.log.error('reconciliation stalled', thrown)
  run.event(kind === 'noop' || kind === 'waiting' ? 'Trace' : 'Warning', reason, message)
}

/** Table 2.4 of the reference: what each ending does to Reconciling, Stalled and observedGeneration. */
function conclude(run: SourceRun, result: StepsResult, thrown: unknown): Outcome {
  const {draft} = run
  if (thrown === undefined && result === 'success') run.unmark('Reconciling')
  const reconciling = isReconciling(draft) ? getCondition(draft, 'Reconciling') : undefined
  if (reconciling) run.mark('Reconciling', 'True', 'ProgressingWithRetry', reconciling.message)

  if (thrown === undefined) {
    if (result !== 'requeue') observe(run)
    run.unmark('Stalled')
    if (result === 'requeue') return {result: 'waiting', requeue: 'now'}
    return result === 'success' ? {result: 'success', requeue: 'interval'} : {result: 'noop', requeue: 'never'}
  }
  if (!(thrown instanceof SourceError)) {
    run.unmark('Stalled')
    return failed(thrown)
  }
  if (thrown.kind === 'stalling') {
    markStalled(draft, run.context.clock.now(), thrown.reason, thrown.message)
    observe(run)
    return {result: 'stalled', requeue: 'never'}
  }
  run.unmark('Stalled')
  if (thrown.kind === 'waiting') {
    return {result: 'waiting', requeue: thrown.requeueAfterMs === undefined ? 'interval' : {ms: thrown.requeueAfterMs}}
  }
  if (thrown.kind === 'failed') return failed(thrown)
  observe(run)
  run.unmark('Reconciling')
  return {result: 'noop', requeue: 'interval'}
}

function failed(error: unknown): Outcome {
  return {result: 'failed', requeue: 'backoff', error: error instanceof Error ? error : new Error(messageOf(error))}
}

/** Only an object with a condition counts as observed. */
function observe(run: SourceRun): void {
  if (run.draft.status.conditions?.length) run.draft.status.observedGeneration = run.draft.metadata.generation ?? 0
}

/** Ready from the other conditions (source-controller 3.3). */
function summarize(run: SourceRun, types: SummaryTypes): void {
  const {draft} = run
  const present = types.summarize.flatMap((type) => getCondition(draft, type) ?? [])
  const group = (condition: Condition): number => {
    const negative = types.negative.has(condition.type)
    if (condition.status === 'Unknown') return 4
    if (condition.status === 'True') return negative ? 0 : 2
    return negative ? 3 : 1
  }
  const best = present.reduce<Condition | undefined>(
    (left, right) => (left && group(left) <= group(right) ? left : right),
    undefined,
  )
  if (best) {
    const status = group(best) <= 1 ? 'False' : group(best) === 4 ? 'Unknown' : 'True'
    run.mark('Ready', status, best.reason, best.message)
  }
  const bipolar = types.bipolar.find((type) => isFalse(draft, type))
  if (bipolar) {
    const {reason, message} = getCondition(draft, bipolar)!
    run.mark('Ready', 'False', reason, message)
  }
}

/** True when failures were there before and none is now (source-controller 5.2). */
export function recovered(before: SourceRun['draft'], now: SourceRun['draft'], failures: readonly string[]): boolean {
  return failures.some((type) => getCondition(before, type)) && !failures.some((type) => getCondition(now, type))
}

/** True for an artifact that the object claims to have stored. */
export function isInStorage(draft: SourceRun['draft']): boolean {
  return isTrue(draft, 'ArtifactInStorage')
}
