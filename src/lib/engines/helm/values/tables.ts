import {mapScalars} from '../../../formats/json/map-scalars.js'
import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {sprintf} from '../../gotemplate/fmt/printf.js'
import {goValueOf} from './go-value.js'

/** `coalesce`: a null of the user deletes a default; `merge`: nulls stay, for what still goes on to subcharts. */
export type Mode = 'coalesce' | 'merge'
/** Takes what Helm logs: its words, and what it names beside them. */
export type Warn = (message: string, details?: Readonly<Record<string, string>>) => void

/** A deep copy that may be changed; maps that were shared in it no longer are. */
export function copyOf<T extends JsonValue>(value: T): T {
  return mapScalars(value, (scalar) => scalar) as T
}

/**
 * Fills `target` with what only `source` has; `target` is changed and wins (helm-engine reference 4.2, tables). What it takes over
 * is the source's own map, not a copy, and nulls go over into the source: who else holds one of the two sees it, as with Helm.
 */
export function fillTable(target: JsonObject, source: JsonObject, mode: Mode, warn: Warn, path: string): void {
  const present = mode === 'coalesce' ? keysWithValue(source) : undefined
  for (const [key, value] of Object.entries(target)) if (value === null) setOwn(source, key, null)
  for (const [key, value] of Object.entries(source)) {
    if (value === undefined) continue
    const own = ownValue(target, key)
    if (own === undefined) setOwn(target, key, value)
    else if (own === null) {
      if (present?.has(key)) delete target[key]
    } else fillMember(own, value, mode, warn, path === '' ? key : `${path}.${key}`)
  }
}

/** Where both sides have something: only maps go into each other. */
function fillMember(own: JsonValue, value: JsonValue, mode: Mode, warn: Warn, place: string): void {
  if (isObject(own) && isObject(value)) fillTable(own, value, mode, warn, place)
  else if (isObject(value)) warn(`cannot overwrite table with non table for ${place} (${printed(value)})`)
  else if (isObject(own) && value !== null) {
    warn(`destination for ${place} is a table. Ignoring non-table value (${printed(value)})`)
  }
}

/** A value as Go prints it, whatever YAML made of it. */
export function printed(value: JsonValue): string {
  return sprintf('%v', [goValueOf(value)])
}

function keysWithValue(table: JsonObject): Set<string> {
  return new Set(Object.keys(table).filter((key) => table[key] !== null && table[key] !== undefined))
}

/** A deep copy without the nulls of maps, however deep; lists keep theirs. */
export function withoutNulls(value: JsonObject): JsonObject {
  const copy: JsonObject = {}
  const keys = Object.keys(value)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    const member = value[key]
    if (member === null || member === undefined) continue
    setOwn(copy, key, isObject(member) ? withoutNulls(member) : copyOf(member))
  }
  return copy
}

/** The value of a key that is the object's own. */
export function ownValue(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
