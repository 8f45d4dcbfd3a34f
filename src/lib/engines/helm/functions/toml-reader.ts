import {parse, TomlDate, TomlError} from 'smol-toml'
import {setOwn} from '../../../formats/json/set-own.js'
import {UTC} from '../../../formats/time/zone.js'
import {type Dict, type GoValue, int64} from '../../gotemplate/go/value.js'
import {boxTime} from '../../gotemplate/time/time-type.js'

/** The map of a TOML text, integers as int64 and dates as times; what is wrong stands under `Error`. */
export function tomlValue(text: string): GoValue {
  try {
    return goValue(parse(text, {integersAsBigInt: true}))
  } catch (error) {
    if (error instanceof TomlError) return {Error: `toml: line ${error.line}: ${error.message.split('\n')[0]}`}
    throw error
  }
}

function goValue(value: unknown): GoValue {
  if (typeof value === 'bigint') return int64(value)
  if (value instanceof TomlDate) return timeOf(value)
  if (Array.isArray(value)) return value.map(goValue)
  if (typeof value !== 'object' || value === null) return value
  const result: Dict = {}
  for (const [key, member] of Object.entries(value)) setOwn(result, key, goValue(member))
  return result
}

function timeOf(date: TomlDate): GoValue {
  const ms = date.isTime() ? Date.parse(`0000-01-01T${date.toISOString()}Z`) : date.getTime()
  return boxTime({unix: Math.floor(ms / 1000), nanos: (((ms % 1000) + 1000) % 1000) * 1e6, zone: UTC})
}
