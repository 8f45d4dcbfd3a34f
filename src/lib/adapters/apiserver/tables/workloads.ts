import {humanDuration} from '../../../formats/duration/human-duration.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {
  age,
  conditionStatus,
  containersText,
  count,
  items,
  labelsText,
  type Printer,
  part,
  selectorText,
  since,
  word,
} from './format.js'

const pod: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const containers = containerStates(object)
  const gates = items(spec.readinessGates)
  const passed = gates.filter((gate) => conditionStatus(status, word(gate.conditionType)) === 'True').length
  const ips = items(status.podIPs)
  const restarts =
    containers.lastRestart === undefined || containers.restarts === 0
      ? String(containers.restarts)
      : `${containers.restarts} (${since(containers.lastRestart, now)} ago)`
  return [
    object.metadata.name ?? '',
    `${containers.ready}/${items(spec.containers).length}`,
    containers.reason,
    restarts,
    age(object, now),
    word(ips[0]?.ip ?? status.podIP, '<none>') || '<none>',
    word(spec.nodeName, '<none>') || '<none>',
    word(status.nominatedNodeName, '<none>') || '<none>',
    gates.length === 0 ? '<none>' : `${passed}/${gates.length}`,
  ]
}

interface ContainerStates {
  readonly ready: number
  readonly restarts: number
  readonly lastRestart: string | undefined
  readonly reason: string
}

function containerStates(object: KubeObject): ContainerStates {
  const status = part(object, 'status')
  let reason = word(status.reason) || word(status.phase)
  let restarts = 0
  let ready = 0
  let running = false
  let lastRestart: string | undefined
  if (isGated(status)) reason = 'SchedulingGated'
  const initial = initReason(object)
  if (initial) reason = initial
  for (const one of [...items(status.containerStatuses)].reverse()) {
    restarts += count(one.restartCount)
    lastRestart = later(lastRestart, part(part(one, 'lastState'), 'terminated').finishedAt)
    const state = part(one, 'state')
    const stopped = stoppedReason(state)
    if (initial) continue
    if (stopped) reason = stopped
    else if (one.ready === true && state.running !== undefined) {
      running = true
      ready++
    }
  }
  if (reason === 'Completed' && running) reason = conditionStatus(status, 'Ready') === 'True' ? 'Running' : 'NotReady'
  return {ready, restarts, lastRestart, reason: leaving(object, status) ?? reason}
}

/** What a pod on its way out is shown as. */
function leaving(object: KubeObject, status: JsonObject): string | undefined {
  if (object.metadata.deletionTimestamp === undefined) return undefined
  if (status.reason === 'NodeLost') return 'Unknown'
  return status.phase !== 'Failed' && status.phase !== 'Succeeded' ? 'Terminating' : undefined
}

const later = (known: string | undefined, time: JsonValue | undefined) =>
  typeof time === 'string' && (known === undefined || time > known) ? time : known

const isGated = (status: JsonObject) =>
  items(status.conditions).some((one) => one.type === 'PodScheduled' && one.reason === 'SchedulingGated')

function stoppedReason(state: JsonObject): string | undefined {
  const waiting = part(state, 'waiting')
  if (word(waiting.reason) !== '') return word(waiting.reason)
  if (state.terminated === undefined) return undefined
  const terminated = part(state, 'terminated')
  if (word(terminated.reason) !== '') return word(terminated.reason)
  return count(terminated.signal) === 0 ? `ExitCode:${count(terminated.exitCode)}` : `Signal:${count(terminated.signal)}`
}

/** `Init:1/2`, `Init:Error`... while init containers are not through. */
function initReason(object: KubeObject): string | undefined {
  const statuses = items(part(object, 'status').initContainerStatuses)
  for (const [index, one] of statuses.entries()) {
    const state = part(one, 'state')
    const terminated = part(state, 'terminated')
    if (state.terminated !== undefined && count(terminated.exitCode) === 0) continue
    const stopped = stoppedReason(state)
    if (stopped !== undefined && stopped !== 'PodInitializing') return `Init:${stopped}`
    return `Init:${index}/${items(part(object, 'spec').initContainers).length}`
  }
  return undefined
}

