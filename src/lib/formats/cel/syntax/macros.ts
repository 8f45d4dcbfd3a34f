import type {Call, Expr, MacroName} from './ast.js'

type Complain = (pos: number, text: string) => void

/** Replaces calls of cel-go's macros by their node; others come back as they are. */
export function expandMacro(call: Call, complain: Complain): Expr {
  if (!call.target) return call.name === 'has' && call.args.length === 1 ? has(call, complain) : call
  const {target, args} = call
  const shape = Object.hasOwn(shapes, call.name) ? shapes[call.name]!(args.length) : undefined
  if (!shape) return call
  const [name, vars, filtered] = shape
  const quantifies = name === 'all' || name === 'exists' || name === 'exists_one'
  const words = vars === 1 && !quantifies ? 'argument is not an identifier' : 'argument must be a simple name'
  const names = args.slice(0, vars).map((arg) => variable(arg, complain, words))
  const rest = args.slice(vars)
  return {
    kind: 'macro',
    pos: call.pos,
    name,
    range: target,
    vars: names,
    filter: filtered ? rest[0] : undefined,
    body: rest.at(-1)!,
  }
}

type Shape = readonly [name: MacroName, vars: number, filtered: boolean] | undefined

/** By number of arguments: how many are variables, and whether a filter precedes the body. */
const shapes: Readonly<Record<string, (args: number) => Shape>> = {
  all: (args) => quantifier('all', args),
  exists: (args) => quantifier('exists', args),
  exists_one: (args) => (args === 2 ? ['exists_one', 1, false] : undefined),
  existsOne: (args) => quantifier('exists_one', args),
  map: (args) => (args === 2 ? ['map', 1, false] : args === 3 ? ['map', 1, true] : undefined),
  filter: (args) => (args === 2 ? ['filter', 1, false] : undefined),
  transformList: (args) => transform('transformList', args),
  transformMap: (args) => transform('transformMap', args),
  transformMapEntry: (args) => transform('transformMapEntry', args),
  sortBy: (args) => (args === 2 ? ['sortBy', 1, false] : undefined),
  optMap: (args) => (args === 2 ? ['optMap', 1, false] : undefined),
  optFlatMap: (args) => (args === 2 ? ['optFlatMap', 1, false] : undefined),
}

function quantifier(name: MacroName, args: number): Shape {
  return args === 2 ? [name, 1, false] : args === 3 ? [name, 2, false] : undefined
}

function transform(name: MacroName, args: number): Shape {
  return args === 3 ? [name, 2, false] : args === 4 ? [name, 2, true] : undefined
}

function variable(arg: Expr, complain: Complain, text: string): string {
  if (arg.kind === 'ident') return arg.name
  complain(arg.pos, text)
  return ''
}

function has(call: Call, complain: Complain): Expr {
  const [arg] = call.args
  if (arg?.kind === 'select' && !arg.test) return {...arg, pos: call.pos, test: true}
  complain(arg!.pos, 'invalid argument to has() macro')
  return call
}
