import type {Checked} from './checker.js'
import {CelError} from './errors.js'
import {attempt, type Step, spend} from './frame.js'
import {runMacro} from './interpret-macro.js'
import {dispatch} from './registry.js'
import type {Call, Expr, ListExpr, Macro, MapExpr, Select, StructExpr} from './syntax/ast.js'
import {attributeNames, qualifiedName} from './syntax/qualified-name.js'
import {type CelType, isDyn, typeName} from './type.js'
import {typeIdent} from './type-idents.js'
import {CelMap, EntryMap, Message, Optional, TypeValue, type Value} from './values.js'

/** What making a message costs. */
const STRUCT = 40

/** Turns a checked expression into closures. `names` are the variables in slot order. */
export function interpret(expr: Expr, checked: Checked, names: readonly string[]): {run: Step; slots: number} {
  const compiler = new Compiler(checked, names, attributeNames(expr))
  return {run: compiler.compile(expr), slots: compiler.slots}
}

class Compiler {
  slots: number
  #scope: ReadonlyMap<string, number>

  constructor(
    private readonly checked: Checked,
    names: readonly string[],
    private readonly attributes: ReadonlyMap<Expr, string>,
  ) {
    this.#scope = new Map(names.map((name, at) => [name, at]))
    this.slots = names.length
  }

  compile(expr: Expr): Step {
    switch (expr.kind) {
      case 'const': {
        const {value} = expr
        return () => value
      }
      case 'ident':
        return this.#ident(expr.name.replace(/^\./, ''), this.attributes.get(expr))
      case 'select':
        return this.#select(expr)
      case 'call':
        return this.#call(expr)
      case 'list':
        return this.#list(expr)
      case 'map':
        return this.#map(expr)
      case 'macro':
        return this.#macro(expr)
      default:
        return this.#struct(expr)
    }
  }

