import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, invalid, required, withoutValue} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {nonNegatives} from '../common/counts.js'
import {same} from '../same.js'
import {firstShared, parseIndexes} from './indexes.js'

type Job = Go['Job']

const at = (field: string) => `status.${field}`

/** What a controller may write of a Job: most rules are asked only when what they are about has changed. */
export function jobStatusFaults(now: Job, old: Job): FieldError[] {
  const change = new Change(now, old)
  return [
    ...nonNegatives('status', now.status, ['active', 'succeeded', 'failed', 'ready', 'terminating']),
    ...uncountedFaults(now.status.uncountedTerminatedPods),
    ...endFaults(change),
    ...finishedFaults(change),
    ...indexFaults(change),
    ...readyFaults(change),
    ...successFaults(change),
    ...lastingFaults(change),
  ]
}

/** What a write changes. */
class Change {
  constructor(
    readonly now: Job,
    readonly old: Job,
  ) {}

  get status(): Go['JobStatus'] {
    return this.now.status
  }

  /** Whether a condition is true now. */
  is(type: string): boolean {
    return holds(this.now, type)
  }

  get finished(): boolean {
    return this.is('Complete') || this.is('Failed')
  }

  /** Whether any of these fields or conditions has changed. */
  of(...names: readonly string[]): boolean {
    return names.some((name) => {
      if (name === 'finished') return this.finished !== (holds(this.old, 'Complete') || holds(this.old, 'Failed'))
      if (/^[A-Z]/.test(name)) return this.is(name) !== holds(this.old, name)
      const key = name as keyof Go['JobStatus']
      return !same(this.now.status[key], this.old.status[key])
    })
  }
}

