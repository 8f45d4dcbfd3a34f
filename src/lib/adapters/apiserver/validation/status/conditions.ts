import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, invalid, notSupported, required, tooLong} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {labelName} from '../common/checks.js'

const STATES = ['False', 'True', 'Unknown']
const REASON = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/
const REASON_TEXT =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')"
const LONGEST_REASON = 1024
const LONGEST_MESSAGE = 32 * 1024

/** Conditions of the common type (metav1.Condition). */
export function commonConditions(path: string, conditions: readonly Go['Condition'][] | undefined): FieldError[] {
  const seen = new Set<string>()
  return (conditions ?? []).flatMap((condition, at) => {
    const {type, status, observedGeneration = 0, lastTransitionTime: time, reason, message = ''} = condition
    const field = `${path}[${at}]`
    const errors: FieldError[] = type ? labelName(`${field}.type`, type) : [required(`${field}.type`)]
    if (seen.has(type)) errors.push(duplicate(`${field}.type`, type))
    seen.add(type)
    if (!STATES.includes(status)) errors.push(notSupported(`${field}.status`, status, STATES))
    if (observedGeneration < 0)
      errors.push(invalid(`${field}.observedGeneration`, observedGeneration, 'must be greater than or equal to zero'))
    if (!time) errors.push(required(`${field}.lastTransitionTime`))
    if (!reason) errors.push(required(`${field}.reason`))
    else if (!REASON.test(reason)) errors.push(invalid(`${field}.reason`, reason, REASON_TEXT))
    if (Buffer.byteLength(reason ?? '') > LONGEST_REASON) errors.push(tooLong(`${field}.reason`, LONGEST_REASON))
    if (Buffer.byteLength(message) > LONGEST_MESSAGE) errors.push(tooLong(`${field}.message`, LONGEST_MESSAGE))
    return errors
  })
}

/** Conditions that are there once each and have a type. */
export function namedConditions(conditions: readonly {readonly type?: string}[] | undefined): FieldError[] {
  const seen = new Set<string>()
  return (conditions ?? []).flatMap(({type = ''}, at) => {
    const path = `status.conditions[${at}].type`
    const errors = seen.has(type) ? [duplicate(path, type)] : []
    seen.add(type)
    return type === '' ? [...errors, required(path)] : errors
  })
}
