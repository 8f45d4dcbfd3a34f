import {goFloat} from '../../../errors/go-float.js'
import {goQuote} from '../../../errors/go-quote.js'
import {CelError} from '../errors.js'
import {type CelType, typeName} from '../type.js'
import {typeNameOf} from '../type-idents.js'
import {CelMap, Duration, Timestamp, TypeValue, UInt, type Value} from '../values.js'
import {fixedPoint, scientific} from './real.js'
import {formatDuration, formatTimestamp} from './time.js'

const CLAUSE = /%(?:%|(?:\.(\d+))?([a-zA-Z]))/g

/** A rule must not fill the memory with zeros. */
const MAX_PRECISION = 1000

/** `'%s is %d'.format([a, b])`: verbs s d f e b x X o with a precision. */
export function format(text: string, args: Value[]): string {
  let next = 0
  return text.replace(CLAUSE, (whole, precision: string | undefined, verb: string | undefined) => {
    if (whole === '%%') return '%'
    if (next >= args.length) throw new CelError(`index ${next} out of range`)
    const value = args[next]!
    next += 1
    return formatOne(value, verb!, precision === undefined ? undefined : Math.min(Number(precision), MAX_PRECISION))
  })
}

interface Argument {
  readonly pos: number
  readonly type: CelType
}

/** What is wrong with a literal format and its list of arguments; without `pos` it is the call that is wrong. */
export function checkFormat(text: string, args: readonly Argument[]): {readonly pos?: number; readonly text: string} | undefined {
  let next = 0
  for (const [whole, , verb = ''] of text.matchAll(CLAUSE)) {
    if (whole === '%%') continue
    const clause = clauses[verb]
    if (!clause) return {text: unknownClause(verb)}
    const argument = args[next]
    if (!argument) return {text: `index ${next} out of range`}
    next += 1
    const {kind} = argument.type
    if (kind !== 'dyn' && kind !== 'param' && !clause.kinds.includes(kind))
      return {pos: argument.pos, text: misused(verb, typeName(argument.type))}
  }
  if (args.length <= next) return undefined
  return {text: `too many arguments supplied to string.format (expected ${next}, got ${args.length})`}
}

const decimals = {words: 'decimal clause can only be used on integers', kinds: ['int', 'uint']}
const hexadecimals = {
  words: 'only integers, byte buffers, and strings can be formatted as hex',
  kinds: ['int', 'uint', 'bytes', 'string'],
}

const strings = {
  words: 'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
  kinds: ['string', 'bool', 'bytes', 'int', 'uint', 'double', 'map', 'list', 'type', 'duration', 'timestamp', 'null'],
}

const clauses: Readonly<Record<string, {readonly words: string; readonly kinds: readonly string[]}>> = {
  s: strings,
  d: decimals,
  // of strings the names of what is no number pass, which shows only later
  f: {words: 'fixed-point clause can only be used on doubles', kinds: ['double', 'string']},
  e: {words: 'scientific clause can only be used on doubles', kinds: ['double', 'string']},
  b: {words: 'only integers and bools can be formatted as binary', kinds: ['int', 'uint', 'bool']},
  o: {words: 'octal clause can only be used on integers', kinds: ['int', 'uint']},
  x: hexadecimals,
  X: hexadecimals,
}

function misused(verb: string, given: string): string {
  return `error during formatting: ${clauses[verb]!.words}, was given ${given}`
}

function unknownClause(verb: string): string {
  return `could not parse formatting clause: unrecognized formatting clause "${verb}"`
}

function formatOne(value: Value, verb: string, precision: number | undefined): string {
  switch (verb) {
    case 's':
      return stringClause(value)
    case 'd':
      return decimal(value)
    case 'f':
      return fixedPoint(real(value, verb), precision ?? 6)
    case 'e':
      return scientific(real(value, verb)).padStart(precision ?? 6)
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : whole(value, verb).toString(2)
    case 'o':
      return whole(value, verb).toString(8)
    case 'x':
    case 'X': {
      const text = hex(value, verb)
      return verb === 'X' ? text.toUpperCase() : text
    }
    default:
      throw new CelError(unknownClause(verb))
  }
}

function stringClause(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return value
  if (typeof value === 'number') return goFloat(value)
  if (value instanceof UInt) return String(value.value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString()
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof Duration) return formatDuration(value)
  if (value instanceof TypeValue) return value.name
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (value instanceof CelMap) {
    const pairs = value.keys().map((key) => [literal(key), literal(value.get(key)!)] as const)
    return `{${pairs
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map((pair) => pair.join(':'))
      .join(', ')}}`
  }
  return String(value)
}

/** A part of a list or map: as CEL would have it written. */
function literal(value: Value): string {
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value.toFixed(6) : goQuote(goFloat(value))
  const text = stringClause(value)
  if (value instanceof Uint8Array) return `b${goQuote(text)}`
  if (value instanceof Timestamp) return `timestamp(${goQuote(text)})`
  return value instanceof Duration ? `duration(${goQuote(text)})` : text
}

function decimal(value: Value): string {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof UInt) return String(value.value)
  if (typeof value === 'number' && !Number.isFinite(value))
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
  throw new CelError(misused('d', typeNameOf(value)))
}

const NO_NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

function real(value: Value, verb: string): number {
  if (typeof value === 'number') return value
  const named = typeof value === 'string' && Object.hasOwn(NO_NUMBERS, value) ? NO_NUMBERS[value] : undefined
  if (named === undefined) throw new CelError(misused(verb, typeNameOf(value)))
  return named
}

function whole(value: Value, verb: string): bigint {
  if (typeof value === 'bigint') return value
  if (value instanceof UInt) return value.value
  throw new CelError(misused(verb, typeNameOf(value)))
}

function hex(value: Value, verb: string): string {
  if (typeof value === 'string') return Buffer.from(value).toString('hex')
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : whole(value, verb).toString(16)
}
