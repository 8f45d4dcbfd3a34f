import {inParallel} from '../../apply/in-parallel.js'
import {type InventoryEntry, inventoryDifference, inventoryEntry, readInventoryRef} from '../../apply/inventory.js'
import {compareRefs} from '../../apply/order.js'
import {prepareObjects} from '../../apply/prepare/prepare-objects.js'
import {readServed} from '../../apply/served-ref.js'
import {refOf, subjectOf} from '../../apply/subject.js'
import {compileIgnoreRules} from '../../controllers/kustomize/compile-ignore-rules.js'
import {createSecretTrace, type SecretTrace} from '../../engines/substitute/secret-trace.js'
import {messageOf} from '../../errors/flux-error.js'
import type {KustomizationSpec, KustomizationStatus} from '../../kinds/types/kustomization.gen.js'
import type {KubeClient, KubeObject} from '../../ports/kube.js'
import {type BuiltObjects, buildObjects} from '../build/build-objects.js'
import type {BuildContext, BuildOptions} from '../build/build-options.js'
import {isChild, localPathOf} from '../build/child-kustomization.js'
import {kustomizationObject, liveKustomization} from '../build/kustomization-object.js'
import {deadlineError} from '../poll.js'
import {type DiffEntry, type DiffResult, hasChanges} from './diff-entry.js'
import {diffObject} from './diff-object.js'
import {masked} from './mask-secrets.js'
import {withoutSubstituted} from './mask-substituted.js'
import {withoutSecretsIn} from './secret-messages.js'

export type DiffContext = BuildContext & {readonly kube: KubeClient}

export interface DiffOptions extends BuildOptions {
  /** deleted objects are read, so that it can be seen what goes */
  readonly withDeleted: boolean
  /** values that variables got from Secrets are shown nowhere */
  readonly hideSubstituted?: boolean | undefined
  /** told before each comparison */
  readonly onProgress?: ((text: string) => void) | undefined
}

/** What comparing the children has to share. */
interface Known {
  /** Kustomizations that were compared */
  readonly seen: Set<string>
  /** what came of variables from Secrets, where that is to be hidden */
  readonly secrets: SecretTrace | undefined
}

/** Comparisons at a time. */
const AT_ONCE = 8

/** `flux diff kustomization`: what applying a local build would change in the cluster (cli reference 7.3). Writes nothing. */
export async function diffKustomization(
  context: DiffContext,
  options: DiffOptions,
): Promise<DiffResult & Pick<BuiltObjects, 'unset' | 'skippedSources'>> {
  const secrets = options.hideSubstituted ? createSecretTrace() : undefined
  try {
    const kustomization = await kustomizationObject(context, options)
    const built = await buildObjects(context, kustomization, options.path, options, secrets)
    const result = await diffBuilt(context, kustomization, built.objects, options, {seen: new Set(), secrets})
    const shown = secrets ? withoutSubstituted(result, secrets) : result
    return {...shown, unset: built.unset, skippedSources: built.skippedSources}
  } catch (error) {
    const told = deadlineError(error, context.signal)
    throw secrets ? withoutSecretsIn(told, secrets) : told
  }
}

async function diffBuilt(
  context: DiffContext,
  kustomization: KubeObject,
  built: readonly KubeObject[],
  options: DiffOptions,
  known: Known,
): Promise<DiffResult> {
  const spec = kustomization.spec as unknown as KustomizationSpec
  const {name = '', namespace = ''} = kustomization.metadata
  const objects = prepareObjects(built, {owner: {name, namespace}})
  const ignore = compileIgnoreRules(spec.ignore ?? [])
  const subject = subjectOf(refOf(kustomization))
  known.seen.add(subject)
  const errors: string[] = []
  const old = new Set(inventoryOf(kustomization).map(({id}) => id))
  const found = await inParallel(objects, AT_ONCE, async (object) => {
    options.onProgress?.(`comparing ${subjectOf(refOf(object))}`)
    try {
      const expectedNew = !old.has(inventoryEntry(refOf(object)).id)
      return await diffObject(context.kube, object, {ignore, force: spec.force ?? false, expectedNew, signal: context.signal})
    } catch (error) {
      context.signal.throwIfAborted()
      return messageOf(error)
    }
  })
  const entries: DiffEntry[] = []
  for (const [index, object] of objects.entries()) {
    const entry = found[index]
    if (typeof entry === 'string') errors.push(entry)
    else if (entry) entries.push(entry)
    const isNew = typeof entry === 'object' && entry.action === 'created'
    if (!options.recursive || isNew || typeof entry === 'string' || !isChild(object, kustomization)) continue
    try {
      const child = await diffChild(context, object, options, known)
      errors.push(...child.errors)
      entries.push(...child.entries)
    } catch (error) {
      context.signal.throwIfAborted()
      errors.push(messageOf(error))
    }
  }
  if (spec.prune && errors.length === 0) entries.push(...(await deletions(context, kustomization, objects, options)))
  return {subject, entries, errors, changed: hasChanges(entries)}
}

/** A Kustomization that exists is compared like its parent. */
async function diffChild(
  context: DiffContext,
  child: KubeObject,
  options: DiffOptions,
  known: Known,
): Promise<Pick<DiffResult, 'entries' | 'errors'>> {
  const ref = refOf(child)
  const subject = subjectOf(ref)
  if (known.seen.has(subject)) return {entries: [], errors: []}
  if ((child.spec as unknown as KustomizationSpec).kubeConfig) return {entries: [{action: 'remote', subject, ref}], errors: []}
  const {name = '', namespace = options.namespace} = child.metadata
  const live = await liveKustomization(context, {name, namespace}, true)
  const own = live?.status === undefined ? child : {...child, status: live.status}
  const {objects} = await buildObjects(context, own, localPathOf(child, options), options, known.secrets)
  const {entries, errors} = await diffBuilt(context, own, objects, options, known)
  return {errors, entries: hasChanges(entries) ? [{action: 'child', subject, ref, entries}] : entries}
}

/** Objects of the inventory that are not built any more, in the order of an apply. */
async function deletions(
  {kube, signal}: DiffContext,
  kustomization: KubeObject,
  objects: readonly KubeObject[],
  {withDeleted}: DiffOptions,
): Promise<DiffEntry[]> {
  const old = inventoryOf(kustomization)
  const now = objects.map((object) => inventoryEntry(refOf(object)))
  const refs = inventoryDifference(old, now).map(readInventoryRef).sort(compareRefs)
  return inParallel(refs, AT_ONCE, async (ref): Promise<DiffEntry> => {
    const live = withDeleted ? await readServed(kube, ref, {signal}).catch(() => undefined) : undefined
    signal.throwIfAborted()
    return {action: 'deleted', subject: subjectOf(ref), ref, before: live && masked(live)}
  })
}

function inventoryOf(kustomization: KubeObject): readonly InventoryEntry[] {
  const status = (kustomization.status ?? {}) as unknown as KustomizationStatus
  return (status.inventory?.entries ?? []) as InventoryEntry[]
}
