import type {JsonValue} from '../../../../formats/json/value.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, invalid, notSupported, required, tooLong, tooMany, withoutValue} from '../../../../schema/field-error.js'
import {inMemory} from '../../../../schema/go/given-empty.js'
import type {FieldError} from '../../hooks.js'
import {labelName} from '../common/checks.js'
import {nonNegatives} from '../common/counts.js'
import {domainPath} from '../common/domain-path.js'
import {validateTemplate} from '../pod/validate-pod.js'
import {countIndexes, parseIndexes} from '../status/indexes.js'

type JobSpec = Go['JobSpec']

const MANY = 100_000
const FEW = 10_000

/** Spec of a Job or of a CronJob's template, without its selector. */
export function jobSpecFaults(spec: JobSpec, path: string): FieldError[] {
  const errors = nonNegatives(path, spec, [
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
    'backoffLimitPerIndex',
    'maxFailedIndexes',
  ])
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined)
    errors.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'))
  if (spec.managedBy !== undefined) {
    errors.push(...domainPath(`${path}.managedBy`, spec.managedBy))
    if (spec.managedBy.length > 63) errors.push(tooLong(`${path}.managedBy`, 63))
  }
  errors.push(...modeFaults(spec, path))
  if (spec.podFailurePolicy) errors.push(...failurePolicy(spec, `${path}.podFailurePolicy.rules`))
  if (spec.successPolicy) errors.push(...successPolicy(spec, `${path}.successPolicy`))
  errors.push(...replacementFaults(spec, path), ...validateTemplate(spec.template, `${path}.template`))
  return [...errors, ...restartFaults(spec, `${path}.template.spec.restartPolicy`)]
}

function modeFaults(spec: JobSpec, path: string): FieldError[] {
  const {completionMode: mode = 'NonIndexed', completions} = spec
  const modes = ['NonIndexed', 'Indexed']
  if (!modes.includes(mode)) return [notSupported(`${path}.completionMode`, mode, modes)]
  const errors: FieldError[] = []
  if (mode === 'NonIndexed') {
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const)
      if (spec[field] !== undefined) errors.push(invalid(`${path}.${field}`, spec[field], 'requires indexed completion mode'))
    return errors
  }
  const {parallelism = 0, maxFailedIndexes: failed, backoffLimitPerIndex: perIndex} = spec
  if (completions === undefined) errors.push(required(`${path}.completions`, 'when completion mode is Indexed'))
  if (parallelism > MANY) {
    const text = `must be less than or equal to ${MANY} when completion mode is Indexed`
    errors.push(invalid(`${path}.parallelism`, parallelism, text))
  }
  if (completions !== undefined && failed !== undefined && failed > completions)
    errors.push(invalid(`${path}.maxFailedIndexes`, failed, 'must be less than or equal to completions'))
  if (failed !== undefined && failed > MANY)
    errors.push(invalid(`${path}.maxFailedIndexes`, failed, `must be less than or equal to ${MANY}`))
  if (completions === undefined || completions <= MANY || perIndex === undefined) return errors
  const text = `must be less than or equal to ${FEW} when completions are above ${MANY} and used with backoff limit per index`
  if (failed === undefined)
    errors.push(required(`${path}.maxFailedIndexes`, `must be specified when completions is above ${MANY}`))
  if (parallelism > FEW) errors.push(invalid(`${path}.parallelism`, parallelism, text))
  if (failed !== undefined && failed > FEW) errors.push(invalid(`${path}.maxFailedIndexes`, failed, text))
  return errors
}

const quoted = (list: readonly string[]) => `valid values: [${list.map((one) => `"${one}"`).join(' ')}]`

function failurePolicy(spec: JobSpec, path: string): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? []
  const errors = rules.length > 20 ? [tooMany(path, rules.length, 20)] : []
  const {containers, initContainers} = spec.template.spec
  const names = new Set([...(containers ?? []), ...(initContainers ?? [])].map(({name}) => name))
  return [...errors, ...rules.flatMap((rule, at) => failureRule(spec, rule, names, `${path}[${at}]`))]
}

function failureRule(spec: JobSpec, rule: Go['PodFailurePolicyRule'], names: ReadonlySet<string>, path: string): FieldError[] {
  const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore']
  const errors: FieldError[] = []
  if (!rule.action) errors.push(required(`${path}.action`, quoted(actions)))
  else if (rule.action === 'FailIndex') {
    if (spec.backoffLimitPerIndex === undefined)
      errors.push(invalid(`${path}.action`, rule.action, 'requires the backoffLimitPerIndex to be set'))
  } else if (!actions.includes(rule.action)) errors.push(notSupported(`${path}.action`, rule.action, actions))
  const conditions = rule.onPodConditions ?? []
  if (rule.onExitCodes) errors.push(...exitCodes(rule.onExitCodes, names, `${path}.onExitCodes`))
  for (const [at, {type, status}] of conditions.entries()) {
    const field = `${path}.onPodConditions[${at}]`
    const statuses = ['False', 'True', 'Unknown']
    errors.push(...labelName(`${field}.type`, type))
    if (!status) errors.push(required(`${field}.status`, quoted(statuses)))
    else if (!statuses.includes(status)) errors.push(notSupported(`${field}.status`, status, statuses))
  }
  if (rule.onExitCodes && conditions.length > 0)
    errors.push(withoutValue(path, 'specifying both OnExitCodes and OnPodConditions is not supported'))
  if (!rule.onExitCodes && conditions.length === 0)
    errors.push(withoutValue(path, 'specifying one of OnExitCodes and OnPodConditions is required'))
  return errors
}

