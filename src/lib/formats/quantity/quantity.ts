/** Which family of suffixes a quantity was written with; it is printed with the same. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** An exact quantity: `nanos` * 10^-9 (finer values round away from zero, as apimachinery does). */
export interface Quantity {
  readonly nanos: bigint
  readonly format: QuantityFormat
  /** the text it was read from where apimachinery prints that again */
  readonly text?: string
  /** set where apimachinery counts in thousandths of 64 bits that overflow: what those are */
  readonly wrapped?: bigint
}

const NANO = 1_000_000_000n
const MAX = (2n ** 63n - 1n) * NANO
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimal: Readonly<Record<string, number>> = {n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18}
const decimalNames: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(decimal).map(([name, power]) => [power, name]),
)

/** Texts of apimachinery for what is no quantity. */
const WRONG_FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const WRONG_NUMBER = 'unable to parse numeric part of quantity'
const WRONG_SUFFIX = "unable to parse quantity's suffix"

/** Thrown by `parseQuantity` with apimachinery's text. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError'
}

/**
 * Reads a quantity; throws QuantityError. Magnitudes beyond 2^63-1 are capped.
 * Grammar: apimachinery resource.ParseQuantity (sign, digits with at most one dot, suffix).
 */
export function parseQuantity(text: string): Quantity {
  const [, sign, zeros, whole = '', fraction = '', suffix = ''] = /^([+-]?)(0*)([0-9]*)(\.[0-9]*)?([\s\S]*)$/.exec(text)!
  if (text === '' || !/^[eEinumkKMGTP]*[-+]?[0-9]*$/.test(suffix)) throw new QuantityError(WRONG_FORMAT)
  const {power, shift, format} = readSuffix(suffix)
  const digits = fraction.slice(1)
  if (`${zeros}${whole}${digits}` === '') throw new QuantityError(WRONG_NUMBER)
  const mantissa = BigInt(whole + digits || '0')
  // mantissa * 10^(power - digits) * 2^shift, in nanos
  const exponent = power - digits.length + 9
  let nanos = mantissa << BigInt(shift)
  if (exponent >= 0) nanos *= 10n ** BigInt(Math.min(exponent, 400))
  else {
    const divisor = 10n ** BigInt(Math.min(-exponent, 400))
    nanos = (nanos + divisor - 1n) / divisor
  }
  if (format === 'BinarySI' && nanos > MAX) nanos = MAX
  const printed = format === 'BinarySI' && nanos < NANO ? 'DecimalSI' : format
  const signed = sign === '-' ? -nanos : nanos
  const kept = keepsText(whole || '0', digits, power - digits.length, shift, format) ? {text} : {}
  const wrapped = isSmall(whole || '0', digits, shift, format)
    ? undefined
    : overflow(mantissa << BigInt(shift), power - digits.length)
  return {nanos: signed, format: printed, ...kept, ...(wrapped === undefined ? {} : {wrapped})}
}

/** Whether apimachinery holds it in 64 bits and a scale (whose overflow counts as nothing). */
function isSmall(whole: string, digits: string, shift: number, format: QuantityFormat): boolean {
  if (format !== 'BinarySI') return whole.length + digits.length <= 18
  return digits === '' && 15 - whole.length - Math.trunc((shift * 3) / 10) - 1 >= 0
}

/** The thousandths of a large amount, cut to 64 bits on the way as Go does; undefined when nothing is lost. */
function overflow(unscaled: bigint, exponent: number): bigint | undefined {
  if (exponent <= -3) return undefined
  const factor = 10n ** BigInt(Math.min(exponent + 3, 400))
  const cut = BigInt.asIntN(64, BigInt.asIntN(64, unscaled) * factor)
  return cut === unscaled * factor ? undefined : cut
}

/** Whether apimachinery takes the text for canonical already (its test is cruder than the rule: `1.500` stays). */
function keepsText(whole: string, digits: string, scale: number, shift: number, format: QuantityFormat): boolean {
  if (format === 'BinarySI') {
    const room = 15 - whole.length - Math.trunc((shift * 3) / 10) - 1
    return digits === '' && room >= 0 && (BigInt(whole) & 7n) !== 0n
  }
  const number = whole + digits
  return number.length <= 18 && scale >= -9 && scale % 3 === 0 && !number.endsWith('000') && !number.startsWith('0')
}

function readSuffix(suffix: string): {power: number; shift: number; format: QuantityFormat} {
  const power = decimal[suffix]
  if (power !== undefined) return {power, shift: 0, format: 'DecimalSI'}
  const at = binary.indexOf(suffix)
  if (at > 0) return {power: 0, shift: 10 * at, format: 'BinarySI'}
  const exponent = /^[eE]([-+]?[0-9]+)$/.exec(suffix)
  if (exponent) return {power: Number(exponent[1]), shift: 0, format: 'DecimalExponent'}
  throw new QuantityError(WRONG_SUFFIX)
}

/** Canonical text: no fraction, largest suffix that loses nothing. */
export function formatQuantity({nanos, format, text}: Quantity): string {
  if (text !== undefined) return text
  if (nanos === 0n) return '0'
  const small = nanos > -1024n * NANO && nanos < 1024n * NANO
  if (format === 'BinarySI' && !small) return formatBinary(nanos)
  return formatDecimal(nanos, format)
}

function formatBinary(nanos: bigint): string {
  let value = roundUp(nanos, NANO)
  let at = 0
  while (at < binary.length - 1 && value % 1024n === 0n) {
    value /= 1024n
    at += 1
  }
  return `${value}${binary[at]}`
}

function formatDecimal(nanos: bigint, format: QuantityFormat): string {
  let value = nanos
  let power = -9
  while (value % 1000n === 0n) {
    value /= 1000n
    power += 3
  }
  if (format === 'DecimalExponent') return power === 0 ? `${value}` : `${value}e${power}`
  // above the last suffix apimachinery prints none
  return `${value}${decimalNames[power] ?? ''}`
}

function roundUp(value: bigint, unit: bigint): bigint {
  const quotient = value / unit
  if (value % unit === 0n) return quotient
  return value > 0n ? quotient + 1n : quotient - 1n
}

/** -1, 0 or 1. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  if (a.nanos === b.nanos) return 0
  return a.nanos < b.nanos ? -1 : 1
}

/** Whole units, rounded away from zero (resource.Quantity.Value). */
export function quantityValue(quantity: Quantity): bigint {
  return roundUp(quantity.nanos, NANO)
}

/** Thousandths, rounded away from zero (resource.Quantity.MilliValue). */
export function quantityMilliValue(quantity: Quantity): bigint {
  return roundUp(quantity.nanos, NANO / 1000n)
}

/** The same without what is finer than thousandths, rounded away from zero (resource.Quantity.RoundUp(Milli)). */
export function roundToMilli(quantity: Quantity): Quantity {
  const nanos = roundUp(quantity.nanos, NANO / 1000n) * (NANO / 1000n)
  return nanos === quantity.nanos ? quantity : {nanos, format: quantity.format}
}

/** Whether the thousandths that apimachinery counts (resource.Quantity.MilliValue, which overflows) make whole units. */
export function countsWhole(quantity: Quantity): boolean {
  return quantity.wrapped === undefined ? isWholeQuantity(quantity) : quantity.wrapped % 1000n === 0n
}

/** True when there is no fraction. */
export function isWholeQuantity(quantity: Quantity): boolean {
  return quantity.nanos % NANO === 0n
}
