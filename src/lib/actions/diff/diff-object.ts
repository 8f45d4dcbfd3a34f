import {dryRunError, mayBeImmutable} from '../../apply/apply-error.js'
import {hasKey} from '../../apply/keys.js'
import {removePointers} from '../../apply/pointers.js'
import {hasDrifted} from '../../apply/server-side/drift.js'
import {type IgnoreRule, ignoredPaths} from '../../apply/server-side/ignore-rules.js'
import {refOf, subjectOf} from '../../apply/subject.js'
import {sameValue} from '../../formats/json/same-value.js'
import type {KubeClient, KubeObject} from '../../ports/kube.js'
import type {DiffEntry} from './diff-entry.js'
import {isSealed, keysOnly, masked, maskPair} from './mask-secrets.js'

/** Whose apply is rehearsed. */
const MANAGER = 'kustomize-controller'

export interface DiffObjectOptions {
  readonly ignore: readonly IgnoreRule[]
  readonly force: boolean
  /** not in the inventory: it is not read before its dry run says that it exists */
  readonly expectedNew: boolean
  readonly signal: AbortSignal
}

/**
 * What an apply would do to one object, by a dry-run on the server; undefined when nothing. Writes nothing.
 * Throws ApplyError when the server refuses the object.
 */
export async function diffObject(
  kube: KubeClient,
  object: KubeObject,
  options: DiffObjectOptions,
): Promise<DiffEntry | undefined> {
  const early = options.expectedNew && !decidesSkipping(object) ? await tryDryRun(kube, object, options) : undefined
  if (early?.result && !early.result.metadata.resourceVersion) return created(object, early.result)
  const live = await readLive(kube, object, options.signal)
  const ref = refOf(object)
  if (isSkipped(object, live)) {
    // of an object that is not there the reference knows nothing but the kind
    return {action: 'skipped', ref, subject: live ? subjectOf(refOf(live)) : `${object.kind}/`}
  }
  const {result: dryRun, error} = early ?? (await tryDryRun(kube, object, options))
  if (!dryRun) {
    const forced = options.force || hasKey(object, 'force', 'enabled') || hasKey(live, 'force', 'enabled')
    if (live && forced && mayBeImmutable(error)) return created(object, object)
    throw dryRunError(object, error)
  }
  if (!dryRun.metadata.resourceVersion) return created(object, dryRun)
  const paths = ignoredPaths(options.ignore, dryRun)
  if (!live || !hasDrifted(live, dryRun, paths)) return undefined
  return drifted(object, shown(live, paths), shown(dryRun, paths))
}

async function tryDryRun(
  kube: KubeClient,
  object: KubeObject,
  {signal}: DiffObjectOptions,
): Promise<{result?: KubeObject; error?: unknown}> {
  try {
    return {result: await kube.apply(object, {fieldManager: MANAGER, force: true, dryRun: true, signal})}
  } catch (error) {
    signal.throwIfAborted()
    return {error}
  }
}

function created(object: KubeObject, after: KubeObject): DiffEntry {
  return {action: 'created', subject: subjectOf(refOf(object)), ref: refOf(object), after: masked(shown(after, []))}
}

function drifted(object: KubeObject, live: KubeObject, dryRun: KubeObject): DiffEntry | undefined {
  const ref = refOf(dryRun)
  const [before, after] = isSealed(object) ? [keysOnly(live), keysOnly(dryRun)] : maskPair(live, dryRun)
  if (isSealed(object) && sameValue(before.data, after.data)) return undefined
  return {action: 'drifted', subject: subjectOf(ref), ref, before, after}
}

/** An object without what says who wrote it and what does not count. */
function shown(object: KubeObject, paths: readonly string[]): KubeObject {
  const {managedFields: _, ...metadata} = object.metadata
  return removePointers({...object, metadata}, paths) as KubeObject
}

function isSkipped(manifest: KubeObject, live: KubeObject | undefined): boolean {
  for (const object of [manifest, live]) {
    if (hasKey(object, 'ssa', 'Ignore') || hasKey(object, 'reconcile', 'disabled')) return true
  }
  return live !== undefined && hasKey(manifest, 'ssa', 'IfNotPresent')
}

/** True when the manifest itself may say that it is skipped. */
function decidesSkipping(object: KubeObject): boolean {
  return isSkipped(object, object)
}

/** Undefined when there is none, or when it cannot be read: then the dry-run decides. */
async function readLive(kube: KubeClient, object: KubeObject, signal: AbortSignal): Promise<KubeObject | undefined> {
  try {
    return await kube.get(refOf(object), {signal})
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}
