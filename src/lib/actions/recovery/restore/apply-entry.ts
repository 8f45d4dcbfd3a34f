import {hasDrifted} from '../../../apply/server-side/drift.js'
import {refOf} from '../../../apply/subject.js'
import {ApiError, isNotFound} from '../../../errors/api-error.js'
import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {savedObject} from '../saved-object.js'
import type {Live} from './live-objects.js'
import {refusalOf} from './refusal.js'

/**
 * Field manager of what is restored. kustomize-controller takes over fields of managers whose name begins with kubectl, so that
 * an object of a Kustomization is Git's alone again after the next run.
 */
const MANAGER = 'kubectl-flux-restore'
/** Who writes objects of Flux out of Git: what they own is newer than any file. */
const APPLIERS = ['kustomize-controller', 'helm-controller']
/** How often it is looked whether a deleted object is gone, ms. */
const LOOK = 500

export type RestoreAction = 'created' | 'configured' | 'unchanged' | 'kept' | 'failed'

export interface Outcome {
  readonly action: RestoreAction
  /** why it is kept or has failed; never holds a value of a Secret */
  readonly message?: string
  /** what to do about it */
  readonly hint?: string
}

export interface ApplyEntryOptions {
  /** ask the server what would happen, and change nothing */
  readonly dryRun: boolean
  /** take over fields that others own */
  readonly force: boolean
}

type ApplyContext = Pick<Context, 'kube' | 'clock' | 'signal' | 'out'>

/**
 * Brings one object into the state of the file; nothing is written when it is in it. Refusals of the server are outcomes.
 * Throws what makes every other request fail as well, and the signal's reason.
 */
export async function applyEntry(
  ctx: ApplyContext,
  object: KubeObject,
  live: Live,
  options: ApplyEntryOptions,
): Promise<Outcome> {
  try {
    if (live && 'error' in live) throw live.error
    let now = live?.object
    if (now?.metadata.deletionTimestamp) {
      if (!options.dryRun) await untilGone(ctx, now)
      else return {action: 'created', message: 'once the one that is being deleted is gone'}
      now = undefined
    }
    return await brought(ctx, object, now, options)
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (!(error instanceof ApiError) || error.code === 401) throw error
    return keptOrFailed(object, error)
  }
}

async function brought(
  {kube, signal}: ApplyContext,
  object: KubeObject,
  live: KubeObject | undefined,
  {dryRun, force}: ApplyEntryOptions,
): Promise<Outcome> {
  if (live && sameValue(savedObject(live), object)) return {action: 'unchanged'}
  const write = {fieldManager: MANAGER, force, fieldValidation: 'Strict', signal} as const
  // the server knows defaults and forms that the file does not
  if (live && !hasDrifted(live, await kube.apply(object, {...write, dryRun: true}), [])) return {action: 'unchanged'}
  if (!live || !dryRun) await kube.apply(object, {...write, dryRun})
  return {action: live ? 'configured' : 'created'}
}

function keptOrFailed(object: KubeObject, error: ApiError): Outcome {
  const conflicts = conflictsOf(error)
  if (conflicts.length === 0) return {action: 'failed', ...refusalOf(object, error)}
  const owned = conflicts.map(({field, manager}) => `${field} belongs to ${manager}`).join(', ')
  if (conflicts.every(({manager}) => APPLIERS.includes(manager))) {
    return {action: 'kept', message: `it comes from Git: ${owned}`}
  }
  return {action: 'failed', message: owned, hint: '--force-conflicts takes these fields over'}
}

/** Fields of an apply that others own. */
function conflictsOf(error: ApiError): {readonly field: string; readonly manager: string}[] {
  const {details} = error.status
  const causes = isObject(details) && Array.isArray(details.causes) ? (details.causes as JsonValue[]) : []
  return causes.flatMap((cause) => {
    if (!isObject(cause) || cause.reason !== 'FieldManagerConflict') return []
    const manager = /conflict with "([^"]*)"/.exec(String(cause.message))?.[1] ?? 'somebody else'
    return [{field: String(cause.field), manager}]
  })
}

async function untilGone({kube, clock, signal, out}: ApplyContext, live: KubeObject): Promise<void> {
  const {name, namespace, uid, finalizers = []} = live.metadata
  const waits = finalizers.length > 0 ? `, which waits for ${finalizers.join(', ')}` : ''
  out.waiting(
    `waiting for the end of the deletion of ${live.kind} ${name}${namespace ? ` in ${namespace} namespace` : ''}${waits}`,
  )
  for (;;) {
    try {
      if ((await kube.get(refOf(live), {signal})).metadata.uid !== uid) return
    } catch (error) {
      if (isNotFound(error)) return
      throw error
    }
    await clock.sleep(LOOK, signal)
  }
}
