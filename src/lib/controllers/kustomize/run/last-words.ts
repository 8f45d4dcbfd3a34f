import {type Draft, deleteCondition, getCondition, isTrue, setCondition} from '../../runtime/conditions.js'

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt'

/** The last words of a run's status (kustomize-controller reference 16, finalizeStatus). `now` is milliseconds since the epoch. */
export function sayLastWords(draft: Draft, now: number): void {
  const requested = draft.metadata.annotations?.[REQUESTED_AT]
  if (requested) draft.status.lastHandledReconcileAt = requested
  const reconciling = getCondition(draft, 'Reconciling')
  if (isTrue(draft, 'Ready')) {
    deleteCondition(draft, 'Reconciling')
    draft.status.observedGeneration = draft.metadata.generation
  } else if (reconciling && getCondition(draft, 'Ready')?.status === 'False') {
    setCondition(draft, now, {...reconciling, reason: 'ProgressingWithRetry'})
  }
}