function holds({status}: Job, type: string): boolean {
  return (status.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True')
}

function uncountedFaults(pods: Go['UncountedTerminatedPods'] | undefined): FieldError[] {
  const seen = new Set<string>()
  return (['succeeded', 'failed'] as const).flatMap((field) =>
    (pods?.[field] ?? []).flatMap((uid, index) => {
      const path = at(`uncountedTerminatedPods.${field}[${index}]`)
      if (uid === '') return [invalid(path, uid, 'must not be empty')]
      if (seen.has(uid)) return [duplicate(path, uid)]
      seen.add(uid)
      return []
    }),
  )
}

/** Conditions that shut each other out, and the time of the end. */
function endFaults(change: Change): FieldError[] {
  const {status} = change
  const {startTime, completionTime} = status
  const complete = change.is('Complete')
  const errors: FieldError[] = []
  const clash = (text: string) => errors.push(withoutValue(at('conditions'), text))
  if (change.of('Complete', 'Failed') && complete && change.is('Failed'))
    clash('cannot set Complete=True and Failed=true conditions')
  if (change.of('Complete', 'FailureTarget') && complete && change.is('FailureTarget'))
    clash('cannot set Complete=True and FailureTarget=true conditions')
  if (change.of('Complete', 'completionTime')) {
    if (completionTime && !complete) {
      const text = 'cannot set completionTime when there is no Complete=True condition'
      errors.push(invalid(at('completionTime'), completionTime, text))
    }
    if (!completionTime && complete) errors.push(required(at('completionTime'), 'completionTime is required for Complete jobs'))
  }
  const early = startTime && completionTime && completionTime < startTime
  if (change.of('startTime', 'completionTime') && early)
    errors.push(invalid(at('completionTime'), completionTime, 'must be equal to or after `startTime`'))
  if (change.of('Failed') && change.is('Failed') && !change.is('FailureTarget'))
    clash('cannot set Failed=True condition without the FailureTarget=true condition')
  if (change.of('Complete', 'SuccessCriteriaMet') && complete && !change.is('SuccessCriteriaMet'))
    clash('cannot set Complete=True condition without the SuccessCriteriaMet=true condition')
  return errors
}

/** Nothing runs any more in a Job that has ended. */
function finishedFaults(change: Change): FieldError[] {
  const {status, finished} = change
  const {active = 0, terminating = 0, uncountedTerminatedPods: pods} = status
  const errors: FieldError[] = []
  if (change.of('finished', 'active') && finished && active > 0)
    errors.push(invalid(at('active'), active, 'active>0 is invalid for finished job'))
  if (change.of('finished', 'startTime') && finished && !status.startTime)
    errors.push(required(at('startTime'), 'startTime is required for finished job'))
  const uncounted = (pods?.succeeded ?? []).length + (pods?.failed ?? []).length
  if (change.of('finished', 'uncountedTerminatedPods') && finished && uncounted > 0) {
    const shown = {Succeeded: pods?.succeeded ?? null, Failed: pods?.failed ?? null}
    errors.push(invalid(at('uncountedTerminatedPods'), shown, 'must be empty for finished job'))
  }
  if (change.of('finished', 'terminating') && finished && terminating > 0)
    errors.push(invalid(at('terminating'), terminating, 'terminating>0 is invalid for finished job'))
  return errors
}

function readyFaults(change: Change): FieldError[] {
  const {active = 0, ready = 0} = change.status
  if (!change.of('active', 'ready') || ready <= active) return []
  return [invalid(at('ready'), ready, 'cannot set more ready pods than active')]
}

function indexFaults(change: Change): FieldError[] {
  const {completedIndexes: completed = '', failedIndexes: failed} = change.status
  const {completions, completionMode, backoffLimitPerIndex} = change.now.spec
  const limit = completions ?? 0
  const errors: FieldError[] = []
  const check = (field: 'completedIndexes' | 'failedIndexes', text: string) => {
    const parsed = parseIndexes(text, limit)
    if ('fault' in parsed) errors.push(invalid(at(field), text, `error parsing ${field}: ${parsed.fault}`))
  }
  const known = completions !== undefined
  if (change.of('completedIndexes') && known) check('completedIndexes', completed)
  if (change.of('failedIndexes') && known && backoffLimitPerIndex !== undefined && failed !== undefined)
    check('failedIndexes', failed)
  if (change.of('completedIndexes') && completed !== '' && completionMode !== 'Indexed') {
    const text = 'cannot set non-empty completedIndexes when non-indexed completion mode'
    errors.push(invalid(at('completedIndexes'), completed, text))
  }
  if (change.of('failedIndexes') && failed !== undefined && backoffLimitPerIndex === undefined)
    errors.push(invalid(at('failedIndexes'), failed, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'))
  if (!change.of('completedIndexes', 'failedIndexes') || !known || failed === undefined) return errors
  const [left, right] = [parseIndexes(completed, limit), parseIndexes(failed, limit)]
  const shared = 'list' in left && 'list' in right ? firstShared(left.list, right.list) : undefined
  if (shared === undefined) return errors
  const text = `failedIndexes and completedIndexes overlap at index: ${shared}`
  return [...errors, invalid(at('failedIndexes'), failed, text)]
}

function successFaults(change: Change): FieldError[] {
  if (!change.is('SuccessCriteriaMet')) return []
  return ['Failed', 'FailureTarget']
    .filter((type) => change.is(type))
    .map((type) => withoutValue(at('conditions'), `cannot set SuccessCriteriaMet=True and ${type}=true conditions`))
}

/** What stays once it was written. */
function lastingFaults(change: Change): FieldError[] {
  const {now, old, status} = change
  const errors: FieldError[] = []
  const lost = (type: string) => holds(old, type) && !change.is(type)
  for (const type of ['Failed', 'Complete', 'FailureTarget'])
    if (lost(type)) errors.push(withoutValue(at('conditions'), `cannot disable the terminal ${type}=True condition`))
  const {completionMode, completions, parallelism} = now.spec
  const scalable = completionMode === 'Indexed' && completions === parallelism
  for (const field of ['failed', 'succeeded'] as const) {
    const [is, was] = [status[field] ?? 0, old.status[field] ?? 0]
    if (is < was && !(field === 'succeeded' && scalable))
      errors.push(invalid(at(field), is, `cannot decrease the ${field} counter`))
  }
  const {startTime, completionTime} = old.status
  if (completionTime && status.completionTime && completionTime !== status.completionTime)
    errors.push(invalid(at('completionTime'), status.completionTime, 'field is immutable'))
  if (startTime && !now.spec.suspend && startTime !== status.startTime)
    errors.push(invalid(at('startTime'), status.startTime ?? null, 'field is immutable for unsuspended job once set'))
  if (lost('SuccessCriteriaMet'))
    errors.push(withoutValue(at('conditions'), 'cannot disable the SuccessCriteriaMet=True condition'))
  return errors
}
