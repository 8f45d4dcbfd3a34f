import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {conditionOf} from '../runtime/conditions.js'
import {listOf, specOf, statusOf, timestamp} from '../runtime/objects.js'
import {nodeAddress} from './node.js'

/** What the containers of a pod are doing. */
export type PodState =
  | {readonly at: 'creating'}
  | {readonly at: 'running'; readonly ready: boolean}
  | {readonly at: 'waiting'; readonly reason: string; readonly restarts: number; readonly exitCode?: number}
  | {readonly at: 'ended'; readonly exitCode: number}

/** Status of a pod that is on the simulated node since `since`, as a kubelet reports it. */
export function podStatus(pod: KubeObject, state: PodState, now: number, since: number, podIP: string): JsonObject {
  const old = statusOf(pod)
  const time = timestamp(now)
  const names = listOf(specOf(pod).containers).map(({name}) => String(name))
  const {phase, ready, unready} = summaryOf(state, names)
  const unreadyReason: JsonObject = unready === undefined ? {} : unready
  const condition = (type: string, holds: boolean, more: JsonObject = {}): JsonObject => {
    const status = holds ? 'True' : 'False'
    const before = conditionOf(old, type)
    return {
      type,
      ...(pod.metadata.generation === undefined ? {} : {observedGeneration: pod.metadata.generation}),
      status,
      lastProbeTime: null,
      lastTransitionTime: before?.status === status ? before.lastTransitionTime : time,
      ...more,
    }
  }
  const sandbox = state.at !== 'creating' && state.at !== 'ended'
  const scheduled = conditionOf(old, 'PodScheduled')
  const ended = state.at === 'ended' && state.exitCode === 0 ? {reason: 'PodCompleted'} : {}
  return {
    ...(pod.metadata.generation === undefined ? {} : {observedGeneration: pod.metadata.generation}),
    phase,
    conditions: [
      condition('PodReadyToStartContainers', sandbox),
      condition('Initialized', true, ended),
      condition('Ready', ready, unreadyReason),
      condition('ContainersReady', ready, unreadyReason),
      scheduled ?? condition('PodScheduled', true),
    ],
    hostIP: nodeAddress,
    hostIPs: [{ip: nodeAddress}],
    ...(state.at === 'creating' ? {} : {podIP, podIPs: [{ip: podIP}]}),
    startTime: old.startTime ?? timestamp(since),
    ...initStatuses(pod, state, time),
    containerStatuses: listOf(specOf(pod).containers).map((container) => containerStatus(container, old, state, time)),
    qosClass: old.qosClass ?? 'BestEffort',
  }
}

function summaryOf(state: PodState, names: readonly string[]): {phase: string; ready: boolean; unready: JsonObject | undefined} {
  const unready = {reason: 'ContainersNotReady', message: `containers with unready status: [${names.join(' ')}]`}
  if (state.at === 'ended') {
    return state.exitCode === 0
      ? {phase: 'Succeeded', ready: false, unready: {reason: 'PodCompleted'}}
      : {phase: 'Failed', ready: false, unready: {reason: 'PodFailed'}}
  }
  if (state.at === 'running') return {phase: 'Running', ready: state.ready, unready: state.ready ? undefined : unready}
  // A container that crashes has run; one whose image is missing has not.
  const ran = state.at === 'waiting' && state.reason === 'CrashLoopBackOff'
  return {phase: ran ? 'Running' : 'Pending', ready: false, unready}
}

function containerStatus(container: JsonObject, old: JsonObject, state: PodState, time: string): JsonObject {
  const name = String(container.name)
  const before = listOf(old.containerStatuses).find((status) => status.name === name)
  const startedAt = startOf(before) ?? time
  const image = String(container.image ?? '')
  const ran = state.at === 'running' || state.at === 'ended' || (state.at === 'waiting' && state.reason === 'CrashLoopBackOff')
  const id = ran ? {imageID: `${image}@sha256:${'0'.repeat(64)}`, containerID: `simulated://${name}`} : {imageID: ''}
  return {
    name,
    state: stateOf(state, image, startedAt, time),
    lastState: lastStateOf(state, startedAt, time),
    ready: state.at === 'running' && state.ready,
    restartCount: state.at === 'waiting' ? state.restarts : 0,
    image,
    ...id,
    started: state.at === 'running',
    resources: container.resources ?? {},
  }
}

function startOf(status: JsonObject | undefined): JsonValue | undefined {
  const state = status?.state as JsonObject | undefined
  return (state?.running as JsonObject | undefined)?.startedAt
}

function stateOf(state: PodState, image: string, startedAt: JsonValue, time: string): JsonObject {
  if (state.at === 'running') return {running: {startedAt}}
  if (state.at === 'ended') return {terminated: terminated(state.exitCode, startedAt, time)}
  if (state.at === 'creating') return {waiting: {reason: 'ContainerCreating'}}
  return {waiting: {reason: state.reason, message: waitingText(state.reason, image)}}
}

function waitingText(reason: string, image: string): string {
  if (reason === 'CrashLoopBackOff') return 'back-off restarting failed container'
  if (reason === 'ErrImagePull') return pullFault(image)
  return reason === 'ImagePullBackOff' ? `Back-off pulling image "${image}"` : `simulated failure: ${reason}`
}

/** Why a rehearsed pull fails. */
export const pullFault = (image: string) => `Failed to pull image "${image}": simulated failure`

function lastStateOf(state: PodState, startedAt: JsonValue, time: string): JsonObject {
  return state.at === 'waiting' && state.restarts > 0 ? {terminated: terminated(state.exitCode ?? 1, startedAt, time)} : {}
}

function terminated(exitCode: number, startedAt: JsonValue, time: string): JsonObject {
  return {exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt, finishedAt: time}
}

/** Init containers are done as soon as anything runs; sidecars run as long as the others. */
function initStatuses(pod: KubeObject, state: PodState, time: string): JsonObject {
  const containers = listOf(specOf(pod).initContainers)
  if (containers.length === 0 || state.at === 'creating') return {}
  const before = new Map(listOf(statusOf(pod).initContainerStatuses).map((status) => [status.name, status]))
  return {
    initContainerStatuses: containers.map((container) => {
      const name = String(container.name)
      const known = before.get(name)
      const runs = container.restartPolicy === 'Always' && state.at !== 'ended'
      const startedAt = startOf(known) ?? time
      return {
        name,
        state: runs ? {running: {startedAt}} : (doneState(known) ?? {terminated: terminated(0, startedAt, time)}),
        lastState: {},
        ready: true,
        restartCount: 0,
        image: String(container.image ?? ''),
        imageID: `${String(container.image ?? '')}@sha256:${'0'.repeat(64)}`,
        containerID: `simulated://${name}`,
        started: runs,
        resources: container.resources ?? {},
      }
    }),
  }
}

/** When a container ended does not change afterwards. */
function doneState(status: JsonObject | undefined): JsonObject | undefined {
  const state = status?.state as JsonObject | undefined
  return state?.terminated === undefined ? undefined : state
}
