import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {isEmptySelector, label, labelSelector} from '../common/checks.js'
import {nonNegatives, notAbove} from '../common/counts.js'
import {claimSpecFaults} from '../core/claims.js'
import type {RuleContext} from '../kind-rules.js'
import {validateAnnotations, validateLabels} from '../object-meta.js'
import {validateTemplate} from '../pod/validate-pod.js'
import {alwaysRunning, mismatch} from '../pod/validate-workload.js'
import {same} from '../same.js'

type Spec = Go['StatefulSetSpec']

export function validateStatefulSet({spec}: Go['StatefulSet']): FieldError[] {
  return specFaults(spec, true)
}

function specFaults(spec: Spec, create: boolean): FieldError[] {
  const errors = [...managementFaults(spec), ...strategyFaults(spec.updateStrategy), ...retentionFaults(spec)]
  if (create)
    for (const [at, claim] of (spec.volumeClaimTemplates ?? []).entries())
      errors.push(...claimSpecFaults(claim.spec, `spec.volumeClaimTemplates[${at}].spec`))
  errors.push(...nonNegatives('spec', spec, ['replicas', 'minReadySeconds']))
  if (spec.ordinals) errors.push(...nonNegatives('spec.ordinals', spec.ordinals, ['start']))
  if (create && spec.serviceName) errors.push(...label('spec.serviceName', spec.serviceName))
  return [...errors, ...templateFaults(spec)]
}

function managementFaults({podManagementPolicy: policy}: Spec): FieldError[] {
  const path = 'spec.podManagementPolicy'
  if (!policy) return [required(path)]
  return ['OrderedReady', 'Parallel'].includes(policy) ? [] : [invalid(path, policy, "must be 'OrderedReady' or 'Parallel'")]
}

function strategyFaults({type, rollingUpdate}: Go['StatefulSetUpdateStrategy']): FieldError[] {
  const path = 'spec.updateStrategy'
  const internal = rollingUpdate
    ? {Partition: rollingUpdate.partition ?? 0, MaxUnavailable: rollingUpdate.maxUnavailable ?? null}
    : null
  if (!type) return [required(path)]
  if (type === 'OnDelete') {
    return internal ? [invalid(`${path}.rollingUpdate`, internal, "only allowed for updateStrategy 'RollingUpdate'")] : []
  }
  if (type !== 'RollingUpdate')
    return [invalid(path, {Type: type, RollingUpdate: internal}, "must be 'RollingUpdate' or 'OnDelete'")]
  if (!rollingUpdate) return []
  return nonNegatives(`${path}.rollingUpdate`, rollingUpdate, ['partition'])
}

/** A feature that is off: all pods but one stay. */
export function prepareStatefulSet({spec}: Go['StatefulSet']): void {
  delete spec.updateStrategy.rollingUpdate?.maxUnavailable
}

function retentionFaults({persistentVolumeClaimRetentionPolicy: policy}: Spec): FieldError[] {
  if (!policy) return []
  const path = 'spec.persistentVolumeClaimRetentionPolicy'
  return (['whenDeleted', 'whenScaled'] as const)
    .filter((field) => !['Retain', 'Delete'].includes(policy[field] ?? ''))
    .map((field) => notSupported(`${path}.${field}`, policy[field] ?? '', ['Retain', 'Delete']))
}

function templateFaults(spec: Spec): FieldError[] {
  const {selector} = spec
  const path = 'spec.template'
  const errors = selector ? labelSelector('spec.selector', selector) : [required('spec.selector')]
  if (selector && isEmptySelector(selector))
    errors.push(invalid('spec.selector', selector, 'empty selector is invalid for statefulset'))
  if (labelSelector('', selector).length > 0) errors.push(invalid('spec.selector', selector, ''))
  else {
    if (!selector || !isEmptySelector(selector)) errors.push(...mismatch(spec.template, selector, path))
    errors.push(...validateTemplate(withClaims(spec), path))
    // labels and annotations are looked at by two of the real server's checks
    errors.push(...validateLabels(spec.template.metadata?.labels, `${path}.labels`))
    errors.push(...validateAnnotations(spec.template.metadata?.annotations, `${path}.annotations`))
  }
  return [...errors, ...alwaysRunning(spec.template, path, 'StatefulSet')]
}

/** The template as its pods will have it: host names and volumes of claims are the controller's. */
function withClaims(spec: Spec): Go['PodTemplateSpec'] {
  const {subdomain: _, hostname: __, ...podSpec} = spec.template.spec
  const claims = (spec.volumeClaimTemplates ?? []).map(({metadata}) => metadata.name ?? '')
  const volumes = [
    ...[...new Set(claims)].map((name) => ({name, persistentVolumeClaim: {claimName: name}})),
    ...(podSpec.volumes ?? []).filter(({name}) => !claims.includes(name)),
  ]
  return {...spec.template, spec: {...podSpec, ...(volumes.length > 0 ? {volumes} : {})}}
}

const mutable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const

export function validateStatefulSetUpdate(now: Go['StatefulSet'], old: Go['StatefulSet'], {env}: RuleContext): FieldError[] {
  if (env.subresource === 'status') return statusFaults(now)
  const errors = specFaults(now.spec, false)
  const frozen = (spec: Spec) => {
    const rest: Partial<Spec> = {...spec}
    for (const field of mutable) delete rest[field]
    return rest
  }
  if (!same(frozen(now.spec), frozen(old.spec))) {
    const names = `${mutable
      .slice(0, -1)
      .map((field) => `'${field}'`)
      .join(', ')} and 'minReadySeconds'`
    errors.push(forbidden('spec', `updates to statefulset spec for fields other than ${names} are forbidden`))
  }
  return errors
}

function statusFaults({status}: Go['StatefulSet']): FieldError[] {
  const replicas = 'status.replicas'
  return [
    ...nonNegatives('status', status, [
      'replicas',
      'readyReplicas',
      'currentReplicas',
      'updatedReplicas',
      'availableReplicas',
      'observedGeneration',
      'collisionCount',
    ]),
    ...notAbove(status, [
      ['readyReplicas', 'replicas', replicas],
      ['currentReplicas', 'replicas', replicas],
      ['updatedReplicas', 'replicas', replicas],
      ['availableReplicas', 'replicas', replicas],
      ['availableReplicas', 'readyReplicas', 'status.readyReplicas'],
    ]),
  ]
}
