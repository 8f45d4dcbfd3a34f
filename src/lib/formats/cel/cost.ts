import type {Checked} from './checker.js'
import {costOfCall} from './cost-of-call.js'
import type {Call, Expr, Macro, Select} from './syntax/ast.js'
import type {CelType} from './type.js'

/** What a call's cost depends on: arguments (receiver first when there is one) with their costs and greatest sizes. */
export interface CallFacts {
  readonly name: string
  readonly member: boolean
  readonly types: readonly CelType[]
  readonly costs: readonly number[]
  readonly sizes: readonly number[]
  readonly args: readonly Expr[]
}

export const SELECT = 1
const LIST = 10
const MAP = 30
const STRUCT = 40
const ADD_LIST = 12

/**
 * The most that an expression may cost on values within the sizes of its types, as cel-go's checker estimates it for
 * Kubernetes (presence tests are free). Infinity when something is unbounded.
 */
export function estimateCost(expr: Expr, checked: Checked): number {
  return new Estimator(checked).cost(expr)
}

interface Local {
  readonly size: number | undefined
  readonly known: boolean
}

class Estimator {
  readonly #sizes = new Map<Expr, number>()
  #locals: Readonly<Record<string, Local>> = {}

  constructor(private readonly checked: Checked) {}

  cost(expr: Expr): number {
    switch (expr.kind) {
      case 'const':
        return 0
      case 'ident':
        return SELECT
      case 'select':
        return this.#select(expr)
      case 'call':
        return this.#call(expr)
      case 'list':
        return LIST + expr.items.reduce((sum, item) => sum + this.cost(item), 0)
      case 'map':
        return MAP + expr.entries.reduce((sum, entry) => sum + this.cost(entry.key) + this.cost(entry.value), 0)
      case 'struct':
        return STRUCT + expr.fields.reduce((sum, field) => sum + this.cost(field.value), 0)
      default:
        return this.#macro(expr)
    }
  }

  #type(expr: Expr): CelType {
    return this.checked.types.get(expr) ?? {kind: 'dyn'}
  }

  #select(expr: Select): number {
    if (!this.checked.types.has(expr.operand)) return SELECT
    const operand = this.cost(expr.operand)
    if (expr.test) return operand
    const {kind} = this.#type(expr.operand)
    return operand + (kind === 'map' || kind === 'object' || kind === 'param' ? SELECT : 0)
  }

  #call(expr: Call): number {
    if (expr.name === 'dyn' && expr.args.length === 1) {
      const cost = this.cost(expr.args[0]!) + 1
      this.#setSize(expr, this.size(expr.args[0]!))
      return cost
    }
    const member = expr.target !== undefined && !this.checked.namespaced.has(expr)
    const args = member ? [expr.target!, ...expr.args] : [...expr.args]
    const path = expr.target && !member ? pathOf(expr.target) : ''
    const costs = args.map((arg) => this.cost(arg))
    const sizes = args.map((arg) => this.size(arg) ?? Number.POSITIVE_INFINITY)
    const facts: CallFacts = {
      name: path === '' ? expr.name : `${path}.${expr.name}`,
      member,
      types: args.map((arg) => this.#type(arg)),
      costs,
      sizes,
      args,
    }
    const {cost, size} = costOfCall(facts)
    this.#setSize(expr, size)
    return cost
  }

  #setSize(expr: Expr, size: number | undefined): void {
    if (size !== undefined) this.#sizes.set(expr, size)
  }

  /** Greatest size of a value; undefined = unknown. */
  size(expr: Expr): number | undefined {
    const computed = this.#sizes.get(expr)
    if (computed !== undefined) return computed
    const literal = literalSize(expr)
    if (literal !== undefined) return literal
    const type = this.#type(expr)
    if (this.#hasPath(expr) && type.maxSize !== undefined) return type.maxSize
    // the server's sizes of objects are those of what they hold, which for fields is nothing
    if (this.#hasPath(expr) && type.kind === 'object') return 0
    if (isScalar(type)) return 1
    return expr.kind === 'ident' ? this.#locals[expr.name]?.size : undefined
  }

  /** Whether an expression names a part of a declared variable. */
  #hasPath(expr: Expr): boolean {
    if (expr.kind === 'ident') return this.#locals[expr.name]?.known ?? true
    if (expr.kind === 'select') return this.#hasPath(expr.operand)
    return expr.kind === 'call' && expr.name === '_[_]' && this.#hasPath(expr.args[0]!)
  }

  #macro(expr: Macro): number {
    const range = this.cost(expr.range)
    if (expr.name === 'optMap' || expr.name === 'optFlatMap') {
      const body = this.#within(expr, [{size: undefined, known: false}], () => this.cost(expr.body))
      const wrapped = expr.name === 'optMap' ? 1 : 0
      return range + 1 + Math.max(wrapped + LIST + range + 1 + body, 1)
    }
    const item = {size: this.#itemSize(expr.range), known: this.#hasPath(expr.range)}
    const step = this.#within(expr, [item, item], () => this.#step(expr))
    const count = this.size(expr.range) ?? Number.POSITIVE_INFINITY
    const [start, end] = frames[expr.name] ?? [0, 1]
    this.#setSize(expr, start >= LIST ? count : 1)
    return range + start + end + (step === 0 ? 0 : count * step)
  }

  #within<T>(expr: Macro, locals: readonly Local[], run: () => T): T {
    const outer = this.#locals
    this.#locals = {...outer, ...Object.fromEntries(expr.vars.map((name, at) => [name, locals[at]!]))}
    const result = run()
    this.#locals = outer
    return result
  }

  /** Cost of one turn: the loop's condition and its step. */
  #step(expr: Macro): number {
    const body = this.cost(expr.body)
    const filter = expr.filter ? this.cost(expr.filter) : 0
    switch (expr.name) {
      case 'all':
        return 2 + 1 + body
      case 'exists':
        return 3 + 1 + body
      case 'exists_one':
        return body + 2
      case 'filter':
        return body + ADD_LIST + SELECT
      case 'map':
      case 'transformList':
        return filter + ADD_LIST + body
      default:
        return filter + 3 + body
    }
  }

  #itemSize(range: Expr): number | undefined {
    if (range.kind === 'list') {
      return range.items.reduce((most, item) => Math.max(most, this.size(item) ?? Number.POSITIVE_INFINITY), 0)
    }
    return undefined
  }
}

/** Cost before and after the loop. */
const frames: Readonly<Record<string, readonly [start: number, end: number]>> = {
  all: [0, 1],
  exists: [0, 1],
  exists_one: [0, 2],
  filter: [LIST, 1],
  map: [LIST, 1],
  transformList: [LIST, 1],
  transformMap: [MAP, 1],
  transformMapEntry: [MAP, 1],
}

function literalSize(expr: Expr): number | undefined {
  if (expr.kind === 'list') return expr.items.length
  if (expr.kind === 'map') return expr.entries.length
  if (expr.kind !== 'const') return undefined
  if (typeof expr.value === 'string') return [...expr.value].length
  return expr.value instanceof Uint8Array ? expr.value.length : 1
}

const scalars = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'type', 'uint'])

function isScalar(type: CelType): boolean {
  return type.kind === 'optional' ? isScalar(type.of) : scalars.has(type.kind)
}

function pathOf(expr: Expr): string {
  return expr.kind === 'ident' ? expr.name : expr.kind === 'select' ? `${pathOf(expr.operand)}.${expr.field}` : ''
}
