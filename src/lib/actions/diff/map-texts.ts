import {printJson} from '../../formats/json/print.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {type FieldPath, fieldOf, isIdentity, itemName, itemsField, keyField} from './field-path.js'

export interface TextChange {
  /** of a text, a number, or a key of the map that `field` stands for */
  text(text: string, field: string): string
  /** of all that stands below a key, or in an item of a list by its name; undefined: it is looked into */
  child?(name: string, field: string): string | undefined
  /** of a map or list; undefined: it is looked into */
  whole?(value: JsonValue, field: string): string | undefined
}

/** A value with each text and number in it changed; a field is named by its keys, and by the name of an item in a list. */
export function mapTexts(value: JsonValue, change: TextChange, path: FieldPath = []): JsonValue {
  const whole = typeof value === 'object' && value !== null ? change.whole?.(value, fieldOf(path)) : undefined
  if (whole !== undefined) return whole
  if (Array.isArray(value)) {
    const field = itemsField(path)
    return value.map((item) => {
      const name = itemName(item)
      return change.child?.(name, field) ?? mapTexts(item ?? null, change, [...path, name])
    })
  }
  if (isObject(value)) {
    const field = keyField(path)
    const pairs = Object.entries(value).map(([key, item]): [string, JsonValue] => [
      change.text(key, field),
      change.child?.(key, field) ?? mapTexts(item ?? null, change, [...path, key]),
    ])
    return Object.fromEntries(pairs) as JsonObject
  }
  if (isIdentity(path) || !['string', 'number', 'bigint'].includes(typeof value)) return value
  const text = String(value)
  const changed = change.text(text, fieldOf(path))
  return changed === text ? value : changed
}

/** Tells each text and number of a value, each key, and each name of an item; maps and lists as JSON where that is asked for. */
export function eachText(value: JsonValue, tell: (text: string, field: string) => void, withJson = false): void {
  const told = (text: string, field: string) => {
    tell(text, field)
    return undefined
  }
  mapTexts(value, {
    text: (text, field) => told(text, field) ?? text,
    child: told,
    whole: (inner, field) => (withJson ? told(printJson(inner), field) : undefined),
  })
}
