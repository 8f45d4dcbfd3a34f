import {ApiError, isConflict, isNotFound} from '../../errors/api-error.js'
import {messageOf} from '../../errors/flux-error.js'
import type {KubeObject} from '../../ports/kube.js'
import {ApplyError, dryRunError, mayBeImmutable, mayComeOfOthers} from '../apply-error.js'
import type {Change} from '../change-set.js'
import {hasKey} from '../keys.js'
import {refuseEncrypted} from '../prepare/prepare-objects.js'
import {refOf, subjectOf} from '../subject.js'
import {withoutBadCaBundle} from './ca-bundle.js'
import {hasDrifted} from './drift.js'
import {ignoredPaths, respectIgnored} from './ignore-rules.js'
import {cleanupPatch, migrationPatch} from './managers.js'
import type {ApplyContext, ApplyOptions} from './options.js'

/** What the check of one object came to; `payload` is there when it is to be applied. */
export interface CheckedObject {
  readonly change: Change
  readonly payload?: KubeObject
  /** the live object of a skipped one, the dry-run's result otherwise */
  readonly seen?: KubeObject | undefined
}

/**
 * First half of an apply (kustomize-controller reference 10.2, phase A): skip rules, dry-run, force, clean-up, drift.
 * Writes nothing but the clean-up of managers, and the deletion that force asks for. Throws ApplyError.
 */
export async function checkObject(context: ApplyContext, manifest: KubeObject, options: ApplyOptions): Promise<CheckedObject> {
  options.signal?.throwIfAborted()
  const object = await inScope(context, withoutBadCaBundle(manifest), options)
  // What is not there needs no reading: a dry-run without resourceVersion says the same.
  const early =
    options.expectedNew?.(refOf(object)) && !decidesSkipping(object) ? await dryRunNew(context, object, options) : undefined
  if (early && !early.metadata.resourceVersion) return created(object, early)
  const live = await readLive(context, object, options)
  if (isSkipped(object, live)) return {change: {ref: refOf(live ?? object), action: 'skipped'}, seen: live}
  refuseEncrypted(object)
  const migrated = live && options.migrateApiVersion ? await migrate(context, live, object, options) : undefined
  const current = migrated ?? live
  const {dryRun, recreated, cleaned} = await dryRunOrHeal(context, object, current, options)
  if (recreated || !dryRun.metadata.resourceVersion) return created(object, dryRun)
  return decide(context, object, cleaned ?? current, dryRun, (cleaned ?? migrated) !== undefined, options)
}

/** kustomize cannot know that a custom kind is cluster-wide, and may have given it a namespace: the server knows. */
async function inScope(context: ApplyContext, object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
  if (object.metadata.namespace === undefined) return object
  try {
    const {namespaced} = await context.kube.resourceFor(object, {signal: options.signal})
    if (namespaced) return object
  } catch {
    // the dry-run will say what is wrong
    return object
  }
  const {namespace: _, ...metadata} = object.metadata
  return {...object, metadata}
}

async function decide(
  context: ApplyContext,
  object: KubeObject,
  live: KubeObject | undefined,
  dryRun: KubeObject,
  patched: boolean,
  options: ApplyOptions,
): Promise<CheckedObject> {
  const cleaned = live && (await cleanUp(context, live, object, options))
  const paths = ignoredPaths(options.ignore, dryRun)
  if (!patched && !cleaned && !hasDrifted(live, dryRun, paths)) {
    return {change: {ref: refOf(dryRun), action: 'unchanged'}, seen: dryRun}
  }
  const now = cleaned ?? live
  let payload = object
  try {
    if (now && paths.length > 0) payload = respectIgnored(object, now, dryRun, paths, options.manager)
  } catch (error) {
    throw new ApplyError(`${subjectOf(refOf(object))} failed to apply ignore rules: ${messageOf(error)}`, error)
  }
  return {change: {ref: refOf(dryRun), action: 'configured'}, payload, seen: dryRun}
}

/** True when the manifest itself may say that it is skipped, which needs the live object's identity. */
function decidesSkipping(object: KubeObject): boolean {
  return isSkipped(object, object)
}

function isSkipped(manifest: KubeObject, live: KubeObject | undefined): boolean {
  for (const object of [manifest, live]) {
    if (hasKey(object, 'ssa', 'Ignore') || hasKey(object, 'reconcile', 'disabled')) return true
  }
  return live !== undefined && hasKey(manifest, 'ssa', 'IfNotPresent')
}

function created(object: KubeObject, dryRun: KubeObject): CheckedObject {
  refuseEncrypted(object)
  return {change: {ref: refOf(dryRun), action: 'created'}, payload: object, seen: dryRun}
}

/** Errors are left to the ordinary way, which knows the live object. */
async function dryRunNew(context: ApplyContext, object: KubeObject, options: ApplyOptions): Promise<KubeObject | undefined> {
  try {
    return await dryRun(context, object, options)
  } catch {
    return undefined
  }
}

