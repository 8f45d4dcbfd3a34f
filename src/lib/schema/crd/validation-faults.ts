import type {RuleCompiler} from '../cel/rules.js'
import {forbidden, invalid} from '../field-error.js'
import type {Failure} from '../structural/verdict.js'
import {type CostTotal, costText, SCHEMA_LIMIT} from './cel-context.js'
import {defaultFaults} from './default-faults.js'
import type {RawSchema} from './raw.js'
import {isReadable} from './readable.js'
import {schemaFaults} from './schema-faults.js'
import {structuralFaults} from './structural.js'

/** All faults of a CRD's `openAPIV3Schema` at `path`, in the server's order. */
export function validationFaults(schema: RawSchema, path: string, compiler: RuleCompiler): Failure[] {
  const errors: Failure[] = []
  if (schema.nullable === true) errors.push(forbidden(`${path}.nullable`, 'nullable cannot be true at the root'))
  const readable = isReadable(schema)
  const structural = !readable ? [] : structuralFaults(schema, path)
  const defaults = !readable || structural.length > 0 ? [] : defaultFaults(schema, path, compiler)
  errors.push(...structural, ...defaults)
  const total: CostTotal = {total: 0, expensive: []}
  const rules = readable && structural.length === 0 && defaults.length === 0 ? compiler : undefined
  const found = schemaFaults(schema, path, rules, total)
  errors.push(...found.schema, ...found.cel)
  if (errors.length === 0 && !readable) errors.push(invalid(path, '', unreadableText(schema)))
  if (total.total > SCHEMA_LIMIT) {
    for (const {path: at} of total.expensive) {
      errors.push(forbidden(at, 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema'))
    }
    const text = costText(
      'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema',
      total.total,
      SCHEMA_LIMIT,
    )
    errors.push(forbidden(path, text))
  }
  return errors
}

/** What keeps a schema from being read and has no complaint of its own. */
function unreadableText(schema: RawSchema): string {
  const lists = JSON.stringify(schema).includes('"items":[')
  return lists ? "OpenAPIV3Schema 'items' must be a schema, but is an array" : "OpenAPIV3Schema 'schema' is not supported"
}
