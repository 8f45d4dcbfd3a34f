import {mapScalars} from '../../../formats/json/map-scalars.js'
import {setOwn} from '../../../formats/json/set-own.js'
import type {JsonValue} from '../../../formats/json/value.js'
import {type Dict, type GoValue, int64} from '../../gotemplate/go/value.js'

/** A copy in which an integer is Go's int64, as `--set` makes it. */
export function goValueOf(value: JsonValue): GoValue {
  return mapScalars<GoValue>(value, (scalar) => (typeof scalar === 'bigint' ? int64(scalar) : scalar))
}

/** The same for values in which charts share maps: what is one map stays one. */
export function sharedValue(value: JsonValue, known: Map<JsonValue, GoValue>): GoValue {
  if (typeof value === 'bigint') return int64(value)
  if (typeof value !== 'object' || value === null) return value
  const done = known.get(value)
  if (done !== undefined) return done
  if (Array.isArray(value)) {
    const list = value.map((item) => sharedValue(item, known))
    known.set(value, list)
    return list
  }
  const dict: Dict = {}
  known.set(value, dict)
  const keys = Object.keys(value)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    const member = value[key]
    if (member !== undefined) setOwn(dict, key, sharedValue(member, known))
  }
  return dict
}