type ExitCodes = Go['PodFailurePolicyOnExitCodesRequirement']

function exitCodes(given: ExitCodes, names: ReadonlySet<string>, path: string): FieldError[] {
  const {operator, containerName, values} = given
  const errors: FieldError[] = []
  const operators = ['In', 'NotIn']
  const list = values ?? []
  if (!operator) errors.push(required(`${path}.operator`, quoted(operators)))
  else if (!operators.includes(operator)) errors.push(notSupported(`${path}.operator`, operator, operators))
  if (containerName !== undefined && containerName !== null && !names.has(containerName)) {
    const text = 'must be one of the container or initContainer names in the pod template'
    errors.push(invalid(`${path}.containerName`, containerName, text))
  }
  if (list.length === 0) errors.push(invalid(`${path}.values`, inMemory(given, 'values'), 'at least one value is required'))
  else if (list.length > 255) errors.push(tooMany(`${path}.values`, list.length, 255))
  for (const [at, value] of list.entries()) {
    if (operator === 'In' && value === 0)
      errors.push(invalid(`${path}.values[${at}]`, value, 'must not be 0 for the In operator'))
    if (list.indexOf(value) < at) errors.push(duplicate(`${path}.values[${at}]`, value))
  }
  if (list.some((value, at) => at > 0 && list[at - 1]! > value)) errors.push(invalid(`${path}.values`, list, 'must be ordered'))
  return errors
}

/** A success policy as the server shows it. */
export function shownSuccess(policy: Go['SuccessPolicy'] | undefined): JsonValue {
  if (!policy) return null
  const rules = policy.rules?.map(({succeededIndexes, succeededCount}) => ({
    SucceededIndexes: succeededIndexes ?? null,
    SucceededCount: succeededCount ?? null,
  }))
  return {Rules: rules ?? (inMemory(policy, 'rules') as JsonValue)}
}

function successPolicy(spec: JobSpec, path: string): FieldError[] {
  if (spec.completionMode !== 'Indexed')
    return [invalid(path, shownSuccess(spec.successPolicy), 'requires indexed completion mode')]
  const rules = spec.successPolicy?.rules ?? []
  const at = `${path}.rules`
  const errors =
    rules.length === 0 ? [required(at, 'at least one rules must be specified when the successPolicy is specified')] : []
  if (rules.length > 20) errors.push(tooMany(at, rules.length, 20))
  const completions = spec.completions ?? 0
  return [...errors, ...rules.flatMap((rule, index) => successRule(rule, completions, `${at}[${index}]`))]
}

function successRule(rule: Go['SuccessPolicyRule'], completions: number, path: string): FieldError[] {
  const {succeededCount: count, succeededIndexes: indexes} = rule
  const errors: FieldError[] = []
  if (count === undefined && indexes === undefined)
    errors.push(required(path, 'at least one of succeededCount or succeededIndexes must be specified'))
  const parsed = indexes === undefined ? undefined : parseIndexes(indexes, completions)
  if (parsed && 'fault' in parsed)
    errors.push(invalid(`${path}.succeededIndexes`, indexes, `error parsing succeededIndexes: ${parsed.fault}`))
  if (count === undefined) return errors
  errors.push(...nonNegatives(path, {succeededCount: count}, ['succeededCount']))
  const atMost = (limit: number, what: string) => {
    const text = `must be less than or equal to ${limit} (${what})`
    if (count > limit) errors.push(invalid(`${path}.succeededCount`, count, text))
  }
  atMost(completions, 'the number of specified completions')
  const listed = parsed && 'list' in parsed ? countIndexes(parsed.list) : 0
  if (parsed) atMost(listed, 'the number of indexes in the specified succeededIndexes field')
  return errors
}

function replacementFaults({podReplacementPolicy: policy, podFailurePolicy}: JobSpec, path: string): FieldError[] {
  const allowed = podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']
  return policy === undefined || allowed.includes(policy) ? [] : [notSupported(`${path}.podReplacementPolicy`, policy, allowed)]
}

function restartFaults({template, podFailurePolicy}: JobSpec, path: string): FieldError[] {
  const policy = template.spec.restartPolicy
  if (!policy || policy === 'Always') return [required(path, 'valid values: "OnFailure", "Never"')]
  if (policy !== 'OnFailure' && policy !== 'Never') return [notSupported(path, policy, ['OnFailure', 'Never'])]
  if (podFailurePolicy && policy !== 'Never')
    return [invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')]
  return []
}
