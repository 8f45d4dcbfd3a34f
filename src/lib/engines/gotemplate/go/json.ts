import {GoError} from '../error.js'
import {isStray} from './bytes.js'
import {CYCLES_FROM, refuseCycle} from './cycle.js'
import {refuseHuge} from './size.js'
import {Boxed, type Dict, entriesOf, entryAt, type GoValue, itemAt, itemsOf, sortedKeys, typeOf} from './value.js'

export interface JsonOptions {
  /** `<`, `>` and `&` as escapes, as json.Marshal writes them */
  readonly html: boolean
  readonly indent?: string
}

/**
 * json.Marshal: keys sorted, numbers as Go writes them.
 * @throws GoError for NaN, infinities and values that contain themselves
 */
export function marshalJson(value: GoValue, options: JsonOptions): string {
  refuseHuge(value)
  return encode(value, options, '', 0)
}

function encode(value: GoValue, options: JsonOptions, outer: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      return jsonText(value, options.html)
    case 'number':
      if (!Number.isFinite(value)) throw unsupported(value)
      return Object.is(value, -0) ? '-0' : String(value)
    case 'boolean':
    case 'bigint':
      return String(value)
    default:
      break
  }
  if (value === null || value === undefined) return 'null'
  if (depth === CYCLES_FROM) refuseCycle(value)
  if (value instanceof Boxed) return boxed(value, options, outer, depth)
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`
  return Array.isArray(value) ? list(value, options, outer, depth) : entries(value, options, outer, depth)
}

function unsupported(value: number): GoError {
  const text = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
  return new GoError(`json: unsupported value: ${text}`)
}

function boxed(value: Boxed, options: JsonOptions, outer: string, depth: number): string {
  const {type} = value
  if (value.value === null) return 'null'
  if (type.json)
    return spread(type.json((type.kind === 'ptr' ? (value.value as Boxed).value : value.value) as never), options, outer)
  switch (type.kind) {
    case 'slice':
      return list(value, options, outer, depth)
    case 'map':
      return entries(value, options, outer, depth)
    case 'struct': {
      const names = (type.fields ?? []).filter((name) => /^\p{Lu}/u.test(name))
      const fields = value.value as Dict
      return members(names, (name) => fields[name], options, outer, depth)
    }
    case 'complex128':
    case 'func':
      throw new GoError(`json: unsupported type: ${type.name}`)
    default:
      return encode(value.value, options, outer, depth)
  }
}

/** What a type writes by itself is indented like the rest. */
function spread(json: string, {indent}: JsonOptions, outer: string): string {
  if (indent === undefined || !/^[[{]/.test(json)) return json
  return JSON.stringify(JSON.parse(json), undefined, indent).replaceAll('\n', `\n${outer}`)
}

function list(value: GoValue, options: JsonOptions, outer: string, depth: number): string {
  const items = itemsOf(value)!
  if (items.length === 0) return '[]'
  const inner = options.indent === undefined ? '' : outer + options.indent
  const parts = Array.from(items, (_, index) => encode(itemAt(value, items, index), options, inner, depth + 1))
  return enclosed('[', ']', parts, options, outer, inner)
}

function entries(value: GoValue, options: JsonOptions, outer: string, depth: number): string {
  const map = entriesOf(value)!
  const held = typeOf(value)?.elem?.kind !== 'interface'
  return members(sortedKeys(map), (key) => (held ? entryAt(value, map, key) : map[key]), options, outer, depth)
}

function members(
  keys: readonly string[],
  member: (key: string) => GoValue,
  options: JsonOptions,
  outer: string,
  depth: number,
): string {
  if (keys.length === 0) return '{}'
  const inner = options.indent === undefined ? '' : outer + options.indent
  const colon = options.indent === undefined ? ':' : ': '
  const parts = keys.map((key) => jsonText(key, options.html) + colon + encode(member(key), options, inner, depth + 1))
  return enclosed('{', '}', parts, options, outer, inner)
}

function enclosed(open: string, close: string, parts: string[], options: JsonOptions, outer: string, inner: string): string {
  if (options.indent === undefined) return open + parts.join(',') + close
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${outer}${close}`
}

/** what needs no escape at all */
const PLAIN = /^[ !#-%'-;=?-[\]-~]*$/

function jsonText(text: string, html: boolean): string {
  if (PLAIN.test(text)) return `"${text}"`
  const json = JSON.stringify(text)
  const escaped = /[\u2028\u2029\ud800-\udfff]/.test(json) || json.includes('\\ud') ? odd(text) : json
  return html ? escaped.replaceAll(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`) : escaped
}

/** Line separators are escaped, stray bytes become U+FFFD spelled out. */
function odd(text: string): string {
  let out = ''
  for (const char of text) {
    if (isStray(char)) out += '\\ufffd'
    else if (char === '\u2028' || char === '\u2029') out += `\\u${char.charCodeAt(0).toString(16)}`
    else out += JSON.stringify(char).slice(1, -1)
  }
  return `"${out}"`
}
