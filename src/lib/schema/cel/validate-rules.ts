import {goQuote} from '../../errors/go-quote.js'
import {CelCostError, CelError} from '../../formats/cel/errors.js'
import {fromJson, Optional, type Value} from '../../formats/cel/values.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {followPath} from '../crd/field-path.js'
import type {RawSchema} from '../crd/raw.js'
import {duplicate, forbidden, invalid, required} from '../field-error.js'
import {goJson} from '../go/quote.js'
import type {SchemaNode, ValidationRule} from '../node.js'
import {correlate, unchanged} from '../structural/correlate.js'
import type {Failure} from '../structural/verdict.js'
import type {CompiledRule, RuleCompiler} from './rules.js'

/** Cost that all rules of one object may take together. */
const BUDGET = 10_000_000
const MESSAGE_BYTES = 5 * 1024

/** What rules say of a custom resource. */
export interface RuleFailures {
  readonly errors: readonly Failure[]
  /** of parts that are as they were: only worth a warning */
  readonly excused: readonly Failure[]
}

/** Failures of the rules of a custom resource; `old` makes transition rules run and, with `ratchet`, excuses unchanged parts. */
export function validateRules(
  compiler: RuleCompiler,
  value: JsonObject,
  node: SchemaNode,
  old?: JsonObject,
  ratchet = old !== undefined,
): RuleFailures {
  const run = new Run(compiler)
  run.visit(value, old, node, '', {root: true, ratchet})
  return run
}

interface Place {
  readonly root: boolean
  /** an equal old value excuses failures */
  readonly ratchet: boolean
}

class Run implements RuleFailures {
  readonly errors: Failure[] = []
  readonly excused: Failure[] = []
  #budget = BUDGET

  constructor(private readonly compiler: RuleCompiler) {}

  /** False when the budget is gone. */
  visit(value: JsonValue, old: JsonValue | undefined, node: SchemaNode, path: string, place: Place): boolean {
    if (value === null || !this.compiler.hasRules(node)) return true
    if (node['x-kubernetes-validations'] && !this.#rules(value, old ?? undefined, node, path, place)) return false
    if (Array.isArray(value)) return this.#list(value, old, node, path, place)
    return isObject(value) ? this.#object(value, old, node, path, place) : true
  }

  #list(value: JsonValue[], old: JsonValue | undefined, node: SchemaNode, path: string, place: Place): boolean {
    const {items} = node
    if (!items) return true
    const before = correlate(value, old, node)
    return value.every((item, at) => this.visit(item, before(at), items, `${path}[${at}]`, {...place, root: false}))
  }

