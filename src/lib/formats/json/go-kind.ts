import type {JsonValue} from './value.js'

/** What Go's encoding/json calls the kind of a value, as in `json: cannot unmarshal array into Go value of type string`. */
export function goKind(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'bigint' ? 'number' : typeof value
}
