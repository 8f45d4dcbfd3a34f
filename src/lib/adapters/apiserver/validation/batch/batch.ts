import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {invalid, notSupported, required} from '../../../../schema/field-error.js'
import {dns1123Label} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {labelSelector, selects, unchanged} from '../common/checks.js'
import {nonNegatives} from '../common/counts.js'
import {internalForm} from '../common/internal-diff.js'
import type {RuleContext} from '../kind-rules.js'
import {mismatch} from '../pod/validate-workload.js'
import {same} from '../same.js'
import {jobStatusFaults} from '../status/job-status.js'
import {isTimeZone, scheduleFault} from './cron.js'
import {jobSpecFaults, shownSuccess} from './job-spec.js'

type Job = Go['Job']
type JobSpec = Go['JobSpec']

export function validateJob(job: Job): FieldError[] {
  const {spec, metadata} = job
  const errors = [...generatedFaults(job), ...wholeSpec(spec)]
  if (spec.completionMode === 'Indexed' && spec.completions && spec.completions > 0) {
    const name = metadata.name ?? ''
    const host = `${name}-${spec.completions - 1}`
    if (dns1123Label(host).length > 0)
      errors.push(invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${host}`))
  }
  return errors
}

/** Labels that tie pods to a job are the server's. */
function generatedFaults({metadata, spec}: Job): FieldError[] {
  if (spec.manualSelector || !spec.selector) return []
  const wanted = {
    'controller-uid': metadata.uid ?? '',
    'job-name': metadata.name ?? '',
    'batch.kubernetes.io/controller-uid': metadata.uid ?? '',
    'batch.kubernetes.io/job-name': metadata.name ?? '',
  }
  const labels = spec.template.metadata.labels
  const errors: FieldError[] = []
  for (const [key, value] of Object.entries(wanted)) {
    const actual = labels?.[key]
    const path = `spec.template.metadata.labels[${key}]`
    if (actual === undefined) errors.push(required(path, `must be '${value}'`))
    else if (actual !== value) errors.push(invalid(path, labels, `must be '${value}'`))
  }
  if (labelSelector('', spec.selector).length === 0 && !selects(spec.selector, wanted))
    errors.push(invalid('spec.selector', spec.selector, '`selector` not auto-generated'))
  return errors
}

function wholeSpec(spec: JobSpec): FieldError[] {
  const {selector, template} = spec
  return [
    ...jobSpecFaults(spec, 'spec'),
    ...(selector ? labelSelector('spec.selector', selector) : [required('spec.selector')]),
    ...mismatch(template, selector, 'spec.template'),
  ]
}

export function validateJobUpdate(now: Job, old: Job, {env}: RuleContext): FieldError[] {
  if (env.subresource === 'status') return jobStatusFaults(now, old)
  const [spec, before] = [now.spec, old.spec]
  const keep = (field: keyof JobSpec) => unchanged(`spec.${field}`, spec[field] as never, before[field] as never)
  return [
    ...validateJob(now),
    ...wholeSpec(spec),
    ...completionsChange(spec, before),
    ...keep('selector'),
    ...templateChange(now, old),
    ...keep('completionMode'),
    ...unchanged('spec.podFailurePolicy', shownFailures(spec.podFailurePolicy), shownFailures(before.podFailurePolicy)),
    ...keep('backoffLimitPerIndex'),
    ...keep('managedBy'),
    ...unchanged('spec.successPolicy', shownSuccess(spec.successPolicy), shownSuccess(before.successPolicy)),
  ]
}

function completionsChange(spec: JobSpec, old: JobSpec): FieldError[] {
  if (spec.completionMode !== 'Indexed') return unchanged('spec.completions', spec.completions, old.completions)
  if (spec.completions === undefined || spec.completions === old.completions || spec.completions === spec.parallelism) return []
  return [invalid('spec.completions', spec.completions, 'can only be modified in tandem with spec.parallelism')]
}

/** A job that waits may still be placed elsewhere and get other resources. */
function templateChange({spec: now}: Job, {spec: old}: Job): FieldError[] {
  const {template} = now
  if (old.suspend !== true) {
    if (same(template, old.template)) return []
    return [invalid('spec.template', internalForm('PodTemplateSpec', template), 'field is immutable')]
  }
  if (same(frozen(template.spec), frozen(old.template.spec))) return []
  return [invalid('spec.template.spec', internalForm('PodSpec', template.spec), 'field is immutable')]
}

function frozen(podSpec: Go['PodSpec']): JsonObject {
  const {nodeSelector: _, tolerations: __, schedulingGates: ___, affinity, containers, initContainers, ...spec} = podSpec
  const {nodeAffinity: ____, ...others} = affinity ?? {}
  const bare = (list: readonly Go['Container'][] | null | undefined) =>
    (list ?? []).map(({resources: _, ...rest}) => rest) as unknown as JsonValue
  return {
    ...(spec as unknown as JsonObject),
    affinity: others as JsonObject,
    containers: bare(containers),
    initContainers: bare(initContainers),
  }
}

/** A failure policy as the server shows it. */
function shownFailures(policy: Go['PodFailurePolicy'] | undefined): JsonValue {
  if (!policy) return null
  const rules = policy.rules?.map(({action, onExitCodes: codes, onPodConditions: conditions}) => ({
    Action: action,
    OnExitCodes: codes
      ? {ContainerName: codes.containerName ?? null, Operator: codes.operator, Values: codes.values ?? null}
      : null,
    OnPodConditions: conditions ? conditions.map(({type, status}) => ({Type: type, Status: status ?? ''})) : null,
  }))
  return {Rules: rules ?? null}
}

const NAME = 52

export function validateCronJob(job: Go['CronJob']): FieldError[] {
  const errors = cronSpec(job.spec, undefined)
  const name = job.metadata.name ?? ''
  return name.length > NAME ? [...errors, invalid('metadata.name', name, 'must be no more than 52 characters')] : errors
}

export function validateCronJobUpdate(now: Go['CronJob'], old: Go['CronJob'], {env}: RuleContext): FieldError[] {
  return env.subresource === 'status' ? [] : cronSpec(now.spec, old.spec)
}

function cronSpec(spec: Go['CronJobSpec'], old: Go['CronJobSpec'] | undefined): FieldError[] {
  const errors = scheduleFaults(spec, old)
  errors.push(...nonNegatives('spec', spec, ['startingDeadlineSeconds']))
  if (!old || old.timeZone !== spec.timeZone) errors.push(...zoneFaults(spec.timeZone))
  const policies = ['Allow', 'Forbid', 'Replace']
  const policy = spec.concurrencyPolicy
  if (!policy) errors.push(required('spec.concurrencyPolicy'))
  else if (!policies.includes(policy)) errors.push(notSupported('spec.concurrencyPolicy', policy, policies))
  const path = 'spec.jobTemplate.spec'
  const job = spec.jobTemplate.spec
  errors.push(...jobSpecFaults(job, path))
  if (job.selector) errors.push(invalid(`${path}.selector`, job.selector, '`selector` will be auto-generated'))
  if (job.manualSelector) errors.push(notSupported(`${path}.manualSelector`, true, ['nil', 'false']))
  return [...errors, ...nonNegatives('spec', spec, ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'])]
}

function scheduleFaults({schedule, timeZone}: Go['CronJobSpec'], old: Go['CronJobSpec'] | undefined): FieldError[] {
  const path = 'spec.schedule'
  if (!schedule) return [required(path)]
  const fault = scheduleFault(schedule)
  const errors = fault ? [invalid(path, schedule, fault)] : []
  if (!schedule.includes('TZ')) return errors
  if (!old?.schedule.includes('TZ'))
    errors.push(invalid(path, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'))
  else if (timeZone !== undefined)
    errors.push(invalid(path, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'))
  return errors
}

function zoneFaults(zone: string | undefined): FieldError[] {
  const path = 'spec.timeZone'
  if (zone === undefined) return []
  if (zone === '') return [invalid(path, zone, 'timeZone must be nil or non-empty string')]
  const odd = zone.split('/').some((part) => part === '.' || part === '..' || !/^(?!-)[A-Za-z.\-_0-9+]{1,14}$/.test(part))
  if (odd) return [invalid(path, zone, `unknown time zone ${zone}`)]
  if (zone.toLowerCase() === 'local') {
    const text = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'
    return [invalid(path, zone, text), ...(zone === 'Local' ? [] : [invalid(path, zone, `unknown time zone ${zone}`)])]
  }
  return isTimeZone(zone) ? [] : [invalid(path, zone, `unknown time zone ${zone}`)]
}
