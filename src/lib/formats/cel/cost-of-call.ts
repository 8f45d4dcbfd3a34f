import type {Expr} from './syntax/ast.js'
import type {CelType} from './type.js'

/** What a call's cost depends on: arguments (receiver first when there is one) with their costs and greatest sizes. */
export interface CallFacts {
  readonly name: string
  readonly member: boolean
  readonly types: readonly CelType[]
  readonly costs: readonly number[]
  readonly sizes: readonly number[]
  /** size of what the receiver (a list) holds; Infinity when unknown */
  readonly itemSize: number
  readonly args: readonly Expr[]
}

interface Estimate {
  readonly cost: number
  /** greatest size of the result; undefined = unknown */
  readonly size?: number | undefined
}

const TRAVERSE = 0.1
const REGEX = 0.25
const FORMAT_REGEX = 128
const LIST = 10
/** longest name of a format, and what an address or an authority costs at most */
const FORMAT_SIZE = 64

function traverse(size: number, factor = TRAVERSE): number {
  return Math.ceil(size * factor)
}

const times = (a: number, b: number) => (a === 0 || b === 0 ? 0 : a * b)

/** Own cost by function, without the arguments'. */
const own: Readonly<Record<string, (facts: CallFacts) => Estimate>> = {
  startsWith: ({sizes}) => ({cost: traverse(sizes[1]!)}),
  endsWith: ({sizes}) => ({cost: traverse(sizes[1]!)}),
  '@in': ({types, sizes}) => ({cost: types[1]?.kind === 'list' || types[1]?.kind === 'dyn' ? sizes[1]! : 1}),
  matches: ({sizes, member}) => ({cost: member ? times(traverse(sizes[0]! + 1), traverse(sizes[1]!, REGEX)) : 1}),
  contains: ({sizes, member}) => ({cost: member ? times(traverse(sizes[0]!), traverse(sizes[1]!)) : 1}),
  '_+_': add,
  '_==_': equals,
  '_!=_': compare,
  '_<_': compareOrdered,
  '_<=_': compareOrdered,
  '_>_': compareOrdered,
  '_>=_': compareOrdered,
  format: ({sizes}) => ({cost: traverse(sizes[0]!)}),
  bytes: ({types, sizes}) =>
    types[0]?.kind === 'string' || types[0]?.kind === 'dyn' ? {cost: traverse(sizes[0]!), size: sizes[0]! * 4} : {cost: 1},
  string: ({types, sizes}) =>
    types[0]?.kind === 'bytes' || types[0]?.kind === 'dyn' ? {cost: traverse(sizes[0]!), size: sizes[0]!} : {cost: 1},
  url: whole,
  lowerAscii: whole,
  upperAscii: whole,
  substring: whole,
  trim: whole,
  replace: ({sizes, args}) => ({cost: traverse(sizes[0]!, 2 * TRAVERSE), size: replaced(sizes, args[1])}),
  split: ({sizes, args}) => ({cost: traverse(sizes[0]!, 2 * TRAVERSE), size: intOf(args[2], sizes[0]!)}),
  'strings.quote': ({sizes}) => ({cost: traverse(sizes[0]!), size: sizes[0]! * 2 + 2}),
  join: ({sizes, itemSize}) => {
    const size = times(sizes[0]!, itemSize) + times(sizes[1] ?? 0, Math.max(sizes[0]! - 1, 0))
    return {cost: traverse(size), size}
  },
  find: regexFind,
  findAll: regexFind,
  isSorted: overList,
  sum: overList,
  min: overList,
  max: overList,
  indexOf: overList,
  lastIndexOf: overList,
  quantity: reads,
  isQuantity: reads,
  semver: reads,
  isSemver: reads,
  cidr: reads,
  isIP: reads,
  isCIDR: reads,
  ip: ({sizes, member}) => ({cost: member ? 1 : traverse(sizes[0]!)}),
  'ip.isCanonical': ({sizes}) => ({cost: traverse(sizes[0]!, 2 * TRAVERSE)}),
  validate: ({sizes}) => ({cost: traverse(traverse(sizes[1]!), FORMAT_REGEX * REGEX)}),
  containsIP: ({types, sizes}) => ({cost: traverse(32) + (types[1]?.kind === 'string' ? traverse(sizes[1]!) : 0)}),
  containsCIDR: ({types, sizes}) => ({
    cost: traverse(32) + traverse(16) + 1 + (types[1]?.kind === 'string' ? traverse(sizes[1]!) : 0),
  }),
  slice: ({sizes, args}) => listOf(Math.max(intOf(args[2], sizes[0]!) - intOf(args[1], 0), 0), 1),
  flatten: ({sizes, args}) => listOf(sizes[0]!, args[1] ? intOf(args[1], Number.POSITIVE_INFINITY) : 1),
  'lists.range': ({args}) => listOf(intOf(args[0], Number.POSITIVE_INFINITY), 1),
  reverse: ({types, sizes}) => (types[0]?.kind === 'list' ? listOf(sizes[0]!, 1) : {cost: 1}),
  distinct: ({sizes}) => listOf(times(sizes[0]!, sizes[0]!), 2),
  sort: sorted,
  'sets.contains': pairs,
  'sets.intersects': pairs,
  'sets.equivalent': (facts) => ({cost: pairs(facts).cost * 2}),
}

