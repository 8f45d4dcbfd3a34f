import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, invalid, notSupported, oneOf, required} from '../../../../schema/field-error.js'
import {dns1035Label, dns1123Subdomain, qualifiedName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, needed} from '../common/checks.js'
import type {RuleContext} from '../kind-rules.js'
import {same} from '../same.js'
import {commonConditions} from '../status/conditions.js'
import {Expressions} from './expressions.js'
import {conditionFaults, FAILURE_POLICIES, matchResourcesFaults} from './match-rules.js'

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge']
const MUTATED = ['*', 'CONNECT', 'CREATE', 'UPDATE']
const REINVOCATION = ['IfNeeded', 'Never']
const PATCH_TYPES = ['ApplyConfiguration', 'JSONPatch']
const MOST_AUDITS = 20
const LONGEST_AUDIT = 5 * 1024
const EMPTY = 'validations or auditAnnotations must contain at least one item'

type Validating = Go['ValidatingAdmissionPolicy']
type Mutating = Go['MutatingAdmissionPolicy']

/** `old`: what has not changed since is not compiled again. */
export function validateValidatingPolicy({metadata, spec}: Validating, old?: Validating): FieldError[] {
  const expressions = new Expressions()
  const params = spec.paramKind !== undefined
  const {validations = [], auditAnnotations, variables = []} = spec
  const errors = commonFaults(spec, expressions, old?.spec)
  errors.push(...variables.flatMap((variable, at) => expressions.variable(`spec.variables[${at}]`, variable, params)))
  if (validations.length === 0 && (auditAnnotations ?? []).length === 0) {
    return [...errors, required('spec.validations', EMPTY), required('spec.auditAnnotations', EMPTY)]
  }
  const known = variables.length > 0 ? expressions.variables : undefined
  const scope = {expressions, params, known}
  errors.push(...validations.flatMap((validation, at) => validationFaults(`spec.validations[${at}]`, validation, scope)))
  return [...errors, ...auditFaults(auditAnnotations ?? [], metadata.name ?? '', scope)]
}

export function validateValidatingPolicyUpdate(policy: Validating, old: Validating, {env}: RuleContext): FieldError[] {
  return env.subresource === 'status' ? policyStatusFaults(policy) : validateValidatingPolicy(policy, old)
}

function policyStatusFaults({status}: Validating): FieldError[] {
  const errors = (status.typeChecking?.expressionWarnings ?? []).flatMap(({fieldRef, warning}, at) => {
    const path = `status.typeChecking.expressionWarnings[${at}]`
    return [...needed(`${path}.warning`, warning), ...needed(`${path}.fieldRef`, fieldRef)]
  })
  return [...errors, ...commonConditions('status.conditions', status.conditions)]
}

export function validateMutatingPolicy({spec}: Mutating, old?: Mutating): FieldError[] {
  const expressions = new Expressions()
  const params = spec.paramKind !== undefined
  const {mutations = [], variables = [], reinvocationPolicy, matchConstraints} = spec
  const errors = commonFaults(spec, expressions, old?.spec, mutatedOperations(matchConstraints, 'spec.matchConstraints'))
  errors.push(...variables.flatMap((variable, at) => expressions.variable(`spec.variables[${at}]`, variable, params)))
  if (mutations.length === 0) errors.push(required('spec.mutations', 'mutations must contain at least one item'))
  for (const [at, mutation] of mutations.entries()) {
    errors.push(...mutationFaults(`spec.mutations[${at}]`, mutation, expressions, params))
  }
  return [...errors, ...oneOf('spec.reinvocationPolicy', reinvocationPolicy, REINVOCATION, '')]
}

/** Only creates, updates and connects can be changed. */
export function mutatedOperations(match: Go['MatchResources'] | undefined, path: string): FieldError[] {
  return (match?.resourceRules ?? []).flatMap(({operations = []}) =>
    operations
      .filter((operation) => !MUTATED.includes(operation))
      .map((operation) => notSupported(`${path}.resourceRules.operations`, operation, MUTATED)),
  )
}

type Spec = Pick<Validating['spec'] & Mutating['spec'], 'failurePolicy' | 'paramKind' | 'matchConstraints' | 'matchConditions'>

function commonFaults(
  spec: Spec,
  expressions: Expressions,
  old: Spec | undefined,
  more: readonly FieldError[] = [],
): FieldError[] {
  const {failurePolicy, paramKind, matchConstraints, matchConditions} = spec
  const errors = oneOf('spec.failurePolicy', failurePolicy, FAILURE_POLICIES, '')
  if (paramKind) errors.push(...paramKindFaults('spec.paramKind', paramKind))
  if (matchConstraints) {
    errors.push(...matchResourcesFaults('spec.matchConstraints', matchConstraints))
    if ((matchConstraints.resourceRules ?? []).length === 0) errors.push(required('spec.matchConstraints.resourceRules'))
  } else errors.push(required('spec.matchConstraints'))
  errors.push(...more)
  const kept = old && same(old.paramKind, paramKind) && same(old.matchConditions, matchConditions)
  if (kept) return errors
  return [...errors, ...conditionFaults('spec.matchConditions', matchConditions, expressions, paramKind !== undefined)]
}

