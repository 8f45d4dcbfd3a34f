import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'

/** Go's complaint about a value whose kind and apiVersion cannot be read. */
export function typeFault(value: JsonValue): string | undefined {
  if (value === null) return undefined
  if (!isObject(value)) {
    return `json: cannot unmarshal ${goKind(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`
  }
  for (const field of ['apiVersion', 'kind']) {
    const item = value[field]
    if (item !== undefined && item !== null && typeof item !== 'string') {
      return `json: cannot unmarshal ${goKind(item)} into Go struct field .${field} of type string`
    }
  }
  return undefined
}
