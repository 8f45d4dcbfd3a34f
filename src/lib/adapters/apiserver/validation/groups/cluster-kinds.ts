import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import {dns1035Label, dns1123Subdomain, type NameRule, pathSegmentName, portNumber} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, label, unchanged} from '../common/checks.js'
import {validateLabels} from '../object-meta.js'
import {validateResources} from '../pod/validate-resources.js'
import {validateTolerations} from '../pod/validate-scheduling.js'
import {internalFields} from '../pod/validate-workload.js'
import {same} from '../same.js'

export function validateRuntimeClass({handler, overhead, scheduling}: Go['RuntimeClass']): FieldError[] {
  return [
    ...(handler === '' ? [required('handler')] : label('handler', handler)),
    ...(overhead
      ? validateResources({limits: overhead.podFixed ?? {}} as Go['ResourceRequirements'], 'overhead', new Set())
      : []),
    ...validateLabels(scheduling?.nodeSelector, 'scheduling.nodeSelector'),
    ...validateTolerations(scheduling?.tolerations, 'scheduling.tolerations'),
  ]
}

export function validateRuntimeClassUpdate(now: Go['RuntimeClass'], old: Go['RuntimeClass']): FieldError[] {
  return [...validateRuntimeClass(now), ...unchanged('handler', now.handler, old.handler)]
}

/** The name tells what is served. */
export function apiServiceName({spec: {version = '', group = ''}}: Go['APIService']): {name: NameRule; prefix: NameRule} {
  const wanted = `${version}.${group}`
  const name: NameRule = (value) => {
    const faults = pathSegmentName(value)
    if (faults.length > 0 || value === wanted) return faults
    return [`must be \`spec.version+"."+spec.group\`: ${JSON.stringify(wanted)}`]
  }
  return {name, prefix: name}
}