  #struct(expr: StructExpr): Step {
    const fields = expr.fields.map((field) => ({...field, value: this.compile(field.value)}))
    return (frame) => {
      spend(frame, STRUCT)
      const values = new Map<string, Value>()
      for (const {name, value, optional} of fields) {
        let given: Value | undefined = value(frame)
        if (optional && given instanceof Optional) given = given.value
        if (given !== undefined) values.set(name, given)
      }
      return new Message(expr.name, values)
    }
  }

  #ident(name: string, attribute = name): Step {
    const slot = this.#scope.get(name)
    if (slot !== undefined) {
      return (frame) => {
        spend(frame, 1)
        const value = frame.slots[slot]
        if (value === undefined) throw new CelError(`no such attribute(s): ${attribute}`)
        return value
      }
    }
    const value = typeValue(typeIdent(name)!)
    return () => value
  }

  #select(expr: Select): Step {
    const path = qualifiedName(expr)
    if (path !== undefined && this.#scope.has(path)) return this.#ident(path)
    if (path !== undefined && !this.checked.types.has(expr.operand)) {
      const value = typeValue(typeIdent(path)!)
      return () => value
    }
    const operand = this.compile(expr.operand)
    const {field, test} = expr
    if (test) {
      return (frame) => {
        spend(frame, 1)
        return hasField(operand(frame), field)
      }
    }
    return (frame) => {
      spend(frame, 1)
      return selectField(operand(frame), field)
    }
  }

  #call(expr: Call): Step {
    switch (expr.name) {
      case '_&&_':
        return this.#logic(expr, false)
      case '_||_':
        return this.#logic(expr, true)
      case '_?_:_':
        return this.#choice(expr)
      case '_?._':
        return this.#optionalSelect(expr)
      default:
        return this.#function(expr)
    }
  }

  /** `&&` and `||` take whichever side decides, even when the other fails. */
  #logic(expr: Call, decisive: boolean): Step {
    const left = this.compile(expr.args[0]!)
    const right = this.compile(expr.args[1]!)
    return (frame) => {
      const first = attempt(left, frame)
      if (first === decisive) return decisive
      const second = attempt(right, frame)
      if (second === decisive) return decisive
      if (first instanceof CelError) throw first
      if (second instanceof CelError) throw second
      if (typeof first !== 'boolean' || typeof second !== 'boolean') throw new CelError('no such overload')
      return !decisive
    }
  }

  #choice(expr: Call): Step {
    const [condition, yes, no] = expr.args.map((arg) => this.compile(arg)) as [Step, Step, Step]
    return (frame) => {
      const value = condition(frame)
      if (typeof value !== 'boolean') throw new CelError('no such overload')
      return value ? yes(frame) : no(frame)
    }
  }

  #optionalSelect(expr: Call): Step {
    const operand = this.compile(expr.args[0]!)
    const field = (expr.args[1] as {value: string}).value
    return (frame) => {
      spend(frame, 1)
      const value = operand(frame)
      const inner = value instanceof Optional ? value.value : value
      if (inner === undefined) return new Optional(undefined)
      if (!(inner instanceof CelMap)) throw new CelError('no such overload')
      return new Optional(inner.get(field))
    }
  }

  #function(expr: Call): Step {
    const global = this.checked.namespaced.has(expr) || !expr.target
    const args = (global ? expr.args : [expr.target!, ...expr.args]).map((arg) => this.compile(arg))
    const overloads = this.checked.overloads.get(expr)!
    const types = (global ? expr.args : [expr.target!, ...expr.args]).map((arg) => this.checked.types.get(arg)!)
    const certain = overloads.length === 1 && types.every((type) => !mayBeDyn(type))
    const single = overloads[0]!.run as (...values: Value[]) => Value
    if (certain && args.length === 2) {
      const [first, second] = args as [Step, Step]
      return (frame) => {
        spend(frame, 1)
        return single(first(frame), second(frame))
      }
    }
    return (frame) => {
      spend(frame, 1)
      const values = args.map((arg) => arg(frame))
      if (certain) return single(...values)
      // cel-go looks for a key in whatever there is
      if (expr.name === '_[_]' && !hasItems(values[0]!)) throw new CelError(`no such key: ${String(values[1])}`)
      return dispatch(overloads, values)
    }
  }

  #list(expr: ListExpr): Step {
    const items = expr.items.map((item) => this.compile(item))
    const optional = new Set(expr.optional)
    return (frame) => {
      spend(frame, 1)
      const out: Value[] = []
      for (const [at, item] of items.entries()) {
        const value = item(frame)
        if (!optional.has(at)) out.push(value)
        else if (!(value instanceof Optional))
          throw new CelError(`cannot initialize optional list element from non-optional value ${String(value)}`)
        else if (value.value !== undefined) out.push(value.value)
      }
      return out
    }
  }

  #map(expr: MapExpr): Step {
    const entries = expr.entries.map((entry) => ({
      key: this.compile(entry.key),
      value: this.compile(entry.value),
      optional: entry.optional,
    }))
    return (frame) => {
      spend(frame, 1)
      const out = new EntryMap()
      for (const entry of entries) {
        const key = entry.key(frame)
        let value: Value | undefined = entry.value(frame)
        if (entry.optional && value instanceof Optional) value = value.value
        if (value !== undefined && !out.set(key, value)) throw new CelError(`Failed with repeated key: ${String(key)}`)
      }
      return out
    }
  }

  #macro(expr: Macro): Step {
    const range = this.compile(expr.range)
    const outer = this.#scope
    const first = this.slots
    this.slots += expr.vars.length
    this.#scope = new Map([...outer, ...expr.vars.map((name, at) => [name, first + at] as const)])
    const filter = expr.filter && this.compile(expr.filter)
    const body = this.compile(expr.body)
    this.#scope = outer
    return runMacro(expr, {range, filter, body, first, two: expr.vars.length === 2})
  }
}

function selectField(operand: Value, field: string): Value {
  if (operand instanceof CelMap) {
    const value = operand.get(field)
    if (value === undefined) throw new CelError(`no such key: ${field}`)
    return value
  }
  if (operand instanceof Optional) {
    if (operand.value === undefined) return operand
    if (operand.value instanceof CelMap) return new Optional(operand.value.get(field))
  }
  throw new CelError(`no such key: ${field}`)
}

function hasItems(value: Value): boolean {
  return Array.isArray(value) || value instanceof CelMap || value instanceof Optional
}

function hasField(operand: Value, field: string): boolean {
  if (operand instanceof CelMap) return operand.get(field) !== undefined
  return operand instanceof Optional && operand.value instanceof CelMap && operand.value.get(field) !== undefined
}

function typeValue(type: CelType): TypeValue {
  return new TypeValue(typeName(type.kind === 'type' ? type.of : type))
}

function mayBeDyn(type: CelType): boolean {
  if (isDyn(type) || type.kind === 'param') return true
  return type.kind === 'object'
}
