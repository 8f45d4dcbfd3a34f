import {sprint, sprintf, sprintln} from '../fmt/printf.js'
import type {Functions} from '../functions.js'
import {truth} from '../go/truth.js'
import type {GoMethod} from '../go/types.js'
import type {GoValue} from '../go/value.js'
import {equal, less, lessOrEqual} from './compare.js'
import {html, js, urlquery} from './escape.js'
import {index, length, slice} from './index-of.js'

const FUNCTIONS: Functions = {
  and: ['value ...value', () => undefined],
  or: ['value ...value', () => undefined],
  not: ['value', (value: GoValue) => !truth(value)],
  // compiled too: its message tells how the function is written
  call: ['value ...value', () => undefined],
  eq: ['value ...value', equal],
  ne: ['value value', (left: GoValue, right: GoValue) => !equal(left, right)],
  lt: ['value value', less],
  le: ['value value', lessOrEqual],
  gt: ['value value', (left: GoValue, right: GoValue) => !lessOrEqual(left, right)],
  ge: ['value value', (left: GoValue, right: GoValue) => !less(left, right)],
  index: ['value ...value', index],
  slice: ['value ...value', slice],
  len: ['value', length],
  print: ['...any', (...values: GoValue[]) => sprint(values)],
  printf: ['string ...any', (format: string, ...values: GoValue[]) => sprintf(format, values)],
  println: ['...any', (...values: GoValue[]) => sprintln(values)],
  html: ['...any', html],
  js: ['...any', js],
  urlquery: ['...any', urlquery],
}

/** The functions that every Go template has. `and` and `or` are compiled (see `compile/builtin-calls.ts`). */
export const BUILTINS: ReadonlyMap<string, GoMethod> = new Map(Object.entries(FUNCTIONS))
