import {sameValue} from '../../../../formats/json/same-value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerEnv, LocalClient} from '../../hooks.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {type Happening, recordEvent} from '../runtime/events.js'
import {isDeleting, keyOf, listOf, millisOf, numberOf, specOf, statusOf, timestamp} from '../runtime/objects.js'
import {isFinished, nodeOf, podKind} from '../runtime/pods.js'
import {type Behaviour, behaviourOf, isSimulating, type Usual} from '../simulation.js'
import {PodAddresses} from './addresses.js'
import {nodeName} from './node.js'
import {namesOfClaims, placementOf, selectedNode} from './placement.js'
import {type PodState, podStatus, pullFault} from './pod-status.js'

/** Crashed containers are started again after this long at first, then after twice as long, up to five minutes. */
const firstBackOffMs = 10_000
const longestBackOffMs = 300_000

/** Exit code of a container that SIGTERM ends. */
const TERMINATED = 143

/** Containers that need longer than this to become ready are shown as being created. */
const shownMs = 1500

const CRASHED = 'CrashLoopBackOff'

/** Kinds whose annotations say how their pods behave. */
const directors = [
  ...['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => ({apiVersion: 'apps/v1', kind})),
  {apiVersion: 'batch/v1', kind: 'Job'},
]

/** What the node remembers. */
interface Node {
  readonly scheduler: LocalClient
  readonly addresses: PodAddresses
  /** when a pod was assigned, by uid, until it says so itself */
  readonly assigned: Map<string, number>
  readonly usual: Usual
}

/** Assigns pods to the node and plays what their containers do. */
export function kubelet(env: ControllerEnv, usual: Usual): ControllerSpec {
  const scheduler = env.clientFor('kube-scheduler', 'system:kube-scheduler')
  const node: Node = {scheduler, addresses: new PodAddresses(), assigned: new Map(), usual}
  return {
    name: 'kubelet',
    userAgent: 'kubelet',
    of: podKind,
    watches: [
      // an open node takes what has been waiting
      ...[
        {apiVersion: 'v1', kind: 'Node'},
        {apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass'},
      ].map((kind) => ({kind, wakes: (client: LocalClient) => client.list('v1', 'Pod').filter(waits).map(keyOf)})),
      {kind: {apiVersion: 'v1', kind: 'PersistentVolumeClaim'}, wakes: waitingFor},
      // a rehearsed failure ends when its annotation leaves the controller
      ...directors.map((kind) => ({
        kind,
        wakes: (client: LocalClient, object: KubeObject) =>
          isSimulating(object) ? client.list('v1', 'Pod', object.metadata.namespace).map(keyOf) : [],
      })),
    ],
    reconcile: (work, pod) => reconcile(work, node, pod),
  }
}

async function reconcile(work: Work, node: Node, pod: KubeObject): Promise<void> {
  const {addresses, assigned} = node
  const uid = pod.metadata.uid ?? ''
  if (isDeleting(pod) || isFinished(pod)) {
    const last = isFinished(pod) ? pod : await killed(work, node, pod)
    addresses.release(uid)
    assigned.delete(uid)
    return isDeleting(last) ? terminate(work, last) : undefined
  }
  const placed = waits(pod) ? await place(work, node.scheduler, pod) : pod
  if (specOf(placed).nodeName !== nodeName) return
  const started = millisOf(statusOf(placed).startTime)
  const since = Number.isNaN(started) ? (assigned.get(uid) ?? work.now) : started
  assigned.set(uid, since)
  const next = stateOf(work, placed, behaviourOf(work.client, placed, node.usual), since)
  if (!next) return
  const status = podStatus(placed, next, work.now, since, addresses.of(placed))
  if (sameValue(statusOf(placed), status)) return
  const written = await work.client.update({...placed, status}, {subresource: 'status'})
  await reportState(work, written, next)
}

/** Pods without a node that mount a claim. */
function waitingFor(client: LocalClient, claim: KubeObject): readonly string[] {
  const {name = '', namespace} = claim.metadata
  return client
    .list('v1', 'Pod', namespace)
    .filter((pod) => waits(pod) && namesOfClaims(pod).includes(name))
    .map(keyOf)
}

const waits = (pod: KubeObject) => specOf(pod).nodeName === undefined

/** Who holds a pod of this node that is being deleted is told how its containers ended. */
async function killed(work: Work, {addresses}: Node, pod: KubeObject): Promise<KubeObject> {
  if (specOf(pod).nodeName !== nodeName || (pod.metadata.finalizers ?? []).length === 0) return pod
  const since = millisOf(statusOf(pod).startTime)
  const state: PodState = {at: 'ended', exitCode: TERMINATED}
  const status = podStatus(pod, state, work.now, Number.isNaN(since) ? work.now : since, addresses.of(pod))
  return work.client.update({...pod, status}, {subresource: 'status'})
}

/** The node has let go of a pod that is being deleted. */
async function terminate({client}: Work, pod: KubeObject): Promise<void> {
  const {name = '', namespace, uid, finalizers = []} = pod.metadata
  if (numberOf(pod.metadata.deletionGracePeriodSeconds as number, 0) === 0 && finalizers.length > 0) return
  await client.delete({...podKind, namespace, name}, {gracePeriodSeconds: 0, ...(uid === undefined ? {} : {uid})})
}

/** Gives a pod its node, or says why it has none. */
async function place(work: Work, scheduler: LocalClient, pod: KubeObject): Promise<KubeObject> {
  if (listOf(specOf(pod).schedulingGates).length > 0) return pod
  const {refusal, claims} = placementOf(work.client, pod)
  if (refusal !== undefined) {
    await reportUnscheduled({...work, client: scheduler}, pod, refusal)
    return pod
  }
  if (claims.length === 0) return schedule(work, scheduler, pod)
  // their volumes are made now; the pod is looked at again once they are bound
  for (const claim of claims) {
    if (claim.metadata.annotations?.[selectedNode] !== undefined) continue
    const annotations = {...claim.metadata.annotations, [selectedNode]: nodeName}
    await scheduler.update({...claim, metadata: {...claim.metadata, annotations}})
  }
  return pod
}

async function schedule(work: Work, scheduler: LocalClient, pod: KubeObject): Promise<KubeObject> {
  const {name = '', namespace = ''} = pod.metadata
  const target = nodeOf(pod) || nodeName
  await scheduler.create(
    {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: {name, namespace},
      target: {apiVersion: 'v1', kind: 'Node', name: target},
    },
    {subresource: 'binding'},
  )
  const message = `Successfully assigned ${namespace}/${name} to ${target}`
  await recordEvent({...work, client: scheduler}, 'default-scheduler', pod, {reason: 'Scheduled', message})
  return work.client.get('v1', 'Pod', namespace, name) ?? pod
}

async function reportUnscheduled(work: Work, pod: KubeObject, message: string): Promise<void> {
  const conditions = listOf(statusOf(pod).conditions)
  const before = conditions.find(({type}) => type === 'PodScheduled')
  if (before?.status === 'False' && before.message === message) return
  await recordEvent(work, 'default-scheduler', pod, {type: 'Warning', reason: 'FailedScheduling', message})
  const condition = {
    type: 'PodScheduled',
    ...(pod.metadata.generation === undefined ? {} : {observedGeneration: pod.metadata.generation}),
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: before?.status === 'False' ? before.lastTransitionTime : timestamp(work.now),
    reason: 'Unschedulable',
    message,
  }
  const status = {...statusOf(pod), conditions: [...conditions.filter((one) => one !== before), condition]}
  await work.client.update({...pod, status}, {subresource: 'status'})
}

/** What the pod's containers do now; undefined: nothing to tell. Plans the next look. */
function stateOf(work: Work, pod: KubeObject, behaviour: Behaviour, since: number): PodState | undefined {
  if (behaviour.hang) return {at: 'creating'}
  const wait = behaviour.delayMs - (work.now - since)
  if (wait > 0) {
    work.again(wait)
    return behaviour.delayMs > shownMs ? {at: 'creating'} : undefined
  }
  if (behaviour.fail !== undefined) return failing(work, behaviour.fail, -wait)
  if (runsToEnd(pod)) {
    const {exitCode} = behaviour
    const again = exitCode !== 0 && specOf(pod).restartPolicy === 'OnFailure'
    return again ? failing(work, CRASHED, -wait, exitCode) : {at: 'ended', exitCode}
  }
  return {at: 'running', ready: behaviour.flapMs === undefined || flapping(work, behaviour.flapMs, -wait)}
}

/** Jobs and other pods that are not started again run to their end. */
function runsToEnd(pod: KubeObject): boolean {
  const {restartPolicy} = specOf(pod)
  const owner = pod.metadata.ownerReferences?.find(({controller}) => controller)
  return restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && owner?.kind === 'Job')
}

function failing(work: Work, reason: string, elapsed: number, exitCode = 1): PodState {
  if (reason !== CRASHED) return {at: 'waiting', reason, restarts: 0}
  let restarts = 0
  let at = 0
  while (at <= elapsed && restarts < 1000) {
    at += Math.min(firstBackOffMs * 2 ** restarts, longestBackOffMs)
    restarts++
  }
  work.again(at - elapsed)
  return {at: 'waiting', reason, restarts, exitCode}
}

function flapping(work: Work, period: number, elapsed: number): boolean {
  const turn = Math.floor(elapsed / period)
  work.again((turn + 1) * period - elapsed)
  return turn % 2 === 0
}

async function reportState(work: Work, pod: KubeObject, state: PodState): Promise<void> {
  const [first] = listOf(specOf(pod).containers)
  const name = String(first?.name)
  if (state.at === 'waiting') {
    for (const event of failureEvents(state.reason, name, String(first?.image), pod))
      await recordEvent(work, 'kubelet', pod, event)
  } else if (state.at === 'running' && state.ready) {
    await recordEvent(work, 'kubelet', pod, {reason: 'Started', message: `Started container ${name}`})
  }
}

/** What a kubelet tells of a container that does not start. */
function failureEvents(reason: string, name: string, image: string, {metadata}: KubeObject): readonly Happening[] {
  const pod = `${metadata.name}_${metadata.namespace}(${metadata.uid})`
  if (reason === CRASHED) {
    return [{type: 'Warning', reason: 'BackOff', message: `Back-off restarting failed container ${name} in pod ${pod}`}]
  }
  const error: Happening = {type: 'Warning', reason: 'Failed', message: `Error: ${reason}`}
  if (reason === 'ImagePullBackOff') return [{reason: 'BackOff', message: `Back-off pulling image "${image}"`}, error]
  if (reason === 'ErrImagePull') return [{type: 'Warning', reason: 'Failed', message: pullFault(image)}, error]
  return [error]
}
