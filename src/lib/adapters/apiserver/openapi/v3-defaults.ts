import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {DEFAULTS} from './v3-defaults.gen.js'

/** By definition, by path within its properties: a default that version 2 does not tell of, or that there is none. */
let known: ReadonlyMap<string, ReadonlyMap<string, JsonValue | undefined>> | undefined

function table(): ReadonlyMap<string, ReadonlyMap<string, JsonValue | undefined>> {
  const found = new Map<string, Map<string, JsonValue | undefined>>()
  for (const line of DEFAULTS.trim().split('\n')) {
    const [text = '', ...places] = line.split(' ')
    for (const place of places) {
      const [definition = '', path = ''] = place.split('#')
      const own = found.get(definition) ?? new Map<string, JsonValue | undefined>()
      found.set(definition, own.set(path, text === '-' ? undefined : (JSON.parse(text) as JsonValue)))
    }
  }
  return found
}

/** A definition in version 3 with the defaults that only Go's types know. */
export function withDefaults(name: string, schema: JsonObject): JsonObject {
  known ??= table()
  const own = known.get(name)
  if (!own || !isObject(schema.properties)) return schema
  const properties = Object.entries(schema.properties).map(([field, value]) => [field, changed(own, field, value as JsonObject)])
  return {...schema, properties: Object.fromEntries(properties) as JsonObject}
}

function changed(own: ReadonlyMap<string, JsonValue | undefined>, path: string, schema: JsonObject): JsonObject {
  const copy = {...schema}
  for (const key of ['items', 'additionalProperties'] as const) {
    if (isObject(copy[key])) copy[key] = changed(own, `${path}.${key}`, copy[key])
  }
  return own.has(path) ? withDefault(copy, own.get(path)) : copy
}

/** Nothing stands beside a reference, so one with a default moves into allOf. */
function withDefault({default: _, ...schema}: JsonObject, value: JsonValue | undefined): JsonObject {
  if (value === undefined) {
    const [only] = Array.isArray(schema.allOf) ? schema.allOf : []
    return Object.keys(schema).length === 1 && isObject(only) ? only : schema
  }
  return typeof schema.$ref === 'string' ? {default: value, allOf: [schema]} : {...schema, default: value}
}
