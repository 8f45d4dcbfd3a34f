import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {yamlNumber} from '../../../formats/yaml/number.js'
import {isText, type Shape} from '../kustomization/decode.js'

/** A printed value as yaml.v3 reads it into a Go type: where that has text, a number or boolean is the text that was printed. */
export function asTexts(value: JsonValue, shape: Shape | undefined): JsonValue {
  if (isText(shape)) {
    if (typeof value === 'number') return yamlNumber(value)
    return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : value
  }
  if (typeof shape !== 'object') return value
  if ('optional' in shape) return asTexts(value, shape.optional)
  if ('list' in shape) return Array.isArray(value) ? value.map((item) => asTexts(item, shape.list)) : value
  if (!isObject(value)) return value
  const result: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    setOwn(result, key, asTexts(item!, 'map' in shape ? shape.map : shape.fields[key]))
  }
  return result
}
