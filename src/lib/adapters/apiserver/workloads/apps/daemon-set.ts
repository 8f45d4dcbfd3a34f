import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'
import {isSelected, untolerated} from '../node/node-fit.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {
  controlledBy,
  isDeleting,
  keyOf,
  listOf,
  numberOf,
  scaledValue,
  section,
  specOf,
  statusOf,
  writeStatus,
} from '../runtime/objects.js'
import {availableIn, deletePod, isFinished, isReady, nodeOf, podKind, podOf} from '../runtime/pods.js'
import {positive} from './replica-set.js'
import {hashOf, revisionsOf, syncRevision, trimRevisions} from './revisions.js'

const component = 'daemonset-controller'
const hashLabel = 'controller-revision-hash'

/** Conditions of a node that daemons put up with. */
const tolerated: readonly (readonly [string, string])[] = [
  ['node.kubernetes.io/not-ready', 'NoExecute'],
  ['node.kubernetes.io/unreachable', 'NoExecute'],
  ['node.kubernetes.io/disk-pressure', 'NoSchedule'],
  ['node.kubernetes.io/memory-pressure', 'NoSchedule'],
  ['node.kubernetes.io/pid-pressure', 'NoSchedule'],
  ['node.kubernetes.io/unschedulable', 'NoSchedule'],
]
const daemonTolerations: readonly JsonObject[] = tolerated.map(([key, effect]) => ({key, operator: 'Exists', effect}))

export const daemonSetController: ControllerSpec = {
  name: component,
  of: {apiVersion: 'apps/v1', kind: 'DaemonSet'},
  owns: [podKind],
  watches: [{kind: {apiVersion: 'v1', kind: 'Node'}, wakes: (client) => client.list('apps/v1', 'DaemonSet').map(keyOf)}],
  reconcile,
}

async function reconcile(work: Work, set: KubeObject): Promise<void> {
  const revision = await syncRevision(work, set, revisionsOf(work, set))
  const hash = hashOf(revision)
  const nodes = placesOf(work.client, set)
  if (!isDeleting(set)) {
    await placePods(work, set, hash, nodes)
    await replaceOld(work, set, hash, nodes.run.length)
  }
  await updateStatus(work, set, hash, nodes)
  const used = new Set(
    controlledBy(work.client, set, 'Pod').map((pod) => `${set.metadata.name}-${pod.metadata.labels?.[hashLabel]}`),
  )
  await trimRevisions(work, set, revisionsOf(work, set), used.add(revision.metadata.name ?? ''))
}

/** Nodes by name: those that get a pod, and those that may keep one that they have. */
interface Places {
  readonly run: readonly string[]
  readonly keep: readonly string[]
}

/** Nodes that the template's node selector and affinity allow and whose taints its pods tolerate; who runs stays unless he is driven out. */
function placesOf(client: LocalClient, set: KubeObject): Places {
  const template = specOf(section(specOf(set), 'template'))
  const tolerations = [...listOf(template.tolerations), ...daemonTolerations]
  const selected = client.list('v1', 'Node').filter((node) => isSelected(node, template))
  const namesOf = (effects: readonly string[]) =>
    selected.filter((node) => !untolerated(node, tolerations, effects)).map((node) => node.metadata.name ?? '')
  return {run: namesOf(['NoSchedule', 'NoExecute']), keep: namesOf(['NoExecute'])}
}

async function placePods(work: Work, set: KubeObject, hash: string, {run, keep}: Places): Promise<void> {
  const pods = controlledBy(work.client, set, 'Pod')
  for (const pod of pods) if (isFinished(pod) || !keep.includes(nodeOf(pod))) await deletePod(work.client, pod)
  const covered = new Set(pods.filter((pod) => !isFinished(pod)).map(nodeOf))
  for (const node of run) {
    if (covered.has(node)) continue
    const pod = await work.client.create(daemonPod(set, hash, node))
    await recordEvent(work, component, set, {reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}`})
  }
}

function daemonPod(set: KubeObject, hash: string, node: string): KubeObject {
  const template = section(specOf(set), 'template')
  const spec = specOf(template)
  const generation = set.metadata.annotations?.['deprecated.daemonset.template.generation'] ?? '1'
  const term = {matchFields: [{key: 'metadata.name', operator: 'In', values: [node]}]}
  const affinity: JsonObject = {
    ...section(spec, 'affinity'),
    nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [term]}},
  }
  const tolerations = [...listOf(spec.tolerations), ...daemonTolerations]
  return podOf(set, template, {
    generateName: `${set.metadata.name}-`,
    labels: {[hashLabel]: hash, 'pod-template-generation': generation},
    spec: {affinity, tolerations},
  })
}

/** Rolling update: old pods go as far as the strategy lets them be missing. */
async function replaceOld(work: Work, set: KubeObject, hash: string, nodes: number): Promise<void> {
  const strategy = section(specOf(set), 'updateStrategy')
  if (strategy.type === 'OnDelete') return
  const pods = controlledBy(work.client, set, 'Pod')
  const allowed = Math.max(1, scaledValue(section(strategy, 'rollingUpdate').maxUnavailable ?? 1, nodes, true))
  let missing = pods.filter((pod) => isDeleting(pod) || !isReady(pod)).length
  for (const pod of pods) {
    if (pod.metadata.labels?.[hashLabel] === hash || isDeleting(pod)) continue
    if (isReady(pod) && missing >= allowed) return
    if (isReady(pod)) missing++
    await deletePod(work.client, pod)
  }
}

async function updateStatus(work: Work, before: KubeObject, hash: string, {run: nodes}: Places): Promise<void> {
  const set = work.client.get(before.apiVersion, before.kind, before.metadata.namespace, before.metadata.name ?? '')
  if (!set) return
  const all = controlledBy(work.client, set, 'Pod').filter((pod) => !isDeleting(pod))
  const pods = all.filter((pod) => nodes.includes(nodeOf(pod)))
  const waits = pods.map((pod) => availableIn(pod, numberOf(specOf(set).minReadySeconds, 0), work.now))
  const pending = waits.filter((wait): wait is number => wait !== undefined && wait > 0)
  if (pending.length > 0) work.again(Math.min(...pending))
  const available = waits.filter((wait) => wait === 0).length
  const {collisionCount, conditions} = statusOf(set)
  await writeStatus(work.client, set, {
    currentNumberScheduled: pods.length,
    numberMisscheduled: all.length - pods.length,
    desiredNumberScheduled: nodes.length,
    numberReady: pods.filter(isReady).length,
    observedGeneration: set.metadata.generation ?? 0,
    ...positive('updatedNumberScheduled', pods.filter((pod) => pod.metadata.labels?.[hashLabel] === hash).length),
    ...positive('numberAvailable', available),
    ...positive('numberUnavailable', nodes.length - available),
    ...(collisionCount === undefined ? {} : {collisionCount}),
    ...(conditions === undefined ? {} : {conditions}),
  })
}
