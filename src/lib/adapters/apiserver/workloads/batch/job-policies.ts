import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {listOf, section, specOf, statusOf} from '../runtime/objects.js'
import {succeededIndexes} from './job-indexes.js'

/** What a podFailurePolicy says about a failed pod, and the controller's words for it. */
interface Match {
  readonly action: string
  readonly message: string
}

/** The first rule of the job's podFailurePolicy that a failed pod meets. */
export function failureMatch(job: KubeObject, pod: KubeObject): Match | undefined {
  const rules = listOf(section(specOf(job), 'podFailurePolicy').rules)
  for (const [index, rule] of rules.entries()) {
    const action = String(rule.action)
    const found = exitMatch(rule, pod) ?? conditionMatch(rule, pod)
    if (found !== undefined) return {action, message: `${found} matching ${action} rule at index ${index}`}
  }
  return undefined
}

const shown = ({metadata}: KubeObject) => `${metadata.namespace}/${metadata.name}`

function exitMatch(rule: JsonObject, pod: KubeObject): string | undefined {
  if (rule.onExitCodes === undefined) return undefined
  const {containerName, operator, values} = section(rule, 'onExitCodes')
  const {containerStatuses, initContainerStatuses} = statusOf(pod)
  for (const status of [...listOf(containerStatuses), ...listOf(initContainerStatuses)]) {
    const {exitCode} = section(section(status, 'state'), 'terminated')
    if (typeof exitCode !== 'number' || exitCode === 0) continue
    if (containerName !== undefined && containerName !== null && containerName !== status.name) continue
    const among = Array.isArray(values) && values.includes(exitCode)
    if (among === (operator === 'In')) return `Container ${status.name} for pod ${shown(pod)} failed with exit code ${exitCode}`
  }
  return undefined
}

function conditionMatch(rule: JsonObject, pod: KubeObject): string | undefined {
  const conditions = listOf(statusOf(pod).conditions)
  const met = listOf(rule.onPodConditions).find(({type, status = 'True'}) =>
    conditions.some((one) => one.type === type && one.status === status),
  )
  return met && `Pod ${shown(pod)} has condition ${met.type}`
}

/** Which rule of the job's successPolicy is met: `Matched rules at index 0`. */
export function successMatch(job: KubeObject, succeeded: readonly KubeObject[]): string | undefined {
  const rules = listOf(section(specOf(job), 'successPolicy').rules)
  if (rules.length === 0) return undefined
  const done = succeededIndexes({succeeded})
  const at = rules.findIndex((rule) => isMet(rule, done))
  return at < 0 ? undefined : `Matched rules at index ${at}`
}

function isMet({succeededIndexes: wanted, succeededCount: count}: JsonObject, done: readonly number[]): boolean {
  if (typeof wanted !== 'string') return typeof count === 'number' && done.length >= count
  const ranges = rangesOf(wanted)
  const found = done.filter((index) => ranges.some(([from, to]) => index >= from && index <= to)).length
  return found >= (typeof count === 'number' ? count : ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0))
}

/** Bounds of `1,3-5`. */
function rangesOf(text: string): (readonly [number, number])[] {
  return text.split(',').map((part) => {
    const [from = '', to = from] = part.split('-')
    return [Number(from), Number(to)]
  })
}

/** Whether another controller than this one looks after the job. */
export function isForeign(job: KubeObject): boolean {
  const by: JsonValue | undefined = specOf(job).managedBy
  return typeof by === 'string' && by !== 'kubernetes.io/job-controller'
}
