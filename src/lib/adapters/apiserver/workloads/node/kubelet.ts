import {sameValue} from '../../../../formats/json/same-value.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerEnv, LocalClient} from '../../hooks.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {isDeleting, keyOf, listOf, millisOf, numberOf, specOf, statusOf, timestamp} from '../runtime/objects.js'
import {isFinished, nodeOf, podKind} from '../runtime/pods.js'
import {type Behaviour, behaviourOf, isSimulating} from '../simulation.js'
import {PodAddresses} from './addresses.js'
import {closedTo, nodeName} from './node.js'
import {type PodState, podStatus} from './pod-status.js'

/** Crashed containers are started again after this long at first, then after twice as long, up to five minutes. */
const firstBackOffMs = 10_000
const longestBackOffMs = 300_000

/** Containers that need longer than this to become ready are shown as being created. */
const shownMs = 1500

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
  readonly delayMs: number
}

/** Assigns pods to the node and plays what their containers do. */
export function kubelet(env: ControllerEnv, delayMs: number): ControllerSpec {
  const scheduler = env.clientFor('kube-scheduler', 'system:kube-scheduler')
  const node: Node = {scheduler, addresses: new PodAddresses(), assigned: new Map(), delayMs}
  return {
    name: 'kubelet',
    userAgent: 'kubelet',
    of: podKind,
    watches: [
      // an open node takes what has been waiting
      {kind: {apiVersion: 'v1', kind: 'Node'}, wakes: (client) => client.list('v1', 'Pod').filter(waits).map(keyOf)},
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
    addresses.release(uid)
    assigned.delete(uid)
    return isDeleting(pod) ? terminate(work, pod) : undefined
  }
  const placed =
    waits(pod) && claimsBound(work.client, pod) && !closedTo(work.client, pod) ? await schedule(work, node.scheduler, pod) : pod
  if (specOf(placed).nodeName === undefined) return reportUnscheduled(work, placed)
  if (specOf(placed).nodeName !== nodeName) return
  const started = millisOf(statusOf(placed).startTime)
  const since = Number.isNaN(started) ? (assigned.get(uid) ?? work.now) : started
  assigned.set(uid, since)
  const next = stateOf(work, placed, behaviourOf(work.client, placed, node.delayMs), since)
  if (!next) return
  const status = podStatus(placed, next, work.now, since, addresses.of(placed))
  if (sameValue(statusOf(placed), status)) return
  const written = await work.client.update({...placed, status}, {subresource: 'status'})
  await reportState(work, written, next)
}

const waits = (pod: KubeObject) => specOf(pod).nodeName === undefined

/** The node has let go of a pod that is being deleted. */
async function terminate({client}: Work, pod: KubeObject): Promise<void> {
  const {name = '', namespace, uid, finalizers = []} = pod.metadata
  if (numberOf(pod.metadata.deletionGracePeriodSeconds as number, 0) === 0 && finalizers.length > 0) return
  await client.delete({...podKind, namespace, name}, {gracePeriodSeconds: 0, ...(uid === undefined ? {} : {uid})})
}

async function schedule(work: Work, scheduler: LocalClient, pod: KubeObject): Promise<KubeObject> {
  if (listOf(specOf(pod).schedulingGates).length > 0) return pod
  const {name = '', namespace = ''} = pod.metadata
  // a daemon's pod may be meant for another node, on which nothing runs
  const meant = nodeOf(pod)
  if (meant !== '' && !work.client.get('v1', 'Node', undefined, meant)) return pod
  const target = meant === '' ? nodeName : meant
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

/** A pod waits for the claims that it mounts. */
function claimsBound(client: LocalClient, pod: KubeObject): boolean {
  return listOf(specOf(pod).volumes).every((volume) => {
    const claim = volume.persistentVolumeClaim as JsonObject | undefined
    if (!claim) return true
    const found = client.get('v1', 'PersistentVolumeClaim', pod.metadata.namespace, String(claim.claimName))
    return found !== undefined && statusOf(found).phase === 'Bound'
  })
}

async function reportUnscheduled(work: Work, pod: KubeObject): Promise<void> {
  const conditions = listOf(statusOf(pod).conditions)
  const gated = listOf(specOf(pod).schedulingGates).length > 0
  if (conditions.some(({type, status}) => type === 'PodScheduled' && status === 'False')) return
  const why = gated
    ? {reason: 'SchedulingGated', message: 'Scheduling is blocked due to non-empty scheduling gates'}
    : {
        reason: 'Unschedulable',
        message: `0/1 nodes are available: ${closedTo(work.client, pod) ?? 'pod has unbound immediate PersistentVolumeClaims.'}`,
      }
  const condition = {type: 'PodScheduled', status: 'False', lastProbeTime: null, lastTransitionTime: timestamp(work.now), ...why}
  const status = {...statusOf(pod), conditions: [...conditions, condition]}
  await work.client.update({...pod, status}, {subresource: 'status'})
  if (!gated) work.again(1000)
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
  if (runsToEnd(pod)) return {at: 'ended', exitCode: behaviour.exitCode}
  return {at: 'running', ready: behaviour.flapMs === undefined || flapping(work, behaviour.flapMs, -wait)}
}

/** Jobs and other pods that are not started again run to their end. */
function runsToEnd(pod: KubeObject): boolean {
  const {restartPolicy} = specOf(pod)
  const owner = pod.metadata.ownerReferences?.find(({controller}) => controller)
  return restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && owner?.kind === 'Job')
}

function failing(work: Work, reason: string, elapsed: number): PodState {
  if (reason !== 'CrashLoopBackOff') return {at: 'waiting', reason, restarts: 0}
  let restarts = 0
  let at = 0
  while (at <= elapsed && restarts < 1000) {
    at += Math.min(firstBackOffMs * 2 ** restarts, longestBackOffMs)
    restarts++
  }
  work.again(at - elapsed)
  return {at: 'waiting', reason, restarts}
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
    const crash = state.reason === 'CrashLoopBackOff'
    const message = crash
      ? `Back-off restarting failed container ${name} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`
      : `Back-off pulling image "${String(first?.image)}"`
    await recordEvent(work, 'kubelet', pod, {type: 'Warning', reason: crash ? 'BackOff' : 'Failed', message})
  } else if (state.at === 'running' && state.ready) {
    await recordEvent(work, 'kubelet', pod, {reason: 'Started', message: `Started container ${name}`})
  }
}
