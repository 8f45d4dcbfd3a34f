import type {KubeObject} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'
import {conditionOf} from '../runtime/conditions.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {
  controllerOf,
  keyOf,
  numberOf,
  scaledValue,
  selectorMatches,
  specOf,
  statusOf,
  timestamp,
  writeStatus,
} from '../runtime/objects.js'
import {isActive, isReady, podKind} from '../runtime/pods.js'
import {Selections} from '../runtime/selections.js'

const kind = {apiVersion: 'policy/v1', kind: 'PodDisruptionBudget'}

/** How many pods of a budget may go right now. */
export function disruptionController(): ControllerSpec {
  const selections = new Selections(kind, selectorMatches)
  return {
    name: 'disruption-controller',
    of: kind,
    start: (client) => selections.follow(client),
    watches: [{kind: podKind, wakes: (_client, pod) => selections.selecting(pod).map(keyOf)}],
    reconcile: (work, budget) => reconcile(work, budget, selections),
  }
}

async function reconcile(work: Work, budget: KubeObject, selections: Selections): Promise<void> {
  const spec = specOf(budget)
  const pods = selections.podsOf(work.client, budget).filter(isActive)
  if (pods.length === 0) {
    await recordEvent(work, 'controllermanager', budget, {reason: 'NoPods', message: 'No matching pods found'})
  }
  const expected = expectedPods(work.client, budget, pods)
  const desired =
    spec.maxUnavailable === undefined
      ? scaledValue(spec.minAvailable ?? 1, expected, true)
      : Math.max(0, expected - scaledValue(spec.maxUnavailable, expected, true))
  const healthy = pods.filter(isReady).length
  const allowed = expected === 0 ? 0 : Math.max(0, healthy - desired)
  const generation = budget.metadata.generation ?? 0
  const status = allowed > 0 ? 'True' : 'False'
  const before = conditionOf(statusOf(budget), 'DisruptionAllowed')
  await writeStatus(work.client, budget, {
    observedGeneration: generation,
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    conditions: [
      {
        type: 'DisruptionAllowed',
        status,
        observedGeneration: generation,
        lastTransitionTime: before?.status === status ? before.lastTransitionTime : timestamp(work.now),
        reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        message: '',
      },
    ],
  })
}

/** With a fixed minimum the pods that there are, else what their controllers are asked for. */
function expectedPods(client: LocalClient, budget: KubeObject, pods: readonly KubeObject[]): number {
  const {minAvailable} = specOf(budget)
  if (typeof minAvailable === 'number') return pods.length
  const sizes = new Map<string, number>()
  for (const pod of pods) {
    const owner = controllerOf(pod)
    const set = owner && client.get(owner.apiVersion, owner.kind, pod.metadata.namespace, owner.name)
    if (set) sizes.set(set.metadata.uid ?? '', numberOf(specOf(set).replicas, 1))
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}
