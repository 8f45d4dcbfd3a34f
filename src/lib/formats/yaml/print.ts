import {isObject, type JsonObject, type JsonValue} from '../json/value.js'
import {compareKeys} from './order.js'
import {type YamlShape, YamlWriter} from './writer.js'

export interface PrintYamlOptions {
  /** Text is folded at the first space past this column; 80 as go-yaml does, Infinity for never. */
  readonly width?: number | undefined
  /** Refuses what go-yaml cannot read back (U+007F and other controls, keys of more than 1024 characters) instead of escaping it. */
  readonly strict?: boolean | undefined
}

/**
 * YAML text as sigs.k8s.io/yaml (Go's yaml.v2) prints it, byte for byte: keys in its natural order, lists not
 * indented under their key, strings that YAML 1.1 would misread in double quotes, long plain text folded.
 */
export function printYaml(value: JsonValue, options: PrintYamlOptions = {}): string {
  return new YamlWriter(JSON_SHAPE, options.width ?? 80, options.strict ?? false).document(value)
}

const JSON_SHAPE: YamlShape<JsonValue, string> = {
  items: (value) => (Array.isArray(value) ? value : undefined),
  members: (value) => (isObject(value) ? sortedKeys(value) : undefined),
  name: (_map, key) => key,
  member: (map, key) => (map as JsonObject)[key] as JsonValue,
  // in JSON it is the whole number -0, which is 0
  scalar: (value) => (Object.is(value, -0) ? 0 : (value as null | boolean | number | bigint | string)),
}

function sortedKeys(value: JsonObject): string[] {
  const keys: string[] = []
  let sorted = true
  const all = Object.keys(value)
  for (let index = 0; index < all.length; index++) {
    const key = all[index]!
    if (value[key] === undefined) continue
    if (sorted && keys.length > 0 && compareKeys(keys[keys.length - 1]!, key) > 0) sorted = false
    keys.push(key)
  }
  return sorted ? keys : keys.sort(compareKeys)
}
