import {messageOf} from '../../errors/flux-error.js'
import type {KubeObject, ObjectRef} from '../../ports/kube.js'
import {ApplyError} from '../apply-error.js'
import type {Change} from '../change-set.js'
import {inParallel} from '../in-parallel.js'
import {compareRefs, STAGES, type Stage, stageOf} from '../order.js'
import {refOf, subjectOf} from '../subject.js'
import type {HealthRules} from '../wait/health-rules.js'
import {waitForObjects} from '../wait/wait-for-objects.js'
import {type CheckedObject, checkObject} from './check-object.js'
import type {ApplyContext, ApplyOptions} from './options.js'

/** How long what a stage brings may take until the next stage starts, in milliseconds. */
const STAGE_TIMEOUT = 60_000

/**
 * Applies objects stage by stage, nothing of a stage unless the server accepts all of it (kustomize-controller
 * reference 10). Definitions and classes must be current before what uses them. Returns the change of every object in
 * the order of the apply. Throws ApplyError with the changes of the stages that were completed.
 */
export async function applyStages(
  context: ApplyContext,
  objects: readonly KubeObject[],
  options: ApplyOptions,
  rules: HealthRules,
): Promise<Change[]> {
  const stages = new Map<Stage, KubeObject[]>()
  for (const object of objects) {
    const stage = stageOf(object, options.customStage)
    const list = stages.get(stage)
    if (list) list.push(object)
    else stages.set(stage, [object])
  }
  const changes: Change[] = []
  for (const stage of STAGES) {
    const members = stages.get(stage)
    if (!members) continue
    const created: ObjectRef[] = []
    try {
      const done = await applyStage(context, sorted(members), options, created)
      // all of it was applied: it counts even if it never gets current
      changes.push(...done.map((item) => item.change))
      if (stage === 'definitions' || stage === 'classes') await waitForStage(context, done, rules, options)
    } catch (error) {
      throw new ApplyError(messageOf(error), error, changes, created)
    }
  }
  return changes
}

async function applyStage(
  context: ApplyContext,
  objects: readonly KubeObject[],
  options: ApplyOptions,
  created: ObjectRef[],
): Promise<CheckedObject[]> {
  const checked = await inParallel(objects, options.concurrency, (object) => checkObject(context, object, options))
  const fresh = checked.filter(({change}) => change.action === 'created').map(({change}) => change.ref)
  if (fresh.length > 0) await options.beforeCreating?.(fresh)
  // Kind by kind as sorted; objects of one kind do not depend on each other.
  const applied = [...checked]
  for (const group of groupsByKind(checked)) {
    await inParallel(group, options.concurrency, async (index) => {
      const item = checked[index] as CheckedObject
      const isNew = item.change.action === 'created'
      options.signal?.throwIfAborted()
      try {
        applied[index] = {...item, seen: await applyOne(context, item.payload as KubeObject, options)}
        if (isNew) created.push(item.change.ref)
      } catch (error) {
        // a request that a stop cut off may have reached the server
        if (isNew && options.signal?.aborted) created.push(item.change.ref)
        throw error
      }
    })
  }
  return applied
}

async function applyOne(context: ApplyContext, payload: KubeObject, options: ApplyOptions): Promise<KubeObject> {
  try {
    return await context.kube.apply(payload, {fieldManager: options.manager, force: true, signal: options.signal})
  } catch (error) {
    throw new ApplyError(`${subjectOf(refOf(payload))} apply failed: ${messageOf(error)}`, error)
  }
}

function groupsByKind(checked: readonly CheckedObject[]): number[][] {
  const groups: number[][] = []
  let kind: string | undefined
  checked.forEach((item, index) => {
    if (!item.payload) return
    const now = `${item.payload.apiVersion}/${item.payload.kind}`
    if (now === kind) groups.at(-1)?.push(index)
    else groups.push([index])
    kind = now
  })
  return groups
}

async function waitForStage(
  context: ApplyContext,
  done: readonly CheckedObject[],
  rules: HealthRules,
  options: ApplyOptions,
): Promise<void> {
  const result = await waitForObjects(
    context,
    done.map((item) => ({ref: item.change.ref, seen: item.seen})),
    {timeout: STAGE_TIMEOUT, interval: 2000, failFast: false, rules, signal: options.signal},
  )
  if (result.message !== undefined) throw new ApplyError(result.message)
}

function sorted(objects: readonly KubeObject[]): KubeObject[] {
  return objects
    .map((object) => ({object, ref: refOf(object)}))
    .sort((a, b) => compareRefs(a.ref, b.ref))
    .map((item) => item.object)
}