/** Undefined when there is none, or when it cannot be read: then the dry-run decides. */
async function readLive(context: ApplyContext, object: KubeObject, options: ApplyOptions): Promise<KubeObject | undefined> {
  try {
    return await context.kube.get(refOf(object), {signal: options.signal})
  } catch {
    options.signal?.throwIfAborted()
    return undefined
  }
}

function dryRun(context: ApplyContext, object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
  return context.kube.apply(object, {fieldManager: options.manager, force: true, dryRun: true, signal: options.signal})
}

/** A dry-run that went through, and what had to be done to the live object for it. */
interface PassedDryRun {
  readonly dryRun: KubeObject
  /** it was deleted */
  readonly recreated?: boolean
  /** it after the clean-up of its managers */
  readonly cleaned?: KubeObject
}

async function dryRunOrHeal(
  context: ApplyContext,
  object: KubeObject,
  live: KubeObject | undefined,
  options: ApplyOptions,
): Promise<PassedDryRun> {
  try {
    return {dryRun: await dryRun(context, object, options)}
  } catch (error) {
    options.signal?.throwIfAborted()
    const healed = live && (await heal(context, object, live, error, options))
    if (!healed) throw dryRunError(object, error)
    try {
      return {...healed, dryRun: await dryRun(context, object, options)}
    } catch (again) {
      throw dryRunError(object, again)
    }
  }
}

/** Does what may let a refused dry-run through; undefined when there is nothing to do. */
async function heal(
  context: ApplyContext,
  object: KubeObject,
  live: KubeObject,
  error: unknown,
  options: ApplyOptions,
): Promise<Omit<PassedDryRun, 'dryRun'> | undefined> {
  const allowed = options.force || hasKey(object, 'force', 'enabled') || hasKey(live, 'force', 'enabled')
  if (allowed && mayBeImmutable(error)) {
    await deleteAndWait(context, live, options)
    return {recreated: true}
  }
  if (!mayComeOfOthers(error)) return undefined
  // Not possible: the dry-run's error says more than that.
  const cleaned = await cleanUp(context, live, object, options).catch(() => undefined)
  options.signal?.throwIfAborted()
  return cleaned && {cleaned}
}

async function deleteAndWait(context: ApplyContext, live: KubeObject, options: ApplyOptions): Promise<void> {
  const {signal} = options
  try {
    await context.kube.delete(refOf(live), {propagationPolicy: 'Background', signal})
  } catch (error) {
    if (isNotFound(error)) return
    throw new ApplyError(
      `${subjectOf(refOf(live))} immutable field detected, failed to delete object: ${messageOf(error)}`,
      error,
    )
  }
  for (let pause = 50; ; pause = Math.min(2 * pause, 2000)) {
    try {
      const now = await context.kube.get(refOf(live), {signal})
      if (now.metadata.uid !== live.metadata.uid) return
    } catch (error) {
      if (isNotFound(error)) return
      throw new ApplyError(
        `${subjectOf(refOf(live))} immutable field detected, failed to delete object: ${messageOf(error)}`,
        error,
      )
    }
    await context.clock.sleep(pause, signal)
  }
}

async function migrate(
  context: ApplyContext,
  live: KubeObject,
  object: KubeObject,
  options: ApplyOptions,
): Promise<KubeObject | undefined> {
  const body = migrationPatch(live, object.apiVersion)
  return body && context.kube.patch(refOf(live), {type: 'json', body}, {fieldManager: options.manager, signal: options.signal})
}

/** The object after the clean-up; undefined when nothing is to be cleaned. Tries again when somebody wrote meanwhile. */
async function cleanUp(
  context: ApplyContext,
  live: KubeObject,
  object: KubeObject,
  options: ApplyOptions,
): Promise<KubeObject | undefined> {
  if (options.keepManagers || hasKey(object, 'ssa', 'Merge') || hasKey(live, 'ssa', 'Merge')) return undefined
  let current = live
  for (let attempt = 1; ; attempt++) {
    const body = cleanupPatch(current, options.manager, options.overriddenManagers)
    if (!body) return attempt === 1 ? undefined : current
    try {
      return await context.kube.patch(
        refOf(current),
        {type: 'json', body},
        {fieldManager: options.manager, signal: options.signal},
      )
    } catch (error) {
      // what is to be removed may be gone already: the server refuses such a patch before it looks at the lock
      const stale = isConflict(error) || (error instanceof ApiError && error.code === 422)
      if (!stale || attempt === 3) {
        throw new ApplyError(`${subjectOf(refOf(object))} metadata.managedFields cleanup failed: ${messageOf(error)}`, error)
      }
      current = await context.kube.get(refOf(live), {signal: options.signal})
    }
  }
}
