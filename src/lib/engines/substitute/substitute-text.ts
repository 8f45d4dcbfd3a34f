import {FluxError} from '../../errors/flux-error.js'
import {hasEscapedBytes, yamlBytes, yamlText} from '../../formats/yaml/reader.js'
import type {SubstituteNode} from './nodes.js'
import {applyOperator, givesDefault} from './operators.js'
import {parseSubstitution} from './parse.js'

/** Values by name; a name that is absent is unset, an empty value is set. */
export type SubstituteVariables = ReadonlyMap<string, string>

/**
 * A text with its expressions replaced, in a single pass. Under `strict` an unset variable is an error unless the
 * expression has a default. Half a character stays as bytes, in the form of `yamlText`. Throws FluxError `bad-substitution` with
 * the original's text.
 */
export function substituteText(text: string, variables: SubstituteVariables, strict: boolean): string {
  if (!text.includes('$')) return text
  let result = ''
  for (const node of parseSubstitution(text)) result += evaluate(node, variables, strict)
  // what one expression cut apart another may have joined
  return hasEscapedBytes(result) ? yamlText(yamlBytes(result)) : result
}

function evaluate(node: SubstituteNode, variables: SubstituteVariables, strict: boolean): string {
  if (typeof node === 'string') return node
  const args = node.args.map((arg) => evaluate(arg, variables, strict))
  const value = variables.get(node.param)
  if (value === undefined && strict && !givesDefault(node.operator)) {
    throw new FluxError('bad-substitution', `variable not set (strict mode): "${node.param}"`)
  }
  return applyOperator(node.operator, value ?? '', args)
}
