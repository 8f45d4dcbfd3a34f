import {parse, TomlDate, TomlError} from 'smol-toml'
import {setOwn} from '../../../formats/json/set-own.js'
import {fixedZone, UTC, type Zone} from '../../../formats/time/zone.js'
import {type Dict, type GoValue, int64} from '../../gotemplate/go/value.js'
import {boxTime} from '../../gotemplate/time/time-type.js'
import {tomlFault, tomlOverflow} from './toml-fault.js'
import {LOCAL_DATE, LOCAL_DATE_TIME, LOCAL_TIME} from './toml-zones.js'

/** The map of a TOML text, integers as int64 and dates as times; what is wrong stands under `Error`. */
export function tomlValue(text: string): GoValue {
  try {
    return goValue(parse(text, {integersAsBigInt: true}), '')
  } catch (error) {
    if (error instanceof Overflow) return {Error: tomlOverflow(text, error.key, error.value)}
    if (error instanceof TomlError) return {Error: tomlFault(text, error)}
    throw error
  }
}

class Overflow extends Error {
  constructor(
    readonly key: string,
    readonly value: bigint,
  ) {
    super('out of range')
  }
}

/** @throws Overflow */
function goValue(value: unknown, path: string): GoValue {
  if (typeof value === 'bigint') {
    if (BigInt.asIntN(64, value) !== value) throw new Overflow(path, value)
    return int64(value)
  }
  if (value instanceof TomlDate) return timeOf(value)
  if (Array.isArray(value)) return value.map((item) => goValue(item, path))
  if (typeof value !== 'object' || value === null) return value
  const result: Dict = {}
  for (const [key, member] of Object.entries(value)) setOwn(result, key, goValue(member, path === '' ? key : `${path}.${key}`))
  return result
}

/** The time of a date; what has no offset has a zone that tells so. */
function timeOf(date: TomlDate): GoValue {
  const text = date.toISOString()
  const ms = date.isTime() ? Date.parse(`0000-01-01T${text}Z`) : date.getTime()
  return boxTime({unix: Math.floor(ms / 1000), nanos: (((ms % 1000) + 1000) % 1000) * 1e6, zone: zoneOf(date, text)})
}

function zoneOf(date: TomlDate, text: string): Zone {
  if (date.isDate()) return LOCAL_DATE
  if (date.isTime()) return LOCAL_TIME
  if (date.isLocal()) return LOCAL_DATE_TIME
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? []
  const offset = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60
  return offset === 0 ? UTC : fixedZone('', sign === '-' ? -offset : offset)
}
