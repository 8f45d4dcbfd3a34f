import {type CelProgram, compileCel} from '../../formats/cel/cel.js'
import {CelCompileError, CelError} from '../../formats/cel/errors.js'
import type {Registry} from '../../formats/cel/registry.js'
import type {CelType} from '../../formats/cel/type.js'
import type {SchemaNode, ValidationRule} from '../node.js'
import {declType} from './decl-type.js'
import {kubernetesRegistry} from './registry.js'

/** Cost that one rule may take on one value. */
const PER_CALL_LIMIT = 1_000_000

/** A compiled rule of `x-kubernetes-validations`; `fault` is what a CRD that holds it is refused with. */
export interface CompiledRule {
  readonly rule: ValidationRule
  readonly program: CelProgram | undefined
  readonly message: CelProgram | undefined
  readonly usesOldSelf: boolean
  readonly fault: {readonly of: 'rule' | 'messageExpression'; readonly text: string} | undefined
}

/** The rules of one schema node and the type of its values. */
export interface CompiledNode {
  readonly type: CelType | undefined
  readonly rules: readonly CompiledRule[]
}

/** Compiles rules node by node when they are first needed, and keeps them as long as the schema lives. */
export class RuleCompiler {
  readonly #nodes = new WeakMap<SchemaNode, CompiledNode>()
  readonly #below = new WeakMap<SchemaNode, boolean>()
  #registry: Registry | undefined

  compile(node: SchemaNode, root: boolean): CompiledNode {
    const known = this.#nodes.get(node)
    if (known) return known
    const type = declType(node, root)
    const rules = type === undefined ? [] : (node['x-kubernetes-validations'] ?? []).map((rule) => this.rule(rule, type))
    const compiled = {type, rules}
    this.#nodes.set(node, compiled)
    return compiled
  }

  /** One rule against values of a type. */
  rule(rule: ValidationRule, type: CelType): CompiledRule {
    this.#registry ??= kubernetesRegistry()
    const oldSelf: CelType = rule.optionalOldSelf ? {kind: 'optional', of: type} : type
    const options = {variables: {self: type, oldSelf}, registry: this.#registry, costLimit: PER_CALL_LIMIT, checkLiterals: true}
    const failed = (of: 'rule' | 'messageExpression', text: string): CompiledRule => ({
      rule,
      program: undefined,
      message: undefined,
      usesOldSelf: false,
      fault: {of, text},
    })
    try {
      const program = compileCel(rule.rule, options)
      if (program.type.kind !== 'bool') return failed('rule', 'cel expression must evaluate to a bool')
      const usesOldSelf = program.uses.has('oldSelf')
      if (!rule.messageExpression) return {rule, program, message: undefined, usesOldSelf, fault: undefined}
      const message = this.#message(rule.messageExpression, options)
      if (typeof message === 'string')
        return {rule, program, message: undefined, usesOldSelf, fault: {of: 'messageExpression', text: message}}
      return {rule, program, message, usesOldSelf, fault: undefined}
    } catch (error) {
      if (error instanceof CelCompileError) return failed('rule', `compilation failed: ${error.message}`)
      if (error instanceof CelError) return failed('rule', `program instantiation failed: ${error.message}`)
      throw error
    }
  }

  /** The program, or why there is none. */
  #message(expression: string, options: Parameters<typeof compileCel>[1]): CelProgram | string {
    try {
      const program = compileCel(expression, options)
      return program.type.kind === 'string' ? program : 'messageExpression must evaluate to a string'
    } catch (error) {
      if (error instanceof CelCompileError) return `messageExpression compilation failed: ${error.message}`
      if (error instanceof CelError) return `messageExpression instantiation failed: ${error.message}`
      throw error
    }
  }

  /** Whether a node or anything below has rules: most subtrees have none and are never walked. */
  hasRules(node: SchemaNode): boolean {
    const known = this.#below.get(node)
    if (known !== undefined) return known
    this.#below.set(node, false)
    const {items, additionalProperties, properties, allOf} = node
    const found =
      (node['x-kubernetes-validations']?.length ?? 0) > 0 ||
      (items !== undefined && this.hasRules(items)) ||
      (typeof additionalProperties === 'object' && this.hasRules(additionalProperties)) ||
      Object.values(properties ?? {}).some((child) => this.hasRules(child)) ||
      (allOf ?? []).some((child) => this.hasRules(child))
    this.#below.set(node, found)
    return found
  }
}
