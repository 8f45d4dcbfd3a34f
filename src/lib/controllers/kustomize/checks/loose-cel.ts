import {messageOf} from '../../../errors/flux-error.js'
import {compileCel} from '../../../formats/cel/cel.js'
import {CelCompileError} from '../../../formats/cel/errors.js'
import {parseCel} from '../../../formats/cel/syntax/parser.js'
import {DYN} from '../../../formats/cel/type.js'
import {typeIdent} from '../../../formats/cel/type-idents.js'
import type {JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'

/**
 * An expression over an object's top-level fields that is parsed but not checked: what is wrong with its types shows
 * when it runs. Throws Flux's text when it does not parse; the predicate throws Flux's texts as well.
 */
export function compileLoose(expression: string): (object: KubeObject) => boolean {
  const names = freeNames(expression)
  let program: ReturnType<typeof compileCel> | undefined
  let broken: string | undefined
  try {
    program = compileCel(expression, {variables: Object.fromEntries(names.map((name) => [name, DYN]))})
  } catch (error) {
    if (!(error instanceof CelCompileError)) throw new Error(`failed to create CEL program: ${messageOf(error)}`, {cause: error})
    // nobody checks types before it runs: then there is no such function for such values
    broken = 'no such overload'
  }
  const evaluate = (object: KubeObject) => {
    try {
      if (!program) throw new Error(broken)
      const variables = Object.fromEntries(
        names.flatMap((name): [string, JsonValue][] => {
          const value = object[name]
          return value === undefined ? [] : [[name, value]]
        }),
      )
      return program.evaluate(variables)
    } catch (error) {
      throw new Error(`failed to evaluate the CEL expression '${expression}': ${messageOf(error)}`, {cause: error})
    }
  }
  return (object) => {
    const result = evaluate(object)
    if (typeof result !== 'boolean') throw new Error(`failed to evaluate CEL expression as boolean: '${expression}'`)
    return result
  }
}

/** All names that an expression uses as variables; those that a macro binds may be among them. */
function freeNames(expression: string): string[] {
  const names = new Set<string>()
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) walk(item)
    else if (typeof node === 'object' && node !== null) {
      const {kind, name} = node as {kind?: unknown; name?: unknown}
      if (kind === 'ident' && typeof name === 'string' && !typeIdent(name)) names.add(name.replace(/^\./, ''))
      for (const value of Object.values(node)) walk(value)
    }
  }
  try {
    walk(parseCel(expression))
  } catch (error) {
    throw new Error(`failed to parse the CEL expression '${expression}': ${messageOf(error)}`, {cause: error})
  }
  return [...names]
}
