import type {RuleCompiler} from '../cel/rules.js'
import {forbidden, invalid} from '../field-error.js'
import type {Failure} from '../structural/validate.js'
import {type CostTotal, costText, SCHEMA_LIMIT} from './cel-context.js'
import {defaultFaults} from './default-faults.js'
import type {RawSchema} from './raw.js'
import {schemaFaults} from './schema-faults.js'
import {structuralFaults} from './structural.js'

/** All faults of a CRD's `openAPIV3Schema` at `path`, in the server's order. */
export function validationFaults(schema: RawSchema, path: string, compiler: RuleCompiler): Failure[] {
  const errors: Failure[] = []
  if (schema.nullable === true) errors.push(forbidden(`${path}.nullable`, 'nullable cannot be true at the root'))
  const arrays = hasItemLists(schema)
  const structural = arrays ? [] : structuralFaults(schema, path)
  const defaults = arrays || structural.length > 0 ? [] : defaultFaults(schema, path, compiler)
  errors.push(...structural, ...defaults)
  const total: CostTotal = {total: 0, expensive: []}
  const rules = !arrays && structural.length === 0 && defaults.length === 0 ? compiler : undefined
  const found = schemaFaults(schema, path, rules, total, !arrays)
  errors.push(...found.schema, ...found.cel)
  if (errors.length === 0 && arrays) errors.push(invalid(path, '', "OpenAPIV3Schema 'items' must be a schema, but is an array"))
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

/** Things that keep the schema from being read as structural at all; they have their own complaint. */
function hasItemLists(schema: RawSchema): boolean {
  const unreadable = ['$ref', 'id', 'patternProperties', 'dependencies', 'additionalItems', 'definitions']
  return find(
    schema,
    (node) =>
      Array.isArray(node.items) ||
      unreadable.some((key) => node[key] !== undefined) ||
      node['x-kubernetes-preserve-unknown-fields'] === false,
  )
}

function find(value: unknown, test: (node: RawSchema) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => find(item, test))
  if (typeof value !== 'object' || value === null) return false
  const node = value as RawSchema
  if (test(node)) return true
  return Object.entries(node).some(([key, child]) => {
    if (key === 'properties') return Object.values(child as object).some((property) => find(property, test))
    return ['items', 'additionalProperties', 'not', 'allOf', 'anyOf', 'oneOf'].includes(key) && find(child, test)
  })
}
