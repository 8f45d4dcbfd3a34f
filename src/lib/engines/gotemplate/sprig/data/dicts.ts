import {setOwn} from '../../../../formats/json/set-own.js'
import {GoError} from '../../error.js'
import type {Functions} from '../../functions.js'
import {strval} from '../../go/strval.js'
import {Boxed, type Dict, entriesOf, type GoValue, hasKey, kindOf, sortedKeys, strings, typeName} from '../../go/value.js'

/** A `map[string]interface {}` that may be nil. */
type Map = Dict | Boxed

function dict(...values: GoValue[]): Dict {
  const result: Dict = {}
  for (let at = 0; at < values.length; at += 2) {
    setOwn(result, strval(values[at]), at + 1 < values.length ? (values[at + 1] ?? null) : '')
  }
  return result
}

function get(map: Map, key: string): GoValue {
  const entries = entriesOf(map)!
  return hasKey(entries, key) ? entries[key] : ''
}

function set(map: Map, key: string, value: GoValue): Dict {
  if (map instanceof Boxed) throw new GoError('assignment to entry in nil map')
  setOwn(map, key, value ?? null)
  return map
}

function unset(map: Map, key: string): Map {
  if (!(map instanceof Boxed)) delete map[key]
  return map
}

function pluck(key: string, ...maps: Map[]): GoValue[] {
  return maps
    .map((map) => entriesOf(map)!)
    .filter((entries) => hasKey(entries, key))
    .map((entries) => entries[key])
}

/** Go gives them in an order that changes from run to run; ours is sorted. */
function keys(...maps: Map[]): Boxed {
  return strings(maps.flatMap((map) => sortedKeys(entriesOf(map)!)))
}

function values(map: Map): GoValue[] {
  const entries = entriesOf(map)!
  return sortedKeys(entries).map((key) => entries[key])
}

function pick(map: Map, ...names: string[]): Dict {
  const entries = entriesOf(map)!
  const result: Dict = {}
  for (const name of names) if (hasKey(entries, name)) setOwn(result, name, entries[name])
  return result
}

function omit(map: Map, ...names: string[]): Dict {
  const left = new Set(names)
  const entries = entriesOf(map)!
  const result: Dict = {}
  for (const key of Object.keys(entries)) if (!left.has(key) && entries[key] !== undefined) setOwn(result, key, entries[key])
  return result
}

/** `dig "a" "b" default map`. @throws GoError when a step meets something else than a map */
function dig(...args: GoValue[]): GoValue {
  if (args.length < 3) throw new GoError('dig needs at least three arguments')
  let entries = asserted(args.at(-1))
  const path = args.slice(0, -2).map((key) => {
    if (typeof key === 'string') return key
    throw conversion(key, 'string')
  })
  for (const [index, key] of path.entries()) {
    if (!hasKey(entries, key)) return args.at(-2)
    if (index === path.length - 1) return entries[key]
    entries = asserted(entries[key])
  }
  return undefined
}

/** Go's type assertion: only the plain map will do. */
function asserted(value: GoValue): Dict {
  if (kindOf(value) === 'map' && typeName(value) === 'map[string]interface {}') return entriesOf(value)!
  throw conversion(value, 'map[string]interface {}')
}

function conversion(value: GoValue, to: string): GoError {
  const name = value === null || value === undefined ? 'nil' : typeName(value)
  return new GoError(`interface conversion: interface {} is ${name}, not ${to}`)
}

export const DICT_FUNCTIONS: Functions = {
  dict: ['...any', dict],
  get: ['dict string', get],
  set: ['dict string any', set],
  unset: ['dict string', unset],
  hasKey: ['dict string', (map: Map, key: string) => hasKey(entriesOf(map)!, key)],
  pluck: ['string ...dict', pluck],
  keys: ['...dict', keys],
  values: ['dict', values],
  pick: ['dict ...string', pick],
  omit: ['dict ...string', omit],
  dig: ['...any', dig],
}
