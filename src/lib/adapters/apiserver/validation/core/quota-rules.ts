import type {JsonValue} from '../../../../formats/json/value.js'
import {compareQuantities, formatQuantity, parseQuantity, type Quantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, required} from '../../../../schema/field-error.js'
import {qualifiedName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain} from '../common/checks.js'
import type {RuleContext} from '../kind-rules.js'
import {containerResourceName, isHugePages, resourceName, resourceQuantity} from '../pod/validate-resources.js'
import {same} from '../same.js'

type Limit = Go['LimitRangeItem']
type Amounts = Readonly<Record<string, string>> | undefined

export function validateLimitRange({spec}: Go['LimitRange']): FieldError[] {
  const seen = new Set<string>()
  return (spec.limits ?? []).flatMap((limit, at) => {
    const path = `spec.limits[${at}]`
    const errors = limitType(`${path}.type`, limit.type)
    if (seen.has(limit.type)) errors.push(duplicate(`${path}.type`, limit.type))
    seen.add(limit.type)
    return [...errors, ...limitFaults(limit, path)]
  })
}

function limitType(path: string, type: string): FieldError[] {
  const errors = complain(path, type, qualifiedName(type))
  if (errors.length > 0 || type.includes('/') || ['Pod', 'Container', 'PersistentVolumeClaim'].includes(type)) return errors
  return [invalid(path, type, 'must be a standard limit type or fully qualified')]
}

function limitFaults(limit: Limit, path: string): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  const check = limit.type === 'Pod' || limit.type === 'Container' ? containerResourceName : resourceName
  const take = (field: string, amounts: Amounts) => {
    for (const name of Object.keys(amounts ?? {})) {
      errors.push(...check(`${path}.${field}[${name}]`, name))
      names.add(name)
    }
  }
  take('max', limit.max)
  take('min', limit.min)
  if (limit.type === 'Pod') {
    const text = "may not be specified when `type` is 'Pod'"
    for (const field of ['default', 'defaultRequest'] as const)
      if (Object.keys(limit[field] ?? {}).length > 0) errors.push(forbidden(`${path}.${field}`, text))
  } else {
    take('default', limit.default)
    take('defaultRequest', limit.defaultRequest)
  }
  if (limit.type === 'PersistentVolumeClaim' && !limit.min?.['storage'] && !limit.max?.['storage'])
    errors.push(required(`${path}.limits`, 'either minimum or maximum storage value is required, but neither was provided'))
  take('maxLimitRequestRatio', limit.maxLimitRequestRatio)
  return [...errors, ...[...names].flatMap((name) => orderFaults(limit, name, path))]
}

/** min <= default request <= default <= max. */
function orderFaults(limit: Limit, name: string, path: string): FieldError[] {
  const of = (amounts: Amounts) => (amounts?.[name] === undefined ? undefined : parseQuantity(amounts[name]))
  const pod = limit.type === 'Pod'
  const [min, max] = [of(limit.min), of(limit.max)]
  const [standard, request] = pod ? [] : [of(limit.default), of(limit.defaultRequest)]
  const above = (a: Quantity | undefined, b: Quantity | undefined) => a && b && compareQuantities(a, b) > 0
  const errors: FieldError[] = []
  const tell = (field: string, shown: Quantity | undefined, text: string) => {
    if (shown) errors.push(invalid(`${path}.${field}[${name}]`, formatQuantity(shown), text))
  }
  const text = (quantity: Quantity | undefined) => (quantity ? formatQuantity(quantity) : '')
  if (above(min, max)) tell('min', min, `min value ${text(min)} is greater than max value ${text(max)}`)
  if (above(min, request))
    tell('defaultRequest', request, `min value ${text(min)} is greater than default request value ${text(request)}`)
  if (above(request, max))
    tell('defaultRequest', request, `default request value ${text(request)} is greater than max value ${text(max)}`)
  if (above(request, standard))
    tell(
      'defaultRequest',
      request,
      `default request value ${text(request)} is greater than default limit value ${text(standard)}`,
    )
  if (above(min, standard)) tell('default', min, `min value ${text(min)} is greater than default value ${text(standard)}`)
  if (above(standard, max)) tell('default', max, `default value ${text(standard)} is greater than max value ${text(max)}`)
  const ratio = of(limit.maxLimitRequestRatio)
  if (ratio && ratio.nanos < 1_000_000_000n) tell('maxLimitRequestRatio', ratio, `ratio ${text(ratio)} is less than 1`)
  if (ratio && min && max && min.nanos > 0n) {
    const most = Number(max.nanos) / Number(min.nanos)
    if (Number(ratio.nanos) / 1e9 > most)
      tell('maxLimitRequestRatio', ratio, `ratio ${text(ratio)} is greater than max/min = ${most.toFixed(6)}`)
  }
  const shared = !name.includes('/') && !isHugePages(name)
  if (!shared && standard && request && compareQuantities(standard, request) !== 0)
    tell(
      'defaultRequest',
      request,
      `default value ${text(standard)} must equal to defaultRequest value ${text(request)} in ${name}`,
    )
  return errors
}

