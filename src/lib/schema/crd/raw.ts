import {isObject, type JsonArray, type JsonObject, type JsonValue} from '../../formats/json/value.js'

/** A schema as a user wrote it: anything may be anywhere. */
export type RawSchema = JsonObject

export function schemaOf(value: JsonValue | undefined): RawSchema | undefined {
  return isObject(value) ? value : undefined
}

/** `properties` and the like as pairs; empty when absent. */
export function entriesOf(value: JsonValue | undefined): [string, RawSchema][] {
  if (!isObject(value)) return []
  return Object.entries(value).filter((entry): entry is [string, RawSchema] => isObject(entry[1]))
}

export function listOf(value: JsonValue | undefined): RawSchema[] {
  return Array.isArray(value) ? (value as JsonArray).filter(isObject) : []
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** Set and not null. */
export function isSet(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null
}
