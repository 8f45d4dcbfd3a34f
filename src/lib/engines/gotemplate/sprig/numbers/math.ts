import type {Frame} from '../../compile/frame.js'
import type {Functions} from '../../functions.js'
import {panic} from '../../go/panic.js'
import {INTS} from '../../go/types.js'
import {Boxed, type GoValue, int64} from '../../go/value.js'
import {toFloat64, toInt64} from './cast.js'
import {add, type Decimal, decimalOf, divide, multiply, numberOf, subtract} from './decimal.js'

/** @throws GoError for a division by zero */
function divisor(value: GoValue): bigint {
  const number = toInt64(value)
  if (number === 0n) throw panic('integer divide by zero')
  return number
}

function exact(first: GoValue, rest: readonly GoValue[], operation: (left: Decimal, right: Decimal) => Decimal): number {
  let result = decimalOf(toFloat64(first))
  for (const value of rest) result = operation(result, decimalOf(toFloat64(value)))
  return numberOf(result)
}

function extreme(values: readonly GoValue[], better: (left: bigint, right: bigint) => boolean): Boxed {
  return int64(values.map(toInt64).reduce((best, value) => (better(value, best) ? value : best)))
}

/** Up from the given part on: halves go up, which for a negative number is never reached. */
function round(value: GoValue, places: number, ...options: number[]): number {
  const power = Number(`1e${places}`)
  const digit = power * toFloat64(value)
  const part = digit - Math.trunc(digit)
  return (part >= (options[0] ?? 0.5) ? Math.ceil(digit) : Math.floor(digit)) / power
}

function range(frame: Frame, start: number, stop: number, step: number): number[] {
  const items: number[] = []
  if (stop < start ? step >= 0 : step <= 0) return items
  frame.run.step(Math.ceil(Math.abs((stop - start) / step)))
  for (let value = start; stop < start ? value > stop : value < stop; value += step) items.push(value)
  return items
}

function untilStep(frame: Frame, start: number, stop: number, step: number): Boxed {
  return new Boxed(INTS, range(frame, start, stop, step).map(BigInt))
}

/** As the shell's seq: `end`, `start end` or `start step end`. */
function seq(frame: Frame, ...params: number[]): string {
  const [first = 0, second = 0, third = 0] = params
  switch (params.length) {
    case 1:
      return counted(frame, 1, first, first < 1 ? -1 : 1, first < 1 ? -1 : 1)
    case 2:
      return counted(frame, first, second, second < first ? -1 : 1, second < first ? -1 : 1)
    case 3:
      if (third < first && second > 0) return ''
      return counted(frame, first, third, third < first ? -1 : 1, second)
    default:
      return ''
  }
}

function counted(frame: Frame, start: number, end: number, increment: number, step: number): string {
  // as the sum of two ints overflows
  const stop = Number(BigInt.asIntN(64, BigInt(end) + BigInt(increment)))
  return range(frame, start, stop, step).join(' ')
}

export const MATH_FUNCTIONS: Functions = {
  add1: ['any', (value: GoValue) => int64(toInt64(value) + 1n)],
  add: ['...any', (...values: GoValue[]) => int64(values.reduce<bigint>((sum, value) => sum + toInt64(value), 0n))],
  sub: ['any any', (left: GoValue, right: GoValue) => int64(toInt64(left) - toInt64(right))],
  div: ['any any', (left: GoValue, right: GoValue) => int64(toInt64(left) / divisor(right))],
  mod: ['any any', (left: GoValue, right: GoValue) => int64(toInt64(left) % divisor(right))],
  mul: [
    'any ...any',
    (...values: GoValue[]) => int64(values.reduce<bigint>((product, value) => BigInt.asIntN(64, product * toInt64(value)), 1n)),
  ],
  add1f: ['any', (value: GoValue) => exact(value, [1], add)],
  addf: ['...any', (...values: GoValue[]) => exact(0, values, add)],
  subf: ['any ...any', (first: GoValue, ...rest: GoValue[]) => exact(first, rest, subtract)],
  divf: ['any ...any', (first: GoValue, ...rest: GoValue[]) => exact(first, rest, divide)],
  mulf: ['any ...any', (first: GoValue, ...rest: GoValue[]) => exact(first, rest, multiply)],
  max: ['any ...any', (...values: GoValue[]) => extreme(values, (left, right) => left > right)],
  biggest: ['any ...any', (...values: GoValue[]) => extreme(values, (left, right) => left > right)],
  min: ['any ...any', (...values: GoValue[]) => extreme(values, (left, right) => left < right)],
  maxf: ['any ...any', (...values: GoValue[]) => Math.max(...values.map(toFloat64))],
  minf: ['any ...any', (...values: GoValue[]) => Math.min(...values.map(toFloat64))],
  ceil: ['any', (value: GoValue) => Math.ceil(toFloat64(value))],
  floor: ['any', (value: GoValue) => Math.floor(toFloat64(value))],
  round: ['any int ...float64', round],
  until: ['@ int', (frame: Frame, count: number) => untilStep(frame, 0, count, count < 0 ? -1 : 1)],
  untilStep: ['@ int int int', untilStep],
  seq: ['@ ...int', seq],
}
