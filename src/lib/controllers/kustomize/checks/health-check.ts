import type {Change} from '../../../apply/change-set.js'
import type {ApplyContext} from '../../../apply/server-side/options.js'
import {groupOf} from '../../../apply/subject.js'
import type {HealthRules} from '../../../apply/wait/health-rules.js'
import {type WaitTarget, waitForObjects} from '../../../apply/wait/wait-for-objects.js'
import {isObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {eitherSignal} from '../../runtime/either-signal.js'
import type {Run} from '../../runtime/types.js'
import {KUSTOMIZATION, specOf, timeoutOf} from '../kustomization.js'
import type {KustomizeOptions} from '../options.js'
import {HealthCheckCanceled} from '../run/failures.js'

const POLL = 5000

/** What is to be healthy: everything applied (`wait`) or what the spec names; undefined when nothing is asked for. */
export function healthTargets(
  object: KubeObject,
  changes: readonly Change[],
  applied: readonly KubeObject[],
): WaitTarget[] | undefined {
  const spec = specOf(object)
  if (!spec.wait && !spec.healthChecks?.length) return undefined
  const mayVanish = vanishingJobs(applied)
  const refs = spec.wait
    ? changes.filter((change) => change.action !== 'skipped').map((change) => change.ref)
    : (spec.healthChecks ?? []).map((check) => ({
        apiVersion: check.apiVersion || 'apps/v1',
        kind: check.kind,
        namespace: check.namespace || undefined,
        name: check.name,
      }))
  if (refs.length === 0) return undefined
  return refs
    .filter((ref) => !isItself(object, ref))
    .map((ref) => ({ref, mayVanish: ref.kind === 'Job' && mayVanish.has(`${ref.namespace ?? ''}/${ref.name}`)}))
}

/** Waits until all targets are healthy; returns what is wrong, or undefined. Throws HealthCheckCanceled. */
export async function checkHealth(
  context: ApplyContext,
  object: KubeObject,
  targets: readonly WaitTarget[],
  rules: HealthRules,
  run: Run,
  options: KustomizeOptions,
): Promise<string | undefined> {
  const stop = new AbortController()
  const cancel = (trigger: {kind: string; namespace: string; name: string}) =>
    stop.abort(new HealthCheckCanceled(`${trigger.kind}/${trigger.namespace}/${trigger.name}`))
  const already = options.gates.cancelHealthCheckOnNewRevision ? run.superseded() : undefined
  if (already) cancel(already)
  const forget = options.gates.cancelHealthCheckOnNewRevision ? run.onSuperseded(cancel) : () => {}
  const {signal, release} = eitherSignal(run.signal, stop.signal)
  try {
    const result = await waitForObjects(context, targets, {
      timeout: timeoutOf(specOf(object)),
      interval: POLL,
      failFast: !options.gates.disableFailFastBehavior,
      rules,
      signal,
    })
    return result.message
  } finally {
    forget()
    release()
  }
}

function isItself(
  object: KubeObject,
  ref: {apiVersion: string; kind: string; namespace?: string | undefined; name: string},
): boolean {
  return (
    ref.kind === KUSTOMIZATION.kind &&
    groupOf(ref.apiVersion) === groupOf(KUSTOMIZATION.apiVersion) &&
    ref.namespace === object.metadata.namespace &&
    ref.name === object.metadata.name
  )
}

function vanishingJobs(applied: readonly KubeObject[]): Set<string> {
  const jobs = applied.filter(
    ({kind, spec}) =>
      kind === 'Job' && isObject(spec) && spec.ttlSecondsAfterFinished !== undefined && spec.ttlSecondsAfterFinished !== null,
  )
  return new Set(jobs.map(({metadata}) => `${metadata.namespace ?? ''}/${metadata.name}`))
}