export function validateApiService({spec}: Go['APIService']): FieldError[] {
  const {group = '', version = '', service, caBundle, insecureSkipTLSVerify, groupPriorityMinimum, versionPriority} = spec
  const errors: FieldError[] = []
  if (group === '' && version !== 'v1')
    errors.push(required('spec.group', 'only v1 may have an empty group and it better be legacy kube'))
  if (group !== '') errors.push(...complain('spec.group', group, dns1123Subdomain(group)))
  errors.push(...complain('spec.version', version, dns1035Label(version)))
  const bounded = (field: string, value: number, most: number): void => {
    if (value <= 0 || value > most) errors.push(invalid(`spec.${field}`, value, `must be positive and less than ${most}`))
  }
  bounded('groupPriorityMinimum', groupPriorityMinimum, 20_000)
  bounded('versionPriority', versionPriority, 1000)
  const insecure = insecureSkipTLSVerify === true
  if (!service) {
    if (caBundle) {
      const size = `${Buffer.from(caBundle, 'base64').length} bytes`
      errors.push(invalid('spec.caBundle', size, 'local APIServices may not have a caBundle'))
    }
    if (insecure) errors.push(invalid('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify'))
    return errors
  }
  if (!service.namespace) errors.push(required('spec.service.namespace'))
  if (!service.name) errors.push(required('spec.service.name'))
  const {port = 443} = service
  const ported = portNumber(port).map((text) => invalid('spec.service.port', port, `port is not valid: ${text}`))
  errors.push(...ported)
  if (insecure && caBundle) errors.push(invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present'))
  return errors
}

const STATES = ['True', 'False', 'Unknown']

/** The status of an APIService. */
export function serviceConditions({status}: Go['APIService']): FieldError[] {
  return (status.conditions ?? []).flatMap((condition, at) =>
    STATES.includes(condition.status) ? [] : [notSupported(`status.conditions[${at}].status`, condition.status, STATES)],
  )
}

export function tokenRequestFaults({spec}: Go['CSIDriver']): FieldError[] {
  const seen = new Set<string>()
  return (spec.tokenRequests ?? []).flatMap(({audience, expirationSeconds: seconds}, at) => {
    const path = `spec.tokenRequests[${at}]`
    const twice = seen.has(audience) ? [duplicate(`${path}.audience`, audience)] : []
    seen.add(audience)
    if (seconds === undefined) return twice
    if (seconds < 600)
      return [...twice, invalid(`${path}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes')]
    if (seconds > 2 ** 32)
      return [...twice, invalid(`${path}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds')]
    return twice
  })
}

type Level = Go['PriorityLevelConfiguration']

export function priorityLevelDefaults({spec}: Level): void {
  const {exempt, limited} = spec
  if (exempt) {
    exempt.nominalConcurrencyShares ??= 0
    exempt.lendablePercent ??= 0
  }
  if (!limited) return
  limited.nominalConcurrencyShares ??= 30
  limited.lendablePercent ??= 0
  const queuing = limited.limitResponse?.queuing
  if (!queuing) return
  queuing.handSize ||= 8
  queuing.queues ||= 64
  queuing.queueLengthLimit ||= 50
}

const FIXED_LEVELS: Readonly<Record<string, JsonObject>> = {
  exempt: {type: 'Exempt'},
  'catch-all': {
    type: 'Limited',
    limited: {nominalConcurrencyShares: 5, limitResponse: {type: 'Reject'}, lendablePercent: 0},
  },
}

export function validatePriorityLevel({metadata, spec}: Level): FieldError[] {
  const errors = levelSpec(metadata.name, spec)
  const fixed = FIXED_LEVELS[metadata.name ?? '']
  if (!fixed) return errors
  const {exempt: _, ...rest} = spec
  if (same(metadata.name === 'exempt' ? rest : spec, fixed)) return errors
  const but = metadata.name === 'exempt' ? " except the 'spec.exempt' field" : ''
  return [...errors, invalid('spec', shownLevel(spec), `spec of '${metadata.name}'${but} must equal the fixed value`)]
}

/** A level as the server's internal form prints it. */
function shownLevel({type, limited, exempt}: Level['spec']): JsonValue {
  const {limitResponse: response} = limited ?? {}
  const queuing = response?.queuing && internalFields(response.queuing, ['Queues', 'HandSize', 'QueueLengthLimit'])
  const shares = ['NominalConcurrencyShares', 'LendablePercent']
  return {
    Type: type,
    Limited: limited
      ? {
          NominalConcurrencyShares: limited.nominalConcurrencyShares ?? 0,
          LimitResponse: {Type: response?.type ?? '', Queuing: queuing ?? null},
          LendablePercent: limited.lendablePercent ?? null,
          BorrowingLimitPercent: limited.borrowingLimitPercent ?? null,
        }
      : null,
    Exempt: exempt ? internalFields(exempt, shares) : null,
  }
}

function levelSpec(name: string | undefined, spec: Level['spec']): FieldError[] {
  const types = ['Exempt', 'Limited']
  const errors: FieldError[] = []
  if (!spec.type) return [required('spec.type')]
  if (!types.includes(spec.type)) return [notSupported('spec.type', spec.type, types)]
  if ((name === 'exempt') !== (spec.type === 'Exempt'))
    errors.push(invalid('spec.type', spec.type, "must be 'Exempt' if and only if `name` is 'exempt'"))
  if (spec.type === 'Exempt') {
    if (spec.limited) errors.push(forbidden('spec.limited', 'must be nil if the type is not Limited'))
    return spec.exempt ? [...errors, ...shareFaults('spec.exempt', spec.exempt)] : errors
  }
  if (spec.exempt) errors.push(forbidden('spec.exempt', 'must be nil if the type is Limited'))
  if (!spec.limited) return [...errors, required('spec.limited', 'must not be empty when type is Limited')]
  errors.push(...shareFaults('spec.limited', spec.limited))
  const {borrowingLimitPercent: borrowed = 0, limitResponse} = spec.limited
  if (borrowed < 0)
    errors.push(invalid('spec.limited.borrowingLimitPercent', borrowed, 'if specified, must be a non-negative integer'))
  return [...errors, ...responseFaults(limitResponse, 'spec.limited.limitResponse')]
}

function shareFaults(path: string, of: {nominalConcurrencyShares?: number | null; lendablePercent?: number}): FieldError[] {
  const {nominalConcurrencyShares, lendablePercent = 0} = of
  const shares = nominalConcurrencyShares ?? 0
  const errors = shares < 0 ? [invalid(`${path}.nominalConcurrencyShares`, shares, 'must be a non-negative integer')] : []
  if (lendablePercent >= 0 && lendablePercent <= 100) return errors
  return [...errors, invalid(`${path}.lendablePercent`, lendablePercent, 'must be between 0 and 100, inclusive')]
}

function responseFaults(response: Go['LimitResponse'] | undefined, path: string): FieldError[] {
  const {type, queuing} = response ?? {}
  const types = ['Queue', 'Reject']
  if (!type) return [required(`${path}.type`)]
  if (!types.includes(type)) return [notSupported(`${path}.type`, type, types)]
  if (type === 'Reject') {
    return queuing ? [forbidden(`${path}.queuing`, 'must be nil if limited.limitResponse.type is not Limited')] : []
  }
  if (queuing) return queueFaults(queuing, `${path}.queuing`)
  return [required(`${path}.queuing`, 'must not be empty if limited.limitResponse.type is Limited')]
}

const MOST_QUEUES = 10_000_000
const MOST_BITS = 60

function queueFaults({queues = 0, handSize: hand = 0, queueLengthLimit: length = 0}: Go['QueuingConfiguration'], path: string) {
  const errors: FieldError[] = []
  const positive = 'must be positive'
  if (length <= 0) errors.push(invalid(`${path}.queueLengthLimit`, length, positive))
  if (queues <= 0) errors.push(invalid(`${path}.queues`, queues, positive))
  else if (queues > MOST_QUEUES) errors.push(invalid(`${path}.queues`, queues, `must not be greater than ${MOST_QUEUES}`))
  const at = `${path}.handSize`
  if (hand <= 0) errors.push(invalid(at, hand, positive))
  else if (hand > queues) errors.push(invalid(at, hand, `should not be greater than queues (${queues})`))
  else if (Math.ceil(Math.log2(queues) * hand) > MOST_BITS) {
    const text = `required entropy bits of deckSize ${queues} and handSize ${hand} should not be greater than ${MOST_BITS}`
    errors.push(invalid(at, hand, text))
  }
  return errors
}