function paramKindFaults(path: string, {apiVersion = '', kind = ''}: Go['ParamKind']): FieldError[] {
  const errors = apiVersion === '' ? [required(`${path}.apiVersion`)] : versionFaults(`${path}.apiVersion`, apiVersion)
  if (kind === '') return [...errors, required(`${path}.kind`)]
  const faults = dns1035Label(kind.toLowerCase())
  if (faults.length === 0) return errors
  return [...errors, invalid(`${path}.kind`, kind, `may have mixed case, but should otherwise match: ${faults.join(',')}`)]
}

function versionFaults(path: string, text: string): FieldError[] {
  const parts = text === '/' ? ['', ''] : text.split('/')
  if (parts.length > 2) return [invalid(path, text, `unexpected GroupVersion string: ${text}`)]
  const [group, version] = parts.length === 1 ? ['', parts[0]!] : [parts[0]!, parts[1]!]
  const errors: FieldError[] = []
  const groupFaults = group === '' ? [] : dns1123Subdomain(group)
  if (groupFaults.length > 0) errors.push(invalid(path, group, groupFaults.join(',')))
  if (version === '') return [...errors, invalid(path, text, 'version must be specified')]
  const faults = dns1035Label(version)
  return faults.length === 0 ? errors : [...errors, invalid(path, version, faults.join(','))]
}

interface Scope {
  readonly expressions: Expressions
  readonly params: boolean
  readonly known: Expressions['variables'] | undefined
}

function validationFaults(path: string, validation: Go['Validation'], {expressions, params, known}: Scope): FieldError[] {
  const {expression, message = '', messageExpression = '', reason} = validation
  const kind = {params, authorizer: true, variables: known}
  const errors: FieldError[] = []
  if (expression.trim() === '') errors.push(required(`${path}.expression`, 'expression is not specified'))
  else errors.push(...expressions.faults(`${path}.expression`, expression, {...kind, returns: ['bool']}))
  if (messageExpression !== '' && messageExpression.trim() === '') {
    errors.push(invalid(`${path}.messageExpression`, messageExpression, 'must be non-empty if specified'))
  } else if (messageExpression !== '') {
    const wanted = {...kind, authorizer: false, returns: ['string']}
    errors.push(...expressions.faults(`${path}.messageExpression`, messageExpression, wanted))
  }
  if (message !== '' && message.trim() === '') {
    errors.push(invalid(`${path}.message`, message, 'must be non-empty if specified'))
  } else if (/[\n\r]/.test(message.trim())) errors.push(invalid(`${path}.message`, message, 'must not contain line breaks'))
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, REASONS))
  return errors
}

function auditFaults(audits: readonly Go['AuditAnnotation'][], policy: string, scope: Scope): FieldError[] {
  const errors: FieldError[] = []
  if (audits.length > MOST_AUDITS) {
    errors.push(
      invalid(
        'spec.auditAnnotations',
        audits.map(({key, valueExpression}) => ({Key: key, ValueExpression: valueExpression})),
        `must not have more than ${MOST_AUDITS} auditAnnotations`,
      ),
    )
  }
  const keys = new Set<string>()
  for (const [at, {key, valueExpression}] of audits.entries()) {
    const path = `spec.auditAnnotations[${at}]`
    if (policy === '') errors.push(invalid(`${path}.key`, key, 'requires metadata.name be non-empty'))
    else errors.push(...complain(`${path}.key`, `${policy}/${key}`, qualifiedName(`${policy}/${key}`)))
    errors.push(...auditExpression(`${path}.valueExpression`, valueExpression, scope))
    if (keys.has(key)) errors.push(duplicate(`${path}.key`, key))
    keys.add(key)
  }
  return errors
}

function auditExpression(path: string, given: string, {expressions, params, known}: Scope): FieldError[] {
  const text = given.trim()
  if (text === '') return [required(path, 'valueExpression is not specified')]
  if (Buffer.byteLength(text) > LONGEST_AUDIT) return [required(path, `must not exceed ${LONGEST_AUDIT} bytes in length`)]
  const kind = {params, authorizer: true, variables: known, returns: ['string', 'null_type']}
  return expressions.faults(path, text, kind, given)
}

function mutationFaults(path: string, mutation: Go['Mutation'], expressions: Expressions, params: boolean): FieldError[] {
  const {patchType, applyConfiguration, jsonPatch} = mutation
  if (!patchType) return [required(`${path}.patchType`)]
  if (!PATCH_TYPES.includes(patchType)) return [notSupported(`${path}.patchType`, patchType, PATCH_TYPES)]
  const isJson = patchType === 'JSONPatch'
  const [own, other] = isJson ? ['jsonPatch', 'applyConfiguration'] : ['applyConfiguration', 'jsonPatch']
  const given = isJson ? jsonPatch : applyConfiguration
  const errors: FieldError[] = []
  if (!given) errors.push(required(`${path}.${own}`, `must be specified when patchType is ${patchType}`))
  else errors.push(...patchFaults(`${path}.${own}.expression`, given.expression ?? '', isJson, expressions, params))
  if (isJson ? applyConfiguration : jsonPatch) {
    errors.push(invalid(`${path}.${other}`, `{${other}}`, `must not be specified when patchType is ${patchType}`))
  }
  return errors
}

function patchFaults(path: string, given: string, isJson: boolean, expressions: Expressions, params: boolean): FieldError[] {
  const text = given.trim()
  if (text === '') return [required(path)]
  const returns = [isJson ? 'list(JSONPatch)' : 'Object']
  return expressions.faults(path, text, {params, authorizer: true, patch: true, variables: expressions.variables, returns})
}
