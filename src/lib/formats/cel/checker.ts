import {fieldIssues, fittingOverloads, type MessageTypes, unsortable} from './check-parts.js'
import {CelCompileError, type CelIssue} from './errors.js'
import {comparable} from './functions/collections.js'
import type {Overload, Registry} from './registry.js'
import type {Call, Expr, ListExpr, Macro, MapExpr, Select, StructExpr} from './syntax/ast.js'
import {qualifiedName} from './syntax/qualified-name.js'
import {assignable, type Bindings, BOOL, type CelType, DYN, ERROR, INT, isDyn, listOf, mapOf, STRING, typeText} from './type.js'
import {constType, typeIdent} from './type-idents.js'

/** What the checker found out, by node of the expression. */
export interface Checked {
  readonly type: CelType
  readonly types: ReadonlyMap<Expr, CelType>
  /** overloads of a call that the static types leave possible */
  readonly overloads: ReadonlyMap<Expr, readonly Overload[]>
  /** calls of namespaced functions: `sets.contains(a, b)` */
  readonly namespaced: ReadonlySet<Expr>
  /** declared variables that are read */
  readonly uses: ReadonlySet<string>
}

/** Type-checks against declared variables and functions; throws CelCompileError with every issue. */
export function checkCel(
  source: string,
  expr: Expr,
  variables: Readonly<Record<string, CelType>>,
  registry: Registry,
  messages: MessageTypes = () => undefined,
): Checked {
  const checker = new Checker(variables, registry, messages)
  const type = checker.check(expr)
  const issues = checker.issues.sort((a, b) => a.pos - b.pos)
  if (issues.length > 0) throw new CelCompileError(source, issues)
  return {type, types: checker.types, overloads: checker.overloads, namespaced: checker.namespaced, uses: checker.uses}
}

class Checker {
  readonly issues: CelIssue[] = []
  readonly types = new Map<Expr, CelType>()
  readonly overloads = new Map<Expr, readonly Overload[]>()
  readonly namespaced = new Set<Expr>()
  readonly uses = new Set<string>()
  #scope: {readonly [name: string]: CelType}
  /** inside the arguments of `format`, where lists and maps may mix types */
  #mixed = false

  constructor(
    variables: Readonly<Record<string, CelType>>,
    private readonly registry: Registry,
    private readonly messages: MessageTypes,
  ) {
    this.#scope = {...variables}
  }

  check(expr: Expr): CelType {
    const type = this.#check(expr)
    this.types.set(expr, type)
    return type
  }

