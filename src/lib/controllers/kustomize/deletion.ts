import {changeLine} from '../../apply/change-set.js'
import {deleteObjects} from '../../apply/delete-objects.js'
import {inventoryRef} from '../../apply/inventory.js'
import {subjectOf} from '../../apply/subject.js'
import {isNotFound, NoMatchError} from '../../errors/api-error.js'
import type {Context} from '../../ports/context.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../ports/kube.js'
import type {Run} from '../runtime/types.js'
import {accountOf, clusterAccess} from './cluster-access.js'
import {specOf, statusOf, timeoutOf} from './kustomization.js'
import type {KustomizeOptions} from './options.js'
import {tell} from './tell.js'

const POLL = 2000

type Needs = Pick<Context, 'kube' | 'clock' | 'events'>

/**
 * Deletes the objects of a Kustomization that is being deleted, as its policy says (kustomize-controller reference 13).
 * Returns when its finalizer may go; throws when it must stay for another try.
 */
export async function deleteContent(context: Needs, object: KubeObject, run: Run, options: KustomizeOptions): Promise<void> {
  const refs = refsToDelete(object)
  if (refs.length === 0) return
  const revision = statusOf(object).lastAppliedRevision
  const account = accountOf(object, options)
  if (account !== undefined && (await accountIsGone(context.kube, object, account, run.signal))) {
    const message = `unable to prune objects: \n${refs.map(subjectOf).join('\n')}`
    run.log.error(message, new Error('skipping pruning, failed to find account to impersonate'))
    tell(context, object, 'error', message, {revision})
    return
  }
  const access = await clusterAccess(context, object, options, run.signal)
  const deletion = await deleteObjects(access.kube, refs, {
    owner: {name: object.metadata.name ?? '', namespace: object.metadata.namespace ?? ''},
    missingKindFails: access.dedicated,
    signal: run.signal,
  })
  if (deletion.error) {
    tell(context, object, 'error', 'pruning for deleted resource failed', {revision})
    throw deletion.error
  }
  if (deletion.changes.length > 0) tell(context, object, 'info', deletion.changes.map(changeLine).join('\n'), {revision})
  if (specOf(object).deletionPolicy !== 'WaitForTermination') return
  const deleted = deletion.changes.filter((change) => change.action === 'deleted').map((change) => change.ref)
  try {
    await waitUntilGone(context, access.kube, deleted, timeoutOf(specOf(object)), run.signal)
  } catch (error) {
    run.signal.throwIfAborted()
    const message = 'failed to wait for resources termination'
    run.log.error(message, error)
    tell(context, object, 'error', message, {revision})
  }
}

/** Objects of the inventory, unless the policy or suspension leave them where they are. */
function refsToDelete(object: KubeObject): ObjectRef[] {
  const spec = specOf(object)
  const policy = spec.deletionPolicy ?? 'MirrorPrune'
  const wanted = policy === 'Delete' || policy === 'WaitForTermination' || (policy === 'MirrorPrune' && spec.prune)
  if (spec.suspend || !wanted) return []
  return (statusOf(object).inventory?.entries ?? []).map(inventoryRef).filter((ref) => ref !== undefined)
}

async function accountIsGone(kube: KubeClient, object: KubeObject, name: string, signal: AbortSignal): Promise<boolean> {
  const {namespace} = object.metadata
  try {
    await kube.get({apiVersion: 'v1', kind: 'ServiceAccount', namespace, name}, {signal})
    return false
  } catch {
    signal.throwIfAborted()
    return true
  }
}

/** Looks at one after the other until it is gone; throws when time is up or something cannot be read. */
async function waitUntilGone(
  context: Needs,
  kube: KubeClient,
  refs: readonly ObjectRef[],
  timeout: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = context.clock.now() + timeout
  for (const ref of refs) {
    for (let pause = 50; ; pause = Math.min(2 * pause, POLL)) {
      try {
        await kube.get(ref, {signal})
      } catch (error) {
        // a kind that went away in the meantime has taken its objects with it
        if (isNotFound(error) || error instanceof NoMatchError) break
        throw error
      }
      const rest = deadline - context.clock.now()
      if (rest <= 0) throw new Error(`timeout waiting for ${subjectOf(ref)} to be deleted`)
      await context.clock.sleep(Math.min(pause, rest), signal)
    }
  }
}