const deployment: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  return [
    object.metadata.name ?? '',
    `${count(status.readyReplicas)}/${count(spec.replicas)}`,
    count(status.updatedReplicas),
    count(status.availableReplicas),
    age(object, now),
    ...containersText(part(spec, 'template')),
    selectorText(spec.selector),
  ]
}

const replicaSet: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  return [
    object.metadata.name ?? '',
    count(spec.replicas),
    count(status.replicas),
    count(status.readyReplicas),
    age(object, now),
    ...containersText(part(spec, 'template')),
    object.kind === 'ReplicationController' ? labelsText(spec.selector) : selectorText(spec.selector),
  ]
}

const statefulSet: Printer = (object, now) => {
  const spec = part(object, 'spec')
  return [
    object.metadata.name ?? '',
    `${count(part(object, 'status').readyReplicas)}/${count(spec.replicas)}`,
    age(object, now),
    ...containersText(part(spec, 'template')),
  ]
}

const daemonSet: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const template = part(spec, 'template')
  return [
    object.metadata.name ?? '',
    count(status.desiredNumberScheduled),
    count(status.currentNumberScheduled),
    count(status.numberReady),
    count(status.updatedNumberScheduled),
    count(status.numberAvailable),
    labelsText(part(template, 'spec').nodeSelector),
    age(object, now),
    ...containersText(template),
    selectorText(spec.selector),
  ]
}

const JOB_STATES = ['Complete', 'Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'] as const

function jobStatus(object: KubeObject): string {
  const status = part(object, 'status')
  const has = (type: string) => conditionStatus(status, type) === 'True'
  if (has('Complete') || has('Failed')) return has('Complete') ? 'Complete' : 'Failed'
  if (object.metadata.deletionTimestamp !== undefined) return 'Terminating'
  return JOB_STATES.find(has) ?? 'Running'
}

const job: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const succeeded = count(status.succeeded)
  const parallel = count(spec.parallelism)
  const completions =
    spec.completions !== undefined
      ? `${succeeded}/${count(spec.completions)}`
      : parallel > 1
        ? `${succeeded}/1 of ${parallel}`
        : `${succeeded}/1`
  const end = typeof status.completionTime === 'string' ? Date.parse(status.completionTime) : now
  const duration = typeof status.startTime === 'string' ? humanDuration(end - Date.parse(status.startTime)) : ''
  return [
    object.metadata.name ?? '',
    jobStatus(object),
    completions,
    duration,
    age(object, now),
    ...containersText(part(spec, 'template')),
    selectorText(spec.selector),
  ]
}

const cronJob: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const inner = part(part(spec, 'jobTemplate'), 'spec')
  return [
    object.metadata.name ?? '',
    word(spec.schedule),
    word(spec.timeZone, '<none>'),
    spec.suspend === undefined ? '<unset>' : spec.suspend === true ? 'True' : 'False',
    items(status.active).length,
    status.lastScheduleTime === undefined ? '<none>' : since(status.lastScheduleTime, now),
    age(object, now),
    ...containersText(part(inner, 'template')),
    selectorText(inner.selector),
  ]
}

const podTemplate: Printer = (object) => {
  const template = part(object, 'template')
  return [object.metadata.name ?? '', ...containersText(template), labelsText(part(template, 'metadata').labels)]
}

const controllerRevision: Printer = (object, now) => {
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true)
  const [group = '', version] = (owner?.apiVersion ?? '').split('/')
  const kind = owner && (version === undefined ? owner.kind : `${owner.kind}.${group}`)
  const controller = owner ? `${kind!.toLowerCase()}/${owner.name}` : '<none>'
  return [object.metadata.name ?? '', controller, count(object.revision), age(object, now)]
}

export const WORKLOAD_PRINTERS: Readonly<Record<string, Printer>> = {
  '/pods': pod,
  '/podtemplates': podTemplate,
  '/replicationcontrollers': replicaSet,
  'apps/controllerrevisions': controllerRevision,
  'apps/daemonsets': daemonSet,
  'apps/deployments': deployment,
  'apps/replicasets': replicaSet,
  'apps/statefulsets': statefulSet,
  'batch/cronjobs': cronJob,
  'batch/jobs': job,
}
