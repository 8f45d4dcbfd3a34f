import type {CelType} from '../../../../formats/cel/type.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {AdmissionCompiler, type ExpressionKind, variableType} from '../../../../schema/cel/admission-env.js'
import {invalid, required} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/
const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)

/** Compiles the expressions of one object, as far as to say what is wrong with them. */
export class Expressions {
  readonly #compiler = new AdmissionCompiler()
  /** types of the variables so far */
  readonly variables = new Map<string, CelType>()

  /** `shown`: the text that the error quotes, where that is not the one compiled. */
  faults(path: string, expression: string, kind: ExpressionKind, shown = expression): FieldError[] {
    const compiled = this.#compiler.compile(expression, kind)
    return 'fault' in compiled ? [invalid(path, shown, compiled.fault)] : []
  }

  /** One of `variables`; those after it may use it. */
  variable(path: string, {name, expression}: Go['Variable'], params: boolean): FieldError[] {
    const errors: FieldError[] = []
    if (name.trim() === '') errors.push(required(`${path}.name`, 'name is not specified'))
    else if (!IDENTIFIER.test(name) || RESERVED.has(name)) {
      errors.push(invalid(`${path}.name`, name, 'must be a valid CEL identifier'))
    }
    if (expression.trim() === '') return [...errors, required(`${path}.expression`, 'expression is not specified')]
    const compiled = this.#compiler.compile(expression, {params, authorizer: true, variables: this.variables})
    if ('fault' in compiled) errors.push(invalid(`${path}.expression`, expression, compiled.fault))
    this.variables.set(name, variableType('program' in compiled ? compiled.program.type : undefined))
    return errors
  }
}
