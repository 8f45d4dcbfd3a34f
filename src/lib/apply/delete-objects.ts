import {isNotFound, NoMatchError} from '../errors/api-error.js'
import {FluxError, messageOf} from '../errors/flux-error.js'
import type {KubeClient, KubeObject, ObjectRef} from '../ports/kube.js'
import type {Change} from './change-set.js'
import {hasKey, ownerLabels} from './keys.js'
import {compareRefs} from './order.js'
import {groupOf, subjectOf} from './subject.js'

export interface DeleteOptions {
  readonly owner: {readonly name: string; readonly namespace: string}
  /**
   * What a kind that is no longer served means when this client knew it: an error, or else its objects went with it. Of one that
   * it never knew nothing can be said, nor of one that is served in another version: always an error.
   */
  readonly missingKindFails: boolean
  readonly signal?: AbortSignal | undefined
}

export interface Deletion {
  /** in the order of the deletion */
  readonly changes: readonly Change[]
  /** `delete failed, errors: e1;e2;` when something could not be read or deleted */
  readonly error?: FluxError
}

/**
 * Deletes what an owner no longer has, last applied first, in the background and without waiting (kustomize-controller
 * reference 12). What belongs to somebody else or says so itself is skipped. Goes on after errors.
 */
export async function deleteObjects(kube: KubeClient, refs: readonly ObjectRef[], options: DeleteOptions): Promise<Deletion> {
  const changes: Change[] = []
  const errors: string[] = []
  const deletion = {...options, kindsNow: kindsServed(kube, options.signal)}
  for (const ref of [...refs].sort((a, b) => compareRefs(b, a))) {
    options.signal?.throwIfAborted()
    try {
      changes.push({ref, action: await deleteObject(kube, ref, deletion)})
    } catch (error) {
      changes.push({ref, action: 'unknown'})
      errors.push(messageOf(error))
    }
  }
  if (errors.length === 0) return {changes}
  return {changes, error: new FluxError('delete-failed', `delete failed, errors: ${errors.map((text) => `${text};`).join('')}`)}
}

interface OneDeletion extends DeleteOptions {
  /** `Kind.group` of all that is served; undefined when nobody tells */
  kindsNow(): Promise<ReadonlySet<string> | undefined>
}

/** Asked when the first kind is missing, and once for all objects: a kind that went may have had thousands. */
function kindsServed(kube: KubeClient, signal: AbortSignal | undefined): OneDeletion['kindsNow'] {
  let asked: Promise<ReadonlySet<string> | undefined> | undefined
  const ask = async () => {
    const resources = await kube.resources({fresh: true, signal}).catch(() => undefined)
    return resources && new Set(resources.map(({kind, group}) => `${kind}.${group}`))
  }
  return () => (asked ??= ask())
}

async function deleteObject(kube: KubeClient, ref: ObjectRef, options: OneDeletion): Promise<'deleted' | 'skipped'> {
  let live: KubeObject
  try {
    live = await kube.get(ref, {signal: options.signal})
  } catch (error) {
    const problem = isNotFound(error) ? await missingKind(kube, ref, options) : error
    if (!problem || (await wentWithItsKind(ref, problem, options))) return 'deleted'
    throw new FluxError('delete-failed', `${subjectOf(ref)} query failed: ${messageOf(problem)}`, {cause: problem})
  }
  if (isKept(live, options)) return 'skipped'
  try {
    await kube.delete(ref, {propagationPolicy: 'Background', signal: options.signal})
  } catch (error) {
    if (isNotFound(error)) return 'deleted'
    throw new FluxError('delete-failed', `${subjectOf(ref)} delete failed: ${messageOf(error)}`, {cause: error})
  }
  return 'deleted'
}

/** What discovery says about a kind whose object was not found; undefined when it is served. */
async function missingKind(kube: KubeClient, ref: ObjectRef, options: DeleteOptions): Promise<unknown> {
  try {
    await kube.resourceFor(ref, {fresh: options.missingKindFails, signal: options.signal})
    return undefined
  } catch (error) {
    return error
  }
}

/** A client that lives on has seen the kind itself being taken away, and with it every object; not so when only a version went. */
async function wentWithItsKind(ref: ObjectRef, problem: unknown, options: OneDeletion): Promise<boolean> {
  if (!(problem instanceof NoMatchError) || options.missingKindFails || !problem.wasServed) return false
  const kinds = await options.kindsNow()
  return kinds !== undefined && !kinds.has(`${ref.kind}.${groupOf(ref.apiVersion)}`)
}

function isKept(live: KubeObject, options: DeleteOptions): boolean {
  for (const [key, value] of Object.entries(ownerLabels(options.owner))) {
    if (live.metadata.labels?.[key] !== value) return true
  }
  return hasKey(live, 'prune', 'disabled') || hasKey(live, 'reconcile', 'disabled') || hasKey(live, 'ssa', 'Ignore')
}