const quotaNames = new Set([
  ...['cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.storage', 'requests.ephemeral-storage'],
  ...['limits.cpu', 'limits.memory', 'limits.ephemeral-storage', 'pods', 'resourcequotas', 'services'],
  ...[
    'replicationcontrollers',
    'secrets',
    'persistentvolumeclaims',
    'configmaps',
    'services.nodeports',
    'services.loadbalancers',
  ],
])
const scopes = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
]
const computeOnly = new Set(['pods', 'cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'])

export function validateQuotaUpdate(now: Go['ResourceQuota'], old: Go['ResourceQuota'], {env}: RuleContext): FieldError[] {
  if (env.subresource === 'status')
    return [...amountFaults('status.hard', now.status.hard), ...amountFaults('status.used', now.status.used)]
  const scopes = ({spec}: Go['ResourceQuota']) => [...(spec.scopes ?? [])].sort()
  const errors = validateQuota(now)
  if (!same(scopes(now), scopes(old)))
    errors.push(invalid('spec.scopes', (now.spec.scopes ?? null) as JsonValue, 'field is immutable'))
  return errors
}

export function validateQuota({spec}: Go['ResourceQuota']): FieldError[] {
  return [...amountFaults('spec.hard', spec.hard), ...scopeFaults(spec), ...selectorFaults(spec)]
}

function amountFaults(of: string, amounts: Amounts): FieldError[] {
  return Object.entries(amounts ?? {}).flatMap(([name, amount]) => {
    const path = `${of}[${name}]`
    return [...quotaName(path, name), ...resourceQuantity(path, name, amount)]
  })
}

function quotaName(path: string, name: string): FieldError[] {
  const errors = resourceName(path, name)
  const known = name.includes('/') || quotaNames.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-')
  return known ? errors : [...errors, invalid(path, name, 'must be a standard resource for quota')]
}

function scopeFaults({scopes: wanted = [], hard}: Go['ResourceQuotaSpec']): FieldError[] {
  const list = wanted ?? []
  const tell = (text: string) => invalid('spec.scopes', list, text)
  const errors: FieldError[] = []
  for (const scope of list) {
    if (!scopes.includes(scope)) errors.push(tell('unsupported scope'))
    for (const name of Object.keys(hard ?? {}).sort()) {
      if (quotaNames.has(name) && !scopeFits(scope, name)) errors.push(tell('unsupported scope applied to resource'))
    }
  }
  if (conflicting(list)) errors.push(tell('conflicting scopes'))
  return errors
}

/** Whether a scope may limit a standard resource. */
function scopeFits(scope: string, name: string): boolean {
  if (scope === 'BestEffort') return name === 'pods'
  if (scope === 'VolumeAttributesClass') return ['persistentvolumeclaims', 'requests.storage'].includes(name)
  return computeOnly.has(name) || name.includes('ephemeral-storage')
}

const conflicting = (list: readonly string[]) =>
  [
    ['BestEffort', 'NotBestEffort'],
    ['Terminating', 'NotTerminating'],
  ].some((pair) => pair.every((scope) => list.includes(scope)))

const EXISTS_ONLY = new Set(['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'])

function selectorFaults({scopeSelector, scopes: listed, hard}: Go['ResourceQuotaSpec']): FieldError[] {
  if (!scopeSelector) return []
  const path = 'spec.scopeSelector.matchExpressions'
  const expressions = scopeSelector.matchExpressions ?? []
  const errors: FieldError[] = []
  // as the server's internal form prints it
  const shown = {
    MatchExpressions: expressions.map(({scopeName, operator, values}) => ({
      ScopeName: scopeName,
      Operator: operator,
      Values: values ?? null,
    })),
  } as JsonValue
  for (const {scopeName, operator, values = []} of expressions) {
    if (!scopes.includes(scopeName)) errors.push(invalid(`${path}.scopeName`, scopeName, 'unsupported scope'))
    for (const name of Object.keys(hard ?? {}).sort()) {
      if (quotaNames.has(name) && !scopeFits(scopeName, name))
        errors.push(invalid(path, shown, 'unsupported scope applied to resource'))
    }
    if (EXISTS_ONLY.has(scopeName) && operator !== 'Exists') {
      const text =
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
      errors.push(invalid(`${path}.operator`, operator, text))
    }
    errors.push(...operatorFaults(path, operator, values))
  }
  if (conflicting(expressions.map(({scopeName}) => scopeName)))
    errors.push(invalid(path, (listed ?? null) as JsonValue, 'conflicting scopes'))
  return errors
}

function operatorFaults(path: string, operator: string, values: readonly string[]): FieldError[] {
  if (operator === 'In' || operator === 'NotIn') {
    const text = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
    return values.length === 0 ? [required(`${path}.values`, text)] : []
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    const text = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
    return values.length > 0 ? [invalid(`${path}.values`, values as JsonValue, text)] : []
  }
  return [invalid(`${path}.operator`, operator, 'not a valid selector operator')]
}
