import type {JsonValue} from '../../../formats/json/value.js'
import {compareBytes} from '../node/fields.js'

const ESCAPED = /[<>&\u2028\u2029]/g

function quoted(text: string): string {
  const json = JSON.stringify(text)
  return json.replace(ESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** JSON as Go's encoding/json writes it: keys sorted, `<`, `>` and `&` escaped. */
export function goJson(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined)
    return `{${keys
      .sort(compareBytes)
      .map((key) => `${quoted(key)}:${goJson(value[key] as JsonValue)}`)
      .join(',')}}`
  }
  return Object.is(value, -0) ? '-0' : String(value)
}

/** The same over several lines, indented by two spaces. */
export function goJsonIndent(value: JsonValue, outer = '\n'): string {
  if (typeof value !== 'object' || value === null) return goJson(value)
  const inner = `${outer}  `
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[${inner}${value.map((item) => goJsonIndent(item, inner)).join(`,${inner}`)}${outer}]`
  }
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  if (keys.length === 0) return '{}'
  const members = keys.sort(compareBytes).map((key) => `${quoted(key)}: ${goJsonIndent(value[key] as JsonValue, inner)}`)
  return `{${inner}${members.join(`,${inner}`)}${outer}}`
}
