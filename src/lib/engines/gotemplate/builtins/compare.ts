import {GoError} from '../error.js'
import {formatArgument, printed} from '../fmt/print.js'
import {Boxed, compareText, type GoValue, isNil, kindOf, typeName, unbox} from '../go/value.js'

type BasicKind = 'bool' | 'complex' | 'int' | 'uint' | 'float' | 'string'

/** The class of comparable kinds that a value belongs to; none for nil, maps, lists and structs. */
function basicKind(value: GoValue): BasicKind | undefined {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'float'
    case 'bigint':
      return 'int'
    case 'boolean':
      return 'bool'
    default:
      return value instanceof Boxed ? boxedKind(kindOf(value)) : undefined
  }
}

function boxedKind(kind: string): BasicKind | undefined {
  if (kind.startsWith('int') && kind !== 'interface') return 'int'
  if (kind.startsWith('uint')) return 'uint'
  if (kind === 'float64') return 'float'
  if (kind === 'complex128') return 'complex'
  return kind === 'string' || kind === 'bool' ? kind : undefined
}

/** `eq a b...`: whether the first is equal to any other. @throws GoError for types that cannot be compared */
export function equal(first: GoValue, ...rest: GoValue[]): boolean {
  if (rest.length === 0) throw new GoError('missing argument for comparison')
  return rest.some((other) => sameValue(first, other))
}

function sameValue(left: GoValue, right: GoValue): boolean {
  const a = basicKind(left)
  const b = basicKind(right)
  if (a !== b) {
    if ((a === 'int' && b === 'uint') || (a === 'uint' && b === 'int')) return unbox(left) === unbox(right)
    if (left == null || right == null) return false
    throw incompatible(left, right)
  }
  if (a === 'complex') return printed(left) === printed(right)
  if (a !== undefined) return unbox(left) === unbox(right)
  return sameReference(left, right)
}

function sameReference(left: GoValue, right: GoValue): boolean {
  if (left != null && right != null && kindOf(left) !== kindOf(right)) {
    throw new GoError(`non-comparable types ${asText(left)}: ${typeName(left)}, ${typeName(right)}: ${printed(right)}`)
  }
  if (isNil(left) || isNil(right)) return isNil(left) === isNil(right)
  const kind = kindOf(right)
  if (kind === 'map' || kind === 'slice' || kind === 'func') {
    throw new GoError(`non-comparable type ${asText(right)}: ${typeName(right)}`)
  }
  if (kind === 'struct') return typeName(left) === typeName(right) && printed(left) === printed(right)
  return left === right
}

/** As `%s` prints it. */
function asText(value: GoValue): string {
  return formatArgument(value, 's', {})
}

function incompatible(left: GoValue, right: GoValue): GoError {
  return new GoError(`incompatible types for comparison: ${typeName(left)} and ${typeName(right)}`)
}

/** @throws GoError */
export function less(left: GoValue, right: GoValue): boolean {
  const a = basicKind(left)
  const b = basicKind(right)
  if (a === undefined || b === undefined) throw new GoError('invalid type for comparison')
  const x = unbox(left)
  const y = unbox(right)
  if (a !== b) {
    if ((a === 'int' && b === 'uint') || (a === 'uint' && b === 'int')) return (x as bigint) < (y as bigint)
    throw incompatible(left, right)
  }
  if (a === 'bool' || a === 'complex') throw new GoError('invalid type for comparison')
  return a === 'string' ? compareText(x as string, y as string) < 0 : (x as number) < (y as number)
}

export function lessOrEqual(left: GoValue, right: GoValue): boolean {
  return less(left, right) || equal(left, right)
}
