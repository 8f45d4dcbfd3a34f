import {isConflict, isNotFound} from '../../errors/api-error.js'
import {sameValue} from '../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {Context} from '../../ports/context.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../ports/kube.js'
import {type Condition, compareConditions, type Draft, draftOf} from './conditions.js'

export interface PatcherOptions {
  readonly fieldManager: string
  /** Condition types that this controller overwrites whatever others wrote into them. */
  readonly owned: readonly string[]
  readonly signal?: AbortSignal | undefined
}

const TRIES = 5

/**
 * Writes what a run changed on its draft as merge patches against what was last written: metadata and spec to the object, then
 * the status in one request. A change of conditions is locked by resourceVersion; on a conflict the live conditions
 * are read again, foreign types are kept and owned ones overwritten. Nothing changed: no request.
 */
export class StatusPatcher {
  #written: KubeObject

  constructor(
    private readonly context: Pick<Context, 'clock' | 'random'> & {kube: KubeClient},
    before: KubeObject,
    private readonly options: PatcherOptions,
  ) {
    this.#written = before
  }

  /** Brings the server's object up to the draft; throws what the server says. */
  async patch(draft: Draft): Promise<void> {
    await this.#patchObject(draft)
    await this.#patchStatus(draft, TRIES)
  }

  /**
   * The status as it is now, for people who watch, while the run goes on changing its draft. A run that began with an object
   * from the cache may be behind: it must not stay silent for that through a long health check.
   */
  async show(draft: Draft): Promise<void> {
    await this.#patchStatus(draftOf(draft), TRIES)
  }

  /** Writes these fields of the draft's status and leaves the others as they were last written. */
  async keep(draft: Draft, fields: readonly string[]): Promise<void> {
    const kept = draftOf(draft)
    kept.status = {...statusOf(this.#written), ...Object.fromEntries(fields.map((name) => [name, draft.status[name]]))}
    await this.#patchStatus(kept, TRIES)
    draft.metadata.resourceVersion = kept.metadata.resourceVersion
  }

  async #patchObject(draft: Draft): Promise<void> {
    const metadata = mergePatch(userMetadata(this.#written), userMetadata(draft))
    const spec = mergePatch({spec: this.#written.spec}, {spec: draft.spec})
    if (metadata === undefined && spec === undefined) return
    const body: JsonObject = {...(metadata && {metadata}), ...spec}
    const written = await this.context.kube.patch(refOf(draft), {type: 'merge', body}, this.#write())
    draft.metadata.resourceVersion = written.metadata.resourceVersion
    this.#written = {...this.#written, metadata: {...draft.metadata}, spec: draft.spec}
  }

  async #patchStatus(draft: Draft, tries: number): Promise<void> {
    const before = statusOf(this.#written)
    const desired: JsonObject = {...draft.status}
    const locked = mergePatch({conditions: before.conditions}, {conditions: desired.conditions}) !== undefined
    let status = mergePatch(before, desired)
    if (status === undefined) return
    let resourceVersion = this.#written.metadata.resourceVersion
    for (let attempt = 1; ; attempt++) {
      const body: JsonObject = {status, ...(locked && resourceVersion ? {metadata: {resourceVersion}} : {})}
      try {
        const answer = await this.context.kube.patch(
          refOf(draft),
          {type: 'merge', body},
          {...this.#write(), subresource: 'status'},
        )
        draft.metadata.resourceVersion = answer.metadata.resourceVersion
        // The list is copied: setCondition changes the draft's own in place.
        const {conditions} = draft.status
        const written = {...draft.status, ...(conditions ? {conditions: [...conditions]} : {})}
        this.#written = {...this.#written, metadata: {...draft.metadata}, status: written}
        return
      } catch (error) {
        if (!isConflict(error) || attempt === tries) throw error
        if (attempt > 1) await this.context.clock.sleep(100 * (1 + this.context.random.float()), this.options.signal)
        const live = await this.context.kube.get(refOf(draft), {signal: this.options.signal})
        resourceVersion = live.metadata.resourceVersion
        draft.status.conditions = mergeConditions(before.conditions, draft.status.conditions, live, this.options.owned)
        status = {...status, conditions: draft.status.conditions}
      }
    }
  }

  #write() {
    return {fieldManager: this.options.fieldManager, signal: this.options.signal}
  }
}

/** True when writing failed because the object is gone, which a deletion run may ignore. */
export function isGone(error: unknown, draft: Draft): boolean {
  return isNotFound(error) && draft.metadata.deletionTimestamp !== undefined && !draft.metadata.finalizers?.length
}

/** Live conditions with our changes on top: owned types are ours, others change only if we changed them. */
function mergeConditions(
  before: JsonValue | undefined,
  after: Condition[] | undefined,
  live: KubeObject,
  owned: readonly string[],
): Condition[] {
  const old = new Map(((before ?? []) as Condition[]).map((item) => [item.type, item]))
  const ours = new Map((after ?? []).map((item) => [item.type, item]))
  const isOurs = (type: string) => owned.includes(type) || !sameValue(old.get(type), ours.get(type))
  const foreign = ((statusOf(live).conditions ?? []) as Condition[]).filter(({type}) => !isOurs(type))
  return [...foreign, ...[...ours.values()].filter(({type}) => isOurs(type))].sort(compareConditions)
}

/** RFC 7386 patch from one value to the other; undefined when they are equal. */
function mergePatch(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const patch: JsonObject = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = before[key]
    const now = after[key]
    if (old === now) continue
    if (now === undefined) patch[key] = null
    else if (isObject(old) && isObject(now)) {
      const inner = mergePatch(old, now)
      if (inner !== undefined) patch[key] = inner
    } else if (!sameValue(old, now)) patch[key] = now
  }
  return Object.keys(patch).length === 0 ? undefined : patch
}

/** What of the metadata a controller may change by a merge patch. */
function userMetadata(object: KubeObject): JsonObject {
  const {labels, annotations, finalizers} = object.metadata
  return {labels, annotations, finalizers: finalizers?.length ? finalizers : undefined}
}

function statusOf(object: KubeObject): JsonObject {
  return isObject(object.status) ? object.status : {}
}

function refOf(object: KubeObject): ObjectRef {
  const {namespace, name} = object.metadata
  return {apiVersion: object.apiVersion, kind: object.kind, namespace, name: name ?? ''}
}
