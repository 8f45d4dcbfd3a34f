import type {Go} from '../../../../schema/builtin/go.gen.js'
import {invalid, required} from '../../../../schema/field-error.js'
import {dns1123Subdomain} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, labelName, unchanged} from '../common/checks.js'
import type {RuleContext} from '../kind-rules.js'
import {finalizerFaults, validateObjectMeta, validateObjectMetaUpdate} from '../object-meta.js'

type CoreEvent = Go['core.v1.Event']
type NewEvent = Go['events.v1.Event']

/** Both API groups serve the same events. */
function asCore(event: NewEvent): CoreEvent {
  const {regarding, note, deprecatedSource, deprecatedFirstTimestamp, deprecatedLastTimestamp, deprecatedCount, ...rest} = event
  const {reportingController, reportingInstance, ...common} = rest
  return {
    ...common,
    involvedObject: regarding,
    source: deprecatedSource,
    firstTimestamp: deprecatedFirstTimestamp,
    lastTimestamp: deprecatedLastTimestamp,
    reportingComponent: reportingController ?? '',
    reportingInstance: reportingInstance ?? '',
    ...(note === undefined ? {} : {message: note}),
    ...(deprecatedCount === undefined ? {} : {count: deprecatedCount}),
  } as CoreEvent
}

export function validateEvent(event: CoreEvent): FieldError[] {
  return common(event, 'reportingComponent')
}

export function validateNewEvent(event: NewEvent): FieldError[] {
  const core = asCore(event)
  const errors = common(core, 'reportingController')
  errors.push(...validateObjectMeta(event.metadata as never, {namespaced: true, name: dns1123Subdomain}))
  for (const [at, name] of (event.metadata.finalizers ?? []).entries())
    errors.push(...finalizerFaults(`metadata.finalizers[${at}]`, name))
  errors.push(...series(core))
  if (!core.eventTime) errors.push(required('eventTime'))
  if (core.type !== 'Normal' && core.type !== 'Warning') errors.push(invalid('type', '', `has invalid value: ${core.type ?? ''}`))
  const unset = (field: string, value: unknown) => (value ? [invalid(field, '', 'needs to be unset')] : [])
  return [
    ...errors,
    ...unset('firstTimestamp', core.firstTimestamp),
    ...unset('lastTimestamp', core.lastTimestamp),
    ...unset('count', core.count),
    ...unset('source', core.source.component || core.source.host),
  ]
}

const fixed = [
  'involvedObject',
  'reason',
  'message',
  'source',
  'firstTimestamp',
  'lastTimestamp',
  'count',
  'reason',
  'type',
  'eventTime',
  'action',
  'related',
] as const

export function validateNewEventUpdate(now: NewEvent, old: NewEvent, _context: RuleContext): FieldError[] {
  const [is, was] = [asCore(now), asCore(old)]
  const errors = [
    ...common(is, 'reportingController'),
    ...validateObjectMetaUpdate(now.metadata as never, old.metadata as never),
    ...(unchanged('series', is.series as never, was.series as never).length > 0 ? series(is) : []),
  ]
  for (const field of fixed) errors.push(...unchanged(field, is[field] as never, was[field] as never))
  return [
    ...errors,
    ...unchanged('reportingController', is.reportingComponent, was.reportingComponent),
    ...unchanged('reportingInstance', is.reportingInstance, was.reportingInstance),
  ]
}

function series({series}: CoreEvent): FieldError[] {
  if (!series) return []
  const errors = (series.count ?? 0) < 2 ? [invalid('series.count', '', 'should be at least 2')] : []
  return series.lastObservedTime ? errors : [...errors, required('series.lastObservedTime')]
}

function common(event: CoreEvent, controllerField: string): FieldError[] {
  const namespace = event.metadata.namespace ?? ''
  const about = event.involvedObject.namespace ?? ''
  const mismatch = [invalid('involvedObject.namespace', about, 'does not match event.namespace')]
  const errors: FieldError[] = []
  if (!event.eventTime) {
    if (about ? namespace !== about : namespace !== '' && namespace !== 'default') errors.push(...mismatch)
  } else {
    if (!about && namespace !== 'default' && namespace !== 'kube-system') errors.push(...mismatch)
    errors.push(...reporter(event, controllerField))
  }
  return [...errors, ...complain('namespace', namespace, dns1123Subdomain(namespace))]
}

function reporter(event: CoreEvent, controllerField: string): FieldError[] {
  const {reportingComponent, reportingInstance, action = '', reason = '', message = ''} = event
  const errors = reportingComponent ? [] : [required(controllerField)]
  errors.push(...labelName(controllerField, reportingComponent))
  const texts: readonly (readonly [field: string, text: string, limit: number])[] = [
    ['reportingInstance', reportingInstance, 128],
    ['action', action, 128],
    ['reason', reason, 128],
  ]
  for (const [field, text, limit] of texts) {
    if (!text) errors.push(required(field))
    if (text.length > limit) errors.push(invalid(field, '', `can have at most ${limit} characters`))
  }
  if (message.length > 1024) errors.push(invalid('message', '', 'can have at most 1024 characters'))
  return errors
}
