import type {JsonValue} from './value.js'

/**
 * JSON text of a value, keys in their own order; `indent` spaces per level, compact without it. A bigint is written
 * as an integer, an absent (undefined) property is left out.
 */
export function printJson(value: JsonValue, indent = 0): string {
  try {
    return JSON.stringify(value, undefined, indent)
  } catch (error) {
    // JSON.stringify refuses bigint, which is rare: only then is the slower way taken
    if (!(error instanceof TypeError)) throw error
    return printed(value, ' '.repeat(indent), '')
  }
}

function printed(value: JsonValue, indent: string, outer: string): string {
  if (typeof value === 'bigint') return value.toString()
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const inner = outer + indent
  const open = indent === '' ? '' : `\n${inner}`
  const close = indent === '' ? '' : `\n${outer}`
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[${open}${value.map((item) => printed(item, indent, inner)).join(`,${open}`)}${close}]`
  }
  const colon = indent === '' ? ':' : ': '
  const members: string[] = []
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push(JSON.stringify(key) + colon + printed(member, indent, inner))
  }
  return members.length === 0 ? '{}' : `{${open}${members.join(`,${open}`)}${close}}`
}
