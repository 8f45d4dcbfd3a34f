import {CelError} from '../../../../formats/cel/errors.js'
import {CelMap, Message, Optional, type Value} from '../../../../formats/cel/values.js'
import {setOwn} from '../../../../formats/json/set-own.js'
import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'

/** What an expression made, as JSON. Throws CelError for what JSON has no form for. */
export function celJson(value: Value): JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (Array.isArray(value)) return value.map(celJson)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof Optional) return value.value === undefined ? null : celJson(value.value)
  if (!(value instanceof CelMap)) throw new CelError('unsupported conversion to JSON')
  const result: JsonObject = {}
  for (const key of value.keys()) {
    if (typeof key !== 'string') throw new CelError('unsupported map key for JSON')
    setOwn(result, key, celJson(value.get(key)!))
  }
  return result
}

/** Messages must be named after the fields that they stand in: `Object.spec` in `spec` of `Object`. */
export function nameFaults(value: Value, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => nameFaults(item, path))
  if (value instanceof Message) {
    const wrong =
      value.typeName === path
        ? []
        : [
            `unexpected type name ${JSON.stringify(value.typeName)}, expected ${JSON.stringify(path)}, which matches field name path from root Object type`,
          ]
    return [...wrong, ...[...value.fields].flatMap(([name, field]) => nameFaults(field, `${path}.${name}`))]
  }
  if (value instanceof CelMap) return value.keys().flatMap((key) => nameFaults(value.get(key)!, path))
  return []
}
