import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, oneOf, required} from '../../../../schema/field-error.js'
import {dns1123Subdomain, pathSegmentName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, labelSelector} from '../common/checks.js'
import {matchResourcesFaults} from './match-rules.js'
import {mutatedOperations} from './policies.js'

const ACTIONS = ['Audit', 'Deny', 'Warn']
const NOT_FOUND = ['Deny', 'Allow']
const EXCLUSIVE = 'name and selector are mutually exclusive'

export function validateValidatingBinding({spec}: Go['ValidatingAdmissionPolicyBinding']): FieldError[] {
  return [...bindingFaults(spec), ...actionFaults('spec.validationActions', spec.validationActions ?? [])]
}

export function validateMutatingBinding({spec}: Go['MutatingAdmissionPolicyBinding']): FieldError[] {
  return [...bindingFaults(spec), ...mutatedOperations(spec.matchResources, 'spec.matchResources')]
}

function bindingFaults(spec: Go['MutatingAdmissionPolicyBindingSpec']): FieldError[] {
  const {policyName = '', paramRef, matchResources} = spec
  return [
    ...(policyName === ''
      ? [required('spec.policyName')]
      : complain('spec.policyName', policyName, dns1123Subdomain(policyName))),
    ...(paramRef ? paramRefFaults('spec.paramRef', paramRef) : []),
    ...matchResourcesFaults('spec.matchResources', matchResources),
  ]
}

function paramRefFaults(path: string, {name = '', selector, parameterNotFoundAction}: Go['ParamRef']): FieldError[] {
  const errors: FieldError[] = []
  if (name !== '') {
    errors.push(...complain(`${path}.name`, name, pathSegmentName(name)))
    if (selector) errors.push(forbidden(`${path}.name`, EXCLUSIVE))
  }
  if (selector) {
    errors.push(...labelSelector(`${path}.selector`, selector))
    if (name !== '') errors.push(forbidden(`${path}.selector`, EXCLUSIVE))
  }
  if (name === '' && !selector) errors.push(required(path, 'one of name or selector must be specified'))
  return [...errors, ...oneOf(`${path}.parameterNotFoundAction`, parameterNotFoundAction, NOT_FOUND, '')]
}

function actionFaults(path: string, actions: readonly string[]): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [at, action] of actions.entries()) {
    if (!ACTIONS.includes(action)) errors.push(notSupported(`${path}[${at}]`, action, ACTIONS))
    if (seen.has(action)) errors.push(duplicate(`${path}[${at}]`, action))
    seen.add(action)
  }
  if (seen.has('Deny') && seen.has('Warn')) {
    const text =
      'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)'
    errors.push(invalid(path, [...actions], text))
  }
  if (seen.size === 0) errors.push(required(path, 'at least one validation action is required'))
  return errors
}
