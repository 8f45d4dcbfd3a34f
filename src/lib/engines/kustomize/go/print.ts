import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import type {JsonValue} from '../../../formats/json/value.js'
import {goFloat} from '../../../formats/yaml/number.js'
import {timestampOf} from '../../../formats/yaml/timestamp.js'
import {compareBytes} from '../node/fields.js'
import {binaryOf, scalarValue, tagOf} from '../node/meaning.js'
import {MAP, NO_CONTENT, Node, PLAIN, SCALAR, TAG} from '../node/node.js'
import {isTabBlock} from './read-back.js'

/** Go's `%#v` of the map that a node decodes to; `(nil)` when it cannot be decoded. */
export function goMap(node: Node): string {
  try {
    return valueText(node, true)
  } catch (error) {
    if (error instanceof FluxError) return 'map[string]interface {}(nil)'
    throw error
  }
}

function valueText(node: Node, top = false): string {
  if (node.kind === SCALAR) return scalarText(node)
  if (node.kind !== MAP) return `[]interface {}{${node.content.map((item) => valueText(item)).join(', ')}}`
  const entries: {key: Node; text: string}[] = []
  const seen = new Set<string>()
  for (let i = 0; i < node.content.length; i += 2) {
    const key = node.content[i]!
    if (key.kind !== SCALAR || seen.has(key.value) || (top && keyValue(key) === null))
      throw new FluxError('kustomize', 'not a map of distinct keys')
    seen.add(key.value)
    entries.push({key, text: valueText(node.content[i + 1]!)})
  }
  // the keys of the object itself are text whatever they look like
  const plain = top || entries.every(({key}) => rank(key) === 0 && isUntagged(key))
  entries.sort((a, b) => (top ? 0 : rank(a.key) - rank(b.key)) || compareBytes(textOf(a.key), textOf(b.key)))
  const pairs = entries.map(({key, text}) => `${top ? goQuote(key.value) : scalarText(key)}:${text}`)
  return `map[${plain ? 'string' : 'interface {}'}]interface {}{${pairs.join(', ')}}`
}

function keyValue(key: Node): JsonValue {
  const {tag, value, style} = key
  if (tag === TAG.merge || isTabBlock(key)) return value
  // a tag that the build has kept from a value counts more than the quotes of another
  const isKept = style !== PLAIN && tag !== '' && tag !== TAG.string && tagOf(value) === tag
  return scalarValue(isKept ? new Node(SCALAR, tag, value, PLAIN, NO_CONTENT) : key, false)
}

/** What the text of a key is in Go. */
function textOf({tag, value}: Node): string {
  return tag === TAG.binary ? binaryOf(value) : value
}

/** Null sorts before text, other keys after it. */
function rank(key: Node): number {
  const value = keyValue(key)
  if (value === null) return -1
  return typeof value === 'string' && !isTime(key) ? 0 : 1
}

function scalarText(node: Node): string {
  const value = keyValue(node)
  if (typeof value === 'string') return isTime(node) ? timeText(timestampOf(value) ?? value) : goQuote(value)
  if (value === null) return 'interface {}(nil)'
  if (typeof value === 'bigint') return value > 2n ** 63n - 1n ? `0x${value.toString(16)}` : value.toString()
  if (typeof value !== 'number') return String(value)
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (Object.is(value, -0)) return node.tag === TAG.float ? '-0' : '0'
  return Number.isSafeInteger(value) ? String(value) : goFloat(value)
}

function isTime({tag, value, style}: Node): boolean {
  return (tag === '' && style === PLAIN ? tagOf(value) : tag) === TAG.timestamp
}

/** What is text by a tag of its own makes no map of strings. */
function isUntagged({tag}: Node): boolean {
  return tag === TAG.string || tag === TAG.merge || tag === ''
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** Go's `%#v` of the time that an RFC 3339 text means. */
function timeText(text: string): string {
  const [date = '', rest = ''] = text.split('T')
  const [year, month, day] = date.split('-').map(Number)
  const [hour, minute, second] = rest.slice(0, 8).split(':').map(Number)
  const fraction = /^\.(\d+)/.exec(rest.slice(8))?.[1] ?? ''
  const zone = text.endsWith('Z') ? 'time.UTC' : 'time.Location("")'
  const parts = [year, `time.${MONTHS[month! - 1]}`, day, hour, minute, second, Number(fraction.padEnd(9, '0')), zone]
  return `time.Date(${parts.join(', ')})`
}
