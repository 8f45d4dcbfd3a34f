import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {age, conditionStatus, count, items, type Printer, part, since, word} from './format.js'

/** Row of a Pod (printPod of pkg/printers/internalversion). */
export const pod: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const {total, ready, restarts, lastRestart, reason} = containerStates(object)
  const gates = items(spec.readinessGates)
  const passed = gates.filter((gate) => conditionStatus(status, word(gate.conditionType)) === 'True').length
  const ips = items(status.podIPs)
  return [
    object.metadata.name ?? '',
    `${ready}/${total}`,
    leaving(object, status) ?? reason,
    lastRestart === undefined || restarts === 0 ? String(restarts) : `${restarts} (${since(lastRestart, now)} ago)`,
    age(object, now),
    word(ips[0]?.ip ?? status.podIP, '<none>') || '<none>',
    word(spec.nodeName, '<none>') || '<none>',
    word(status.nominatedNodeName, '<none>') || '<none>',
    gates.length === 0 ? '<none>' : `${passed}/${gates.length}`,
  ]
}

/** What a row says of a pod that has ended; undefined for others. */
export function podConditions(object: KubeObject): JsonValue[] | undefined {
  const {phase} = part(object, 'status')
  const row = (reason: string, message: string) => [{type: 'Completed', status: 'True', reason, message}]
  if (phase === 'Succeeded') return row('Succeeded', 'The pod has completed successfully.')
  return phase === 'Failed' ? row('Failed', 'The pod failed.') : undefined
}

/** Counts of the containers that the row is about. */
interface Tally {
  restarts: number
  lastRestart: string | undefined
}

interface States extends Tally {
  total: number
  ready: number
  reason: string
}

function containerStates(object: KubeObject): States {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const inits = new Map(items(spec.initContainers).map((one) => [one.name, one.restartPolicy === 'Always']))
  const sidecars = [...inits.values()].filter((isSidecar) => isSidecar).length
  const states: States = {
    total: items(spec.containers).length + sidecars,
    ready: 0,
    restarts: 0,
    lastRestart: undefined,
    reason: isGated(status) ? 'SchedulingGated' : word(status.reason) || word(status.phase),
  }
  const ofSidecars: Tally = {restarts: 0, lastRestart: undefined}
  const begins = initialize(status, inits, states, ofSidecars)
  if (!begins || conditionStatus(status, 'Initialized') === 'True') run(status, Object.assign(states, ofSidecars))
  return states
}

/** Takes what init containers say, up to the first that is not through; whether there is one. */
function initialize(
  status: JsonObject,
  inits: ReadonlyMap<JsonValue | undefined, boolean>,
  states: States,
  sidecars: Tally,
): boolean {
  for (const [index, one] of items(status.initContainerStatuses).entries()) {
    const isSidecar = inits.get(one.name) === true
    tally(states, one)
    if (isSidecar) tally(sidecars, one)
    const state = part(one, 'state')
    if (state.terminated !== undefined && count(part(state, 'terminated').exitCode) === 0) continue
    if (isSidecar && one.started === true) {
      if (one.ready === true) states.ready++
      continue
    }
    const stopped = stoppedReason(state)
    const isStopped = stopped !== undefined && stopped !== 'PodInitializing'
    states.reason = isStopped ? `Init:${stopped}` : `Init:${index}/${inits.size}`
    return true
  }
  return false
}

/** Takes what the other containers say: the first that stopped names the reason, unless it went well and another did not. */
function run(status: JsonObject, states: States): void {
  let isRunning = false
  let failure: string | undefined
  for (const one of [...items(status.containerStatuses)].reverse()) {
    tally(states, one)
    const state = part(one, 'state')
    const stopped = stoppedReason(state)
    if (stopped !== undefined) {
      const exitCode = state.terminated === undefined ? 0 : count(part(state, 'terminated').exitCode)
      if (exitCode !== 0) failure = stopped
      states.reason = stopped === 'Completed' ? (failure ?? stopped) : stopped
    } else if (one.ready === true && state.running !== undefined) {
      isRunning = true
      states.ready++
    }
  }
  if (states.reason === 'Completed' && isRunning)
    states.reason = conditionStatus(status, 'Ready') === 'True' ? 'Running' : 'NotReady'
}

function tally(tally: Tally, one: JsonObject): void {
  tally.restarts += count(one.restartCount)
  const time = part(part(one, 'lastState'), 'terminated').finishedAt
  if (typeof time === 'string' && (tally.lastRestart === undefined || time > tally.lastRestart)) tally.lastRestart = time
}

/** What a pod on its way out is shown as. */
function leaving(object: KubeObject, status: JsonObject): string | undefined {
  if (object.metadata.deletionTimestamp === undefined) return undefined
  if (status.reason === 'NodeLost') return 'Unknown'
  return status.phase !== 'Failed' && status.phase !== 'Succeeded' ? 'Terminating' : undefined
}

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
