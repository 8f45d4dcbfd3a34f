import type {JsonValue} from '../json/value.js'
import type {MessageTypes} from './check-parts.js'
import {checkCel} from './checker.js'
import {estimateCost} from './cost.js'
import {addEncoders, addListExtensions, addLists, addSets} from './functions/collections.js'
import {addOptionals} from './functions/optional.js'
import {addStandard} from './functions/standard.js'
import {addReverse, addStrings} from './functions/strings.js'
import {addTime} from './functions/time.js'
import {interpret} from './interpret.js'
import {checkLiterals, foldConversions} from './literals.js'
import {Registry} from './registry.js'
import {parseCel} from './syntax/parser.js'
import {type CelType, typeText} from './type.js'
import {fromJson, type Value} from './values.js'

export interface CelOptions {
  /** declared variables; `dyn` for untyped JSON */
  readonly variables: Readonly<Record<string, CelType>>
  /** functions beyond the standard ones; absent: the environment of Flux (strings, sets, encoders, optional types) */
  readonly registry?: Registry
  /** messages that may be constructed; absent: none */
  readonly messages?: MessageTypes
  /** literal arguments (durations, timestamps, patterns, formats) are checked too */
  readonly checkLiterals?: boolean
  /** of one evaluation; absent: none */
  readonly costLimit?: number
}

export interface CelProgram {
  readonly expression: string
  /** static type as cel-go prints it: `bool`, `dyn`, `list(string)` */
  readonly outputType: string
  readonly type: CelType
  /** names of the variables that the expression reads */
  readonly uses: ReadonlySet<string>
  /** the most that a run may cost by the sizes of the variables' types; Infinity when unbounded */
  maxCost(): number
  /** Throws CelError: `no such key: x`. Variables are JSON. */
  evaluate(variables: Readonly<Record<string, JsonValue>>): Value
  /** The same with values that are converted already, and what it cost. */
  run(variables: Readonly<Record<string, Value>>): {value: Value; cost: number}
}

/** cel-go's standard library with optional types. */
export function standardRegistry(): Registry {
  const registry = new Registry()
  addStandard(registry)
  addTime(registry)
  addOptionals(registry)
  return registry
}

/** What Flux's controllers declare: strings, sets, encoders. */
export function fluxRegistry(): Registry {
  const registry = standardRegistry()
  addStrings(registry)
  addReverse(registry)
  addSets(registry)
  addEncoders(registry)
  return registry
}

/** What Kubernetes adds that needs no other room: strings, sets and its list functions. */
export function kubernetesBaseRegistry(): Registry {
  const registry = standardRegistry()
  addStrings(registry)
  addSets(registry)
  addLists(registry)
  addListExtensions(registry)
  return registry
}

/**
 * Parses and type-checks an expression. Throws CelCompileError with cel-go's text
 * (`ERROR: <input>:1:5: undefined field 'b'` and a caret line), CelError when a conversion of a literal fails.
 */
export function compileCel(expression: string, options: CelOptions): CelProgram {
  const registry = options.registry ?? fluxRegistry()
  const expr = parseCel(expression)
  const checked = checkCel(expression, expr, options.variables, registry, options.messages)
  if (options.checkLiterals) checkLiterals(expression, expr, checked)
  foldConversions(expr, checked)
  const names = Object.keys(options.variables)
  const {run, slots} = interpret(expr, checked, names)
  const costLimit = options.costLimit ?? Number.POSITIVE_INFINITY
  const start = (values: readonly (Value | undefined)[]) => {
    const frame = {slots: new Array<Value>(slots), cost: 0, costLimit}
    for (const [at, value] of values.entries()) if (value !== undefined) frame.slots[at] = value
    const value = run(frame)
    return {value, cost: frame.cost}
  }
  return {
    expression,
    type: checked.type,
    uses: checked.uses,
    maxCost: () => estimateCost(expr, checked, options.variables.self),
    outputType: typeText(checked.type.kind === 'param' ? {kind: 'dyn'} : checked.type),
    run: (variables) => start(names.map((name) => variables[name])),
    evaluate: (variables) =>
      start(
        names.map((name) => {
          const json = variables[name]
          return json === undefined ? undefined : fromJson(json, options.variables[name])
        }),
      ).value,
  }
}