  #object(value: JsonObject, old: JsonValue | undefined, node: SchemaNode, path: string, place: Place): boolean {
    const {properties = {}, additionalProperties} = node
    const before = isObject(old) ? old : {}
    const rest = typeof additionalProperties === 'object' ? additionalProperties : undefined
    for (const key in value) {
      const child = value[key]
      if (child === undefined) continue
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined
      const schema = rest ?? property
      if (!schema) continue
      const below = rest ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
      if (!this.visit(child, before[key], schema, below, {...place, root: false})) return false
    }
    return true
  }

  #rules(value: JsonValue, old: JsonValue | undefined, node: SchemaNode, path: string, place: Place): boolean {
    const {type, rules} = this.compiler.compile(node, place.root)
    const at = path === '' ? '<nil>' : path
    const self = fromJson(value, type)
    const oldSelf = old === undefined || old === null ? undefined : fromJson(old, type)
    const excused = place.ratchet && old !== undefined && unchanged(value, old, node)
    for (const rule of rules) {
      if (this.#budget <= 0)
        return this.#stop(
          at,
          node,
          'validation failed due to running out of cost budget, no further validation rules will be run',
        )
      const verdict = this.#evaluate(rule, self, oldSelf, at, node)
      if (verdict === 'stop') return false
      if (verdict) continue
      const into = excused && !rule.usesOldSelf ? this.excused : this.errors
      if (!this.#report(rule, value, {self, ...oldVariable(rule.rule, oldSelf)}, at, node, into)) return false
    }
    return true
  }

  #stop(at: string, node: SchemaNode, text: string): boolean {
    this.errors.push(invalid(at, node.type ?? '', text))
    return false
  }

  /** True also when the rule does not apply or its failure to run is reported already. */
  #evaluate(compiled: CompiledRule, self: Value, oldSelf: Value | undefined, at: string, node: SchemaNode): boolean | 'stop' {
    const {rule, program, fault} = compiled
    if (!program) {
      if (fault) this.errors.push(invalid(at, node.type ?? '', `rule compile error: ${fault.text}`))
      return true
    }
    if (compiled.usesOldSelf && oldSelf === undefined && !rule.optionalOldSelf) return true
    const name = rule.message?.trim() || rule.rule.trim()
    try {
      const {value, cost} = program.run({self, ...oldVariable(rule, oldSelf)})
      this.#budget -= cost
      return value === true
    } catch (error) {
      if (error instanceof CelCostError) {
        this.#stop(
          at,
          node,
          `'${error.message}': no further validation rules will be run due to call cost exceeds limit for rule: ${name}`,
        )
        return 'stop'
      }
      if (!(error instanceof CelError)) throw error
      const text = error.message.startsWith('no such overload')
        ? `'${error.message}': call arguments did not match a supported operator, function or macro signature for rule: ${name}`
        : `${error.message} evaluating rule: ${name}`
      this.errors.push(invalid(at, node.type ?? '', text))
      return true
    }
  }

  #report(
    {rule, message}: CompiledRule,
    value: JsonValue,
    variables: Record<string, Value>,
    at: string,
    node: SchemaNode,
    into: Failure[],
  ): boolean {
    const path = rule.fieldPath ? joinPath(at, rule.fieldPath, node) : at
    let detail = rule.message ? rule.message.trim() : `failed rule: ${rule.rule.trim()}`
    if (message) {
      try {
        const {value: text, cost} = message.run(variables)
        this.#budget -= cost
        const trimmed = String(text).trim()
        if (trimmed !== '' && Buffer.byteLength(trimmed) <= MESSAGE_BYTES && !/[\r\n]/.test(trimmed)) detail = trimmed
      } catch (error) {
        if (error instanceof CelCostError) {
          const text = `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${goQuote(rule.messageExpression ?? '')}`
          return this.#stop(path, node, text)
        }
        if (!(error instanceof CelError)) throw error
      }
    }
    into.push(failure(rule, path, value, detail))
    return true
  }
}

function oldVariable(rule: ValidationRule, oldSelf: Value | undefined): Record<string, Value> {
  if (rule.optionalOldSelf) return {oldSelf: new Optional(oldSelf)}
  return oldSelf === undefined ? {} : {oldSelf}
}

/** `.a.b['c-d']` below a path; keys of maps stand in brackets. */
function joinPath(at: string, fieldPath: string, node: SchemaNode): string {
  const followed = followPath(fieldPath, node as unknown as RawSchema)
  if ('fault' in followed) return at
  let below = ''
  let here: SchemaNode | undefined = node
  for (const name of followed.names) {
    const property: SchemaNode | undefined = here?.properties?.[name]
    const rest: SchemaNode['additionalProperties'] = here?.additionalProperties
    here = property ?? (typeof rest === 'object' ? rest : undefined)
    if (property) below += below === '' ? name : `.${name}`
    else below += `[${name}]`
  }
  return at === '<nil>' ? below : `${at}.${below}`
}

/** Objects and lists are not shown. */
function failure(rule: ValidationRule, path: string, value: JsonValue, detail: string): Failure {
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return forbidden(path, detail)
    case 'FieldValueRequired':
      return required(path, detail)
    case 'FieldValueDuplicate':
      return typeof value === 'object'
        ? {reason: 'FieldValueDuplicate', field: path, message: 'Duplicate value'}
        : duplicate(path, value)
    default:
      if (typeof value === 'object') return {reason: 'FieldValueInvalid', field: path, message: `Invalid value: ${detail}`}
      return invalid(path, typeof value === 'bigint' ? Number(goJson(value)) : value, detail)
  }
}
