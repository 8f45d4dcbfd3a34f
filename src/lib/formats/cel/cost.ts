import type {Checked} from './checker.js'
import {costOfCall, sortCost} from './cost-of-call.js'
import {type EntrySize, eitherEntry, type Local, Sizes} from './cost-sizes.js'
import type {Call, Expr, Macro, Select} from './syntax/ast.js'
import type {CelType} from './type.js'

export const SELECT = 1
const LIST = 10
const MAP = 30
const STRUCT = 40
const ADD_LIST = 12

/**
 * The most that an expression may cost on values within the sizes of its types, as cel-go's checker estimates it for
 * Kubernetes (presence tests are free). `root` is the type that sizes are looked up in. Infinity when something is unbounded.
 */
export function estimateCost(expr: Expr, checked: Checked, root: CelType | undefined): number {
  return new Estimator(checked, new Sizes(checked, root)).cost(expr)
}

class Estimator {
  constructor(
    private readonly checked: Checked,
    private readonly sizes: Sizes,
  ) {}

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
      case 'list': {
        const sum = expr.items.reduce((total, item) => total + this.cost(item), 0)
        this.sizes.setEntry(expr, {key: 1, value: this.#greatest(expr.items)})
        return LIST + sum
      }
      case 'map': {
        const {entries} = expr
        const sum = entries.reduce((total, entry) => total + this.cost(entry.key) + this.cost(entry.value), 0)
        const [keys, values] = [entries.map(({key}) => key), entries.map(({value}) => value)]
        this.sizes.setEntry(expr, {key: this.#greatest(keys), value: this.#greatest(values)})
        return MAP + sum
      }
      case 'struct':
        return STRUCT + expr.fields.reduce((sum, field) => sum + this.cost(field.value), 0)
      default:
        return this.#macro(expr)
    }
  }

  #greatest(exprs: readonly Expr[]): number {
    return exprs.reduce((most, expr) => Math.max(most, this.sizes.most(expr)), 0)
  }

  #select(expr: Select): number {
    if (!this.checked.types.has(expr.operand)) {
      // a qualified name is one name
      this.sizes.setPath(expr, [pathOf(expr)])
      return SELECT
    }
    const operand = this.cost(expr.operand)
    if (expr.test) return operand
    const {kind} = this.sizes.type(expr.operand)
    this.sizes.setPath(expr, [...this.sizes.path(expr.operand), expr.field])
    return operand + (kind === 'map' || kind === 'object' || kind === 'param' ? SELECT : 0)
  }

  #call(expr: Call): number {
    const {sizes} = this
    if (expr.name === 'dyn' && expr.args.length === 1) {
      const [inner] = expr.args as [Expr]
      const cost = this.cost(inner) + 1
      sizes.setSize(expr, sizes.size(inner))
      sizes.setEntry(expr, sizes.entry(inner))
      return cost
    }
    const member = expr.target !== undefined && !this.checked.namespaced.has(expr)
    const args = member ? [expr.target!, ...expr.args] : [...expr.args]
    const path = expr.target && !member ? pathOf(expr.target) : ''
    const costs = args.map((arg) => this.cost(arg))
    const name = path === '' ? expr.name : `${path}.${expr.name}`
    const {cost, size} = costOfCall({
      name,
      member,
      types: args.map((arg) => sizes.type(arg)),
      costs,
      sizes: args.map((arg) => sizes.most(arg)),
      itemSize: member ? this.#itemSize(args[0]!) : Number.POSITIVE_INFINITY,
      args,
    })
    this.#result(expr, name, args, size)
    return cost
  }

  /** What a list holds has a size only by its path. */
  #itemSize(list: Expr): number {
    const path = this.sizes.path(list)
    return (path.length > 0 ? this.sizes.at([...path, '@items']) : undefined) ?? Number.POSITIVE_INFINITY
  }

  #result(expr: Call, name: string, args: readonly Expr[], size: number | undefined): void {
    const {sizes} = this
    let result = size
    if (name === '_[_]') {
      const [of] = args as [Expr]
      result = sizes.entry(of)?.value
      const {kind} = sizes.type(of)
      sizes.setPath(expr, [...sizes.path(of), kind === 'list' ? '@items' : '@values'])
    } else if (name === '_?_:_') sizes.setEntry(expr, eitherEntry(sizes.entry(args[1]!), sizes.entry(args[2]!)))
    else if (name === '_+_') sizes.setEntry(expr, eitherEntry(sizes.entry(args[0]!), sizes.entry(args[1]!)))
    sizes.setSize(expr, result ?? sizes.size(expr))
  }

  #macro(expr: Macro): number {
    const {sizes} = this
    const range = this.cost(expr.range)
    if (expr.name === 'optMap' || expr.name === 'optFlatMap') {
      const body = sizes.within([[expr.vars[0]!, {path: []}]], () => this.cost(expr.body))
      const wrapped = expr.name === 'optMap' ? 1 : 0
      return range + 1 + Math.max(wrapped + LIST + range + 1 + body, 1)
    }
    if (expr.name === 'sortBy') return this.#sortBy(expr, range)
    const locals = this.#locals(expr)
    const {step, entry} = sizes.within(locals, () => ({step: this.#step(expr), entry: this.#stepEntry(expr)}))
    const count = sizes.most(expr.range)
    const [start, end] = frames[expr.name] ?? [0, 1]
    sizes.setSize(expr, start >= LIST ? count : 1)
    sizes.setEntry(expr, entry)
    return range + start + end + (step === 0 || count === 0 ? 0 : count * step)
  }

  /** cel-go binds the list, makes a list of keys of it and sorts by those. */
  #sortBy(expr: Macro, range: number): number {
    const {sizes} = this
    const body = sizes.within(this.#locals(expr), () => this.cost(expr.body))
    const count = sizes.most(expr.range)
    const keys = SELECT + LIST + 1 + (count === 0 ? 0 : count * (ADD_LIST + body))
    const {cost, size} = sortCost(count, sizes.type(expr.body).kind)
    sizes.setSize(expr, size)
    return LIST + range + SELECT + keys + cost
  }

  #locals({range, vars}: Macro): readonly (readonly [string, Local])[] {
    const path = this.sizes.path(range)
    const entry = this.sizes.entry(range)
    const list = this.sizes.type(range).kind === 'list'
    const value: Local = {path: [...path, list ? '@items' : '@values'], size: entry?.value}
    const key: Local = {path: [...path, list ? '@indices' : '@keys'], size: entry?.key}
    if (vars.length > 1)
      return [
        [vars[0]!, key],
        [vars[1]!, value],
      ]
    return [[vars[0]!, list ? value : key]]
  }

  /** Cost of one turn: the loop's condition and its step. */
  #step(expr: Macro): number {
    const filter = expr.filter ? this.cost(expr.filter) : 0
    const body = this.cost(expr.body)
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
      case 'transformMapEntry':
        return filter + 2 + body
      default:
        return filter + 3 + body
    }
  }

  /** What a list that the macro makes holds. */
  #stepEntry({name, vars, body}: Macro): EntrySize | undefined {
    if (name === 'map' || name === 'transformList') return {key: 1, value: this.sizes.most(body)}
    if (name !== 'filter') return undefined
    return {key: 1, value: this.sizes.most({kind: 'ident', pos: 0, name: vars[0]!})}
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

function pathOf(expr: Expr): string {
  return expr.kind === 'ident' ? expr.name : expr.kind === 'select' ? `${pathOf(expr.operand)}.${expr.field}` : ''
}
