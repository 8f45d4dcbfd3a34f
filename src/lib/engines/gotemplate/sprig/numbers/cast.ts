import {printed} from '../../fmt/print.js'
import type {Functions} from '../../functions.js'
import {clampedInt64, parseFloat64, parseInt64} from '../../go/strconv.js'
import {Boxed, type GoValue, int64} from '../../go/value.js'

const BASIC = new Set(['int32', 'int64', 'uint', 'uint8', 'uint32', 'uint64', 'time.Month', 'time.Weekday'])
const OUT_OF_RANGE = -(2n ** 63n)

/** Any value as a 64-bit integer; what is no number is 0. */
export function toInt64(value: GoValue): bigint {
  switch (typeof value) {
    case 'bigint':
      return value
    case 'number':
      return truncated(value)
    case 'boolean':
      return value ? 1n : 0n
    case 'string':
      return parseInt64(withoutZeros(value), 0) ?? 0n
    default:
      return value instanceof Boxed && BASIC.has(value.type.name) ? BigInt.asIntN(64, value.value as bigint) : 0n
  }
}

/** A conversion that does not fit gives the smallest number, as the processor does it. */
function truncated(value: number): bigint {
  if (!Number.isFinite(value)) return OUT_OF_RANGE
  const whole = BigInt(Math.trunc(value))
  return BigInt.asIntN(64, whole) === whole ? whole : OUT_OF_RANGE
}

/** `1.0` is the integer 1, `1.5` and `.0` stay what they are. */
function withoutZeros(text: string): string {
  return text.replace(/\.0+$/, '')
}

export function toFloat64(value: GoValue): number {
  switch (typeof value) {
    case 'number':
      return value
    case 'bigint':
      return Number(value)
    case 'boolean':
      return value ? 1 : 0
    case 'string':
      return parseFloat64(value) ?? 0
    default:
      return value instanceof Boxed && BASIC.has(value.type.name) ? Number(value.value) : 0
  }
}

export const CAST_FUNCTIONS: Functions = {
  int: ['any', toInt64],
  int64: ['any', (value: GoValue) => int64(toInt64(value))],
  float64: ['any', toFloat64],
  atoi: ['string', clampedInt64],
  toDecimal: ['any', (value: GoValue) => int64(parseInt64(printed(value), 8) ?? 0n)],
}
