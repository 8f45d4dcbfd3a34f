import {isObject, type JsonObject} from '../../formats/json/value.js'
import {forbidden, internal, invalid, notSupported, required} from '../field-error.js'
import type {ValidationRule} from '../node.js'
import type {Failure} from '../structural/verdict.js'
import {type CelContext, costText, RULE_LIMIT} from './cel-context.js'
import {followPath} from './field-path.js'
import {internalRule} from './internal.js'
import type {RawSchema} from './raw.js'
import {isReadable} from './readable.js'
import type {SchemaFaults, Surroundings} from './surroundings.js'

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired']

/** Faults of `x-kubernetes-validations`: their words first, then, when the schema is sound (`sound`), whether they compile and at what cost. */
export function ruleFaults(
  found: SchemaFaults,
  schema: RawSchema,
  path: string,
  around: Surroundings,
  cel: CelContext | undefined,
  sound: () => boolean,
): void {
  const rules = schema['x-kubernetes-validations']
  if (!Array.isArray(rules) || rules.length === 0) return
  for (const [at, rule] of rules.entries()) {
    if (isObject(rule)) found.schema.push(...wordFaults(rule, schema, `${path}.x-kubernetes-validations[${at}]`))
  }
  if (!cel || !sound()) return
  const {type} = cel
  if (!type) {
    const text =
      'internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations'
    found.cel.push(internal(`${path}.x-kubernetes-validations`, text))
    return
  }
  for (const [at, raw] of rules.entries()) {
    if (isObject(raw)) found.cel.push(...compileFaults(raw, `${path}.x-kubernetes-validations[${at}]`, around, cel))
  }
}

function wordFaults(rule: JsonObject, schema: RawSchema, path: string): Failure[] {
  const text = (key: string) => (typeof rule[key] === 'string' ? (rule[key] as string) : '')
  const errors: Failure[] = []
  const message = text('message')
  const breaks = (value: string) => /[\n\r]/.test(value.trim())
  if (text('rule').trim() === '') errors.push(required(`${path}.rule`, 'rule is not specified'))
  else if (message !== '' && message.trim() === '')
    errors.push(invalid(`${path}.message`, message, 'must be non-empty if specified'))
  else if (breaks(message)) errors.push(invalid(`${path}.message`, message, 'must not contain line breaks'))
  else if (breaks(text('rule')) && message.trim() === '') {
    errors.push(required(`${path}.message`, 'message must be specified if rule contains line breaks'))
  }
  if (text('messageExpression') !== '' && text('messageExpression').trim() === '') {
    errors.push(required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified'))
  }
  if (typeof rule.reason === 'string' && !reasons.includes(rule.reason))
    errors.push(notSupported(`${path}.reason`, rule.reason, reasons))
  const fieldPath = text('fieldPath')
  if (fieldPath === '') return errors
  if (fieldPath.trim() === '') errors.push(invalid(`${path}.fieldPath`, fieldPath, 'must be non-empty if specified'))
  if (/[\n\r]/.test(fieldPath)) errors.push(invalid(`${path}.fieldPath`, fieldPath, 'must not contain line breaks'))
  const lost = isReadable(schema) && 'fault' in followPath(fieldPath, schema)
  if (lost) errors.push(invalid(`${path}.fieldPath`, fieldPath, 'must be a valid path'))
  return errors
}

function compileFaults(raw: JsonObject, path: string, around: Surroundings, cel: CelContext): Failure[] {
  const rule = raw as unknown as ValidationRule
  const type = cel.type!
  const compiled = cel.compiler.rule(rule, type)
  const errors: Failure[] = []
  const cost = compiled.program ? cel.costOf(compiled.program.maxCost(), type) : 0
  if (cost > RULE_LIMIT) errors.push(forbidden(`${path}.rule`, costText('estimated rule cost', cost, RULE_LIMIT)))
  cel.observe(`${path}.rule`, cost)
  const {fault, message} = compiled
  if (fault?.of === 'rule') errors.push(invalid(`${path}.rule`, internalRule(raw), fault.text))
  if (fault?.of === 'messageExpression') errors.push(invalid(`${path}.messageExpression`, internalRule(raw), fault.text))
  else if (message) {
    const once = message.maxCost()
    if (once > RULE_LIMIT)
      errors.push(forbidden(`${path}.messageExpression`, costText('estimated messageExpression cost', once, RULE_LIMIT)))
    cel.observe(`${path}.messageExpression`, once)
  }
  if (compiled.usesOldSelf) {
    if (around.uncorrelatable !== undefined) {
      const text = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${around.uncorrelatable}`
      errors.push(invalid(`${path}.rule`, rule.rule, text))
    }
  } else if (typeof rule.optionalOldSelf === 'boolean') {
    errors.push(invalid(`${path}.optionalOldSelf`, rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule'))
  }
  return errors
}
