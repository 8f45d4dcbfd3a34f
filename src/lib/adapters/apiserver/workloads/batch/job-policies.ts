import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {listOf, numberOf, section, specOf, statusOf} from '../runtime/objects.js'
import {readIndexes} from './job-indexes.js'

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

/** Which rule of the job's successPolicy is met by these indexes: `Matched rules at index 0`. */
export function successMatch(job: KubeObject, succeeded: ReadonlySet<number>): string | undefined {
  const {successPolicy, completions} = specOf(job)
  const rules = listOf(isObject(successPolicy) ? successPolicy.rules : undefined)
  const at = rules.findIndex((rule) => isMet(rule, succeeded, numberOf(completions, 0)))
  return at < 0 ? undefined : `Matched rules at index ${at}`
}

function isMet({succeededIndexes, succeededCount}: JsonObject, done: ReadonlySet<number>, completions: number): boolean {
  if (typeof succeededIndexes !== 'string') return typeof succeededCount === 'number' && done.size >= succeededCount
  const wanted = readIndexes(succeededIndexes, completions)
  const found = [...wanted].filter((index) => done.has(index)).length
  return found >= numberOf(succeededCount, wanted.size)
}

/** Whether another controller than this one looks after the job. */
export function isForeign(job: KubeObject): boolean {
  const by: JsonValue | undefined = specOf(job).managedBy
  return typeof by === 'string' && by !== 'kubernetes.io/job-controller'
}
