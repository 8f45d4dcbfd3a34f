import {sameValue} from '../../formats/json/same-value.js'
import type {JsonValue} from '../../formats/json/value.js'
import {Patterns} from '../../formats/regex/regex.js'
import type {RuleCompiler} from '../cel/rules.js'
import {validateRules} from '../cel/validate-rules.js'
import {invalid} from '../field-error.js'
import type {SchemaNode} from '../node.js'
import {EmbeddedResources} from '../structural/embedded.js'
import {prune} from '../structural/prune.js'
import {validateDefault} from '../structural/validate.js'
import type {Failure} from '../structural/verdict.js'
import {entriesOf, type RawSchema, schemaOf} from './raw.js'

/** Defaults that do not fit the schema they stand in; those below `additionalProperties` are not looked at, as there. */
export function defaultFaults(schema: RawSchema, path: string, compiler: RuleCompiler): Failure[] {
  const errors: Failure[] = []
  // the object itself is a resource, too
  visit(errors, {...schema, 'x-kubernetes-embedded-resource': true}, path, compiler)
  return errors
}

function visit(errors: Failure[], schema: RawSchema, path: string, compiler: RuleCompiler): void {
  const preset = schema.default
  if (preset !== undefined && preset !== null)
    errors.push(...faultsOf(preset, schema as unknown as SchemaNode, `${path}.default`, compiler))
  const items = schemaOf(schema.items)
  if (items) visit(errors, items, `${path}.items`, compiler)
  for (const [name, child] of entriesOf(schema.properties)) visit(errors, child, `${path}.properties[${name}]`, compiler)
}

function faultsOf(preset: JsonValue, node: SchemaNode, path: string, compiler: RuleCompiler): Failure[] {
  const wrapped: SchemaNode = {type: 'object', properties: {v: node}}
  const pruned = prune({v: preset}, wrapped).value.v
  const errors: Failure[] = sameValue(pruned, preset) ? [] : [invalid(path, preset, 'must not have unknown fields')]
  const embedded = new EmbeddedResources().validate({v: preset}, wrapped)
  errors.push(...embedded.map((failure) => ({...failure, field: `${path}${failure.field.replace(/^v/, '')}`})))
  const faults = validateDefault(new Patterns(), preset, node).map((failure) => ({
    ...failure,
    field: failure.field === '<nil>' ? path : failure.field === '' ? path : `${path}.${failure.field.replace(/^\./, '')}`,
  }))
  if (faults.length > 0 || !compiler.hasRules(node)) return [...errors, ...faults]
  const broken = validateRules(compiler, {v: preset}, wrapped, {v: preset}, false).errors.map((failure) => ({
    ...failure,
    field: `${path}${failure.field.replace(/^v/, '')}`,
  }))
  return [...errors, ...broken]
}
