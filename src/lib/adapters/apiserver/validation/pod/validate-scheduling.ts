import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import {dns1123Label, dns1123Subdomain, labelValue} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, labelName, labelSelector} from '../common/checks.js'

export function validateAffinity(affinity: Go['Affinity'] | undefined, path: string): FieldError[] {
  if (!affinity) return []
  const {nodeAffinity, podAffinity, podAntiAffinity} = affinity
  return [
    ...(nodeAffinity ? nodeAffinityFaults(nodeAffinity, `${path}.nodeAffinity`) : []),
    ...(podAffinity ? podAffinityFaults(podAffinity, `${path}.podAffinity`) : []),
    ...(podAntiAffinity ? podAffinityFaults(podAntiAffinity, `${path}.podAntiAffinity`) : []),
  ]
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

function nodeAffinityFaults(affinity: Go['NodeAffinity'], path: string): FieldError[] {
  const wanted = affinity[REQUIRED]
  const errors = wanted ? validateNodeSelector(wanted, `${path}.${REQUIRED}`) : []
  for (const [at, term] of (affinity[PREFERRED] ?? []).entries()) {
    const field = `${path}.${PREFERRED}[${at}]`
    if (term.weight <= 0 || term.weight > 100) errors.push(invalid(`${field}.weight`, term.weight, 'must be in the range 1-100'))
    errors.push(...nodeTerm(term.preference, `${field}.preference`, false))
  }
  return errors
}

export function validateNodeSelector(selector: Go['NodeSelector'], path: string): FieldError[] {
  const terms = selector.nodeSelectorTerms ?? []
  if (terms.length === 0) return [required(`${path}.nodeSelectorTerms`, 'must have at least one node selector term')]
  return terms.flatMap((term, at) => nodeTerm(term, `${path}.nodeSelectorTerms[${at}]`, true))
}

function nodeTerm(term: Go['NodeSelectorTerm'], path: string, checkValues: boolean): FieldError[] {
  const errors = (term.matchExpressions ?? []).flatMap((one, at) =>
    nodeRequirement(one, `${path}.matchExpressions[${at}]`, checkValues),
  )
  return [...errors, ...(term.matchFields ?? []).flatMap((one, at) => fieldRequirement(one, `${path}.matchFields[${at}]`))]
}

function nodeRequirement(one: Go['NodeSelectorRequirement'], path: string, checkValues: boolean): FieldError[] {
  const values = one.values ?? []
  const errors: FieldError[] = []
  switch (one.operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        errors.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
      break
    case 'Gt':
    case 'Lt':
      if (values.length !== 1)
        errors.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"))
      break
    default:
      errors.push(invalid(`${path}.operator`, one.operator, 'not a valid selector operator'))
  }
  errors.push(...labelName(`${path}.key`, one.key))
  if (checkValues)
    for (const [at, value] of values.entries()) errors.push(...complain(`${path}.values[${at}]`, value, labelValue(value)))
  return errors
}

function fieldRequirement(one: Go['NodeSelectorRequirement'], path: string): FieldError[] {
  const values = one.values ?? []
  const errors: FieldError[] = []
  if (one.operator !== 'In' && one.operator !== 'NotIn')
    errors.push(invalid(`${path}.operator`, one.operator, 'not a valid selector operator'))
  else if (values.length !== 1) {
    errors.push(required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"))
  }
  if (one.key !== 'metadata.name') return [...errors, invalid(`${path}.key`, one.key, 'not a valid field selector key')]
  return [...errors, ...values.flatMap((value, at) => complain(`${path}.values[${at}]`, value, dns1123Subdomain(value)))]
}

function podAffinityFaults(affinity: Go['PodAffinity'] | Go['PodAntiAffinity'], path: string): FieldError[] {
  const errors = (affinity[REQUIRED] ?? []).flatMap((term, at) => podTerm(term, `${path}.${REQUIRED}[${at}]`))
  for (const [at, weighted] of (affinity[PREFERRED] ?? []).entries()) {
    const field = `${path}.${PREFERRED}[${at}]`
    if (weighted.weight <= 0 || weighted.weight > 100)
      errors.push(invalid(`${field}.weight`, weighted.weight, 'must be in the range 1-100'))
    errors.push(...podTerm(weighted.podAffinityTerm, `${field}.podAffinityTerm`))
  }
  return errors
}

function podTerm(term: Go['PodAffinityTerm'], path: string): FieldError[] {
  const errors = [
    ...labelSelector(`${path}.labelSelector`, term.labelSelector),
    ...labelSelector(`${path}.namespaceSelector`, term.namespaceSelector),
    ...(term.namespaces ?? []).flatMap((name) => complain(`${path}.namespace`, name, dns1123Label(name))),
  ]
  errors.push(...keyFaults(term, path))
  if (term.topologyKey === '') errors.push(required(`${path}.topologyKey`, 'can not be empty'))
  return [...errors, ...labelName(`${path}.topologyKey`, term.topologyKey)]
}

/** Keys whose values the pod itself gives. */
function keyFaults(
  {labelSelector: selector, matchLabelKeys, mismatchLabelKeys}: Go['PodAffinityTerm'],
  path: string,
): FieldError[] {
  const errors: FieldError[] = []
  for (const [field, keys] of Object.entries({
    matchLabelKeys: matchLabelKeys ?? [],
    mismatchLabelKeys: mismatchLabelKeys ?? [],
  })) {
    if (keys.length === 0) continue
    const at = `${path}.${field}`
    if (selector) errors.push(...keys.flatMap((key, index) => labelName(`${at}[${index}]`, key)))
    else errors.push(forbidden(at, 'must not be specified when labelSelector is not set'))
  }
  for (const [at, key] of (matchLabelKeys ?? []).entries()) {
    if (!mismatchLabelKeys?.includes(key)) continue
    errors.push(invalid(`${path}.matchLabelKeys[${at}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys'))
  }
  return errors
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

export function validateTolerations(tolerations: readonly Go['Toleration'][] | undefined, path: string): FieldError[] {
  return (tolerations ?? []).flatMap((toleration, at) => tolerationFaults(toleration, `${path}[${at}]`))
}

function tolerationFaults(
  {key = '', operator = '', value = '', effect = '', tolerationSeconds}: Go['Toleration'],
  path: string,
): FieldError[] {
  const errors = key === '' ? [] : labelName(`${path}.key`, key)
  if (key === '' && operator !== 'Exists') {
    errors.push(
      invalid(
        `${path}.operator`,
        operator,
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ),
    )
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    errors.push(invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"))
  }
  if (operator === '' || operator === 'Equal') {
    const texts = labelValue(value)
    if (texts.length > 0) errors.push(invalid(`${path}.operator`, value, texts.join(';')))
  } else if (operator === 'Exists') {
    if (value !== '') errors.push(invalid(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"))
  } else errors.push(notSupported(`${path}.operator`, operator, ['Equal', 'Exists']))
  if (effect !== '' && !effects.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, effects))
  return errors
}

const actions = ['DoNotSchedule', 'ScheduleAnyway']

export function validateSpread(constraints: readonly Go['TopologySpreadConstraint'][] | undefined, path: string): FieldError[] {
  const list = constraints ?? []
  return list.flatMap((one, at) => {
    const field = `${path}[${at}]`
    const errors = one.maxSkew <= 0 ? [invalid(`${field}.maxSkew`, one.maxSkew, 'must be greater than zero')] : []
    if (one.topologyKey === '') errors.push(required(`${field}.topologyKey`, 'can not be empty'))
    if (!actions.includes(one.whenUnsatisfiable))
      errors.push(notSupported(`${field}.whenUnsatisfiable`, one.whenUnsatisfiable, actions))
    const again = list
      .slice(at + 1)
      .some((other) => other.topologyKey === one.topologyKey && other.whenUnsatisfiable === one.whenUnsatisfiable)
    if (again)
      errors.push(duplicate(`${field}.{topologyKey, whenUnsatisfiable}`, `{${one.topologyKey}, ${one.whenUnsatisfiable}}`))
    return [...errors, ...spreadOptions(one, field)]
  })
}

function spreadOptions(one: Go['TopologySpreadConstraint'], path: string): FieldError[] {
  const errors: FieldError[] = []
  if (one.minDomains !== undefined) {
    if (one.minDomains <= 0) errors.push(invalid(`${path}.minDomains`, one.minDomains, 'must be greater than zero'))
    if (one.whenUnsatisfiable !== 'DoNotSchedule') {
      const text = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${one.whenUnsatisfiable}`
      errors.push(invalid(`${path}.minDomains`, one.minDomains, text))
    }
  }
  for (const key of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
    const policy = one[key]
    if (policy !== undefined && policy !== 'Honor' && policy !== 'Ignore')
      errors.push(notSupported(`${path}.${key}`, policy, ['Honor', 'Ignore']))
  }
  if (one.matchLabelKeys && !one.labelSelector) {
    errors.push(forbidden(`${path}.matchLabelKeys`, 'must not be specified when labelSelector is not set'))
  }
  return [...errors, ...labelSelector(`${path}.labelSelector`, one.labelSelector)]
}
