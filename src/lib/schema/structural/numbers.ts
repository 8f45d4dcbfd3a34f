import {invalid} from '../field-error.js'
import type {SchemaNode} from '../node.js'
import {enforcedFormat} from './formats.js'
import {add, type Failure, type Verdict} from './verdict.js'

type Numeric = number | bigint

/** Go reads larger integers as floats. */
export function isInt64(value: Numeric): boolean {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63
}

/**
 * Range, bounds and factor of a number. A whole number is compared with the whole part of a bound that its type can hold;
 * where the type cannot hold the bound, that is told, and both are compared as they are.
 */
export function checkNumber(verdict: Verdict, value: Numeric, node: SchemaNode, path: string): void {
  const {minimum, maximum, multipleOf} = node
  told(verdict, rangeFault(value, node, path, 'Checked'))
  if (multipleOf !== undefined) {
    const fault = rangeFault(multipleOf, node, path, 'MultipleOf')
    told(verdict, fault)
    told(verdict, factorFault(value, comparable(value, multipleOf, fault), path))
  }
  if (minimum !== undefined) {
    const fault = rangeFault(minimum, node, path, 'Minimum boundary')
    const bound = comparable(value, minimum, fault)
    told(verdict, fault)
    if (node.exclusiveMinimum ? value <= bound : value < bound) {
      const text = node.exclusiveMinimum ? 'greater than' : 'greater than or equal to'
      add(verdict, invalid(path, value, `${path} in body should be ${text} ${bound}`))
    }
  }
  if (maximum !== undefined) {
    const fault = rangeFault(maximum, node, path, 'Maximum boundary')
    const bound = comparable(value, maximum, fault)
    told(verdict, fault)
    if (node.exclusiveMaximum ? value >= bound : value > bound) {
      const text = node.exclusiveMaximum ? 'less than' : 'less than or equal to'
      add(verdict, invalid(path, value, `${path} in body should be ${text} ${bound}`))
    }
  }
}

function told(verdict: Verdict, failure: Failure | undefined): void {
  if (failure) add(verdict, failure)
}

function comparable(value: Numeric, limit: number, fault: Failure | undefined): number {
  return fault === undefined && isInt64(value) ? Math.trunc(limit) : limit
}

const INT32 = 2 ** 31
const FLOAT32 = 3.4028234663852886e38

function rangeFault(value: Numeric, node: SchemaNode, path: string, what: string): Failure | undefined {
  const {type} = node
  const format = enforcedFormat(node)
  const fits =
    type === 'integer'
      ? isInt64(value) && (format !== 'int32' || (value >= -INT32 && value < INT32))
      : format !== 'float' || (value >= -FLOAT32 && value <= FLOAT32)
  if (fits) return undefined
  const words = format ? `with format ${format}` : '(default format)'
  return invalid('<nil>', '', `${what} value must be of type ${type} ${words} in ${path}`)
}

function factorFault(value: Numeric, factor: number, path: string): Failure | undefined {
  if (factor <= 0) return invalid(path, factor, `factor MultipleOf declared for ${path} must be positive: ${factor}`)
  return isMultiple(value, factor) ? undefined : invalid(path, value, `${path} in body should be a multiple of ${factor}`)
}

function isMultiple(value: Numeric, of: number): boolean {
  if (isInt64(value) && Number.isInteger(of)) return BigInt(value) % BigInt(of) === 0n
  return Number.isInteger(of < 1 ? (1 / of) * Number(value) : Number(value) / of)
}
