import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, nonNegative, notSupported, required} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {isEmptySelector, labelSelector, unchanged} from '../common/checks.js'
import {nonNegatives, notAbove} from '../common/counts.js'
import {amountOf, notOverAll, positiveIntOrPercent} from '../common/int-or-percent.js'
import type {RuleContext} from '../kind-rules.js'
import {validateTemplate} from '../pod/validate-pod.js'
import {alwaysRunning, internalFields, mismatch, replicaTemplate} from '../pod/validate-workload.js'

export function validateDeployment({spec}: Go['Deployment']): FieldError[] {
  const errors = [...nonNegatives('spec', spec, ['replicas']), ...selectorFaults(spec.selector, 'deployment')]
  if (badSelector(spec.selector)) errors.push(invalid('spec.selector', spec.selector, 'invalid label selector'))
  else errors.push(...replicaTemplate(spec.template, spec.selector, 'spec.template'))
  errors.push(
    ...strategyFaults(spec.strategy),
    ...nonNegatives('spec', spec, ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']),
  )
  if (spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds <= (spec.minReadySeconds ?? 0)) {
    errors.push(invalid('spec.progressDeadlineSeconds', spec.progressDeadlineSeconds, 'must be greater than minReadySeconds'))
  }
  return errors
}

function selectorFaults(selector: Go['LabelSelector'] | null | undefined, kind: string): FieldError[] {
  if (!selector) return [required('spec.selector')]
  const errors = labelSelector('spec.selector', selector)
  if (isEmptySelector(selector)) errors.push(invalid('spec.selector', selector, `empty selector is invalid for ${kind}`))
  return errors
}

function badSelector(selector: Go['LabelSelector'] | null | undefined): boolean {
  return labelSelector('', selector).length > 0
}

function strategyFaults(strategy: Go['DeploymentStrategy']): FieldError[] {
  const {type, rollingUpdate} = strategy
  const path = 'spec.strategy'
  if (type === 'Recreate') {
    return rollingUpdate ? [forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")] : []
  }
  if (type !== 'RollingUpdate') {
    const shown = {
      Type: type ?? '',
      RollingUpdate: rollingUpdate
        ? {MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0}
        : null,
    }
    return [notSupported(path, shown, ['Recreate', 'RollingUpdate'])]
  }
  if (!rollingUpdate) return [required(`${path}.rollingUpdate`, 'this should be defaulted and never be nil')]
  const {maxUnavailable = 0, maxSurge = 0} = rollingUpdate
  const at = `${path}.rollingUpdate`
  const errors = [
    ...positiveIntOrPercent(`${at}.maxUnavailable`, maxUnavailable),
    ...positiveIntOrPercent(`${at}.maxSurge`, maxSurge),
  ]
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0)
    errors.push(invalid(`${at}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'))
  return [...errors, ...notOverAll(`${at}.maxUnavailable`, maxUnavailable)]
}

const replicaText = 'status.replicas'

export function validateDeploymentUpdate(now: Go['Deployment'], old: Go['Deployment'], {env}: RuleContext): FieldError[] {
  if (env.subresource === 'status') {
    return [
      ...nonNegatives('status', now.status, [
        'observedGeneration',
        'replicas',
        'updatedReplicas',
        'readyReplicas',
        'availableReplicas',
        'unavailableReplicas',
        'terminatingReplicas',
        'collisionCount',
      ]),
      ...notAbove(now.status, [
        ['updatedReplicas', 'replicas', replicaText],
        ['readyReplicas', 'replicas', replicaText],
        ['availableReplicas', 'replicas', replicaText],
        ['availableReplicas', 'readyReplicas', 'readyReplicas'],
      ]),
    ]
  }
  return [...validateDeployment(now), ...unchanged('spec.selector', now.spec.selector, old.spec.selector)]
}

export function validateReplicaSet({spec}: Go['ReplicaSet']): FieldError[] {
  const errors = [...nonNegatives('spec', spec, ['replicas', 'minReadySeconds']), ...selectorFaults(spec.selector, 'deployment')]
  if (badSelector(spec.selector)) errors.push(invalid('spec.selector', spec.selector, 'invalid label selector'))
  else errors.push(...replicaTemplate(spec.template, spec.selector, 'spec.template'))
  return errors
}

export function validateReplicaSetUpdate(now: Go['ReplicaSet'], old: Go['ReplicaSet'], {env}: RuleContext): FieldError[] {
  if (env.subresource === 'status') {
    return [
      ...nonNegatives('status', now.status, [
        'replicas',
        'fullyLabeledReplicas',
        'readyReplicas',
        'availableReplicas',
        'observedGeneration',
        'terminatingReplicas',
      ]),
      ...notAbove(now.status, [
        ['fullyLabeledReplicas', 'replicas', replicaText],
        ['readyReplicas', 'replicas', replicaText],
        ['availableReplicas', 'replicas', replicaText],
        ['availableReplicas', 'readyReplicas', 'readyReplicas'],
      ]),
    ]
  }
  return [...validateReplicaSet(now), ...unchanged('spec.selector', now.spec.selector, old.spec.selector)]
}

export function validateDaemonSet({spec}: Go['DaemonSet']): FieldError[] {
  const {selector, template} = spec
  const path = 'spec.template'
  const errors = labelSelector('spec.selector', selector)
  errors.push(...mismatch(template, selector, path))
  if (selector && isEmptySelector(selector))
    errors.push(invalid('spec.selector', selector, 'empty selector is invalid for daemonset'))
  errors.push(...validateTemplate(template, path), ...alwaysRunning(template, path, 'DaemonSet'))
  errors.push(...nonNegatives('spec', spec, ['minReadySeconds']), ...daemonStrategy(spec.updateStrategy))
  return [...errors, ...nonNegatives('spec', spec, ['revisionHistoryLimit'])]
}

function daemonStrategy({type, rollingUpdate}: Go['DaemonSetUpdateStrategy']): FieldError[] {
  const path = 'spec.updateStrategy'
  if (type === 'OnDelete') return []
  if (type !== 'RollingUpdate') {
    const shown = {
      Type: type ?? '',
      RollingUpdate: rollingUpdate ? internalFields(rollingUpdate, ['MaxUnavailable', 'MaxSurge']) : null,
    }
    return [notSupported(path, shown, ['RollingUpdate', 'OnDelete'])]
  }
  const at = `${path}.rollingUpdate`
  if (!rollingUpdate) return [required(at)]
  const {maxUnavailable = 0, maxSurge = 0} = rollingUpdate
  const errors = [
    ...positiveIntOrPercent(`${at}.maxUnavailable`, maxUnavailable),
    ...positiveIntOrPercent(`${at}.maxSurge`, maxSurge),
    ...notOverAll(`${at}.maxUnavailable`, maxUnavailable),
    ...notOverAll(`${at}.maxSurge`, maxSurge),
  ]
  const [unavailable, surge] = [amountOf(maxUnavailable) !== 0, amountOf(maxSurge) !== 0]
  if (unavailable && surge) errors.push(invalid(`${at}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'))
  if (!unavailable && !surge) errors.push(required(`${at}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'))
  return errors
}

export function validateDaemonSetUpdate(now: Go['DaemonSet'], old: Go['DaemonSet'], {env}: RuleContext): FieldError[] {
  if (env.subresource === 'status') {
    return nonNegatives('status', now.status, [
      'currentNumberScheduled',
      'numberMisscheduled',
      'desiredNumberScheduled',
      'numberReady',
      'observedGeneration',
      'updatedNumberScheduled',
      'numberAvailable',
      'numberUnavailable',
      'collisionCount',
    ])
  }
  return [...unchanged('spec.selector', now.spec.selector, old.spec.selector), ...validateDaemonSet(now)]
}

export function validateControllerRevision({revision, data}: Go['ControllerRevision']): FieldError[] {
  const errors = nonNegative('revision', revision)
  if (data === undefined || data === null) return [...errors, required('data', 'data is mandatory')]
  if (typeof data !== 'object' || Array.isArray(data)) errors.push(required('data', 'data must be a valid JSON object'))
  return errors
}

export function validateControllerRevisionUpdate(now: Go['ControllerRevision'], old: Go['ControllerRevision']): FieldError[] {
  return [...nonNegative('revision', now.revision), ...unchanged('data', now.data, old.data)]
}
