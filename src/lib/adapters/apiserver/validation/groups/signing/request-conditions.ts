import type {Go} from '../../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, required} from '../../../../../schema/field-error.js'
import type {FieldError} from '../../../hooks.js'

type Condition = Go['CertificateSigningRequestCondition']

const DECISIONS: readonly string[] = ['Approved', 'Denied']
/** They are true or not there, and stay. */
const FINAL: readonly string[] = [...DECISIONS, 'Failed']
const FIELD = 'status.conditions'

/** What is wrong with conditions by themselves. */
export function conditionFaults(conditions: readonly Condition[]): FieldError[] {
  const errors: FieldError[] = []
  let decided: string | undefined
  for (const [at, {type = '', status = ''}] of conditions.entries()) {
    const path = `${FIELD}[${at}]`
    if (type === '') errors.push(required(`${path}.type`))
    const allowed = FINAL.includes(type) ? ['True'] : ['False', 'True', 'Unknown']
    if (status === '') errors.push(required(`${path}.status`))
    else if (!allowed.includes(status)) errors.push(notSupported(`${path}.status`, status, allowed))
    if (DECISIONS.includes(type)) {
      if (decided !== undefined && decided !== type)
        errors.push(invalid(FIELD, type, 'Approved and Denied conditions are mutually exclusive'))
      decided ??= type
    }
    if (type !== '' && conditions.findIndex((other) => other.type === type) < at) errors.push(duplicate(`${path}.type`, type))
  }
  return errors
}

/** What an update may not do: take away what is decided, and decide anywhere but in an approval. */
export function changedConditionFaults(now: readonly Condition[], old: readonly Condition[], isApproval: boolean): FieldError[] {
  const has = (conditions: readonly Condition[], type: string) => conditions.some((condition) => condition.type === type)
  const told = (what: string, type: string) => forbidden(FIELD, `updates may not ${what} a condition of type "${type}"`)
  const removed = FINAL.filter((type) => has(old, type) && !has(now, type)).map((type) => told('remove', type))
  const added = isApproval ? [] : DECISIONS.filter((type) => has(now, type) && !has(old, type)).map((type) => told('add', type))
  return [...removed, ...added]
}

/** What was decided stays as it was when a signer writes the status. */
export function keptDecisions(now: readonly Condition[], old: readonly Condition[]): Condition[] {
  return now.map(
    (condition) => (DECISIONS.includes(condition.type) && old.find(({type}) => type === condition.type)) || condition,
  )
}
