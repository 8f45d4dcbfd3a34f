import {GoError} from '../../error.js'

/** coefficient * 10^exponent, exactly. */
export interface Decimal {
  readonly coefficient: bigint
  readonly exponent: number
}

const PRECISION = 16

/** The shortest decimal that is the double. @throws GoError for what is no number */
export function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) {
    const text = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
    throw new GoError(`Cannot create a Decimal from ${text}`)
  }
  const [mantissa, power] = value.toExponential().split('e') as [string, string]
  const fraction = mantissa.split('.')[1] ?? ''
  return {coefficient: BigInt(mantissa.replace('.', '')), exponent: Number(power) - fraction.length}
}

export function numberOf({coefficient, exponent}: Decimal): number {
  return Number(`${coefficient}e${exponent}`)
}

export function add(left: Decimal, right: Decimal): Decimal {
  const exponent = Math.min(left.exponent, right.exponent)
  return {coefficient: scaled(left, exponent) + scaled(right, exponent), exponent}
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return add(left, {coefficient: -right.coefficient, exponent: right.exponent})
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return {coefficient: left.coefficient * right.coefficient, exponent: left.exponent + right.exponent}
}

/** To 16 decimal places, halves away from zero. @throws GoError for a division by zero */
export function divide(left: Decimal, right: Decimal): Decimal {
  if (right.coefficient === 0n) throw new GoError('decimal division by 0')
  const shift = left.exponent - right.exponent + PRECISION
  const numerator = shift >= 0 ? left.coefficient * 10n ** BigInt(shift) : left.coefficient
  const denominator = shift >= 0 ? right.coefficient : right.coefficient * 10n ** BigInt(-shift)
  const quotient = numerator / denominator
  const rest = magnitude(numerator % denominator)
  if (rest * 2n < magnitude(denominator)) return {coefficient: quotient, exponent: -PRECISION}
  const away = numerator < 0n === denominator < 0n ? 1n : -1n
  return {coefficient: quotient + away, exponent: -PRECISION}
}

function scaled({coefficient, exponent}: Decimal, to: number): bigint {
  return coefficient * 10n ** BigInt(exponent - to)
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}
