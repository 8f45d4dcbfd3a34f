import {parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import {pathSegmentName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {hpaToV2} from '../../rest/convert/convert-hpa.js'
import {complain, label, labelSelector} from '../common/checks.js'
import {nonNegatives} from '../common/counts.js'
import {notOverAll, positiveIntOrPercent} from '../common/int-or-percent.js'
import type {RuleContext} from '../kind-rules.js'
import {containerResourceName} from '../pod/validate-resources.js'
import {internalFields} from '../pod/validate-workload.js'
import {commonConditions} from '../status/conditions.js'

type Autoscaler = Go['autoscaling.v2.HorizontalPodAutoscaler']
type Metric = Go['MetricSpec']
type Target = Go['MetricTarget']

export function validateAutoscaler({spec}: Autoscaler): FieldError[] {
  const {minReplicas = 1, maxReplicas, metrics} = spec
  const errors: FieldError[] = []
  if (minReplicas < 1) errors.push(invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'))
  if (maxReplicas === 0) errors.push(required('spec.maxReplicas', 'must be set and greater than 0'))
  else if (maxReplicas < 0) errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to 1'))
  if (maxReplicas < minReplicas)
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'))
  errors.push(...referenceFaults(spec.scaleTargetRef, 'spec.scaleTargetRef', true))
  for (const [at, metric] of (metrics ?? []).entries()) errors.push(...metricFaults(metric, `spec.metrics[${at}]`))
  const scalable = (metrics ?? []).some(({type}) => type === 'Object' || type === 'External')
  if (minReplicas === 0 && !scalable)
    errors.push(
      forbidden('spec.metrics', 'must specify at least one Object or External metric to support scaling to zero replicas'),
    )
  return [
    ...errors,
    ...scalingFaults(spec.behavior?.scaleUp, 'spec.behavior.scaleUp'),
    ...scalingFaults(spec.behavior?.scaleDown, 'spec.behavior.scaleDown'),
  ]
}

/** What version 1 tells is checked as version 2. */
export function validateAutoscalerV1(autoscaler: Go['autoscaling.v1.HorizontalPodAutoscaler']): FieldError[] {
  return validateAutoscaler(hpaToV2(autoscaler as unknown as KubeObject) as unknown as Autoscaler)
}

export function autoscalerUpdate<T extends {status: object}>(validate: (now: T) => FieldError[]) {
  return (now: T, _old: T, {env}: RuleContext): FieldError[] =>
    env.subresource === 'status' ? nonNegatives('status', now.status, ['currentReplicas', 'desiredReplicas']) : validate(now)
}

interface Reference {
  readonly kind: string
  readonly name: string
  readonly apiVersion?: string
}

function referenceFaults({kind, name, apiVersion = ''}: Reference, path: string, grouped: boolean): FieldError[] {
  const segment = (field: string, value: string) =>
    value ? complain(`${path}.${field}`, value, pathSegmentName(value)) : [required(`${path}.${field}`)]
  const errors = [...segment('kind', kind), ...segment('name', name)]
  const parts = apiVersion.split('/')
  if (parts.length > 2) errors.push(invalid(`${path}.apiVersion`, apiVersion, `unexpected GroupVersion string: ${apiVersion}`))
  else if (grouped && (parts.length === 1 || !parts[0]))
    errors.push(invalid(`${path}.apiVersion`, apiVersion, 'apiVersion must specify API group'))
  return errors
}

const sources = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
} as const
const types = Object.keys(sources).sort()

function metricFaults(metric: Metric, path: string): FieldError[] {
  const {type} = metric
  const errors: FieldError[] = type ? [] : [required(`${path}.type`, 'must specify a metric source type')]
  const known = Object.hasOwn(sources, type)
  if (!known) errors.push(notSupported(`${path}.type`, type, types))
  const present = Object.values(sources).filter((source) => metric[source] !== undefined)
  if (present[0]) errors.push(...sourceFaults(metric, present[0], `${path}.${present[0]}`))
  const expected = known ? sources[type as keyof typeof sources] : undefined
  if (expected && metric[expected] === undefined)
    errors.push(required(`${path}.${expected}`, 'must populate information for the given metric source'))
  if (!known) errors.push(notSupported(`${path}.type`, type, types))
  if (present.length === 1) return errors
  const others = present.filter((source) => source !== expected)
  return [...errors, ...others.map((source) => forbidden(`${path}.${source}`, 'must populate the given metric source only'))]
}

function sourceFaults(metric: Metric, source: string, path: string): FieldError[] {
  if (source === 'object' && metric.object) {
    const {describedObject, metric: name, target} = metric.object
    return [
      ...referenceFaults(describedObject, `${path}.describedObject`, false),
      ...identifier(name, `${path}.metric`),
      ...targetFaults(target, `${path}.target`),
      ...(target.value === undefined && target.averageValue === undefined
        ? [required(`${path}.target.averageValue`, 'must set either a target value or averageValue')]
        : []),
    ]
  }
  if (source === 'external' && metric.external) return externalFaults(metric.external, path)
  if (source === 'pods' && metric.pods) {
    const {metric: name, target} = metric.pods
    return [
      ...identifier(name, `${path}.metric`),
      ...targetFaults(target, `${path}.target`),
      ...(target.averageValue === undefined
        ? [required(`${path}.target.averageValue`, 'must specify a positive target averageValue')]
        : []),
    ]
  }
  if (source === 'containerResource' && metric.containerResource) {
    const {name, container, target} = metric.containerResource
    return [
      ...(name ? containerResourceName(`${path}.name`, name) : [required(`${path}.name`, 'must specify a resource name')]),
      ...(container ? label(`${path}.container`, container) : [required(`${path}.container`, 'must specify a container')]),
      ...resourceTarget(target, `${path}.target`),
    ]
  }
  if (!metric.resource) return []
  const named = metric.resource.name ? [] : [required(`${path}.name`, 'must specify a resource name')]
  return [...named, ...resourceTarget(metric.resource.target, `${path}.target`)]
}

function externalFaults({metric, target}: Go['ExternalMetricSource'], path: string): FieldError[] {
  const errors = [...identifier(metric, `${path}.metric`), ...targetFaults(target, `${path}.target`)]
  const [value, average] = [target.value !== undefined, target.averageValue !== undefined]
  if (!value && !average)
    errors.push(required(`${path}.target.averageValue`, 'must set either a target value for metric or a per-pod target'))
  if (value && average)
    errors.push(forbidden(`${path}.target.value`, 'may not set both a target value for metric and a per-pod target'))
  return errors
}

function resourceTarget(target: Target, path: string): FieldError[] {
  const errors = targetFaults(target, path)
  const [use, average] = [target.averageUtilization !== undefined, target.averageValue !== undefined]
  if (!use && !average)
    errors.push(required(`${path}.averageUtilization`, 'must set either a target raw value or a target utilization'))
  if (use && average)
    errors.push(forbidden(`${path}.averageValue`, 'may not set both a target raw value and a target utilization'))
  return errors
}

function targetFaults({type, value, averageValue, averageUtilization: use}: Target, path: string): FieldError[] {
  const errors: FieldError[] = type ? [] : [required(`${path}.type`, 'must specify a metric target type')]
  if (!['Utilization', 'Value', 'AverageValue'].includes(type))
    errors.push(invalid(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue'))
  for (const [field, amount] of Object.entries({value, averageValue}))
    if (amount !== undefined && parseQuantity(amount).nanos <= 0n)
      errors.push(invalid(`${path}.${field}`, amount, 'must be positive'))
  if (use !== undefined && use < 1) errors.push(invalid(`${path}.averageUtilization`, use, 'must be greater than 0'))
  return errors
}

function identifier({name}: Go['MetricIdentifier'], path: string): FieldError[] {
  if (!name) return [required(`${path}.name`, 'must specify a metric name')]
  return complain(`${path}.name`, name, pathSegmentName(name))
}

const WINDOW = 3600
const PERIOD = 1800

function scalingFaults(rules: Go['HPAScalingRules'] | undefined, path: string): FieldError[] {
  if (!rules) return []
  const {stabilizationWindowSeconds: window, selectPolicy, policies, tolerance} = rules
  const errors: FieldError[] = []
  const at = `${path}.stabilizationWindowSeconds`
  if (window !== undefined && window < 0) errors.push(invalid(at, window, 'must be greater than or equal to zero'))
  if (window !== undefined && window > WINDOW) errors.push(invalid(at, window, `must be less than or equal to ${WINDOW}`))
  const choices = ['Disabled', 'Max', 'Min']
  if (selectPolicy !== undefined && !choices.includes(selectPolicy))
    errors.push(notSupported(`${path}.selectPolicy`, selectPolicy, choices))
  if ((policies ?? []).length === 0) errors.push(required(`${path}.policies`, 'must specify at least one Policy'))
  for (const [index, policy] of (policies ?? []).entries()) errors.push(...policyFaults(policy, `${path}.policies[${index}]`))
  if (tolerance !== undefined && parseQuantity(tolerance).nanos < 0n)
    errors.push(invalid(`${path}.tolerance`, tolerance, 'must be greater than or equal to 0'))
  return errors
}

function policyFaults({type, value, periodSeconds}: Go['HPAScalingPolicy'], path: string): FieldError[] {
  const errors = ['Percent', 'Pods'].includes(type) ? [] : [notSupported(`${path}.type`, type, ['Percent', 'Pods'])]
  if (value <= 0) errors.push(invalid(`${path}.value`, value, 'must be greater than zero'))
  if (periodSeconds <= 0) errors.push(invalid(`${path}.periodSeconds`, periodSeconds, 'must be greater than zero'))
  if (periodSeconds > PERIOD)
    errors.push(invalid(`${path}.periodSeconds`, periodSeconds, `must be less than or equal to ${PERIOD}`))
  return errors
}

export function validateBudget({spec}: Go['PodDisruptionBudget']): FieldError[] {
  const {minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy} = spec
  const errors: FieldError[] = []
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const fields = ['MinAvailable', 'Selector', 'MaxUnavailable', 'UnhealthyPodEvictionPolicy']
    errors.push(invalid('spec', internalFields(spec, fields), 'minAvailable and maxUnavailable cannot be both set'))
  }
  for (const [field, value] of Object.entries({minAvailable, maxUnavailable}))
    if (value !== undefined) errors.push(...positiveIntOrPercent(`spec.${field}`, value), ...notOverAll(`spec.${field}`, value))
  errors.push(...labelSelector('spec.selector', spec.selector))
  const policies = ['AlwaysAllow', 'IfHealthyBudget']
  if (policy !== undefined && !policies.includes(policy))
    errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, policies))
  return errors
}

export function validateBudgetUpdate(
  now: Go['PodDisruptionBudget'],
  _old: Go['PodDisruptionBudget'],
  {env}: RuleContext,
): FieldError[] {
  if (env.subresource !== 'status') return validateBudget(now)
  return [
    ...commonConditions('status.conditions', now.status.conditions),
    ...nonNegatives('status', now.status, ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods']),
  ]
}