  #issue(pos: number, text: string): CelType {
    this.issues.push({pos, text})
    return ERROR
  }

  #check(expr: Expr): CelType {
    switch (expr.kind) {
      case 'const':
        return constType(expr.value)
      case 'ident':
        return this.#ident(expr.name, expr.pos)
      case 'select':
        return this.#select(expr)
      case 'call':
        return this.#call(expr)
      case 'list':
        return this.#list(expr)
      case 'map':
        return this.#map(expr)
      case 'struct':
        return this.#struct(expr)
      default:
        return this.#macro(expr)
    }
  }

  #ident(name: string, pos: number): CelType {
    const plain = name.replace(/^\./, '')
    this.uses.add(plain)
    const type = Object.hasOwn(this.#scope, plain) ? this.#scope[plain] : typeIdent(plain)
    return type ?? this.#issue(pos, `undeclared reference to '${name}' (in container '')`)
  }

  #struct(expr: StructExpr): CelType {
    const type = this.messages(expr.name)
    if (!type) return this.#issue(expr.pos, `undeclared reference to '${expr.name}' (in container '')`)
    for (const field of expr.fields) this.issues.push(...fieldIssues(field, type, this.check(field.value)))
    return type
  }

  #select(expr: Select): CelType {
    const path = qualifiedName(expr)
    if (path !== undefined && Object.hasOwn(this.#scope, path)) {
      this.uses.add(path)
      return this.#scope[path]!
    }
    if (path !== undefined && !expr.test && !Object.hasOwn(this.#scope, path.split('.')[0]!)) {
      const known = typeIdent(path)
      if (known) return known
    }
    const operand = this.check(expr.operand)
    const type = this.#field(operand, expr.field, expr.pos)
    return expr.test && type.kind !== 'error' ? BOOL : type
  }

  #field(operand: CelType, field: string, pos: number): CelType {
    switch (operand.kind) {
      case 'object':
        return operand.field(field) ?? this.#issue(pos, `undefined field '${field}'`)
      case 'map':
        return operand.value
      case 'optional': {
        const inner = this.#field(operand.of, field, pos)
        return inner.kind === 'error' ? ERROR : {kind: 'optional', of: inner}
      }
      case 'dyn':
      case 'error':
        return DYN
      default:
        return this.#issue(pos, `type '${typeText(operand)}' does not support field selection`)
    }
  }

  #call(expr: Call): CelType {
    if (expr.name === '_?._') return this.#optionalSelect(expr)
    const path = expr.target && qualifiedName(expr.target)
    if (path !== undefined && !Object.hasOwn(this.#scope, path.split('.')[0]!)) {
      const overloads = this.registry.find(`${path}.${expr.name}`)
      if (overloads) {
        this.namespaced.add(expr)
        const args = expr.args.map((arg) => this.check(arg))
        return this.#resolve(expr, `${path}.${expr.name}`, args, overloads, false)
      }
    }
    const name = expr.name.replace(/^\./, '')
    const target = expr.target && this.check(expr.target)
    const outside = this.#mixed
    this.#mixed ||= name === 'format'
    const args = expr.args.map((arg) => this.check(arg))
    this.#mixed = outside
    if (name === '_&&_' || name === '_||_') return this.#logic(expr, args)
    const overloads = this.registry.find(name)
    if (!overloads) return this.#issue(expr.pos, `undeclared reference to '${name}' (in container '')`)
    return this.#resolve(expr, name, target ? [target, ...args] : args, overloads, target !== undefined)
  }

  #logic(expr: Call, args: readonly CelType[]): CelType {
    for (const [at, type] of args.entries()) this.#expectBool(type, expr.args[at]!.pos)
    return BOOL
  }

  #expectBool(type: CelType, pos: number): void {
    if (type.kind === 'bool' || type.kind === 'error' || isDyn(type)) return
    this.#issue(pos, `expected type 'bool' but found '${typeText(type)}'`)
  }

  #optionalSelect(expr: Call): CelType {
    const [operand, name] = expr.args
    const type = this.check(operand!)
    this.types.set(name!, STRING)
    const field = (name as {value: string}).value
    const inner = this.#field(type.kind === 'optional' ? type.of : type, field, expr.pos)
    return inner.kind === 'error' ? ERROR : {kind: 'optional', of: inner}
  }

  #resolve(expr: Call, name: string, args: readonly CelType[], all: readonly Overload[], member: boolean): CelType {
    const {fitting, result} = fittingOverloads(args, all, member)
    if (result === undefined) {
      const texts = args.map(typeText)
      const signature = member ? `${texts[0]}.(${texts.slice(1).join(', ')})` : `(${texts.join(', ')})`
      return this.#issue(expr.pos, `found no matching overload for '${name}' applied to '${signature}'`)
    }
    this.overloads.set(expr, fitting)
    return result
  }

  #list(expr: ListExpr): CelType {
    let item: CelType | undefined
    for (const [at, element] of expr.items.entries()) {
      let type = this.check(element)
      if (expr.optional.includes(at)) {
        if (type.kind === 'optional') type = type.of
        else if (!isDyn(type)) {
          this.#issue(element.pos, `expected type 'optional_type(${typeText(type)})' but found '${typeText(type)}'`)
        }
      }
      item = this.#join(item, type, element.pos)
    }
    return listOf(item ?? {kind: 'param', name: 'T'})
  }

  #map(expr: MapExpr): CelType {
    let key: CelType | undefined
    let value: CelType | undefined
    for (const entry of expr.entries) {
      key = this.#join(key, this.check(entry.key), entry.key.pos)
      let type = this.check(entry.value)
      if (entry.optional && type.kind === 'optional') type = type.of
      value = this.#join(value, type, entry.value.pos)
    }
    return mapOf(key ?? {kind: 'param', name: 'K'}, value ?? {kind: 'param', name: 'V'})
  }

  /** Aggregate literals are homogeneous, as Kubernetes and Flux ask for. */
  #join(known: CelType | undefined, type: CelType, pos: number): CelType {
    if (known === undefined || isDyn(known)) return known ?? type
    if (isDyn(type)) return known
    const bindings: Bindings = new Map()
    if (assignable(type, known, bindings)) return known
    if (assignable(known, type, bindings)) return type
    if (this.#mixed) return DYN
    return this.#issue(pos, `expected type '${typeText(known)}' but found '${typeText(type)}'`)
  }

  #macro(expr: Macro): CelType {
    const range = this.check(expr.range)
    if (expr.name === 'sortBy' && !this.registry.find('sort')) {
      return this.#issue(expr.pos, `undeclared reference to 'sortBy' (in container '')`)
    }
    const known = this.#variables(expr, range)
    // what follows is still checked, against variables of any type
    const types = known ?? [ERROR, ERROR]
    const outer = this.#scope
    this.#scope = {...outer, ...Object.fromEntries(expr.vars.map((name, at) => [name, types[at]!]))}
    if (expr.filter) this.#condition(this.check(expr.filter), expr)
    const body = this.check(expr.body)
    this.#scope = outer
    return known ? this.#macroResult(expr, known, body) : ERROR
  }

  /** Types of the variables; undefined after an issue. */
  #variables(expr: Macro, range: CelType): readonly CelType[] | undefined {
    if (expr.name === 'optMap' || expr.name === 'optFlatMap') {
      if (range.kind === 'optional') return [range.of]
      if (isDyn(range)) return [DYN]
      this.#issue(expr.pos, `found no matching overload for '${expr.name}' applied to '${typeText(range)}.()'`)
      return undefined
    }
    const two = expr.vars.length === 2
    if (range.kind === 'list') return two ? [INT, range.item] : [range.item]
    if (range.kind === 'map') return two ? [range.key, range.value] : [range.key]
    if (isDyn(range)) return [DYN, DYN]
    this.#issue(
      expr.range.pos,
      `expression of type '${typeText(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
    )
    return undefined
  }

  #condition(type: CelType, expr: Macro): void {
    if (type.kind === 'bool' || isDyn(type)) return
    const applied = `(${typeText(type)}, list(dyn), list(dyn))`
    this.#issue(expr.pos, `found no matching overload for '_?_:_' applied to '${applied}'`)
  }

  #macroResult(expr: Macro, vars: readonly CelType[], body: CelType): CelType {
    switch (expr.name) {
      case 'all':
        this.#expectBool(body, expr.body.pos)
        return BOOL
      case 'exists':
        this.#expectBool(body, expr.body.pos)
        return BOOL
      case 'exists_one':
        this.#condition(body, expr)
        return BOOL
      case 'sortBy':
        if (comparable.includes(body.kind) || isDyn(body)) return listOf(vars[0]!)
        return this.#issue(expr.pos, unsortable(vars[0]!, body))
      case 'filter':
        this.#condition(body, expr)
        return listOf(vars[0]!)
      case 'map':
      case 'transformList':
        return listOf(body)
      case 'transformMap':
        return mapOf(vars[0]!, body)
      case 'transformMapEntry':
        return body.kind === 'map' ? body : mapOf(DYN, DYN)
      case 'optMap':
        return {kind: 'optional', of: body}
      default:
        return body
    }
  }
}