/** Most that one call costs, arguments included. */
export function costOfCall(facts: CallFacts): Estimate {
  const {name, costs, sizes} = facts
  const sum = costs.reduce((total, cost) => total + cost, 0)
  if (name === '_&&_' || name === '_||_') return {cost: sum, size: 1}
  if (name === '_?:_' || name === '_?_:_')
    return {cost: costs[0]! + Math.max(costs[1]!, costs[2]!), size: Math.max(sizes[1]!, sizes[2]!)}
  const estimate = Object.hasOwn(own, name) ? own[name]!(facts) : {cost: 1}
  return {cost: estimate.cost + sum, size: estimate.size}
}

function add({types, sizes}: CallFacts): Estimate {
  const size = sizes[0]! + sizes[1]!
  const kinds = new Set(types.map((type) => type.kind))
  if (kinds.has('list')) return {cost: 1, size}
  return kinds.has('string') || kinds.has('bytes') || kinds.has('dyn') ? {cost: traverse(size), size} : {cost: 1}
}

function compare({sizes}: CallFacts): Estimate {
  return {cost: traverse(Math.min(sizes[0]!, sizes[1]!))}
}

const constant = new Set(['net.IP', 'net.CIDR', 'kubernetes.Quantity', 'kubernetes.Semver'])

/** Kubernetes' own types are compared at once, by `==` at least. */
function equals(facts: CallFacts): Estimate {
  const names = facts.types.map((type) => (type.kind === 'opaque' ? type.name : ''))
  if (names[0] === '' || names[0] !== names[1]) return compare(facts)
  if (names[0] === 'kubernetes.NamedFormat') return {cost: traverse(FORMAT_SIZE)}
  return constant.has(names[0]!) || names[0] === 'kubernetes.URL' || names[0]!.startsWith('kubernetes.authorization.')
    ? {cost: 1}
    : compare(facts)
}

function compareOrdered(facts: CallFacts): Estimate {
  return facts.types.some(({kind}) => kind === 'string' || kind === 'bytes') ? compare(facts) : {cost: 1}
}

function whole({sizes}: CallFacts): Estimate {
  return {cost: traverse(sizes[0]!), size: sizes[0]!}
}

function reads({sizes}: CallFacts): Estimate {
  return {cost: traverse(sizes[0]!)}
}

function regexFind({sizes}: CallFacts): Estimate {
  return {cost: times(traverse(sizes[0]! + 1), traverse(sizes[1]!, REGEX)), size: sizes[0]!}
}

function pairs({sizes}: CallFacts): Estimate {
  return {cost: times(sizes[0]!, sizes[1]!) + 1}
}

function overList({types, sizes, itemSize}: CallFacts): Estimate {
  const [target] = types
  if (target?.kind !== 'list') return {cost: traverse(sizes[0]!)}
  const {kind} = target.item
  const each = 1 + (kind === 'string' || kind === 'bytes' ? traverse(itemSize) : 0)
  return {cost: times(sizes[0]!, each)}
}

/** Lists that are made anew. */
function listOf(size: number, factor: number, result = size): Estimate {
  return {cost: 1 + LIST + traverse(size, factor), size: result}
}

function sorted({types, sizes}: CallFacts): Estimate {
  return sortCost(sizes[0]!, types[0]?.kind === 'list' ? types[0].item.kind : 'dyn')
}

/** Cost of sorting by keys of a type, and the size of the result. */
export function sortCost(size: number, kind: CelType['kind']): Estimate {
  return listOf(times(size, size), kind === 'string' || kind === 'bytes' ? 2 + TRAVERSE : 2)
}

/** The number that is written down. */
function intOf(arg: Expr | undefined, otherwise: number): number {
  return arg?.kind === 'const' && typeof arg.value === 'bigint' && arg.value >= 0n ? Number(arg.value) : otherwise
}

/** Only of a text that is written down the least length is known. */
function replaced([size = 0, most = 0, to = 0]: readonly number[], sought: Expr | undefined): number {
  const from = sought?.kind === 'const' ? most : 0
  if (from === 0) return times(size + 1, to) + size
  return to <= from ? size : times(Math.ceil(size / from), to)
}
